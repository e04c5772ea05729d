"""Label Sleuth's CSV: a line for each sentence and category that somebody judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyclf.errors import LabelsError
from policyclf.exchange.merging import Piece, merge
from policyclf.exchange.record import Found, judged_types, notes_of
from policyclf.exchange.settings import Reading, Writing
from policyclf.exchange.source import Source
from policyclf.exchange.tables import csv_bytes, dictionaries
from policyclf.rows import LabelRow

_YES, _NO = ("true", "1"), ("false", "0")
_META = "metadata_"
_COLUMNS = ("workspace_id", "category_name", "document_id", "dataset", "text", "uri")


def read(source: Source, reading: Reading) -> Found:
    """A row a sentence; weak labels, which a program gave, say nothing, nor do categories that have no line.

    Without ``category_name`` the workspace is multi-class: the label is the one type that applies.
    """

    def convert(where: str, record: dict[str, str]) -> Piece:
        notes = {k.removeprefix(_META): v for k, v in record.items() if k.startswith(_META)}
        notes.setdefault("doc", record.get("document_id", ""))
        label = record.get("label", "").strip()
        kind, applies, complete = None, False, False
        if label and record.get("label_type", "").casefold() != "weak":
            if "category_name" in record:
                kind, applies = reading.names.need([record["category_name"]], where)[0], label.casefold() in _YES
                if label.casefold() not in _YES + _NO:
                    raise LabelsError(where, f"label {label!r} is neither True nor False", "mend the cell")
            else:
                kind, applies, complete = reading.names.need([label], where)[0], True, True
        name = record.get("uri") or f"{source.stem}-{where.rpartition(':')[2]}"
        return Piece(where, record.get("text"), notes, kind, applies, "", "", name, complete)

    return merge(dictionaries(source), convert, reading)


def write(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """A line for each type of a row that somebody judged."""
    names = dict.fromkeys(_META + key for row in rows for key in notes_of(row))
    records = (
        {
            "workspace_id": "policyclf",
            "category_name": writing.names.write(kind),
            "document_id": row.doc,
            "dataset": "policyclf",
            "text": row.text,
            "uri": row.id,
            **{_META + key: value for key, value in notes_of(row).items()},
            "label": kind in row.measures,
            "label_type": "Standard",
        }
        for row in rows
        for kind in judged_types(row, writing.names.ids)
    )
    return csv_bytes(records, [*_COLUMNS, *names, "label", "label_metadata", "label_type"])
