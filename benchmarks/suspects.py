"""How many wrong labels does ``labels suspects`` find? The bundled labels, of which some are made wrong on purpose.

    OMP_NUM_THREADS=1 python benchmarks/suspects.py [SEEDS] [JOBS]

One row in twenty gets a type too many or too few: one of its own is taken away, or, where it has none, one is given to it. What
else is wrong in the labels counts as found in error, so the share that is right is a lower bound.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from policyclf.bundled import bundled
from policyclf.labels import load_labels
from policyclf.measures import load_measures
from policyclf.recipe import Recipe
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.suspecting import suspects
from policyclf.vectors import load_vectors

SHARE = 1 / 20


def main(seeds: int, jobs: int) -> None:
    folder = bundled("labels")
    types = tuple(measure.id for measure in load_measures(folder))
    every, vectors = load_labels(folder, types), load_vectors(bundled("models/vectors"))
    print(
        f"{'':16s}{'rows':>8s}{'wrong':>8s}{'listed':>8s}{'found':>8s}{'right':>8s}{'first 5%':>10s}{'first 10%':>10s}"
    )
    for name, rules in (("without rules", Rules(())), ("with rules", Rules.load(folder, types))):
        for seed in range(seeds):
            rows, wrong = spoil(every, types, seed)
            listed = [each.row.id for each in suspects(Recipe(rows, types, rules, vectors), jobs=jobs)]
            found, among = len(wrong & {*listed}), max(1, len(listed))
            first = [len(wrong & {*listed[: len(rows) // part]}) / len(wrong) for part in (20, 10)]
            counts = f"{len(rows):8d}{len(wrong):8d}{len(listed):8d}{found / len(wrong):8.0%}{found / among:8.0%}"
            print(f"{name:16s}{counts}" + "".join(f"{share:10.0%}" for share in first), flush=True)


def spoil(every: Sequence[LabelRow], types: Sequence[str], seed: int) -> tuple[list[LabelRow], set[str]]:
    """The rows with some labels made wrong, and the ids of those."""
    chance, rows = np.random.default_rng(seed), list(every)
    wrong: set[str] = set()
    for at in chance.permutation(len(rows))[: round(len(rows) * SHARE)].tolist():
        kind = str(chance.choice(rows[at].measures or types))
        without = tuple(each for each in rows[at].measures if each != kind)
        rows[at] = replace(rows[at], measures=without if kind in rows[at].measures else (*without, kind))
        wrong.add(rows[at].id)
    return rows, wrong


if __name__ == "__main__":
    main(*(int(each) for each in [*sys.argv[1:], "3", "2"][:2]))
