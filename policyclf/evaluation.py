"""Scores on sentences that the model did not see, nor anything of their document.

Two views. Real text: every labelled document is tagged by a model trained without it; the rules are as they
stand, and whoever wrote them read these documents. Unseen rows: written sentences that no rule-writer saw. Both are
tested in the same folds of whole documents.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.bundled import bundled
from policyclf.errors import LabelsError
from policyclf.features import Floats
from policyclf.fitting import FitOptions, Labels, targets
from policyclf.labelled import load_labelled
from policyclf.recipe import VARIANTS, Guessed, Recipe, Task, Watch, key, run
from policyclf.rows import LabelRow
from policyclf.vectors import load_vectors

FOLDS = 5
_RESAMPLES = 1000
_BINS = 10

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one type, its ``support`` (sentences that carry it), F1's 95% interval, and how many sentences were ``judged``."""

    precision: float
    recall: float
    f1: float
    support: int
    interval: tuple[float, float]
    judged: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores between two tenths: how many, their mean, and the share of them that was right to say yes."""

    count: int
    mean: float
    right: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Per variant (rules alone, classifier alone, both) and type; ``macro`` is the mean F1 with its interval.

    Types without support do not count in ``macro``. ``reliability`` is that of both together, in tenths of the score;
    ``error`` the expected calibration error; ``by_genre`` the F1 of both together over all types at once (micro), with
    the number of sentences.
    """

    by_type: Mapping[str, Mapping[str, Score]]
    macro: Mapping[str, tuple[float, tuple[float, float]]]
    documents: int
    sentences: int
    reliability: tuple[Bin, ...]
    error: float
    by_genre: Mapping[str, tuple[float, int]]


@dataclass(frozen=True)
class HeldOut:
    """Rows with their labels (``truth``; rows, types), and what models that did not see their documents say of them."""

    types: tuple[str, ...]
    rows: tuple[LabelRow, ...]
    truth: Labels
    guessed: Guessed

    def where(self, wanted: Callable[[LabelRow], bool]) -> HeldOut:
        """Some of the rows."""
        places = np.flatnonzero([wanted(row) for row in self.rows])
        guessed = Guessed(self.guessed.scores[:, places], self.guessed.said[:, places])
        return HeldOut(self.types, tuple(self.rows[at] for at in places), self.truth[places], guessed)

    @property
    def counts(self) -> Counts:
        """True positives, false positives, false negatives; shape (rows, variants, types, 3). Unknown counts nowhere."""
        said, truth = self.guessed.said.transpose(1, 0, 2), self.truth[:, None]
        return np.stack([(truth == 1) & said, (truth == 0) & said, (truth == 1) & ~said], axis=3).astype(np.int64)

    @property
    def by_document(self) -> Counts:
        """The same for each document, or sentence where there is none, by name; shape (documents, variants, types, 3)."""
        names, place = np.unique([key(row) for row in self.rows], return_inverse=True)
        found = np.zeros((len(names), *self.counts.shape[1:]), np.int64)
        np.add.at(found, place, self.counts)
        return found


def evaluate(
    labels: str | Path | None = None,
    *,
    add: Iterable[str | Path] = (),
    jobs: int = 1,
    seed: int = 0,
    watch: Watch | None = None,
) -> Scores:
    """Scores on the documents of a labels folder and on added rows, each by a model that did not see its document.

    Five folds of whole documents; written rows of the folder, which have no document, stay in training. Intervals are percentile bootstraps
    over documents (Efron and Tibshirani 1993): sentences of one document resemble each other. Raises
    :class:`LabelsError` with fewer than two documents.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    found = load_labelled(folder, [Path(path) for path in add])
    vectors = load_vectors(bundled("models/vectors"))
    tested = [*(row for row in found.base if row.doc and not row.unseen), *found.added]
    if len({key(row) for row in tested}) < 2:
        raise LabelsError(folder, "labels fewer than two documents", "give rows a doc, or add labelled documents")
    recipe = found.recipe(vectors, FitOptions())
    return score(held_out(recipe, tested, jobs=jobs, watch=watch), seed=seed)


def held_out(recipe: Recipe, tested: Sequence[LabelRow], *, jobs: int = 1, watch: Watch | None = None) -> HeldOut:
    """What models that saw neither them nor their documents say of some rows."""
    folds = folds_of(tested)
    return join(recipe.types, folds, [guessed for _, guessed in run(tasks(recipe, folds), jobs, watch)])


def folds_of(rows: Sequence[LabelRow]) -> list[list[LabelRow]]:
    """At most :data:`FOLDS` parts of whole documents, of like size; single sentences by a hash of their text.

    >>> parts = folds_of([LabelRow(str(n), f"第{n}句。", (), doc=f"d{n % 3}") for n in range(9)])
    >>> [{row.doc for row in part} for part in parts]
    [{'d0'}, {'d1'}, {'d2'}]
    """
    found: list[list[LabelRow]] = [[] for _ in range(FOLDS)]
    documents: dict[str, list[LabelRow]] = defaultdict(list)
    for row in rows:
        if row.doc:
            documents[row.doc].append(row)
    for name in sorted(documents, key=lambda name: (-len(documents[name]), name)):
        min(found, key=len).extend(documents[name])
    for row in rows:
        if not row.doc:
            found[hashlib.sha256(key(row).encode()).digest()[1] % FOLDS].append(row)
    return [part for part in found if part]


def tasks(recipe: Recipe, folds: Sequence[Sequence[LabelRow]]) -> list[Task]:
    """One for each fold: follow the recipe without its documents, then ask about its rows."""
    return [Task(recipe, frozenset(map(key, fold)), fold) for fold in folds]


def join(types: Sequence[str], folds: Sequence[Sequence[LabelRow]], results: Sequence[Guessed]) -> HeldOut:
    """The results of such tasks as one."""
    rows = tuple(row for fold in folds for row in fold)
    scores = np.concatenate([result.scores for result in results], axis=1)
    said = np.concatenate([result.said for result in results], axis=1)
    return HeldOut(tuple(types), rows, targets(rows, types), Guessed(scores, said))


def score(held: HeldOut, *, seed: int = 0) -> Scores:
    """Precision, recall, F1 and calibration, with intervals over documents."""
    counts = held.by_document
    precision, recall, f1 = ratios(counts.sum(axis=0))
    resampled = f1_of(resamples(len(counts), seed), counts)
    low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    support, judged = (held.truth == 1).sum(axis=0), (held.truth >= 0).sum(axis=0)
    macro, (macro_low, macro_high) = _mean(f1, support), np.percentile(_mean(resampled, support), [2.5, 97.5], axis=0)
    by_type = {
        variant: {
            kind: Score(
                float(precision[v, k]),
                float(recall[v, k]),
                float(f1[v, k]),
                int(support[k]),
                (float(low[v, k]), float(high[v, k])),
                int(judged[k]),
            )
            for k, kind in enumerate(held.types)
        }
        for v, variant in enumerate(VARIANTS)
    }
    means = {v: (float(macro[n]), (float(macro_low[n]), float(macro_high[n]))) for n, v in enumerate(VARIANTS)}
    reliability, error = _reliability(held)
    return Scores(by_type, means, len(counts), len(held.rows), reliability, error, _by_genre(held))


def resamples(documents: int, seed: int, times: int = _RESAMPLES) -> Floats:
    """How often each document is drawn in each bootstrap sample; shape (times, documents)."""
    draws = np.random.default_rng(seed).integers(max(1, documents), size=(times, documents))
    return np.stack([np.bincount(draw, minlength=documents) for draw in draws]).astype(float)


def f1_of(drawn: Floats, counts: Counts) -> Floats:
    """F1 in each bootstrap sample of documents; shape (samples, …) of counts of shape (documents, …, 3)."""
    totals = (drawn @ counts.reshape(len(counts), -1)).reshape(len(drawn), *counts.shape[1:])
    return ratios(totals)[2]


def interval(values: Floats, level: float) -> tuple[float, float]:
    """The percentile interval that leaves out a share ``level`` of the bootstrap samples."""
    low, high = np.percentile(values, [50 * level, 100 - 50 * level])
    return float(low), float(high)


def ratios(counts: NDArray[Any]) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 of counts of shape (…, 3); zero where there is nothing."""
    true, false, missed = np.moveaxis(counts, -1, 0)
    f1 = 2 * true / np.maximum(1, 2 * true + false + missed)
    return true / np.maximum(1, true + false), true / np.maximum(1, true + missed), f1


def _mean(f1: Floats, support: NDArray[np.integer]) -> Floats:
    """Over the types, which are the last axis, that some row carries."""
    return np.asarray(f1[..., support > 0 if support.any() else support == 0].mean(axis=-1))


def _by_genre(held: HeldOut) -> dict[str, tuple[float, int]]:
    sizes = Counter(row.genre for row in held.rows if row.genre)
    genre, counts = np.array([row.genre for row in held.rows]), held.counts[:, -1].sum(axis=1)
    return {name: (float(ratios(counts[genre == name].sum(axis=0))[2]), sizes[name]) for name in sorted(sizes)}


def _reliability(held: HeldOut) -> tuple[tuple[Bin, ...], float]:
    """Are scores of 0.8 right eight times in ten? (Guo et al. 2017)"""
    known = held.truth >= 0
    truth, scores = held.truth[known], held.guessed.scores[-1][known]
    place = np.minimum(_BINS - 1, (scores * _BINS).astype(int))
    found: list[Bin] = []
    error = 0.0
    for number in range(_BINS):
        inside = place == number
        count = int(inside.sum())
        mean, right = (float(scores[inside].mean()), float(truth[inside].mean())) if count else (0.0, 0.0)
        found.append(Bin(count, mean, right))
        error += count * abs(mean - right) / max(1, len(scores))
    return tuple(found), error
