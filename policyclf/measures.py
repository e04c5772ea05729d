"""The taxonomy: which types of measure there are, read from ``measures.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyclf.errors import LabelsError

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_KEYS = ("id", "zh", "en", "definition")


@dataclass(frozen=True, slots=True)
class Measure:
    """A type of measure: ``id`` in data, ``zh`` and ``en`` for people, ``definition`` in a sentence."""

    id: str
    zh: str
    en: str
    definition: str

    def name(self, lang: str) -> str:
        """Its name in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


def load_measures(labels: Path) -> tuple[Measure, ...]:
    """The types in the order of the file; :class:`LabelsError` if the file is missing or does not hold together.

    >>> from policyclf.bundled import bundled
    >>> [m.id for m in load_measures(bundled("labels"))]
    ['land', 'finance', 'talent', 'approval', 'platform']
    """
    path = labels / "measures.toml"
    data = load_toml(path)
    found: dict[str, Measure] = {}
    for row in data.get("measure", []):
        name = row.get("id", "") if isinstance(row, dict) else ""
        where = f"{path}:{line_of(path, name)}"
        if not isinstance(row, dict) or any(not isinstance(row.get(key), str) for key in _KEYS):
            raise LabelsError(where, "a measure lacks one of id, zh, en, definition", "write all four as text")
        if not _ID.fullmatch(name):
            raise LabelsError(where, f"{name!r} is no id", "use lower-case ASCII letters, digits, - and _")
        if name in found:
            raise LabelsError(where, f"{name!r} is defined twice", "remove one")
        found[name] = Measure(*(row[key] for key in _KEYS))
    if not found:
        raise LabelsError(path, "defines no measure", "add a [[measure]] block")
    return tuple(found.values())


def load_toml(path: Path) -> dict[str, Any]:
    """A TOML file that a person edits; :class:`LabelsError` naming file and line when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabelsError(path, f"cannot be read ({error.strerror})", "check the folder given with --labels") from error
    except UnicodeDecodeError as error:
        raise LabelsError(path, "is not UTF-8", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        raise LabelsError(where, f"is not TOML ({error})", "mend that line") from error


def line_of(path: Path, name: str) -> int:
    """The line of ``id = "name"`` in a file, counted from 1; 1 where it stands nowhere."""
    wanted = re.compile(rf'\s*id\s*=\s*"{re.escape(name)}"')
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if wanted.match(line)), 1)
