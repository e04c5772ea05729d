"""The command line through its real entry point: pipes, files, exit codes, one line for an error."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from policyclf.cli import main
from tests.golden import PAGES, ROOT

COMMANDS = ("tag", "report", "compare", "explain", "train", "evaluate", "vectors", "labels", "label", "regions")


def _run(*args: str | Path, data: bytes | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "policyclf", *map(str, args)]
    return subprocess.run(command, input=data, capture_output=True, cwd=cwd, check=False, timeout=300)


def test_a_page_through_a_pipe() -> None:
    done = _run("tag", "-", data=PAGES[4].read_bytes())
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert rows[0]["doc"] == "-"
    assert {"doc", "article", "sentence", "kind", "start", "end", "text", "regions", "codes", "region_basis"} < set(
        rows[0]
    )
    assert [row["sentence"] for row in rows] == list(range(len(rows)))


def test_workers_give_the_same_rows() -> None:
    assert _run("tag", ROOT / "seeds", "-j", "2").stdout == _run("tag", ROOT / "seeds").stdout


def test_csv_opens_in_excel(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "out.csv"
    page.write_text("=1+1的园区\n\n衢州市设立产业基金，\n建设孵化器。", encoding="utf-8")
    assert _run("tag", page, "--format", "csv", "-o", out).returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfdoc,")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0]["text"] == " =1+1的园区"
    assert rows[1]["measures"] == "finance;platform"
    assert float(rows[1]["finance"]) > 0.5
    assert rows[1]["evidence"].startswith("finance: rule:finance.")
    assert (rows[1]["region_mention"], rows[1]["region_basis"], rows[1]["review"], rows[1]["year"]) == (
        "衢州市",
        "named",
        "",
        "",
    )


def test_one_bad_file_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("衢州市设立产业基金。", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "empty.txt").touch()
    done = _run("tag", tmp_path, tmp_path / "no.txt")
    assert done.returncode == 1
    assert json.loads(done.stdout)["text"] == "衢州市设立产业基金。"
    lines = done.stderr.decode().splitlines()
    assert [line.split(": ")[0] for line in lines] == ["left out"] * 3
    assert [name for name in ("bad.txt", "empty.txt", "no.txt") if not any(name in line for line in lines)] == []


@pytest.mark.parametrize(
    "args",
    [
        ("tag", "no.txt"),
        ("tag", "."),
        ("tag", "page.txt", "-o", "page.txt"),
        ("tag", "page.txt", "-o", "no/out.jsonl"),
        ("tag", "page.txt", "--region", "亚特兰蒂斯"),
        ("tag", "page.txt", "--model", "no"),
        ("report", "page.txt", "--model", "."),
        ("report", "no.txt", "--csv", "out.csv"),
        ("report", "page.txt", "--csv", "page.txt"),
        ("explain", " "),
        ("train", "--labels", "no"),
        ("train", "--add", "page.txt", "--out", "m"),
        ("train", "--labels", str(ROOT / "labels"), "--out", "."),
        ("evaluate", "--labels", "no"),
    ],
    ids=" ".join,
)
def test_bad_input_is_one_line(tmp_path: Path, args: tuple[str, ...]) -> None:
    page = tmp_path / ("page.txt" if args[:2] != ("tag", ".") else "photo.png")
    page.write_text("衢州市设立产业基金。", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = _run(*args, cwd=tmp_path)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert done.stdout == b""
    assert len(lines) == 1
    assert lines[0].startswith(("Error: ", "left out: "))
    assert ";" in lines[0]  # what to do about it
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_no_page_is_written_over(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("衢江区设立产业基金10亿元。", encoding="utf-8")
    for args in (["tag", page], ["tag", tmp_path], ["report", tmp_path]):
        done = CliRunner().invoke(main, [*map(str, args), "--out", str(page), "--force"])
        assert done.exit_code == 1
        assert "is one of the pages to be read; name another file" in done.output
    assert page.read_text(encoding="utf-8") == "衢江区设立产业基金10亿元。"


def test_report_describes_and_writes(tmp_path: Path) -> None:
    done = _run("report", ROOT / "seeds", "--csv", tmp_path / "e.csv", "--json", tmp_path / "e.json", "--lang", "en")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "衢州市" in text
    assert "regions can be compared" in text
    assert "too few to compare; this is what these texts say" in text
    assert "\x1b" not in text  # no colours in a pipe
    assert json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))["documents"] == len(PAGES)
    assert (tmp_path / "e.csv").read_text(encoding="utf-8-sig").startswith("region,code,")


def test_explain_names_rules_and_words() -> None:
    done = _run("explain", "衢江区盘活闲置土地2000余亩。", "--lang", "en")
    assert done.returncode == 0
    assert "浙江省/衢州市/衢江区 330803 (named)" in done.stdout.decode()
    assert "✓ Land" in done.stdout.decode()


def test_regions_looks_names_up() -> None:
    done = _run("regions", "鼓楼区", "襄樊市", "330800", "--lang", "en")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert sum(row[0] == "鼓楼区" for row in rows) == 4
    assert ["襄樊市", "湖北省/襄阳市", "420600", "city", "former name (until 2010)"] in rows
    assert ["330800", "浙江省/衢州市", "330800", "city", ""] in rows
    done = _run("regions", "甲市", "襄阳市樊城区", "乙县", "太仓")
    assert done.returncode == 1
    assert [line.split("\t")[1] for line in done.stdout.decode().splitlines()] == [
        "湖北省/襄阳市/樊城区",
        "江苏省/苏州市/太仓市",
    ]
    assert "甲市、乙县: are names of no division" in done.stderr.decode()
    done = _run("regions", "亚特兰蒂斯")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_a_file_says_where_documents_come_from(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("我市设立产业基金。", encoding="utf-8")
    homes = tmp_path / "homes.csv"
    homes.write_bytes("文档,地区\r\na.txt,浙江省/衢州市\r\nb.txt,411100\r\n".encode("gb18030"))
    done = _run("tag", tmp_path / "a.txt", tmp_path / "b.txt", "--regions", homes)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [row["regions"] for row in rows] == [["浙江省/衢州市"], ["河南省/漯河市"]]
    homes.write_text("a.txt,亚特兰蒂斯\n", encoding="utf-8")
    done = _run("tag", tmp_path / "a.txt", "--regions", homes)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, b"", 1)
    assert b"homes.csv:1" in done.stderr
    homes.write_text("a.txt,浙江省/衢州市\nc.txt,浙江省/杭州市\n", encoding="utf-8")
    done = _run("tag", tmp_path / "a.txt", "--regions", homes)
    assert done.returncode == 1
    assert done.stdout
    assert "names 1 documents that were not read: c.txt" in done.stderr.decode()
    homes.write_text("a.txt,浙江省/衢州市\na.txt,浙江省/杭州市\n", encoding="utf-8")
    assert (
        "homes.csv:2: gives 'a.txt' another region"
        in _run("tag", tmp_path / "a.txt", "--regions", homes).stderr.decode()
    )


def test_train_then_tag(small_labels: Path, tmp_path: Path) -> None:
    assert _run("train", "--labels", small_labels, "--out", tmp_path / "m").returncode == 0
    done = _run("tag", "-", "--model", tmp_path / "m", "--format", "text", data="衢州市成立3个商事调解中心。".encode())
    assert "[法治]" in done.stdout.decode()


def test_a_reader_that_stops_is_no_error() -> None:
    command = f"{sys.executable} -m policyclf tag {ROOT / 'seeds'} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env={**os.environ}, timeout=300)
    assert b"Traceback" not in done.stderr
    assert done.stdout.count(b"\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example(command: str) -> None:
    text = CliRunner().invoke(main, [command, "--help"]).output
    assert f"Example:  policyclf {command}" in " ".join(text.split("\n")).replace("\n", " ")


def test_version_and_help() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.startswith("policyclf, version ")
    text = CliRunner().invoke(main, ["--help"]).output
    assert [command for command in COMMANDS if command not in text] == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("report", PAGES[3], "--csv", "same.x", "--json", "same.x"), "is named for two forms of the report"),
        (("report", PAGES[3], "--json", "none/a.json"), "none: is no folder"),
        (("tag", "empty.txt", "-o", "out.jsonl"), "left out: empty.txt"),
        (("labels", "suggest", PAGES[3], "--control", "nan"), "nan is no number"),
    ],
)
def test_what_cannot_work_leaves_nothing_behind(tmp_path: Path, command: tuple[str | Path, ...], says: str) -> None:
    (tmp_path / "empty.txt").touch()
    done = _run(*command, cwd=tmp_path)
    assert done.returncode != 0
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["empty.txt"]
