"""The READMEs show what the commands print, and the documents the scores of the model's card and what the five pages say.

Run to write them anew; test_docs.py compares. A console block of one report or explain command is run; the lines between
a comment that names a table and the next empty line are that table.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import example

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAGES = (*READMES, ROOT / "docs" / "model.md", ROOT / "docs" / "example.md")
_BLOCK = re.compile(r"```console\n\$ (policyclf (?:report|explain) [^\n]*)\n((?:(?!\$ |```)[^\n]*\n)*)```")
_SHOWN = 30  # lines of output

# Measured by hand, outside the project: 689 sentences of 33 documents that are not part of it.
DEVELOPMENT = {
    "land": "0.89",
    "finance": "0.91",
    "talent": "0.91",
    "approval": "0.89",
    "platform": "0.85",
    "mean": "0.89",
}


def render(text: str) -> str:
    """The text with the output of its commands as they print it now."""

    def run(match: re.Match[str]) -> str:
        command = [sys.executable, "-m", *shlex.split(match[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        lines = done.stdout.rstrip("\n").split("\n")
        lines = lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], "…"]
        return "```console\n$ " + match[1] + "\n" + "\n".join(lines) + "\n```"

    text = _BLOCK.sub(run, text)
    scores = _scores(_ZH if "<!-- zh -->" in text else _EN)
    text = _put(_put(text, "scores", scores), "reliability", _reliability())
    if "<!-- seeds counted -->" in text:
        text = _put(_put(text, "seeds counted", example.counts()), "seeds by region", example.regions())
    return text


def _put(text: str, name: str, table: str) -> str:
    """The text with a table behind its comment."""
    parts = re.split(rf"(<!-- {name} -->\n\n)(?:.+\n)*", text)
    return "".join(part + table if part.startswith("<!--") else part for part in parts)


_EN = ("documents left out", "unseen rows", "development set", "of ", "mean")
_ZH = ("种子文档逐篇留出", "规则编写者未见的自写句子", "开发集", "共 ", "平均")


def _scores(words: tuple[str, str, str, str, str]) -> str:
    scores = _card()["scores"]
    documents, unseen = scores["documents_left_out"], scores["unseen_by_rule_writers"]
    left_out, rows, development, of, mean = words
    lines = [f"| F1 | {left_out} | {rows} | {development} |", "|---|---|---|---|"]
    for kind in documents["by_type"]["both"]:
        cells = [each["by_type"]["both"][kind] for each in (documents, unseen)]
        shown = [f"{c['f1']:.2f} ({c['interval'][0]:.2f}–{c['interval'][1]:.2f}, {of}{c['support']})" for c in cells]
        lines.append(f"| `{kind}` | {shown[0]} | {shown[1]} | {DEVELOPMENT[kind]} |")
    macro = [each["macro"]["both"] for each in (documents, unseen)]
    shown = [f"{value:.2f} ({low:.2f}–{high:.2f})" for value, (low, high) in macro]
    lines.append(f"| **{mean}** | **{shown[0]}** | **{shown[1]}** | **{DEVELOPMENT['mean']}** |")
    return "\n".join(lines) + "\n"


def _reliability() -> str:
    scores = _card()["scores"]
    lines = ["| scores around | documents left out: right | of | unseen rows: right | of |", "|---|---|---|---|---|"]
    pairs = zip(
        *(scores[view]["reliability"] for view in ("documents_left_out", "unseen_by_rule_writers")), strict=True
    )
    for number, (one, other) in enumerate(pairs):
        cells = f"{one['right']:.2f} | {one['count']} | {other['right']:.2f} | {other['count']}"
        lines.append(f"| {number / 10 + 0.05:.2f} | {cells} |")
    return "\n".join(lines) + "\n"


def _card() -> dict[str, Any]:
    card: dict[str, Any] = json.loads((ROOT / "models" / "default" / "card.json").read_text(encoding="utf-8"))
    return card


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(render(path.read_text(encoding="utf-8")), encoding="utf-8")
