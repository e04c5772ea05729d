"""``policyclf labels``: what its commands print, write and refuse."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policyclf.cli.labels import labels
from policyclf.exchange import agreement
from policyclf.rows import LabelRow

OURS = [
    {"id": 1, "text": "衢江区盘活闲置土地2000余亩。", "label": ["土地"], "Comments": []},
    {"id": 2, "text": "设立产业基金。", "label": ["Finance", "平台"], "Comments": []},
]


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(labels, [str(arg) for arg in args])


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "all.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in OURS), encoding="utf-8")
    return path


def test_import_then_export_then_check(ours: Path, tmp_path: Path, small_labels: Path) -> None:
    out = tmp_path / "ours.jsonl"
    done = _run("import", ours, ours, "-o", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{out}: 2 rows from doccano-jsonl, 2 left out that say once more what another says\n"
    first = out.read_bytes()
    assert json.loads(first.splitlines()[0])["measures"] == ["land"]
    assert _run("import", ours, "-o", out, "--force").exit_code == 0
    assert out.read_bytes() == first
    for form in ("label-studio", "csv", "prodigy-binary", "xlsx-names"):
        made = tmp_path / form
        assert _run("export", out, "--format", form, "-o", made, "--names", "en").exit_code == 0
        assert _run("import", made, "-o", out, "--force").exit_code == 0
        assert out.read_bytes() == first
    assert _run("import", ours).stdout_bytes == first
    assert _run("check").exit_code == 0
    done = _run("check", small_labels, "--add", ours)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f'{ours}:{n}: measures is not a list of types; write for example "measures": ["land"]' for n in (1, 2)
    ]
    assert done.stderr == f"{small_labels}: 2 problems\n"


def test_a_model_says_first_what_it_thinks(ours: Path, tmp_path: Path) -> None:
    from policyclf.bundled import bundled

    done = _run("export", ours, "--format", "label-studio", "--model", bundled("models/default"))
    (land, _) = json.loads(done.stdout)
    assert land["predictions"][0]["result"][0]["value"]["choices"] == ["土地"]
    assert 0.5 <= land["predictions"][0]["score"] <= 1
    done = _run("export", ours, "--format", "csv", "--model", tmp_path)
    assert done.exit_code == 1


def test_standard_input(ours: Path) -> None:
    done = CliRunner().invoke(labels, ["import", "-"], input=ours.read_bytes())
    assert done.exit_code == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["stdin-1", "stdin-2"]


def test_a_caution_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    record = {"id": "1", "fields": {"text": "盘活。"}, "responses": {"measure": [{"value": ["land"], "user_id": "u"}]}}
    path.write_text(json.dumps([record]), encoding="utf-8")
    assert "note: the nested form does not say which responses are drafts" in _run("import", path).stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("import", "no.jsonl"), "no.jsonl: cannot be read (No such file"),
        (("import", "."), ".: cannot be read (Is a directory)"),
        (("import", "all.jsonl", "-o", "all.jsonl"), "all.jsonl: is there already"),
        (("import", "all.jsonl", "-o", "no/out.jsonl"), "no: is no folder"),
        (("import", "all.jsonl", "--labels", "no"), "measures.toml: cannot be read"),
        (("import", "empty.jsonl", "-o", "x.jsonl"), "empty.jsonl:2: an empty label may mean"),
        (("export", "all.jsonl", "--format", "csv", "--model", "no", "-o", "x"), "no: is no model folder"),
        (("export", "empty.jsonl", "--format", "csv", "-o", "x"), "an empty label may mean"),
        (("export", "partial.jsonl", "--format", "fasttext", "-o", "x"), "p-1: was not judged on finance"),
        (("export", "all.jsonl", "partial.jsonl", "--format", "doccano-json", "-o", "x"), "p-1: was not judged"),
        (("agreement", "all.jsonl", "partial.jsonl"), "share no sentence"),
        (("agreement", "all.jsonl", "all.jsonl", "--readers", "a", "b"), "has no row of reader 'a'"),
        (("agreement", "all.jsonl", "all.jsonl", "-o", "all.jsonl"), "is there already"),
        (("check", "no"), "measures.toml: cannot be read"),
    ],
)
def test_bad_input_is_one_line(
    args: tuple[str, ...], says: str, ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    empty = '{"text": "盘活。", "label": ["土地"]}\n{"text": "设厅。", "label": []}\n'
    (tmp_path / "empty.jsonl").write_text(empty, encoding="utf-8")
    partial = '{"id": "p-1", "text": "盘活。", "measures": ["land"], "unknown": ["finance"]}\n'
    (tmp_path / "partial.jsonl").write_text(partial, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = _run(*args)
    lines = done.stderr.splitlines()
    assert (done.exit_code, done.stdout, len(lines)) == (1, "", 1)
    assert lines[0].startswith("Error: ")
    assert says in lines[0]
    assert "; " in lines[0]  # what to do about it
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_every_bad_row_is_named_and_nothing_written(tmp_path: Path) -> None:
    path, out = tmp_path / "all.jsonl", tmp_path / "out.jsonl"
    path.write_text("".join(f'{{"text": "甲{n}", "label": ["水利"]}}\n' for n in range(250)), encoding="utf-8")
    done = _run("import", path, "-o", out)
    lines = done.stderr.splitlines()
    assert (done.exit_code, len(lines), out.exists()) == (1, 101, False)
    assert lines[99].startswith(f"Error: {path}:100: '水利' is no type; one of 土地 (land)")
    assert lines[100] == "Error: 150 more; mend these first"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_killed_import_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path, out = tmp_path / "all.jsonl", tmp_path / "out.jsonl"
    rows = (json.dumps({"text": f"盘活闲置土地{n}亩。", "label": ["土地"]}) + "\n" for n in range(30_000))
    path.write_text("".join(rows), encoding="utf-8")
    out.write_text("old", encoding="utf-8")
    code = "import sys; from policyclf.cli.labels import labels; labels(sys.argv[1:])"
    command = [sys.executable, "-c", code, "import", str(path), "-o", str(out), "--force"]
    for wait in (0.05, 0.4, 0.8):
        with subprocess.Popen(command, env={**os.environ}, stderr=subprocess.DEVNULL) as running:
            time.sleep(wait)
            running.send_signal(signal.SIGKILL)
        content = out.read_text(encoding="utf-8")
        assert content == "old" or content.count("\n") == 30_000


def test_two_readers(tmp_path: Path) -> None:
    path = tmp_path / "both.jsonl"
    rows = [
        {"id": "1", "text": "盘活。", "measures": ["land"], "annotator": "王"},
        {"id": "1", "text": "盘活。", "measures": ["land"], "annotator": "李"},
        {"id": "2", "text": "设厅。", "measures": ["approval"], "annotator": "王"},
        {"id": "2", "text": "设厅。", "measures": [], "annotator": "李", "unknown": ["platform"]},
        {"id": "3", "text": "丰收。", "measures": [], "annotator": "王"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = _run("agreement", path, path, "--readers", "王", "李")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "2 sentences labelled by both, 1 only in A, 0 only in B"
    assert lines[2].split() == ["land", "1.000", "1.000", "2", "1", "0", "0"]
    assert lines[5].split() == ["approval", "0.000", "0.000", "2", "0", "1", "0"]
    assert lines[6].split() == ["platform", "-", "-", "1", "0", "0", "0"]
    assert lines[7:] == ["2  A: approval  B: -", "    设厅。"]
    found = json.loads(_run("agreement", path, path, "--readers", "王", "李", "--format", "json").stdout)
    assert found["types"]["land"] == {
        **{"kappa": 1.0, "f1": 1.0, "sentences": 2, "both": 1},
        **{"first": 0, "second": 0, "neither": 1},
    }
    assert found["differences"] == [
        {"id": "2", "text": "设厅。", "types": ["approval"], "first": ["approval"], "second": []}
    ]
    done = _run("agreement", path, path)
    assert "is labelled twice on one side, by 李 and 王; choose a reader a side with --readers" in done.stderr


def test_sentences_match_by_text_where_a_tool_lost_the_document() -> None:
    a = [
        LabelRow("1", "盘活。", ("land",), doc="a"),
        LabelRow("2", "版6", (), doc="a"),
        LabelRow("3", "版6", (), doc="b"),
    ]
    b = [LabelRow("x", "盘活。", ("land",)), LabelRow("y", "版6", ("land",))]
    found = agreement(a, b, ("land",))
    assert (found.sentences, found.only_first, found.only_second) == (1, 2, 1)  # which 版6 is meant, nobody can say


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("供应…用地", "(供应(工业|商业)用地", "land.toml:3: rule land.supply: patterns cannot be read from"),
        (
            "供应蔬菜",
            "供应林业用地",
            "a rule against its own sentence: land.supply must not hit: 供应林业用地。; mend one",
        ),
    ],
)
def test_check_finds_what_is_wrong_with_rules(old: str, new: str, says: str, small_labels: Path) -> None:
    path = small_labels / "rules" / "land.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = _run("check", small_labels)
    assert done.exit_code == 1
    assert says in done.stdout
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("command", ["check", "import", "export", "agreement", "suggest", "suspects"])
def test_every_command_has_help_and_an_example(command: str) -> None:
    text = " ".join(_run(command, "--help").output.split())
    assert f"Example: policyclf labels {command}" in text
    assert command in _run("--help").output
