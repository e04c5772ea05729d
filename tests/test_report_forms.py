"""The forms of a report: each opens where it is meant to, holds the same figures, and lets no document inject anything."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policyclf.cli import main
from policyclf.emphases import Emphasis, compare, emphasis
from policyclf.errors import ReadError
from policyclf.report import (
    About,
    LeftOut,
    as_csv,
    as_json,
    as_markdown,
    as_text,
    as_xlsx,
    check_report,
    comparison_json,
)
from policyclf.report.method import method
from tests.golden import ROOT
from tests.tagged import HE, LUO, QU, corpus, tagged

MANY = [(5, 5), (3, 7), (6, 4), (4, 6), (5, 5), (2, 8)]
FEW = [(1, 9), (0, 10), (2, 8), (1, 9), (1, 9), (0, 10)]
NASTY = '=1+1<script>alert("|")</script>\x0b*重点*是土地'
ABOUT = About("models/mine", "ab" * 32, 1234, (LeftOut("bad.txt", "is empty", "remove it"),))


@pytest.fixture(scope="module")
def found() -> Emphasis:
    pages = [
        *corpus((QU, MANY), (LUO, FEW)),
        tagged("一.txt", [((HE,), ("finance",), 9), ((HE,), (), 4), ((QU,), ("land",), NASTY)]),
        *(tagged(f"{n}.txt", [((QU,), ("land",), "对列入年度计划的重大产业项目优先保障用地指标。")]) for n in (1, 2)),
    ]
    return emphasis([replace(page, sha256="0" * 64) for page in pages])


def _column(rows: list[dict[str, Any]], code: str, measure: str) -> dict[str, Any]:
    return next(row for row in rows if (row["code"], row["measure"]) == (code, measure))


def test_csv_opens_in_excel_and_holds_the_figures(found: Emphasis) -> None:
    text = as_csv(found)
    assert text.startswith("\ufeffregion,code,documents,articles,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 5 * len(found.regions)
    row, cell = _column(rows, "330800", "land"), found.regions[0].cells["land"]
    assert cell.lift is not None
    assert (row["count"], row["share"], row["lift"]) == (
        str(cell.count),
        f"{cell.share.value:.4f}",
        str(round(cell.lift.value, 3)),
    )
    few = _column(rows, "410000", "finance")
    assert (few["too_few"], few["count"], few["lift"], few["share_low"]) == ("articles", "9", "", "")


def test_json_follows_its_schema(found: Emphasis) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema)
    pages = corpus((QU, MANY), (LUO, FEW))
    texts = [as_json(found, ABOUT), as_json(emphasis([]), ABOUT, lang="en")]
    texts.append(comparison_json(compare(pages, between=("衢州市", "洛阳市")), ABOUT))
    for text in texts:
        data = json.loads(text)
        assert list(checker.iter_errors(data)) == []
        data["rows"] = [{"region": 1}]
        assert not checker.is_valid(data)


def test_json_says_what_it_rests_on(found: Emphasis) -> None:
    data = json.loads(as_json(found, ABOUT, most=2))
    assert data["rows"] == found.to_rows()
    shown = [each for each in data["evidence"] if (each["code"], each["measure"]) == ("410000", "finance")]
    assert [(each["doc"], each["start"], each["text"]) for each in shown] == [
        ("一.txt", 0, "句0。"),
        ("一.txt", 3, "句1。"),
    ]
    assert data["copies"]["groups"] == 1
    assert data["copies"]["largest"][0]["also_in"] == ["2.txt"]
    assert data["left_out"] == [{"where": "bad.txt", "what": "is empty", "remedy": "remove it"}]
    assert {source["sha256"] for source in data["sources"]} == {"0" * 64}


@pytest.mark.parametrize(
    ("lang", "sheets"), [("zh", ["强调", "依据", "方法"]), ("en", ["emphasis", "evidence", "method"])]
)
def test_xlsx_has_a_sheet_each_for_figures_evidence_and_method(found: Emphasis, lang: str, sheets: list[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    data = as_xlsx(found, ABOUT, lang=lang, most=99)
    assert data == as_xlsx(found, ABOUT, lang=lang, most=99)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == sheets
    figures, evidence, notes = book.worksheets
    assert figures.max_row == 1 + len(found.to_rows())
    assert figures.freeze_panes == "B2"
    assert figures.auto_filter.ref.endswith(str(figures.max_row))
    first = dict(zip([c.value for c in figures[1]], figures[2], strict=True))
    share = first["占比" if lang == "zh" else "Share"]
    assert (share.value, share.number_format) == (round(found.regions[0].cells["land"].share.value, 4), "0.0%")
    texts = [row[2] for row in evidence.iter_rows(min_row=2)]
    nasty = next(cell for cell in texts if "script" in cell.value)
    assert nasty.data_type == "s"  # no formula
    assert nasty.value.startswith("=1+1<script>")
    said = [row[0].value for row in notes.iter_rows()]
    assert {"bad.txt", "一.txt"} < set(said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_shows_what_documents_say_as_it_stands(found: Emphasis, lang: str) -> None:
    text = as_markdown(found, ABOUT, lang=lang, evidence=99)
    assert "<script" not in text
    assert "\\*重点\\*" in text
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in table} == {9}
    assert f"| {'衢州市'} |" in table[2]
    assert text.count("**") == 2 * len(method(found, ABOUT, lang)) + 2 * sum(
        bool(c.finding) for row in found.regions for c in row.cells.values()
    )
    assert "bad.txt: is empty; remove it" in text


def test_the_table_can_be_read_in_both_languages(found: Emphasis) -> None:
    chinese, english = as_text(found), as_text(found, lang="en")
    assert "1 句话在几篇文档里几乎相同" in chinese
    assert "河南省（1 篇文章，不作比较；以下只说它写了什么）\n  · 金融：9 句，占 69%" in chinese
    assert "(1 article, not compared; this is what it says)" in english
    assert "times the share elsewhere (" in english
    assert "校正后" in chinese
    assert "用地指标。 [1.txt:0 +1]\n      句0。 [330803:0]" in as_text(found)
    assert "\x1b" not in chinese
    assert "\x1b[1m" in as_text(found, colour=True)
    assert "没有一句话说到具体地区" in as_text(emphasis([]))


def test_columns_line_up(found: Emphasis) -> None:
    from policyclf.report.terminal import width

    lines = as_text(found).splitlines()
    rule = next(at for at, line in enumerate(lines) if line.startswith("─"))
    compared = [lines[rule - 1], *(line for line in lines[rule + 1 : rule + 4] if "太少" not in line)]
    assert len({width(line) for line in compared}) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_method_note_says_what_was_done(found: Emphasis, lang: str) -> None:
    text = "\n".join(paragraph for _, paragraph in method(found, ABOUT, lang))
    for said in ("1000", "Monroe", "Rogan", "ab" * 32, "1,234", "20"):
        assert said in text
    assert "{" not in text


def test_to_frame(found: Emphasis) -> None:
    frame = found.to_frame()
    assert isinstance(frame, pytest.importorskip("pandas").DataFrame)
    assert len(frame) == len(found.to_rows())


# On the command line.


def _report(*args: str, data: bytes | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["report", *args], input=data)
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pages").mkdir()
    for name, text in (("a", "衢州市设立产业基金。"), ("b", "衢州市盘活闲置土地500亩。")):
        (tmp_path / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_forms_and_the_check_of_their_files(pages: Path) -> None:
    forms = {"--csv": "r.csv", "--xlsx": "r.xlsx", "--json": "r.json", "--markdown": "r.md", "--html": "r.html"}
    command = [sys.executable, "-m", "policyclf", "report", "pages", *(part for pair in forms.items() for part in pair)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert all((pages / name).stat().st_size for name in forms.values())
    for name in ("r.json", "r.html"):
        assert _report("--check", name) == (0, f"2 of 2 files are as they were when {name} was made\n", "")
    (pages / "pages" / "a.txt").write_text("衢州市设立产业基金！", encoding="utf-8")
    (pages / "pages" / "b.txt").unlink()
    for name in ("r.json", "r.html"):
        status, out, _ = _report("--check", name)
        assert status == 1
        assert out.splitlines()[:2] == ["changed: pages/a.txt", "missing: pages/b.txt"]


def test_the_check_finds_files_from_the_reports_folder(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _report("pages", "--json", "r.json")
    monkeypatch.chdir(pages / "pages")
    assert _report("--check", "../r.json")[0] == 0


def test_what_came_through_a_pipe_cannot_be_checked(pages: Path) -> None:
    _report("-", "--json", "r.json", data="衢州市设立产业基金。".encode())
    (checked,) = check_report(pages / "r.json")
    assert (checked.name, checked.state) == ("-", "unknown")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"sources": [1]}', b"\xff\xfe", b"<html></html>"])
def test_what_is_no_report(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(ReadError, match="is no report of policyclf"):
        list(check_report(tmp_path / "r.json"))


def test_errors_in_one_line(pages: Path) -> None:
    status, _, error = _report("--check", "no.json")
    assert (status, error) == (1, "Error: no.json: cannot be opened (No such file or directory); check the path\n")
    status, _, error = _report()
    assert status == 2
    assert "Missing argument 'PATH...'" in error
    (pages / "labels.jsonl").write_text('{"text": "", "measures": []}\n', encoding="utf-8")
    assert _report("pages", "--labelled", "labels.jsonl")[2].startswith("Error: labels.jsonl:1: has no text")


def test_labels_of_the_pages_are_found_again(pages: Path) -> None:
    row = '{"text": "衢州市设立产业基金。", "measures": ["finance"]}\n'
    (pages / "labels.jsonl").write_text(row, encoding="utf-8")
    assert _report("pages", "--labelled", "labels.jsonl", "--json", "r.json")[0] == 0
    assert json.loads((pages / "r.json").read_text(encoding="utf-8"))["labelled"] == 1
