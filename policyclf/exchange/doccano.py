"""doccano: JSON Lines, JSON, CSV and fastText of a text classification project.

An unlabelled example and one without a label both have the label ``[]``: the file does not say which.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policyclf.exchange.record import Found, build, each, json_array, notes_of, text_list
from policyclf.exchange.settings import Reading, Writing
from policyclf.exchange.source import Source
from policyclf.exchange.tables import csv_bytes, dictionaries
from policyclf.rows import LabelRow

_TEXT, _LABEL = ("text", "data"), ("label", "labels")  # older exports have the second of each


def read_json(source: Source, reading: Reading) -> Found:
    """JSON Lines, or an array of the same objects."""
    return each(source.objects(), lambda where, record: [_row(where, record, source, reading)])


def read_csv(source: Source, reading: Reading) -> Found:
    """CSV, labels joined by ``#``."""

    def convert(where: str, record: dict[str, str]) -> list[LabelRow]:
        label = next((key for key in _LABEL if key in record), "label")
        split = {label: [name for name in record.get(label, "").split("#") if name.strip()]}
        return [_row(where, {**record, **split}, source, reading)]

    return each(dictionaries(source), convert)


def _row(where: str, record: Mapping[str, Any], source: Source, reading: Reading) -> LabelRow:
    text = next((key for key in _TEXT if isinstance(record.get(key), str)), "text")
    label = next((key for key in _LABEL if key in record), "label")
    yes = reading.names.need(text_list(record.get(label), where), where)
    notes = {key: value for key, value in record.items() if key not in (text, label, "id", "Comments")}
    if record.get("Comments") not in (None, [], "", "[]"):
        notes["Comments"] = record["Comments"]
    return build(
        where,
        record.get(text),
        notes,
        reading,
        yes=yes,
        judged=reading.names.ids if yes else reading.blank(where),
        annotator=source.annotator,
        fallback=f"{source.stem}-{record.get('id', where.rpartition(':')[2])}",
    )


def write_jsonl(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """JSON Lines that doccano imports with its default fields."""
    for number, row in enumerate(rows, 1):
        yield json.dumps(_record(number, row, writing), ensure_ascii=False).encode() + b"\n"


def write_json(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """An array of the same objects."""
    return json_array(_record(number, row, writing) for number, row in enumerate(rows, 1))


def write_csv(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """CSV; a name that holds ``#`` is written as the type's id."""
    names = dict.fromkeys(key for row in rows for key in notes_of(row))
    records = (
        {**notes_of(row), "id": n, "text": row.text, "label": "#".join(_labels(row, writing, "#")), "Comments": "[]"}
        for n, row in enumerate(rows, 1)
    )
    return csv_bytes(records, ["id", "text", *names, "label", "Comments"])


def _record(number: int, row: LabelRow, writing: Writing) -> dict[str, Any]:
    return {"id": number, "text": row.text, **notes_of(row), "label": _labels(row, writing), "Comments": []}


def _labels(row: LabelRow, writing: Writing, forbidden: str = "") -> list[str]:
    return sorted(writing.names.write(kind, forbidden) for kind in row.measures)
