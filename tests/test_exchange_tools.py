"""Files in the shape that each tool writes, with the traps in them: what becomes of every row."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from policyclf.errors import LabelsError, OptionError
from policyclf.exchange import Guess, Names, Reading, Writing, export_rows, import_files
from policyclf.exchange.source import Source
from policyclf.measures import Measure
from policyclf.rows import LabelRow
from tests.conftest import ROOT

MEASURES = (
    Measure("land", "土地", "Land", "."),
    Measure("finance", "金融", "Finance", "."),
    Measure("law", "法治", "Law", "."),
)
NAMES = Names(MEASURES)
TYPES = NAMES.ids
CASES = sorted((ROOT / "tests" / "cases" / "exchange").glob("*.json"))


def _cases() -> list[Any]:
    found = []
    for path in CASES:
        for case in json.loads(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case['about']}"))
    return found


def _content(case: dict[str, Any]) -> bytes:
    """The file of a case: its text, or JSON of its objects, one a line where they are called lines."""
    if "text" in case:
        return str(case["text"]).encode(case.get("encoding", "utf-8"))
    if "lines" in case:
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in case["lines"]).encode()
    return json.dumps(case["array"], ensure_ascii=False, indent=case.get("indent")).encode()


@pytest.mark.parametrize("case", _cases())
def test_what_a_tool_wrote(case: dict[str, Any], tmp_path: Path) -> None:
    """A case: a file, what its content is taken for, and the rows, or the beginnings of the errors, that it gives."""
    path = tmp_path / "file.dat"
    path.write_bytes(_content(case))
    reading = Reading(NAMES, **case.get("reading", {}))
    found = import_files([path], reading, case.get("format", ""))
    errors = [str(problem).replace(str(path), "FILE") for problem in found.problems]
    assert [e for e, start in zip(errors, case.get("errors", []), strict=True) if start not in e] == []
    assert all(problem.remedy for problem in found.problems)
    if "is" in case:
        assert found.formats == (case["is"],)
    if "rows" in case:
        wanted = case["rows"]
        shown = [{key: _shown(row, key) for key in want} for row, want in zip(found.rows, wanted, strict=True)]
        assert shown == wanted


def _shown(row: LabelRow, key: str) -> Any:
    value = getattr(row, key)
    return list(value) if isinstance(value, tuple) else value


def test_a_zip_of_doccano_names_its_annotators(tmp_path: Path) -> None:
    path = tmp_path / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for reader, label in (("wang", ["土地"]), ("li", [])):
            record = {"id": 1, "text": "盘活厂房。", "label": label, "Comments": []}
            archive.writestr(f"{reader}.jsonl", json.dumps(record))
        archive.writestr("__MACOSX/._li.jsonl", b"\x00\x05")
    found = import_files([path], Reading(NAMES, "none"))
    assert [(row.annotator, row.measures) for row in found.rows] == [("li", ()), ("wang", ("land",))]
    found = import_files([path], Reading(NAMES))
    assert str(found.problems[0]).startswith(f"{path}(li.jsonl):1: an empty label may mean")
    path.write_bytes(path.read_bytes()[:60])
    assert "is a zip that cannot be read" in str(import_files([path], Reading(NAMES)).problems[0])


def test_excel_in_both_directions(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["句子", "土地", "金融", "法治", None])
    book.active.append(["盘活厂房。", 1, 0.0, True])
    book.active.append([])
    book.active.append(["设立基金。", "否", "√", "？"])
    path = tmp_path / "ours.xlsx"
    book.save(path)
    found = import_files([path], Reading(NAMES))
    assert found.formats == ("xlsx",)
    assert [(row.id, row.measures, row.unknown) for row in found.rows] == [
        ("ours-2", ("land", "law"), ()),
        ("ours-4", ("finance",), ("law",)),
    ]
    row = LabelRow("a", "=1+1", ("land",))
    data = b"".join(export_rows([row], Writing(NAMES), "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [[cell.value for cell in line] for line in sheet] == [
        ["id", "text", "土地", "金融", "法治"],
        ["a", " =1+1", 1, 0, 0],
    ]
    assert sheet["B2"].data_type == "s"
    with pytest.raises(OptionError, match="longer than a cell of Excel"):
        b"".join(export_rows([LabelRow("a", "长" * 40_000, ())], Writing(NAMES), "xlsx"))
    path.write_bytes(b"PK\x03\x04 broken")
    assert "is no XLSX" in str(import_files([path], Reading(NAMES)).problems[0])


def test_without_openpyxl_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.setitem(sys.modules, "openpyxl.cell", None)
    with pytest.raises(OptionError, match=r"pip install 'policyclf\[excel\]'"):
        b"".join(export_rows([LabelRow("a", "x", ())], Writing(NAMES), "xlsx"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings_of_excel(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("文本,标签\r\n“盘活”厂房。,土地；金融\r\n联通,法治\r\n".encode(encoding))
    found = import_files([path], Reading(NAMES))
    assert [(row.text, row.measures) for row in found.rows] == [
        ("“盘活”厂房。", ("land", "finance")),
        ("联通", ("law",)),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("文本,标签\n盘活老厂房,土地\n".encode() + "设立基金,金融\n".encode("gbk"), ":3: is in another encoding"),
        ("文本,标签\n设立基金,金融\n".encode("gbk") + "盘活老厂房,土地\n".encode(), ":3: is in another encoding"),
        (b"\xef\xbb\xbftext,label\n" + "设立基金,金融\n".encode("gbk"), ":2: is in another encoding"),
        (b"text,label\n\xff\xff,x\n", ":2: is neither UTF-8 nor GB18030"),
        ("text,label\n盘活,土地\n".encode("utf-16"), "is in UTF-16"),
        (b"", "is empty"),
        (b"hello\n", "is in no format that is known by its content"),
        (b"[{}", ":1: is not JSON"),
        (b'text,label\n"a,b\n', ":2: cannot be read as CSV"),
        ("text,label\na,土地,b\n".encode(), ":2: has 3 cells under 2 columns"),
        (b"text,text,label\n", "has two columns 'text'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    (problem,) = import_files([path], Reading(NAMES)).problems
    assert says in str(problem)
    assert problem.remedy


def test_an_array_is_read_a_piece_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    objects = [{"id": n, "text": f'{{"[,]" 盘\\活 {n}', "label": [[]] * (n % 3)} for n in range(40)]
    path = tmp_path / "a.json"
    for indent in (None, 1):
        path.write_text("\ufeff \n" + json.dumps(objects, ensure_ascii=False, indent=indent), encoding="utf-8")
        for size in (1, 7, 64, 1 << 20):
            monkeypatch.setattr("policyclf.exchange.source._CHUNK", size)
            found = list(Source(str(path), "a", path).objects())
            assert [record for _, record in found] == objects
    assert found[1][0] == f"{path}:8"
    for broken in ('[{"a": 1}, {"a": nul}, {"a": 2}]', '[{"a": 1}, {"a": "x', '[{"a": 1}', "[" * 100_000):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(LabelsError, match=r"a\.json:1: is not JSON"):
            list(Source(str(path), "a", path).objects())


def _guess(texts: Any) -> list[Guess]:
    return [Guess(("land",), {"land": 0.9, "finance": 0.3, "law": 0.05}, "policyclf x") for _ in texts]


def test_scores_go_to_the_annotator() -> None:
    rows = [LabelRow("1", "盘活厂房。", (), TYPES), LabelRow("2", "设立基金。", ("finance",), annotator="a@b.cn")]
    tasks = json.loads(b"".join(export_rows(rows, Writing(NAMES, _guess), "label-studio")))
    (prediction,) = tasks[0]["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("policyclf x", 0.7)
    assert prediction["result"][0]["value"] == {"choices": ["土地"]}
    assert (tasks[0]["annotations"], tasks[1]["annotations"][0]["completed_by"]) == ([], {"email": "a@b.cn"})
    assert all(key.isascii() and key.isidentifier() for task in tasks for key in task["data"])
    records = json.loads(b"".join(export_rows(rows, Writing(NAMES, _guess), "argilla")))
    assert records[0]["suggestions"]["measure"] == {"value": ["土地"], "score": [0.9], "agent": "policyclf x"}
    tasks = [json.loads(line) for line in b"".join(export_rows(rows, Writing(NAMES, _guess), "prodigy")).splitlines()]
    assert [(task["accept"], task.get("answer")) for task in tasks] == [(["土地"], None), (["金融"], "accept")]
    with pytest.raises(OptionError, match="fasttext: has no place for a model's scores"):
        export_rows(rows, Writing(NAMES, _guess), "fasttext")


def test_readers_share_a_task() -> None:
    rows = [LabelRow("1", "盘活厂房。", ("land",), annotator=name, more={"城市": "衢州"}) for name in ("li", "wang")]
    (task,) = json.loads(b"".join(export_rows(rows, Writing(NAMES), "label-studio")))
    assert [each["completed_by"]["email"] for each in task["annotations"]] == ["li", "wang"]
    (record,) = json.loads(b"".join(export_rows(rows, Writing(NAMES), "argilla")))
    assert [each["user_id"] for each in record["responses"]["measure"]] == ["li", "wang"]


@pytest.mark.parametrize(
    ("rows", "form", "says"),
    [
        ([LabelRow("7", "a", ("land",), ("law",))], "fasttext", "7: was not judged on law, and fasttext cannot say so"),
        ([LabelRow("7", "a", (), TYPES)], "label-sleuth", "7: was not judged on land, finance, law"),
        (
            [LabelRow("7", "a", (), TYPES), LabelRow("8", "b", ())],
            "doccano-csv",
            "7: was not labelled, and 8 was found",
        ),
        ([LabelRow("7", "__label__土地 a", ())], "fasttext", "7: begins or ends in a way"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(rows: list[LabelRow], form: str, says: str) -> None:
    with pytest.raises(OptionError, match=says) as caught:
        b"".join(export_rows(rows, Writing(NAMES), form))
    assert caught.value.remedy


def test_incomplete_rows_can_be_left_out() -> None:
    rows = [LabelRow("7", "a", ("land",), ("law",)), LabelRow("8", "b", ("land",))]
    assert b"".join(export_rows(rows, Writing(NAMES), "fasttext", "skip")) == "__label__土地 b \n".encode()


def test_names_that_a_format_would_break_are_written_as_ids() -> None:
    names = Names((Measure("law", "法治#保障", "Rule of law", "."), Measure("art", "Rule of Law", "Art", ".")), "en")
    assert names.find("Rule of Law") is None  # two types claim it
    assert names.write("law") == "law"
    zh = Names(names.measures, "zh")
    row = LabelRow("1", "a", ("law",))
    assert b",law," in b"".join(export_rows([row], Writing(zh), "doccano-csv"))
    assert "法治#保障".encode() in b"".join(export_rows([row], Writing(zh), "doccano-jsonl"))
