"""Prodigy's JSON Lines: choice tasks, and binary ones, which speak of one type each.

Only what was accepted (or, of binary tasks, accepted and rejected) is a label; types that were no option stay unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policyclf.exchange.merging import Piece, merge
from policyclf.exchange.record import Found, build, each, is_unjudged, judged_types, notes_of, text_list
from policyclf.exchange.settings import Reading, Writing
from policyclf.exchange.source import Source
from policyclf.rows import LabelRow


def read_choice(source: Source, reading: Reading) -> Found:
    """Tasks of the choice interface: options that were not chosen are no."""

    def convert(where: str, task: dict[str, Any]) -> list[LabelRow]:
        yes: tuple[str, ...] = ()
        judged: tuple[str, ...] = ()
        if task.get("answer") == "accept":
            options = task.get("options") or []
            ids = [str(option.get("id") if isinstance(option, dict) else option) for option in options]
            judged = reading.names.need(ids, where)
            yes = reading.names.need(text_list(task.get("accept"), where), where)
        name = f"{source.stem}-{where.rpartition(':')[2]}"
        who, at = _reader(task), _at(task)
        notes = _meta(task)
        return [
            build(where, task.get("text"), notes, reading, yes=yes, judged=judged, fallback=name, annotator=who, at=at)
        ]

    return each(source.objects(), convert)


def read_binary(source: Source, reading: Reading) -> Found:
    """Tasks with one label: the rows that one reader gave a sentence are joined."""

    def convert(where: str, task: dict[str, Any]) -> Piece:
        label, answer = task.get("label"), task.get("answer")
        judged = label is not None and answer in ("accept", "reject")
        return Piece(
            where,
            task.get("text"),
            _meta(task),
            reading.names.need([label], where)[0] if judged and label is not None else None,
            answer == "accept",
            _reader(task),
            _at(task),
            f"{source.stem}-{where.rpartition(':')[2]}",
        )

    return merge(source.objects(), convert, reading)


def _meta(task: Mapping[str, Any]) -> dict[str, Any]:
    meta = task.get("meta")
    return dict(meta) if isinstance(meta, dict) else {}


def _reader(task: Mapping[str, Any]) -> str:
    return str(task.get("_annotator_id") or task.get("_session_id") or "")


def _at(task: Mapping[str, Any]) -> Any:
    """What we wrote, else Prodigy's own seconds since 1970."""
    return _meta(task).get("at") or task.get("_timestamp")


def write_choice(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """A task a row; its options are the types that somebody judged, or all where nobody did.

    A model's guess is chosen beforehand where nobody judged; as there is no answer, reading takes it for nothing.
    """
    types = writing.names.ids
    for row, guess in writing.guesses(rows, lambda row: row.text):
        unjudged = is_unjudged(row, types)
        offered = [writing.names.write(kind) for kind in (types if unjudged else judged_types(row, types))]
        task = {"text": row.text, "meta": _notes(row), "options": [{"id": name, "text": name} for name in offered]}
        if not unjudged:
            task |= {"accept": [writing.names.write(kind) for kind in row.measures], "answer": "accept"}
        elif guess is not None:
            task["accept"] = [writing.names.write(kind) for kind in guess.types]
        yield _line(task | {"config": {"choice_style": "multiple"}, "_view_id": "choice"} | _session(row))


def write_binary(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """A task for each type of a row that somebody judged; one without a label where nobody judged any."""
    types = writing.names.ids
    for row in rows:
        task = {"text": row.text, "meta": _notes(row), "_view_id": "classification"}
        for kind in judged_types(row, types):
            answer = "accept" if kind in row.measures else "reject"
            label = {"label": writing.names.write(kind), "answer": answer}
            yield _line(task | label | _session(row))
        if is_unjudged(row, types):
            yield _line(task | _session(row))


def _notes(row: LabelRow) -> dict[str, str]:
    notes = notes_of(row)
    notes.pop("annotator", None)
    return notes


def _session(row: LabelRow) -> dict[str, str]:
    return {"_session_id": row.annotator} if row.annotator else {}


def _line(task: Mapping[str, Any]) -> bytes:
    return json.dumps(task, ensure_ascii=False).encode() + b"\n"
