"""A labelled sentence, and the JSON object that it is in a file.

Each type has three states in a row: *yes* (listed in ``measures``), *unknown* (listed in ``unknown``: nobody judged it,
and it takes no part in the training of that type) and *no* (listed in neither).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LONGEST = 20_000  # characters of a row's text: a sentence, not a document that lost its line breaks

_NOTES = ("before", "genre", "doc", "annotator", "at", "source")
_OWN = frozenset(("id", "text", "measures", "unknown", *_NOTES))
_BLANK = " \t\r\n\f\v\u3000\u00a0\u2028\u2029\x85\ufeff"
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A labelled sentence; ``doc`` is the document it must not be parted from in evaluation.

    ``annotator`` labelled it ``at`` a time (ISO 8601), where that is known; ``more`` is everything else that its line says.
    ``unseen`` rows were kept from everybody who wrote rules; on them the weight of the rules is learned. ``weight`` is how
    many ordinary rows it is worth in training, and ``presumed`` are unknown types that training takes for no; neither is part of its line.
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
    annotator: str = ""
    at: str = ""
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)
    weight: float = 1.0
    presumed: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Its document, or itself where it has none."""
        return self.doc or self.id

    @property
    def sentence(self) -> tuple[str, str, str]:
        """What makes two rows speak of the same sentence: text without white space, the text before it, document."""
        return "".join(self.text.split()), self.before, self.doc


def faults(data: Any, types: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a row's JSON object, and what to do about it.

    >>> list(faults({"text": "盘活厂房。", "measures": ["water"]}, ["land", "law"]))
    [("'water' is no type", 'one of land, law, or define it (train --type, or measures.toml)')]
    """
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or not data["text"].strip(_BLANK):
        yield "has no text", 'write {"text": "…", "measures": […]}'
        return
    if len(data["text"]) > LONGEST:
        yield f"has a text of {len(data['text']):,} characters, more than {LONGEST:,}", "a row is a sentence: split it"
    if _HALF.search(data["text"]) or _HALF.search(json.dumps(data, ensure_ascii=False)):
        yield "holds half a character (a lone surrogate)", "remove it"
    lists: dict[str, set[str]] = {}
    for key in ("measures", "unknown"):
        value = data.get(key, None if key == "measures" else [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            yield f"{key} is not a list of types", 'write for example "measures": ["land"]'
            continue
        lists[key] = set(value)
        for name in sorted(lists[key] - set(types)):
            yield f"{name!r} is no type", f"one of {', '.join(types)}, or define it (train --type, or measures.toml)"
    both = lists.get("measures", set()) & lists.get("unknown", set())
    if both:
        yield f"says both yes and unknown of {sorted(both)[0]!r}", "keep one"
    if data.get("at") and not _is_time(str(data["at"])):
        yield f"at is no time ({str(data['at'])[:40]!r})", "write it like 2026-03-01T09:30:00Z"


def row_of(data: Mapping[str, Any], types: Sequence[str], fallback: str, unseen: bool = False) -> LabelRow:
    """The row that a JSON object without faults is; ``fallback`` is its id where it has none.

    >>> row_of({"text": "盘活厂房。", "measures": ["land"], "city": "衢州"}, ["land"], "ours-1").more
    {'city': '衢州'}
    """
    notes: dict[str, Any] = {key: "" if data.get(key) is None else str(data[key]) for key in _NOTES}
    unknown = data.get("unknown", ())
    return LabelRow(
        str(data.get("id") or fallback),
        data["text"],
        tuple(name for name in types if name in data["measures"]),
        tuple(name for name in types if name in unknown),
        unseen=unseen,
        more={key: value for key, value in data.items() if key not in _OWN},
        **notes,
    )


def as_object(row: LabelRow) -> dict[str, Any]:
    """The JSON object of a row, what is empty left out; :func:`row_of` gives the row back.

    >>> as_object(LabelRow("1", "盘活厂房。", ("land",), annotator="王"))
    {'id': '1', 'text': '盘活厂房。', 'measures': ['land'], 'annotator': '王'}
    """
    found: dict[str, Any] = {"id": row.id, "text": row.text, "measures": list(row.measures)}
    if row.unknown:
        found["unknown"] = list(row.unknown)
    found |= {key: row.more[key] for key in sorted(row.more)}
    return found | {key: getattr(row, key) for key in _NOTES if getattr(row, key)}


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
