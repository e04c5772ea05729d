"""Records that say one thing each of a sentence, joined to a row a sentence and reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from policyclf.errors import LabelsError
from policyclf.exchange.record import Found, build
from policyclf.exchange.settings import Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one record says: ``kind`` (or nothing) applies, or does not."""

    where: str
    text: Any
    notes: dict[str, Any]
    kind: str | None
    applies: bool
    annotator: str
    at: Any  # a time, or seconds since 1970
    fallback: str
    complete: bool = False  # it says no of every other type


@dataclass(slots=True)
class _Row:
    first: Piece
    said: dict[str, tuple[bool, str]] = field(default_factory=dict)
    complete: bool = False
    at: Any = ""


def merge(
    records: Iterable[tuple[str, T | LabelsError]], convert: Callable[[str, T], Piece], reading: Reading
) -> Found:
    """A row for each sentence and reader, in the order of their first records; a yes against a no is an error."""
    rows: dict[str, _Row] = {}
    for where, record in records:
        try:
            if isinstance(record, LabelsError):
                raise record
            piece = convert(where, record)
            key = json.dumps([piece.text, piece.notes, piece.annotator], ensure_ascii=False, sort_keys=True)
            row = rows.setdefault(key, _Row(piece))
            row.complete |= piece.complete
            row.at = piece.at or row.at  # the last
            if piece.kind is not None:
                applies, before = row.said.setdefault(piece.kind, (piece.applies, where))
                if applies != piece.applies:
                    what = f"contradicts {before} on {reading.names.write(piece.kind)} of the same sentence"
                    raise LabelsError(where, what, "decide by the codebook, keep one")
        except LabelsError as error:
            yield where, error
    for row in rows.values():
        first = row.first
        try:
            yield (
                first.where,
                build(
                    first.where,
                    first.text,
                    first.notes,
                    reading,
                    yes=[kind for kind, (applies, _) in row.said.items() if applies],
                    judged=reading.names.ids if row.complete else row.said,
                    fallback=first.fallback,
                    annotator=first.annotator,
                    at=row.at,
                ),
            )
        except LabelsError as error:
            yield first.where, error
