"""Small labels folders drawn from the bundled one, so that tests train on real wording in seconds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from policyclf.labels import load_labels, write_rows
from policyclf.rows import LabelRow
from tests.conftest import ROOT, TYPES

_BLOCK = '[[measure]]\nid = "{0}"\nzh = "{0}"\nen = "{0}"\ndefinition = "."\n'


def rows_of(types: Sequence[str]) -> list[LabelRow]:
    """The written rows of the bundled labels, with some of their types alone, those that carry one first."""
    found = [
        replace(
            row,
            measures=tuple(t for t in row.measures if t in types),
            unknown=tuple(t for t in row.unknown if t in types),
        )
        for row in load_labels(ROOT / "labels", TYPES)
        if row.source == "written" and not row.unseen
    ]
    random.Random(0).shuffle(found)
    carrying = [row for row in found if row.measures]
    others = [row for row in found if not row.measures]
    return [row for pair in zip(carrying, others, strict=False) for row in pair]


def labels_folder(folder: Path, types: Sequence[str], rows: Sequence[LabelRow]) -> Path:
    """A labels folder of some types and rows, without rules."""
    (folder / "sentences").mkdir(parents=True)
    (folder / "measures.toml").write_text("".join(map(_BLOCK.format, types)), encoding="utf-8")
    write_rows(folder / "sentences" / "base.jsonl", rows)
    return folder


def shuffled(rows: Sequence[LabelRow]) -> list[LabelRow]:
    """The same sentences with each other's labels."""
    labels = [row.measures for row in rows]
    random.Random(1).shuffle(labels)
    return [replace(row, measures=measures) for row, measures in zip(rows, labels, strict=True)]
