"""The READMEs show what the commands print. Run to write their output anew; test_docs.py compares.

A console block of one line, or one command followed by its output, is run; blocks of several commands are not.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
_BLOCK = re.compile(r"```console\n\$ (policyclf (?:report|explain) [^\n]*)\n((?:(?!\$ |```)[^\n]*\n)*)```")
_SHOWN = 30  # lines of output


def render(text: str) -> str:
    """The text with the output of its commands as they print it now."""

    def run(match: re.Match[str]) -> str:
        command = [sys.executable, "-m", *shlex.split(match[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        lines = done.stdout.rstrip("\n").split("\n")
        lines = lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], "…"]
        return "```console\n$ " + match[1] + "\n" + "\n".join(lines) + "\n```"

    return _BLOCK.sub(run, text)


if __name__ == "__main__":
    for path in READMES:
        path.write_text(render(path.read_text(encoding="utf-8")), encoding="utf-8")
