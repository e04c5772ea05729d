"""``policyclf label`` in a real terminal, and the sitting behind it."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policyclf.candidates import Candidate
from policyclf.cli import main
from policyclf.cli.screen import COMMANDS, type_keys
from policyclf.errors import LabelsError
from policyclf.labels import write_rows
from policyclf.rows import LabelRow
from policyclf.sitting import Answers, Choice, Sitting
from tests.conftest import ROOT

unix = pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
PAGE = "推进企业发展\n\n龙游县盘活闲置土地500亩，推动制造业项目落地。该县对首次上市的企业奖励300万元。全县粮食丰收。\n"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A process in a pseudo-terminal of 80 columns, its keys and its screen."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.master, self.process, self._shown = master, process, b""

    def see(self, text: str, seconds: float = 60) -> str:
        """Waits until a text stands on the screen and nothing more comes, and returns the screen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.read(0.1) and text in self.screen:
                break
        assert text in self.screen, self.screen
        return self.screen

    def read(self, seconds: float) -> bool:
        """Takes what is drawn; False if nothing was for so long."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            self._shown += os.read(self.master, 65536)
        except OSError:  # the other end is closed
            return False
        return True

    @property
    def screen(self) -> str:
        """What was drawn since the screen was last cleaned."""
        drawn = self._shown.decode("utf-8", "ignore").rpartition("\x1b[2J\x1b[H")[2]
        return _STYLE.sub("", drawn).replace("\r\n", "\n")

    def press(self, keys: str) -> None:
        self._shown = b""
        os.write(self.master, keys.encode())


@contextmanager
def terminal(folder: Path, *args: str, **env: str) -> Iterator[Terminal]:
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "policyclf", "label", *args]
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT), **env}
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, cwd=folder, env=environment, start_new_session=True
    ) as process:
        os.close(slave)
        try:
            yield Terminal(master, process)
        finally:
            process.kill()
            process.wait()
            os.close(master)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@unix
def test_a_page_in_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "页.txt").write_text(PAGE, encoding="utf-8")
    out = tmp_path / "ours.jsonl"
    with terminal(tmp_path, "页.txt", "--annotator", "王", "-o", "ours.jsonl") as t:
        screen = t.see("q 退出")
        assert "第 1 句，共 4 句  页.txt" in screen
        assert "下文: 龙游县盘活闲置土地500亩" in screen
        t.press("\x1b[A１")  # an arrow means nothing; a full-width digit is the digit
        t.see("1 [x] 土地")
        t.press("1")
        t.see("1 [?] 土地")
        t.press("1\n")
        screen = t.see("第 2 句")
        assert "地区: 浙江省/衢州市/龙游县\n标题: 推进企业发展\n上文: 推进企业发展\n\n龙游县盘活" in screen
        assert re.search(r"1 \[ \] 土地  (?:0\.9\d|1\.00) < 模型\n  2 \[ \] 金融  0\.\d\d\n", screen)
        assert _rows(out)[0]["measures"] == []
        t.press("=3\n")  # what the model says, and talent
        t.see("第 3 句")
        assert [row["measures"] for row in _rows(out)] == [[], ["land", "talent"]]
        t.press("u")
        assert "3 [x] 人才" in t.see("第 2 句")  # as it was said
        assert len(_rows(out)) == 1
        t.press("3\n")
        t.see("第 3 句")
        t.press("z")
        t.see("没有这个键：z")
        t.press("h")
        t.see("收回它的标注")
        t.press("s")
        t.see("第 4 句")
        t.press("?2\n")
        t.see("问完了")
        t.press("u")
        assert "2 [ ] 金融" in t.see("第 4 句")
        t.press("2\nx")
        t.see("ours.jsonl：本次标注 3 句，跳过 1 句，此前已有 0 句，剩 0 句")
        assert t.process.wait(20) == 0
    rows = _rows(out)
    assert [(row["id"], row["measures"]) for row in rows] == [
        ("页.txt#0", []),
        ("页.txt#1", ["land"]),
        ("页.txt#3", ["finance"]),
    ]
    assert rows[2]["unknown"] == ["land", "talent", "approval", "platform"]
    assert all(row["annotator"] == "王" and row["at"].endswith("+00:00") for row in rows)
    before = out.read_bytes()
    with terminal(tmp_path, "页.txt", "--annotator", "王", "-o", "ours.jsonl", "--lang", "en") as t:
        assert "该县对首次上市" in t.see("1 of 1")
        t.process.send_signal(signal.SIGINT)
        t.see("0 sentences labelled now, 0 skipped, 3 labelled before, 1 left")
        assert t.process.wait(20) == 0
    assert out.read_bytes() == before


@unix
def test_killed_at_any_moment_nothing_answered_is_lost(tmp_path: Path) -> None:
    page = "".join(f"第{n}批闲置厂房盘活{n}万平方米。" for n in range(400))
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    out = tmp_path / "page.txt.labels.jsonl"
    done = 0
    for wait in (0.0, 0.15, 0.4):
        with terminal(tmp_path, "page.txt", "--annotator", "a") as t:
            t.see(f"第 1 句，共 {400 - done} 句")
            t.press("1\n" * 120)  # typed ahead
            until = time.monotonic() + 30
            while (len(_rows(out)) if out.exists() else 0) < done + 4 and time.monotonic() < until:
                t.read(0.01)
            until = time.monotonic() + wait
            while time.monotonic() < until:
                t.read(0.01)
            t.process.send_signal(signal.SIGKILL)
            t.process.wait()
        rows = _rows(out)
        assert len(rows) >= done + 4
        assert all(row["measures"] == ["land"] for row in rows)
        assert [row["id"] for row in rows] == [f"page.txt#{n}" for n in range(len(rows))]
        done = len(rows)


@unix
def test_suggested_sentences_in_a_terminal_of_few_means(tmp_path: Path) -> None:
    types = ("land", "finance", "talent", "approval", "platform")
    rows = [
        LabelRow("1", "盘活闲置土地。", (), types, more={"chosen": "control", "region": "浙江省/衢州市"}),
        LabelRow("2", "设立\x1b[2J基金。", ("finance",), annotator="李"),
    ]
    write_rows(tmp_path / "tasks.jsonl", rows)
    with terminal(tmp_path, "tasks.jsonl", "--annotator", "王", "-o", "a.jsonl", TERM="dumb", NO_COLOR="1") as t:
        screen = t.see("q 退出")
        assert "\x1b" not in screen
        assert "地区: 浙江省/衢州市" in screen
        t.press("\r")
        screen = t.see("第 2 句")
        assert "设立 [2J基金。" in screen  # a text commands no terminal
        assert "原标注: 金融 (李)" in screen
        assert "2 [x] 金融" in t.see("q 退出")
        t.press("q")
        t.see("剩 1 句")
    assert [(row["id"], row["chosen"], row["annotator"]) for row in _rows(tmp_path / "a.jsonl")] == [
        ("1", "control", "王")
    ]
    (tmp_path / "six").mkdir()
    own = '\n[[measure]]\nid = "law"\nzh = "法治"\nen = "Law"\ndefinition = "."\n'  # which the model does not know
    known = (ROOT / "labels" / "measures.toml").read_text(encoding="utf-8")
    (tmp_path / "six" / "measures.toml").write_text(known + own, encoding="utf-8")
    with terminal(tmp_path, "tasks.jsonl", "--annotator", "张", "-o", "a.jsonl", "--blind", "--labels", "six") as t:
        screen = t.see("q 退出")
        assert not re.search(r"土地  0\.\d", screen)
        assert "  5 [ ] 平台\n  6 [ ] 法治\n" in screen
        t.press("6\n")
        screen = t.see("第 2 句")
        assert "原标注" not in screen
        assert "2 [ ] 金融" in t.see("q 退出")
        t.process.send_signal(signal.SIGKILL)
    said = {row["annotator"]: row["measures"] for row in _rows(tmp_path / "a.jsonl")}
    assert said == {"王": [], "张": ["law"]}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["page.txt"], "label: needs a terminal; "),
        (["no.txt"], "label: needs a terminal; "),
    ],
)
def test_without_a_terminal_it_says_so(args: list[str], says: str) -> None:
    done = CliRunner().invoke(main, ["label", *args])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {says}")


@unix
@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("no.txt",), "no.txt: does not exist"),
        (("no.jsonl",), "no.jsonl: cannot be read"),
        (("tasks.jsonl", "-o", "tasks.jsonl"), "is the file that is asked from; name another"),
        (("tasks.jsonl", "-o", "broken.jsonl"), "broken.jsonl:1: is not JSON"),
        (("tasks.jsonl", "--labels", "no"), "measures.toml: cannot be read"),
    ],
)
def test_bad_input_is_one_line(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    write_rows(tmp_path / "tasks.jsonl", [LabelRow("1", "盘活。", ())])
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with terminal(tmp_path, *args) as t:
        t.see("; ")
        assert says in t.screen.replace("\n", "")
        assert t.process.wait(20) == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def _asked(*texts: str) -> list[Candidate]:
    return [Candidate(LabelRow(text, text, (), ("land", "law")), (), {"land": 0.2}) for text in texts]


def test_a_sitting_goes_back_as_far_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_rows(path, [LabelRow("甲", "甲", ("law",), annotator="王"), LabelRow("乙", "乙", (), annotator="李")])
    before = path.read_bytes()
    sitting = Sitting(_asked("甲", "乙", "乙", "丙"), Answers(path, ("land", "law"), "王"), again=True)
    assert [each.row.id for each in sitting.asked] == ["甲", "乙", "丙"]
    assert sitting.start() == Choice(frozenset({"law"}))
    sitting.answer(Choice().turn("land"), "2026-03-01T09:30:00+00:00")
    sitting.skip()
    sitting.answer(Choice(unknown=frozenset({"land", "law"})), "2026-03-01T09:31:00+00:00")
    assert sitting.current is None
    assert [(row["id"], row["annotator"], row["measures"]) for row in _rows(path)] == [
        ("丙", "王", []),
        ("乙", "李", []),
        ("甲", "王", ["land"]),
    ]
    assert [sitting.undo() for _ in range(4)] == [True, True, True, False]
    assert path.read_bytes() == before
    assert sitting.start() == Choice(frozenset({"land"}))  # as it was said last


def test_two_people_may_write_to_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    sittings = [Sitting(_asked("甲", "乙"), Answers(path, ("land", "law"), name)) for name in ("王", "李")]
    for _ in range(2):
        for sitting in sittings:
            sitting.answer(Choice(), "2026-03-01T09:30:00+00:00")
    assert sorted((row["annotator"], row["id"]) for row in _rows(path)) == [
        *(("李", "乙"), ("李", "甲")),
        *(("王", "乙"), ("王", "甲")),
    ]
    assert Sitting(_asked("甲", "丁"), Answers(path, ("land", "law"), "王")).before == 1
    path.write_text("{", encoding="utf-8")
    with pytest.raises(LabelsError, match=r"a\.jsonl:1: is not JSON"):
        sittings[0].answers.put(("戊", "", ""), [])
    assert path.read_text(encoding="utf-8") == "{"


def test_every_type_has_a_key_of_its_own() -> None:
    keys = type_keys([str(number) for number in range(40)])
    assert len(keys) == 31
    assert not set(keys) & {*COMMANDS, "0", "=", "?"}
