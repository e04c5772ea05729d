"""Does ``labels suggest`` choose better than chance? Learning curves on labelled documents, each left out in turn.

    OMP_NUM_THREADS=1 python benchmarks/suggesting.py [SEEDS] [JOBS]

Each document of the bundled labels is the test in turn, the sentences of the others are the pool. Both ways begin with the same
sentences, drawn at random, and ask for the same number more in each round; what a sentence's label is, they learn when they ask.
F1 is of all documents together. With rules: those of the bundled labels, whose writers knew these documents. Without: as a
group begins that has nothing but labels. The interval is that of the mean difference over the seeds (Student's t).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.stats import t as student

from policyclf.bundled import bundled
from policyclf.candidates import of_rows
from policyclf.fitting import targets
from policyclf.labels import load_labels
from policyclf.measures import load_measures
from policyclf.model import Model
from policyclf.recipe import Recipe
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.suggesting import SuggestOptions, suggest
from policyclf.tagger import Tagger
from policyclf.vectors import load_vectors

START, STEP, ROUNDS = 60, 40, 5
WAYS = {"at random": 1.0, "suggest": 0.2, "suggest, no control": 0.0}

Curve = NDArray[np.float64]


def main(seeds: int, jobs: int) -> None:
    print(
        f"{START} sentences at random, then {STEP} more a round; macro-F1 on the left-out documents, mean of {seeds} seeds"
    )
    for ruled in (False, True):
        work = [(share, seed) for share in WAYS.values() for seed in range(seeds)]
        found = Parallel(n_jobs=jobs)(delayed(curve)(share, seed, ruled) for share, seed in work)
        curves = np.array(found).reshape(len(WAYS), seeds, ROUNDS + 1)
        labels = [START + STEP * n for n in range(ROUNDS + 1)]
        print(f"\n{'with rules' if ruled else 'without rules':20s}" + "".join(f"{n:8d}" for n in labels))
        for name, each in zip(WAYS, curves, strict=True):
            print(f"{name:20s}" + "".join(f"{value:8.3f}" for value in each.mean(axis=0)))
        for name, each in list(zip(WAYS, curves, strict=True))[1:]:
            cells = [interval(difference) for difference in (each - curves[0]).T[1:]]
            print(f"{name + ' less':20s}{'':8s}" + "".join(f" {mean:+.3f}±{half:.3f}" for mean, half in cells))
        sys.stdout.flush()


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """The mean and half its 95% interval."""
    half = student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean()), float(half)


def curve(share: float, seed: int, ruled: bool) -> list[float]:
    """Macro-F1 after each round, when ``share`` of what is asked is drawn at random."""
    folder = bundled("labels")
    measures = load_measures(folder)
    types = tuple(measure.id for measure in measures)
    rows = [placed(row) for row in load_labels(folder, types) if row.doc]
    rules = Rules.load(folder, types) if ruled else Rules(())
    vectors = load_vectors(bundled("models/vectors"))
    counts = np.zeros((ROUNDS + 1, 3, len(types)))
    for name in sorted({row.doc for row in rows}):
        test = [row for row in rows if row.doc == name]
        pool = [row for row in rows if row.doc != name]
        chance = np.random.default_rng([seed, len(pool)])
        asked = [pool[at] for at in chance.permutation(len(pool))[:START]]
        for turn in range(ROUNDS + 1):
            # each sentence for itself: four documents are too few for folds within the training
            recipe = Recipe([replace(row, doc="") for row in asked], types, rules, vectors).without({""})
            model = Model(measures, recipe.rules, recipe.fit(), {})
            counts[turn] += outcomes(test, model, types)
            if turn < ROUNDS:
                options = SuggestOptions(STEP, share, seed * 100 + turn)
                found = suggest(of_rows(unjudged(pool, types), Tagger(model)), model, options, asked)
                chosen = {each.candidate.row.id for each in found}
                asked += [row for row in pool if row.id in chosen]
    true, false, missed = np.moveaxis(counts, 1, 0)
    f1 = 2 * true / np.maximum(1, 2 * true + false + missed)
    return [float(value) for value in f1.mean(axis=1)]


def placed(row: LabelRow) -> LabelRow:
    """A seed row with its regions as suggested rows have them."""
    return replace(row, more={"region": "、".join(row.more.get("regions", ()))})


def unjudged(rows: Sequence[LabelRow], types: Sequence[str]) -> list[LabelRow]:
    return [replace(row, measures=(), unknown=tuple(types)) for row in rows]


def outcomes(test: Sequence[LabelRow], model: Model, types: Sequence[str]) -> Curve:
    """True positives, false positives, false negatives; types that the model does not know yet are missed."""
    truth, said = targets(test, types) == 1, np.zeros((len(test), len(types)), bool)
    places = [types.index(kind) for kind in model.classifier.types]
    said[:, places] = Tagger(model).score_sentences([row.text for row in test]) >= model.classifier.thresholds
    return np.stack([(truth & said).sum(axis=0), (~truth & said).sum(axis=0), (truth & ~said).sum(axis=0)]).astype(
        float
    )


if __name__ == "__main__":
    main(*(int(each) for each in [*sys.argv[1:], "8", "2"][:2]))
