"""The report for other programs: CSV that Excel opens right, and JSON with the evidence.

``docs/report.md`` says what the columns and keys mean, ``docs/report.schema.json`` is the JSON's schema.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from policyclf.emphases import Comparison, Copies, Emphasis, Evidence, RegionEmphasis
from policyclf.report.about import About
from policyclf.report.method import method

FORMAT = 1  # of the JSON; raise it when what was there means something else
MOST = 20  # sentences of evidence a cell
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


def as_csv(found: Emphasis | Comparison) -> str:
    """One row a region and type; of a comparison one row a difference."""
    rows = found.to_rows()
    return csv_text(rows, rows[0] if rows else ("region", "measure"))


def as_json(emphasis: Emphasis, about: About, *, lang: str = "zh", most: int = MOST) -> str:
    """Everything, with up to ``most`` sentences of evidence a cell; the method note is in ``lang``."""
    return _dump(
        {
            **_head("emphasis", emphasis, about),
            "by": emphasis.by,
            "documents": emphasis.documents,
            "articles": emphasis.articles,
            "sentences": emphasis.sentences,
            "without_region": emphasis.homeless,
            "labelled": emphasis.labelled,
            "rows": emphasis.to_rows(),
            "evidence_most": most,
            "evidence": list(evidence_rows(emphasis.regions, most)),
            "method": [{"title": title, "text": text} for title, text in method(emphasis, about, lang)],
        }
    )


def comparison_json(comparison: Comparison, about: About, *, most: int = MOST) -> str:
    """Everything that two regions, or the years of one, differ in."""
    return _dump(
        {
            **_head("comparison", comparison, about),
            "undated": list(comparison.undated),
            "rows": comparison.to_rows(),
            "evidence_most": most,
            "evidence": list(evidence_rows(comparison.sides, most)),
        }
    )


def evidence_rows(rows: Iterable[RegionEmphasis], most: int) -> Iterator[dict[str, Any]]:
    """The sentences behind each cell, the surest first."""
    for row in rows:
        for kind, cell in row.cells.items():
            for evidence in cell.evidence[:most]:
                yield {
                    "region": row.region.path,
                    "code": row.region.code,
                    "year": row.year,
                    "measure": kind,
                    **_place(evidence),
                    "score": evidence.sentence.scores[kind],
                    "reasons": list(evidence.sentence.evidence.get(kind, ())),
                }


def _place(evidence: Evidence) -> dict[str, Any]:
    sentence = evidence.sentence
    return {
        "doc": evidence.doc,
        "article": sentence.article,
        "title": evidence.title,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "also_in": list(evidence.copies),
    }


def _head(kind: str, found: Emphasis | Comparison, about: About) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kind": kind,
        "policyclf": about.version,
        "model": {"name": about.model, "sha256": about.model_sha256, "trained_on": about.trained_on},
        "measures": [{"id": m.id, "zh": m.zh, "en": m.en, "definition": m.definition} for m in found.measures],
        "rates": {kind: asdict(rates) for kind, rates in found.rates.items()},
        "settings": {**asdict(found.settings), "seed": found.seed},
        "sources": [asdict(source) for source in found.sources],
        "left_out": [asdict(each) for each in about.left_out],
        "copies": _copies(found.copies),
    }


def _copies(copies: Copies) -> dict[str, Any]:
    return {
        "groups": copies.groups,
        "sentences": copies.sentences,
        "largest": [_place(evidence) for evidence in copies.largest],
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
