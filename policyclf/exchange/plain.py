"""Tables that people fill in, in CSV or XLSX: a column for each type, or one column that names the types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from policyclf.errors import LabelsError
from policyclf.exchange.record import Found, build, each
from policyclf.exchange.settings import Reading, WholeFileError, Writing
from policyclf.exchange.source import Source
from policyclf.exchange.tables import columns, csv_bytes, dictionaries, xlsx_bytes
from policyclf.rows import LabelRow

# What people call the columns of a table, folded to lower case.
_COLUMNS = {
    "row_id": ("id", "编号"),
    "text": ("text", "sentence", "文本", "句子", "内容"),
    "measures": ("measures", "measure", "labels", "label", "types", "类型", "标签", "措施", "措施类型"),
    "unknown": ("unknown", "未判断"),
    "doc": ("doc", "document", "文档", "文件"),
    "before": ("before", "上文"),
    "source": ("source",),
    "genre": ("genre", "文体"),
    "annotator": ("annotator", "reader", "标注人", "标注者"),
    "at": ("at", "标注时间"),
    "more": ("more",),
}
_MEANING = {name: key for key, names in _COLUMNS.items() for name in names}
_YES = frozenset(("1", "true", "yes", "y", "x", "√", "✓", "✔", "是", "有"))
_NO = frozenset(("0", "false", "no", "n", "-", "×", "✗", "否", "无"))
_OPEN = frozenset(("?", "？", "unknown", "未知", "不确定"))
_BETWEEN = re.compile(r"[;；,，、|#\n]")
_META = "meta."
_FORMULA = re.compile(r" *[=+\-@\t\r]")


def read(source: Source, reading: Reading) -> Found:
    """A row a sentence. A blank cell under a type is ``--empty``'s to say, and so is a blank list without ``unknown``."""
    meaning = _columns(source, reading)

    def convert(where: str, record: dict[str, str]) -> list[LabelRow]:
        found: dict[str, Any] = {"text": ""}
        for name, cell in record.items():
            key = meaning.get(name, "")
            if key and not key.startswith("type:"):
                found[key] = cell[1:] if cell[:1] == " " and _FORMULA.match(cell) else cell
        kinds = {key.removeprefix("type:"): name for name, key in meaning.items() if key.startswith("type:")}
        said = _listed(where, found, meaning, reading) if not kinds else _ticked(where, record, kinds, reading)
        number = where.rpartition(":")[2]
        return [build(where, found.pop("text"), found, reading, **said, fallback=f"{source.stem}-{number}")]

    return each(dictionaries(source), convert)


def _columns(source: Source, reading: Reading) -> dict[str, str]:
    """What each column of a file means: a field of a row, or ``type:`` and the id of a type."""
    found: dict[str, str] = {}
    strange: list[str] = []
    for name in columns(source):
        kind = reading.names.find(name)
        if name == reading.field and name:
            found[name] = "measures"
        elif name.casefold() in _MEANING:
            found[name] = _MEANING[name.casefold()]
        elif kind is not None:
            found[name] = f"type:{kind}"
        elif name.startswith(_META):
            found[name] = name.removeprefix(_META)
        elif reading.columns == "keep" and name:
            found[name] = name
        elif name:
            strange.append(name)
    twice = next((name for name, key in found.items() if list(found.values()).count(key) > 1), None)
    if twice is not None:
        raise WholeFileError(f"{source.name}:1", f"has another column for what {twice!r} means", "remove one")
    if strange and reading.columns == "refuse":
        what = f"has columns that mean nothing here: {', '.join(strange)}"
        raise WholeFileError(f"{source.name}:1", what, "name a type, or say --columns keep or --columns ignore")
    if "text" not in found.values():
        raise WholeFileError(f"{source.name}:1", "has no column 'text'", "rename the one that holds the sentences")
    if not any(key == "measures" or key.startswith("type:") for key in found.values()):
        what = "has no column that names types"
        raise WholeFileError(f"{source.name}:1", what, "add a column for each type, or one called measures")
    return found


def looks(names: Iterable[str]) -> bool:
    """Whether columns with these names may be such a table."""
    return any(_MEANING.get(name.casefold()) == "text" for name in names)


def _ticked(where: str, record: Mapping[str, str], kinds: Mapping[str, str], reading: Reading) -> dict[str, Any]:
    """Of a column for each type. Types without a column were not judged."""
    yes: list[str] = []
    judged: list[str] = []
    for kind, name in kinds.items():
        cell = record.get(name, "").strip().casefold()
        if cell in _YES:
            yes.append(kind)
        if cell in _YES or cell in _NO or (cell == "" and reading.blank(where)):
            judged.append(kind)
        elif cell and cell not in _OPEN:
            raise LabelsError(where, f"{name} is {cell[:20]!r}", "write 1 for yes, 0 for no, ? for not judged")
    return {"yes": yes, "judged": judged}


def _listed(where: str, found: dict[str, Any], meaning: Mapping[str, str], reading: Reading) -> dict[str, Any]:
    """Of one column of names, and another of types that nobody judged."""
    yes = reading.names.need(_split(found.pop("measures", "")), where)
    unknown = reading.names.need(_split(found.pop("unknown", "")), where)
    if not yes and not unknown and "unknown" not in meaning.values():
        return {"yes": yes, "judged": reading.blank(where)}
    if set(yes) & set(unknown):
        raise LabelsError(where, f"says both yes and unknown of {(set(yes) & set(unknown)).pop()!r}", "keep one")
    return {"yes": yes, "judged": [kind for kind in reading.names.ids if kind not in unknown]}


def _split(cell: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(cell) if name.strip()]


def write_ticked(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """CSV with a column for each type: 1, 0, and ? where nobody judged."""
    return csv_bytes((_safe(_tick(row, writing)) for row in rows), _heading(rows, _kinds(writing)), mark=True)


def write_listed(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """CSV with one column that names the types, and one with those that nobody judged."""
    names = _heading(rows, ["measures", "unknown"])
    return csv_bytes((_safe(_list(row, writing)) for row in rows), names, mark=True)


def write_sheet_ticked(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """XLSX with a column for each type."""
    return xlsx_bytes((_safe(_tick(row, writing)) for row in rows), _heading(rows, _kinds(writing)))


def write_sheet_listed(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """XLSX with one column that names the types."""
    return xlsx_bytes((_safe(_list(row, writing)) for row in rows), _heading(rows, ["measures", "unknown"]))


def _kinds(writing: Writing) -> list[str]:
    """A type whose name is also that of another column is written as its id."""
    names = [(kind, writing.names.write(kind)) for kind in writing.names.ids]
    return [kind if name.casefold() in _MEANING else name for kind, name in names]


def _tick(row: LabelRow, writing: Writing) -> dict[str, Any]:
    said = {kind: "?" if kind in row.unknown else int(kind in row.measures) for kind in writing.names.ids}
    return _fields(row) | dict(zip(_kinds(writing), said.values(), strict=True))


def _list(row: LabelRow, writing: Writing) -> dict[str, Any]:
    def joined(kinds: Sequence[str]) -> str:
        return ";".join(writing.names.write(kind, ";；,，、|#\n") for kind in kinds)

    return _fields(row) | {"measures": joined(row.measures), "unknown": joined(row.unknown)}


def _fields(row: LabelRow) -> dict[str, Any]:
    own = ("id", "text", "doc", "before", "source", "genre", "annotator", "at")
    found: dict[str, Any] = {name: getattr(row, name) for name in own}
    packed: dict[str, Any] = {}
    for key in sorted(row.more):
        value = row.more[key]
        named = key.isprintable() and key == key.strip() != "" and key not in _COLUMNS  # else no heading of a column
        plain = named and isinstance(value, str) and value != ""
        (found if plain else packed)[_META + key if plain else key] = value
    return found | ({"more": json.dumps(packed, ensure_ascii=False)} if packed else {})


def _heading(rows: Sequence[LabelRow], kinds: Sequence[str]) -> list[str]:
    """Id, text, labels, then the fields that any row has."""
    used = {key for row in rows for key, value in _fields(row).items() if value != ""} - {"id", "text"}
    order = [*(name for name in _COLUMNS if name != "row_id"), *sorted(key for key in used if key.startswith(_META))]
    return ["id", "text", *kinds, *(key for key in order if key in used)]


def _safe(record: Mapping[str, Any]) -> dict[str, Any]:
    """A text that begins like a formula gets a space before it, which reading takes off again: Excel would compute it."""
    return {k: f" {v}" if isinstance(v, str) and k != "more" and _FORMULA.match(v) else v for k, v in record.items()}
