"""Are the files still those that a report was made from?"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from policyclf.errors import ReadError

_IN_PAGE = re.compile(r'<script[^>]*\bid="policyclf-sources"[^>]*>(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document of a report: its file is the ``same``, ``changed`` or ``missing``; ``unknown`` where it came from no file (``-``: standard input)."""

    name: str
    state: Literal["same", "changed", "missing", "unknown"]


def check_report(report: Path) -> Iterator[Checked]:
    """The documents of a report in JSON or HTML, each held against its file by SHA-256.

    Files are looked for by the names in the report, from where the program runs and then from the report's folder. Raises
    :class:`ReadError` for a file that is no report.
    """
    for source in _sources(report):
        yield Checked(source["name"], _state(source, report.parent))


def _state(source: dict[str, Any], folder: Path) -> Literal["same", "changed", "missing", "unknown"]:
    if not source["sha256"] or source["name"] == "-":
        return "unknown"
    for path in (Path(source["name"]), folder / source["name"]):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        return "same" if hashlib.sha256(data).hexdigest() == source["sha256"] else "changed"
    return "missing"


def _sources(report: Path) -> list[dict[str, Any]]:
    try:
        text = report.read_text(encoding="utf-8")
    except OSError as error:
        raise ReadError(report, f"cannot be opened ({error.strerror})", "check the path") from error
    except UnicodeDecodeError as error:
        raise _no_report(report) from error
    page = _IN_PAGE.search(text)
    try:
        found = json.loads(page[1]) if page else json.loads(text)["sources"]
        if not all(isinstance(s["name"], str) and isinstance(s["sha256"], str) for s in found):
            raise _no_report(report)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_report(report) from error
    return list(found)


def _no_report(report: Path) -> ReadError:
    return ReadError(report, "is no report of policyclf", "name one made with report --json or --html")
