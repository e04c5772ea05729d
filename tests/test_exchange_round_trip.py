"""Export, then import: the same rows, in every format, as far as it can hold them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policyclf.cli.exchange import FORMATS as OFFERED
from policyclf.errors import OptionError
from policyclf.exchange import FORMATS, Names, Reading, Writing, export_rows, import_files
from policyclf.labels import read_rows, write_rows
from policyclf.measures import Measure
from policyclf.rows import LabelRow, as_object, row_of

MEASURES = (
    Measure("land", "土地", "Land", "."),
    Measure("approval", "审批改革", "Approval reform", "."),
    Measure("law-x", "法治#保障", "Rule of law; courts", "."),
)
TYPES = tuple(measure.id for measure in MEASURES)

# What breaks files: quotes, separators, line ends of all kinds, marks of formulas, what looks like a label or like JSON.
_PIECES = st.sampled_from(
    (
        *("盘活", "土地", ",", '"', '""', "'", "#", ";", "\t", " ", "\u3000", "=1", "-", "@", "{", "[", "]", "}", "\\"),
        *("\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "😀", "NaN", "#N/A", "null", "1", "\ufeff", "é", "&lt;", "<b>"),
        "__label__土地 ",
    )
)
_texts = (
    st.lists(_PIECES, min_size=1, max_size=8).map("".join).filter(lambda text: bool(text.replace("\ufeff", "").strip()))
)
_words = st.lists(_PIECES, max_size=4).map("".join)
_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), _words, st.just("金融"), st.just("土地")),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_words, inner, max_size=2),
    max_leaves=3,
)
_OWN = set(as_object(LabelRow("1", "x", (), ("a",), "d", "s", "g", "b", False, "a", "t")))
_keys = st.one_of(
    _words,
    st.sampled_from(
        ["city", "页", "land", "土地", "label", "labels", "data", "Comments", "more", "row_id", "answer", "sentence"]
    )
    | st.sampled_from(
        ["measure", "status", "agreement", "lead_time", "类型", "meta", "fields", "kind", "City", "meta.x", "reader"]
    ),
).filter(lambda key: key not in _OWN)


@st.composite
def _rows(draw: st.DrawFn) -> list[LabelRow]:
    """Rows of a store that holds together: a reader labels a sentence once, an id is that of one sentence."""
    found: list[LabelRow] = []
    texts = draw(st.lists(_texts, min_size=1, max_size=5, unique_by=lambda text: "".join(text.split())))
    for number, text in enumerate(texts):
        shared = LabelRow(
            draw(st.sampled_from(["", "s-", "01", "编号 ", "=", "a,b"])) + str(number),
            text,
            (),
            doc=draw(st.sampled_from(["", "a.txt", "=b"])),
            before=draw(_words),
            source=draw(st.sampled_from(["", "seed"])),
            genre=draw(st.sampled_from(["", "news"])),
            more=draw(st.dictionaries(_keys, _values, max_size=2)),
        )
        for reader in draw(st.lists(st.sampled_from(["", "wang@x.cn", "李"]), min_size=1, max_size=2, unique=True)):
            states = [draw(st.sampled_from(["yes", "no", "unknown"])) for _ in TYPES]
            if draw(st.booleans()):
                states = [draw(st.sampled_from(["no", "unknown"]))] * len(TYPES)
            pairs = list(zip(TYPES, states, strict=True))
            found.append(
                replace(
                    shared,
                    measures=tuple(kind for kind, state in pairs if state == "yes"),
                    unknown=tuple(kind for kind, state in pairs if state == "unknown"),
                    annotator=reader,
                    at=draw(st.sampled_from(["", "2026-03-01T09:30:00Z", "2026-03-01T09:30:00.125+08:00"])),
                )
            )
    return found


def _whole(row: LabelRow, form: str) -> tuple[object, ...]:
    if form == "fasttext":
        return row.text, row.measures, row.unknown
    return tuple(sorted(as_object(row).items(), key=lambda item: item[0]))


def _key(item: tuple[object, ...]) -> str:
    return json.dumps(item, sort_keys=True)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(rows=_rows(), lang=st.sampled_from(["zh", "en", "id"]))
def test_round_trip(form: str, rows: list[LabelRow], lang: str) -> None:
    names = Names(MEASURES, lang)  # type: ignore[arg-type]
    if not FORMATS[form].partial:
        rows = [row for row in rows if len(row.unknown) in (0, len(TYPES))]
    if FORMATS[form].unjudged == "no":
        rows = [row for row in rows if len(row.unknown) < len(TYPES)]
    if FORMATS[form].unjudged == "empty":
        rows = [row for row in rows if row.measures or not row.unknown]
    if form == "fasttext":
        rows = [row for row in rows if row.annotator == ""]
    assume(rows)
    try:
        data = b"".join(export_rows(rows, Writing(names), form))
    except OptionError as error:
        refused = {"fasttext": "begins or ends", "xlsx": "control character", "xlsx-names": "control character"}[form]
        assume(refused not in str(error))
        raise
    assert data == b"".join(export_rows(rows, Writing(names), form))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "out.bin"
        path.write_bytes(data)
        found = import_files([path], Reading(names, "none" if FORMATS[form].unjudged == "empty" else None), form)
        assert found.problems == ()
        assert sorted((_whole(row, form) for row in found.rows), key=_key) == sorted(
            (_whole(row, form) for row in rows), key=_key
        )
        detected = import_files([path], Reading(names, "none" if FORMATS[form].unjudged == "empty" else None))
        wanted = {"xlsx-names": "xlsx", "csv-names": "csv"}.get(form, form)
        if form == "fasttext" and not rows[0].measures:
            return  # the first line may then be any text, JSON too
        if any(key in ("answer", "lead_time", "fields", "Comments") for row in rows for key in row.more):
            return  # fields of one tool kept from another may look like the first tool's
        assert detected.formats == (wanted,)


@pytest.mark.parametrize("form", [name for name, each in FORMATS.items() if each.unjudged == "empty"])
def test_unlabelled_rows_come_back_as_such_when_told(form: str, tmp_path: Path) -> None:
    names = Names(MEASURES)
    rows = [LabelRow("1", "盘活厂房。", (), TYPES), LabelRow("2", "设立基金。", ("land",))]
    (tmp_path / "out").write_bytes(b"".join(export_rows(rows, Writing(names), form)))
    found = import_files([tmp_path / "out"], Reading(names, "unknown"), form)
    assert [(row.text, row.measures, row.unknown) for row in found.rows] == [
        (row.text, row.measures, row.unknown) for row in rows
    ]
    assert len(import_files([tmp_path / "out"], Reading(names, "skip"), form).rows) == 1


@settings(max_examples=200, deadline=None)
@given(rows=_rows())
def test_the_store_gives_back_what_it_took(rows: list[LabelRow]) -> None:
    for row in rows:
        assert row_of(as_object(row), TYPES, "") == row
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        write_rows(path, rows)
        first = path.read_bytes()
        found = [row for _, row in read_rows(path, TYPES)]
        assert sorted((_whole(row, "") for row in found), key=_key) == sorted(
            (_whole(row, "") for row in rows), key=_key
        )
        write_rows(path, reversed(found), force=True)
        assert path.read_bytes() == first


def test_the_command_line_offers_the_formats_there_are() -> None:
    assert tuple(FORMATS) == OFFERED
