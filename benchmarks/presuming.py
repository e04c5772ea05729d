"""What the base labels should say of a type they never heard of: a type of the bundled labels is hidden, and a few rows of it come back.

    python benchmarks/presuming.py talent approval

Trained on written rows, words alone, tested on the seed pages and the rows that no rule-writer saw. Takes a minute or two a type.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace

from policyclf.bundled import bundled
from policyclf.fitting import FitOptions
from policyclf.labels import load_labels
from policyclf.measures import load_measures
from policyclf.presume import presume
from policyclf.recipe import Recipe, guess
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.vectors import load_vectors

NONE = Rules([])


def main(kinds: Sequence[str]) -> None:
    folder, vectors = bundled("labels"), load_vectors(bundled("models/vectors"))
    rows = load_labels(folder, [measure.id for measure in load_measures(folder)])
    tested = [row for row in rows if row.doc or row.unseen]
    base = [row for row in rows if not (row.doc or row.unseen)]

    def f1(train: Sequence[LabelRow], kind: str) -> float:
        classifier = Recipe(train, (kind,), NONE, vectors).fit()
        said = guess(classifier, NONE, [row.text for row in tested]).said[-1, :, 0]
        truth = [kind in row.measures for row in tested]
        return float(2 * sum(s and t for s, t in zip(said, truth, strict=True)) / max(1, said.sum() + sum(truth)))

    for kind in kinds:
        only = [replace(row, measures=(kind,) if kind in row.measures else ()) for row in base]
        print(f"{kind}: all labels {f1(only, kind):.3f}")
        random.Random(2).shuffle(only)
        for size in (30, 100):
            yes = [row for row in only if row.measures][:size]
            no = [row for row in only if not row.measures][:size]
            taken = {row.id for row in (*yes, *no)}
            hidden = [replace(row, measures=(), unknown=(kind,)) for row in only if row.id not in taken]
            denied = [replace(row, unknown=()) for row in hidden]
            presumed = presume(hidden, [*yes, *no], [kind], NONE, vectors, FitOptions())
            found = [f1([*yes, *no, *more], kind) for more in ([], denied, presumed)]
            print(
                f"  {size} + {size}: unknown {found[0]:.3f}, all no {found[1]:.3f}, presumed {found[2]:.3f}", flush=True
            )


if __name__ == "__main__":
    main(sys.argv[1:] or ["talent"])
