"""The label store: readers, times, what check finds, and files that are whole or not there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policyclf.errors import LabelsError, OptionError
from policyclf.files import put_in_place, replacing
from policyclf.labels import check_labels, dump_rows, load_labels, read_rows, write_rows
from policyclf.rows import LabelRow

TYPES = ("land", "law")


def _problems(folder: Path, *lines: str) -> list[str]:
    path = folder / "sentences" / "more.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return [str(problem).replace(str(path), "F") for problem in check_labels(folder, TYPES)]


def test_all_problems_are_listed_with_line_and_remedy(small_labels: Path) -> None:
    found = _problems(
        small_labels,
        '{"id": "1", "text": "盘活。", "measures": ["land"], "annotator": "王"}',
        '{"id": "1", "text": "盘活。", "measures": [], "annotator": "李", "at": "2026-03-01T09:30:00Z"}',
        '{"id": "2", "text": "盘 活。", "measures": ["land", "law"], "annotator": "王"}',
        '{"id": "3", "text": "盘活。", "measures": ["land"], "annotator": "王"}',
        '{"id": "1", "text": "设厅。", "measures": ["water", "air"], "at": "昨天"}',
        "{",
        '{"text": "\\ud83d", "measures": []}',
        '{"id": "1", "text": "调解。", "measures": ["law"]}',
        '{"text": "' + "长" * 100_000 + '", "measures": []}',
        "[" * 100_000,
    )
    assert [line.split("; ")[0] for line in found] == [
        "F:3: contradicts F:1 on the same sentence (law)",
        "F:4: says once more what F:1 says",
        *("F:5: 'air' is no type", "F:5: 'water' is no type", "F:5: at is no time ('昨天')"),
        "F:6: is not JSON (Expecting property name enclosed in double quotes)",
        "F:7: holds half a character (a lone surrogate)",
        "F:8: has the id of another sentence, F:1",
        "F:9: has a text of 100,000 characters, more than 20,000",
        found[-1].split("; ")[0],
    ]
    assert found[-1].startswith("F:10: is not JSON")
    assert all("; " in line for line in found)


def test_a_line_of_another_encoding_is_named(small_labels: Path) -> None:
    path = small_labels / "sentences" / "more.jsonl"
    path.write_bytes(
        '{"text": "盘活。", "measures": []}\n'.encode() + '{"text": "设厅。", "measures": []}\n'.encode("gbk")
    )
    (problem,) = check_labels(small_labels, TYPES)
    assert str(problem) == f"{path}:2: is not UTF-8; save it as UTF-8, or take it in with policyclf labels import"
    with pytest.raises(LabelsError, match=r"more\.jsonl:2: is not UTF-8"):
        load_labels(small_labels, TYPES)


def test_readers_may_differ_and_one_reader_may_add(small_labels: Path) -> None:
    lines = (
        '{"text": "盘活。", "measures": ["land"], "annotator": "王"}',
        '{"text": "盘活。", "measures": [], "annotator": "李"}',
        '{"text": "设厅。", "measures": ["law"], "unknown": ["land"]}',
        '{"text": "设厅。", "measures": [], "unknown": ["law"]}',
    )
    assert _problems(small_labels, *lines) == []
    rows = load_labels(small_labels, TYPES)
    assert sum(row.text in ("盘活。", "设厅。") for row in rows) == 4


def test_a_line_separator_in_a_text_is_no_end_of_line(tmp_path: Path) -> None:
    row = LabelRow("1", "盘活\u2028厂房\x85。", ("land",), more={"page": [1, {"x": None}]})
    write_rows(tmp_path / "a.jsonl", [row])
    assert [found for _, found in read_rows(tmp_path / "a.jsonl", TYPES)] == [row]


def test_ids_are_sorted_as_people_count() -> None:
    ids = ["ours-10", "ours-2", "b", "ours-02", "9" * 5000, "", "²"]
    rows = [LabelRow(name, "x", ()) for name in ids] + [LabelRow("0", "x", (), doc="a")]
    lines = b"".join(dump_rows(rows)).decode().splitlines()
    found = [line.split('"')[3][:7] for line in lines]
    assert found == ["", "9999999", "b", "ours-02", "ours-2", "ours-10", "²", "0"]
    assert b"".join(dump_rows(reversed(rows))).decode().splitlines() == lines


def test_nothing_is_replaced_unasked_and_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_rows(path, [LabelRow("1", "x", ())])
    before = path.read_bytes()
    with pytest.raises(OptionError, match="is there already"):
        write_rows(path, [])
    with pytest.raises(ZeroDivisionError), replacing(path, force=True) as file:
        file.writelines(b"%d" % (1 // n) for n in (1, 0))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]
    with pytest.raises(OptionError, match="name a file in a folder that exists"):
        write_rows(tmp_path / "no" / "a.jsonl", [])
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    path.chmod(0o640)
    write_rows(link, [], force=True)
    assert (link.is_symlink(), path.read_bytes(), path.stat().st_mode & 0o777) == (True, b"", 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_killed_writer_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_rows(path, [LabelRow("1", "旧", ())])
    before = path.read_bytes()
    code = (
        "import sys, time, pathlib; from policyclf.labels import dump_rows; from policyclf.rows import LabelRow; from policyclf.files import put_in_place, replacing\n"
        "with replacing(pathlib.Path(sys.argv[1]), force=True) as file:\n"
        "    file.writelines(dump_rows(LabelRow(str(n), '新', ()) for n in range(20000))); file.flush()\n"
        "    print('ready', flush=True); time.sleep(60)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, env={**os.environ})
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        writer.send_signal(signal.SIGKILL)
    assert path.read_bytes() == before


def test_many_rows_take_time_in_proportion(small_labels: Path) -> None:
    """20,000 rows stand for a million: a loop within the loop would take minutes here."""
    path = small_labels / "sentences" / "more.jsonl"
    write_rows(path, (LabelRow(f"r{n}", f"盘活闲置土地{n}亩，供应工业用地。", ("land",)) for n in range(20_000)))
    start = time.perf_counter()
    assert list(check_labels(small_labels, TYPES)) == []
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    if not exchange:  # a system that cannot exchange two names
        monkeypatch.setattr("policyclf.files._exchange", lambda *_: False)
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    put_in_place(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "file").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "new" / "file").read_text(encoding="utf-8") == "old"
    assert len([*tmp_path.iterdir()]) == 2
