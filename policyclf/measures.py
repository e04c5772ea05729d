"""The taxonomy: which types of measure there are, read from ``measures.toml``."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from policyclf.errors import LabelsError, OptionError
from policyclf.files import replacing

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_KEYS = ("id", "zh", "en", "definition")
FILE = "measures.toml"


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
    path = labels / FILE
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


def with_own(known: Sequence[Measure], add: Iterable[Path] = (), define: Iterable[Measure] = ()) -> tuple[Measure, ...]:
    """Known types, then those of ``define``, then those of a ``measures.toml`` beside an added file.

    :class:`LabelsError` where two definitions of one type differ.

    >>> law = Measure("law", "法治保障", "Law", "Legislation, courts, mediation.")
    >>> [measure.id for measure in with_own([Measure("land", "土地", "Land", ".")], define=[law])]
    ['land', 'law']
    """
    found = {measure.id: measure for measure in known}
    folders = dict.fromkeys(path.parent for path in add)
    own: list[tuple[str | Path, Measure]] = [
        (folder / FILE, measure) for folder in folders if (folder / FILE).is_file() for measure in load_measures(folder)
    ]
    given: list[tuple[str | Path, Measure]] = [("--type", measure) for measure in define]
    for where, measure in given + own:
        if found.setdefault(measure.id, measure) != measure:
            raise LabelsError(
                where,
                f"defines {measure.id!r} in other words than before",
                "write it alike, or take that folder as base with --labels",
            )
    return tuple(found.values())


def parse_measure(text: str) -> Measure:
    """A definition as it is written on the command line; :class:`OptionError` for any other text.

    >>> parse_measure("law:法治保障:Law:Legislation, courts, mediation.").definition
    'Legislation, courts, mediation.'
    >>> parse_measure("law:法治保障:Law").definition
    ''
    """
    parts = [part.strip() for part in text.split(":", 3)]
    if len(parts) < 3 or not all(parts[:3]) or not text.isprintable():
        raise OptionError(repr(text), "defines no type", "write id:中文名:English name, and :definition if you like")
    if not _ID.fullmatch(parts[0]):
        raise OptionError(repr(text), f"{parts[0]!r} is no id", "use lower-case ASCII letters, digits, - and _")
    return Measure(parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else "")


def define(measure: Measure, folder: Path) -> Path | None:
    """Adds a type to the ``measures.toml`` of a folder; the file, or None if it stands there already.

    What the file holds stays as it is, comments and all. :class:`LabelsError` if the type is defined there in other words.
    """
    path = folder / FILE
    if path.is_file():
        same = [known for known in load_measures(folder) if known.id == measure.id]
        if same and same[0] != measure:
            where = f"{path}:{line_of(path, measure.id)}"
            raise LabelsError(where, f"defines {measure.id!r} in other words", "write it alike, or leave --type out")
        if same:
            return None
    before = path.read_bytes().rstrip() + b"\n\n" if path.is_file() else b""
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in asdict(measure).items())
    with replacing(path, force=True) as file:
        file.write(before + ("[[measure]]\n" + "".join(lines)).encode())
    return path


def load_toml(path: Path) -> dict[str, Any]:
    """A TOML file that a person edits; :class:`LabelsError` naming file and line when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabelsError(path, f"cannot be read ({error.strerror})", "check that this is a labels folder") from error
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
