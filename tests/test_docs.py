"""Documentation that cannot rot: shown output is real, every command is documented, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyclf.cli import main
from tests.readme import PAGES, READMES, ROOT, render

DOCS = [*READMES, ROOT / "CONTRIBUTING.md", ROOT / "labels" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_shown_output_is_what_the_commands_print(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert render(text) == text, "make readme"


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_command_is_in_the_readme(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name in main.list_commands(None) if f"policyclf {name}" not in text] == []  # type: ignore[arg-type]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
