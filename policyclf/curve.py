"""The learning curve: F1 against the number of labels, and whether more of them would pay.

Each fold of whole documents is tested by models trained on a half, a quarter … of all other rows (documents whole), drawn several times; the
draws are nested, so that a larger one holds the smaller ones. The change by the last doubling is the honest guess
of what the next one brings: at most about as much (learning curves of classifiers flatten; Perlich, Provost and Simonoff 2003).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from policyclf.bundled import bundled
from policyclf.errors import LabelsError
from policyclf.evaluation import f1_of, folds_of, interval, join, ratios, resamples
from policyclf.features import Floats
from policyclf.fitting import FitOptions
from policyclf.labelled import load_labelled
from policyclf.recipe import Recipe, Task, Watch, key, run
from policyclf.rows import LabelRow
from policyclf.vectors import load_vectors

MACRO = "macro"
_HALVINGS = 4
_FEWEST = 20  # rows of the smallest draw
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Point:
    """F1 of one type, or of the mean of all (``macro``), at a number of labels.

    ``labels`` are the training rows and ``examples`` those of them that carry the type, both as means over folds and draws;
    ``interval`` is a 95% bootstrap over documents of the mean over draws.
    """

    type: str
    labels: float
    examples: float
    f1: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Gain:
    """What the last doubling of the labels changed in F1, and its interval (those of the types hold together)."""

    change: float
    interval: tuple[float, float]

    @property
    def pays(self) -> bool:
        """Does the interval lie above zero?"""
        return self.interval[0] > 0


@dataclass(frozen=True)
class Curve:
    """Points by number of labels, gains by type and ``macro``, and what they rest on."""

    points: tuple[Point, ...]
    gains: Mapping[str, Gain]
    documents: int
    sentences: int
    draws: int

    @property
    def paying(self) -> tuple[str, ...]:
        """The types for which the last doubling paid, the largest gain first."""
        found = [kind for kind, gain in self.gains.items() if kind != MACRO and gain.pays]
        return tuple(sorted(found, key=lambda kind: -self.gains[kind].change))

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat row a point, for CSV and data frames."""
        return [
            {
                "labels": round(point.labels),
                "type": point.type,
                "examples": round(point.examples, 1),
                "f1": round(point.f1, 4),
                "low": round(point.interval[0], 4),
                "high": round(point.interval[1], 4),
            }
            for point in self.points
        ]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "documents": self.documents,
            "sentences": self.sentences,
            "draws": self.draws,
            "points": self.to_rows(),
            "gains": {kind: {**asdict(gain), "pays": gain.pays} for kind, gain in self.gains.items()},
            "paying": list(self.paying),
        }


def learning_curve(
    labels: str | Path | None = None,
    *,
    add: Iterable[str | Path] = (),
    draws: int = 3,
    options: FitOptions | None = None,
    jobs: int = 1,
    seed: int = 0,
    watch: Watch | None = None,
) -> Curve:
    """The curve of a labels folder and added files (the bundled folder if left out), rules and words together.

    Tested are added rows, rows of documents, and rows that no rule-writer saw. Five models are fitted on all labels, and five for
    each of ``draws`` on a half, a quarter, an eighth and a sixteenth of them, which together take about as long as fitting 14 on all. Raises
    :class:`LabelsError` where there are too few labels to halve them, or fewer than two documents.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    found = load_labelled(folder, [Path(path) for path in add])
    recipe = found.recipe(load_vectors(bundled("models/vectors")), options or FitOptions())
    tested = found.tested
    if len({key(row) for row in tested}) < 2:
        raise LabelsError(folder, "labels fewer than two documents", "give rows a doc, or add labelled documents")
    if len(recipe.rows) < 4 * _FEWEST:
        raise LabelsError(folder, f"holds {len(recipe.rows)} rows", f"label at least {4 * _FEWEST} for a curve")
    return _curve(recipe, tested, draws, jobs, seed, watch)


def _curve(recipe: Recipe, tested: Sequence[LabelRow], draws: int, jobs: int, seed: int, watch: Watch | None) -> Curve:
    folds = folds_of(tested)
    shares = [2.0**-n for n in range(_HALVINGS, 0, -1) if len(recipe.rows) * 2.0**-n >= _FEWEST]
    plan = [(share, draw) for share in shares for draw in range(draws)] + [(1.0, 0)]
    work = [
        Task(_drawn(recipe, frozenset(map(key, fold)), share, (seed, draw)), asked=fold)
        for share, draw in plan
        for fold in folds
    ]
    results = [guessed for _, guessed in run(work, jobs, watch)]
    held = [join(recipe.types, folds, results[n * len(folds) : (n + 1) * len(folds)]) for n in range(len(plan))]
    sizes = [_sizes(task.recipe) for task in work]
    resampled: dict[float, Floats] = {}
    points: list[Point] = []
    drawn = resamples(len(held[0].by_document), seed)
    there = (held[0].truth == 1).any(axis=0)
    names = [kind for kind, known in zip(recipe.types, there, strict=True) if known]
    for share in [*shares, 1.0]:
        mine = [n for n, (each, _) in enumerate(plan) if each == share]
        means, resampled[share] = _f1(np.array([held[n].by_document[:, -1] for n in mine])[:, :, there], drawn)
        size = np.mean([sizes[n * len(folds) + f] for n in mine for f in range(len(folds))], axis=0)
        examples = np.append(size[1:][there], size[1:][there].mean())
        for k, kind in enumerate([*names, MACRO]):
            low, high = interval(resampled[share][:, k], _LEVEL)
            points.append(Point(kind, float(size[0]), float(examples[k]), float(means[k]), (low, high)))
    last = {point.type: point.f1 for point in points}
    before = {point.type: point.f1 for point in points[: -len(names) - 1]}
    change = resampled[1.0] - resampled[shares[-1]]
    gains = {
        kind: Gain(last[kind] - before[kind], interval(change[:, k], _LEVEL if kind == MACRO else _LEVEL / len(names)))
        for k, kind in enumerate([*names, MACRO])
    }
    return Curve(tuple(points), gains, len(held[0].by_document), len(tested), draws)


def _drawn(recipe: Recipe, hidden: frozenset[str], share: float, seed: tuple[int, int]) -> Recipe:
    """The recipe without hidden documents and with a share of the other rows, documents whole."""
    rows = [row for row in recipe.rows if key(row) not in hidden]
    if share < 1:
        names = sorted({key(row) for row in recipe.rows})
        place = dict(zip(names, np.random.default_rng(seed).permutation(len(names)).tolist(), strict=True))
        order = sorted(rows, key=lambda row: place[key(row)])
        last = place[key(order[max(0, round(share * len(rows)) - 1)])]
        rows = [row for row in rows if place[key(row)] <= last]
    return replace(recipe, rows=rows)


def _sizes(recipe: Recipe) -> list[int]:
    """Rows, and rows that carry each type."""
    return [len(recipe.rows), *(sum(kind in row.measures for row in recipe.rows) for kind in recipe.types)]


def _f1(counts: Any, drawn: Floats) -> tuple[Floats, Floats]:
    """F1 of types and of their mean, averaged over draws: as it is, and in each bootstrap sample."""
    found = np.mean([ratios(each.sum(axis=0))[2] for each in counts], axis=0)
    again = np.mean([f1_of(drawn, each) for each in counts], axis=0)
    return np.append(found, found.mean()), np.column_stack([again, again.mean(axis=1)])
