"""The report for other programs: CSV that Excel opens right, and JSON with the evidence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from policyclf.emphases import Emphasis

_FORMULA = ("=", "+", "-", "@")


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> str:
    """Rows as CSV with a byte-order mark, without which Excel takes UTF-8 for another encoding.

    A text that begins like a formula gets a space before it: Excel would compute it.

    >>> csv_text([{"text": "-推进"}], ["text"])
    '\\ufefftext\\r\\n -推进\\r\\n'
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {key: f" {v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for key, v in row.items()}
        )
    return "\ufeff" + out.getvalue()


def as_csv(emphasis: Emphasis) -> str:
    """One row a region and type."""
    rows = emphasis.to_rows()
    return csv_text(rows, rows[0] if rows else ())


def as_json(emphasis: Emphasis, *, most: int = 20) -> str:
    """Everything, with up to ``most`` sentences of evidence a cell."""
    found = {
        "by": emphasis.by,
        "documents": emphasis.documents,
        "sentences": emphasis.sentences,
        "without_region": emphasis.homeless,
        "measures": [{"id": m.id, "zh": m.zh, "en": m.en} for m in emphasis.measures],
        "rows": emphasis.to_rows(),
        "evidence": [
            {
                "region": row.region.path,
                "measure": kind,
                "doc": evidence.doc,
                "start": evidence.sentence.start,
                "end": evidence.sentence.end,
                "score": evidence.sentence.scores[kind],
                "text": evidence.sentence.text,
            }
            for row in emphasis.regions
            for kind, cell in row.cells.items()
            for evidence in cell.evidence[:most]
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
