"""The store's own rows as one of the formats: what other projects keep in it is taken over with its types renamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policyclf.errors import LabelsError
from policyclf.exchange.record import Found, each
from policyclf.exchange.settings import Reading, Writing
from policyclf.exchange.source import Source
from policyclf.labels import dump_rows
from policyclf.rows import LabelRow, faults, row_of


def read(source: Source, reading: Reading) -> Found:
    """Rows as they stand; types may be named in Chinese or English."""

    def convert(where: str, record: dict[str, Any]) -> list[LabelRow]:
        data = dict(record)
        for key in ("measures", "unknown"):
            if isinstance(data.get(key), list):
                data[key] = list(reading.names.need(data[key], where))
        data["annotator"] = data.get("annotator") or reading.annotator
        for what, remedy in faults(data, reading.names.ids):
            raise LabelsError(where, what, remedy)
        return [row_of(data, reading.names.ids, f"{source.stem}-{where.rpartition(':')[2]}")]

    return each(source.objects(), convert)


def write(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """Rows sorted as the store sorts them."""
    return dump_rows(rows)
