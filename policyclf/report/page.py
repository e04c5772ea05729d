"""What the HTML report holds, as plain data: columns of figures, and the evidence that fits in a page."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

from policyclf.emphases import Cell, Emphasis, Evidence, Figure, RegionEmphasis
from policyclf.report.about import About
from policyclf.report.marks import Marker
from policyclf.report.method import method

MOST_A_CELL = 20  # sentences of evidence a cell
MOST_BYTES = 5_000_000  # of evidence a page: with 2,000 regions and 8 types the page stays under 10 MB
_COPIES = 20  # groups of copied sentences shown
# Where the shades of the heat map change: the same in every report, so that two can be laid side by side.
LIMITS = {
    "share": (0.02, 0.05, 0.1, 0.2, 0.4),
    "corrected": (0.02, 0.05, 0.1, 0.2, 0.4),
    "mix": (0.05, 0.1, 0.2, 0.4, 0.6),
    "lift": (0.5, 0.8, 1.25, 2, 3),
}


def page_data(
    emphasis: Emphasis, about: About, *, lang: str, provinces: Emphasis | None, marker: Marker
) -> dict[str, Any]:
    """The page's data, as its scripts read them; ``provinces`` is the same text counted by province."""
    words = words_of(lang)
    kinds = [measure.id for measure in emphasis.measures]
    cells = [row.cells[kind] for row in emphasis.regions for kind in kinds]
    evidence = _Evidence(marker)
    shown = evidence.choose([(cell.evidence, kinds[at % len(kinds)]) for at, cell in enumerate(cells)])
    return {
        "lang": lang,
        "title": words["title"],
        "words": words,
        "version": about.version,
        "by": emphasis.by,
        "settings": asdict(emphasis.settings),
        "limits": LIMITS,
        "types": [_type(emphasis, at, lang) for at in range(len(kinds))],
        "regions": _regions(emphasis.regions),
        "cells": _cells(cells),
        "provinces": [
            _province(row, kinds) for row in (provinces or emphasis).regions if row.region.level == "province"
        ],
        "totals": _totals(emphasis),
        "evidence": shown,
        "capped": any(len(each) < cell.count for each, cell in zip(shown, cells, strict=True)),
        "cap": max(map(len, shown), default=0),
        **evidence.tables(),
        "copies": [(each.sentence.text, 1 + len(each.copies)) for each in emphasis.copies.largest[:_COPIES]],
        "left_out": [(each.where, each.what, each.remedy) for each in about.left_out],
        "method": method(emphasis, about, lang),
        "about": _about(emphasis, about, words),
    }


@cache
def words_of(lang: str) -> Mapping[str, str]:
    """The page's phrases in one language, by key."""
    table = tomllib.loads((files("policyclf.report") / "assets" / "words.toml").read_text(encoding="utf-8"))
    return {key: value[lang] for key, value in table.items()}


class _Evidence:
    """The sentences that a page carries: each stands once, cells point to it."""

    def __init__(self, marker: Marker) -> None:
        self._marker = marker
        self._documents: dict[str, int] = {}
        self._instruments: dict[str, int] = {}
        self._places: dict[tuple[str, int, str], int] = {}
        self._rows: list[list[Any]] = []

    def choose(self, cells: Sequence[tuple[Sequence[Evidence], str]]) -> list[list[int]]:
        """Rows of the sentences of each cell: the surest of every cell, then the second of every cell, until the page is full."""
        shown: list[list[int]] = [[] for _ in cells]
        size = 0
        for rank in range(MOST_A_CELL):
            for at, (found, kind) in enumerate(cells):
                if rank < len(found):
                    if size > MOST_BYTES:
                        return shown
                    before = len(self._rows)
                    shown[at].append(self._place(found[rank], kind))
                    text = found[rank].title + found[rank].sentence.text
                    size += 3 * len(text) + 120 if len(self._rows) > before else 8
        return shown

    def _place(self, evidence: Evidence, kind: str) -> int:
        sentence = evidence.sentence
        key = evidence.doc, sentence.start, sentence.text
        if key not in self._places:
            self._places[key] = len(self._rows)
            document = self._documents.setdefault(evidence.doc, len(self._documents))
            where = (document, sentence.article, evidence.title.lstrip("# "), sentence.start, sentence.end)
            self._rows.append([*where, sentence.text, sentence.region_basis, len(evidence.copies), {}])
        row = self._rows[self._places[key]]
        if kind not in row[-1]:
            marks = self._marker.marks(sentence, kind)
            numbers = [self._instruments.setdefault(name, len(self._instruments)) for name in marks.instruments]
            row[-1][kind] = [[end for span in marks.spans for end in span], numbers]
        return self._places[key]

    def tables(self) -> dict[str, Any]:
        """The sentences, and the documents and instruments that they name by number."""
        return {
            "sentences": self._rows,
            "documents": list(self._documents),
            "instruments": list(self._instruments),
        }


def _type(emphasis: Emphasis, at: int, lang: str) -> dict[str, Any]:
    measure = emphasis.measures[at]
    rates = emphasis.rates.get(measure.id)
    cells = [row.cells[measure.id] for row in emphasis.regions]
    total = sum(cell.total for cell in cells)
    return {
        "id": measure.id,
        "name": measure.name(lang),
        "definition": measure.definition if lang == "en" else "",  # the labels define types in English
        "overall": sum(cell.count for cell in cells) / total if total else 0.0,
        "rates": [_number(rates.sensitivity), _number(rates.specificity)] if rates else None,
    }


def _regions(rows: Sequence[RegionEmphasis]) -> dict[str, list[Any]]:
    names = [row.region.name for row in rows]
    times = Counter(names)
    return {
        "name": names,
        "label": [row.region.path if times[row.region.name] > 1 else row.region.name for row in rows],
        "path": [row.region.path for row in rows],
        "code": [row.region.code for row in rows],
        "documents": [row.documents for row in rows],
        "articles": [row.articles for row in rows],
        "effective": [round(row.effective, 1) for row in rows],
        "sentences": [row.sentences for row in rows],
        "measured": [row.measured for row in rows],
    }


def _cells(cells: Sequence[Cell]) -> dict[str, list[Any]]:
    return {
        "count": [cell.count for cell in cells],
        **{name: [_figure(getattr(cell, name)) for cell in cells] for name in ("share", "mix", "corrected", "lift")},
        "z": [_number(cell.z) for cell in cells],
        "corrected_by": [cell.corrected_by for cell in cells],
        "finding": [cell.finding for cell in cells],
        "sure": [int(cell.sure) for cell in cells],
        "few": [cell.too_few for cell in cells],
        "compared": [int(cell.enough) for cell in cells],
    }


def _province(row: RegionEmphasis, kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "code": row.region.code,
        "name": row.region.name,
        "sentences": row.sentences,
        "articles": row.articles,
        "few": row.too_few,
        "cells": [(row.cells[kind].count, _number(row.cells[kind].share.value)) for kind in kinds],
    }


def _totals(emphasis: Emphasis) -> dict[str, int]:
    few = [row.too_few for row in emphasis.regions]
    return {
        "documents": emphasis.documents,
        "articles": emphasis.articles,
        "sentences": emphasis.sentences,
        "measured": sum(row.measured for row in emphasis.regions),
        "regions": len(emphasis.regions),
        "homeless": emphasis.homeless,
        "copies": emphasis.copies.sentences,
        "groups": emphasis.copies.groups,
        "few_regions": few.count("sentences"),
        "one_article": few.count("articles"),
    }


def _about(emphasis: Emphasis, about: About, words: Mapping[str, str]) -> list[tuple[str, str]]:
    sources = json.dumps([(source.name, source.sha256) for source in emphasis.sources], ensure_ascii=False)
    model = {"model": about.model, "rows": f"{about.trained_on:,}", "sha": about.model_sha256}
    settings = {**asdict(emphasis.settings), "seed": emphasis.seed, "level": words[f"level.{emphasis.by}"]}
    return [
        (words["check.version"], f"policyclf {about.version}"),
        (words["check.model"], words["check.model.value"].format(**model)),
        (words["check.data"], f"SHA-256 {hashlib.sha256(sources.encode()).hexdigest()}"),
        (words["check.settings"], words["check.settings.value"].format(**settings)),
    ]


def _figure(figure: Figure | None) -> list[float | None] | None:
    if figure is None or not isfinite(figure.value):
        return None
    return [_number(figure.value), _number(figure.low), _number(figure.high)]


def _number(value: float | None) -> float | None:
    """Four digits: more would be neither true nor small."""
    return float(f"{value:.4g}") if value is not None and isfinite(value) else None
