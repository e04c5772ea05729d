"""Labelled sentences: read from JSON Lines and checked.

A row holds a text and the measures it states; types that nobody judged stand in ``unknown`` and take no part in the
training of that type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyclf.errors import LabelsError

UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A labelled sentence; ``doc`` is the document it must not be parted from in evaluation.

    ``unseen`` rows were kept from everybody who wrote rules; on them the weight of the rules is learned.
    """

    id: str
    text: str
    measures: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    doc: str = ""
    source: str = ""
    genre: str = ""
    before: str = ""
    unseen: bool = False

    @property
    def group(self) -> str:
        """Its document, or itself where it has none."""
        return self.doc or self.id


def load_labels(labels: Path, types: Sequence[str], add: Iterable[Path] = ()) -> list[LabelRow]:
    """All rows of ``labels/sentences`` and of added files, in the order of the files' names.

    Raises :class:`LabelsError` that names file, line and remedy for a broken line, an unknown type, an empty text, or two
    rows that say different things of one sentence.

    >>> from policyclf.bundled import bundled
    >>> rows = load_labels(bundled("labels"), ["land", "finance", "talent", "approval", "platform"])
    >>> rows[0].source, len({row.id for row in rows}) == len(rows)
    ('seed', True)
    """
    files = [*sorted((labels / "sentences").rglob("*.jsonl")), *add]
    if not files:
        raise LabelsError(labels / "sentences", "holds no .jsonl file", "check the folder given with --labels")
    rows: list[LabelRow] = []
    said: dict[tuple[str, str, str], tuple[str, tuple[str, ...]]] = {}
    for path in files:
        for where, row in read_rows(path, types):
            key = ("".join(row.text.split()), row.before, row.doc)
            first, measures = said.setdefault(key, (where, row.measures))
            if measures != row.measures:
                raise LabelsError(
                    where, f"contradicts {first} on the same sentence", "decide by the codebook, keep one"
                )
            rows.append(row)
    return rows


def read_rows(path: Path, types: Sequence[str]) -> Iterator[tuple[str, LabelRow]]:
    """The rows of one file with the place each stands at."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LabelsError(path, f"cannot be read ({error.strerror})", "check the path") from error
    except UnicodeDecodeError as error:
        raise LabelsError(path, "is not UTF-8", "save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                data = json.loads(line)
            except json.JSONDecodeError as error:
                raise LabelsError(
                    where, f"is not JSON ({error.msg})", "one object a line, or remove the line"
                ) from error
            yield where, _row(data, where, types, path, number)


def _row(data: Any, where: str, types: Sequence[str], path: Path, number: int) -> LabelRow:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or not data["text"].strip():
        raise LabelsError(where, "has no text", 'write {"text": "…", "measures": […]}')
    names: dict[str, tuple[str, ...]] = {}
    for key in ("measures", "unknown"):
        value = data.get(key, None if key == "measures" else [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise LabelsError(where, f"{key} is not a list of types", 'write for example "measures": ["land"]')
        strange = sorted(set(value) - set(types))
        if strange:
            raise LabelsError(
                where,
                f"{strange[0]!r} is no type",
                f"one of {', '.join(types)}, or define it in measures.toml",
            )
        names[key] = tuple(name for name in types if name in value)
    both = set(names["measures"]) & set(names["unknown"])
    if both:
        raise LabelsError(where, f"says both yes and unknown of {sorted(both)[0]!r}", "keep one")
    text = {key: str(data.get(key, "")) for key in ("doc", "source", "genre", "before")}
    row_id = str(data.get("id") or f"{path.stem}-{number}")
    return LabelRow(
        row_id, data["text"], names["measures"], names["unknown"], unseen=path.stem.startswith(UNSEEN), **text
    )
