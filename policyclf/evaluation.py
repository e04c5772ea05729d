"""Scores on sentences that the model did not see, nor anything of their document.

Two views. Real text: every labelled document is tagged by a model trained on all the others; the rules are as they
stand, and whoever wrote them read these documents. Unseen rows: written sentences that no rule-writer saw, in folds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from policyclf.bundled import bundled
from policyclf.classifier import sigmoid
from policyclf.errors import LabelsError
from policyclf.features import Floats
from policyclf.fitting import FitOptions, Labels, fit, targets
from policyclf.labels import load_labels
from policyclf.measures import load_measures
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.scoring import score
from policyclf.vectors import Vectors, load_vectors

VARIANTS = ("rules", "classifier", "both")
_RESAMPLES = 1000
_FOLDS = 5
_BINS = 10


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one type, its ``support`` (sentences that carry it), and F1's 95% interval."""

    precision: float
    recall: float
    f1: float
    support: int
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores between two tenths: how many, their mean, and the share of them that was right to say yes."""

    count: int
    mean: float
    right: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Per variant (rules alone, classifier alone, both) and type; ``macro`` is the mean F1 with its interval.

    ``reliability`` is that of both together, in tenths of the score; ``error`` the expected calibration error;
    ``by_genre`` the F1 of both together over all types at once (micro), with the number of sentences.
    """

    by_type: Mapping[str, Mapping[str, Score]]
    macro: Mapping[str, tuple[float, tuple[float, float]]]
    documents: int
    sentences: int
    reliability: tuple[Bin, ...]
    error: float
    by_genre: Mapping[str, tuple[float, int]]


def evaluate(
    labels: str | Path | None = None, *, add: Iterable[str | Path] = (), jobs: int = 1, seed: int = 0
) -> Scores:
    """Leave-one-document-out over the documents of a labels folder; written rows, which have none, stay in training.

    Intervals are percentile bootstraps over documents (Efron and Tibshirani 1993): sentences of one document resemble
    each other. Raises :class:`LabelsError` with fewer than two documents.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    types = [measure.id for measure in load_measures(folder)]
    rows, rules = load_labels(folder, types, [Path(path) for path in add]), Rules.load(folder, types)
    if len({row.doc for row in rows if row.doc}) < 2:
        raise LabelsError(folder, "labels fewer than two documents", "give rows a doc, or add labelled documents")
    return score_documents(rows, types, rules, load_vectors(bundled("models/vectors")), jobs=jobs, seed=seed)


def score_documents(
    rows: Sequence[LabelRow], types: Sequence[str], rules: Rules, vectors: Vectors, *, jobs: int = 1, seed: int = 0
) -> Scores:
    """Each document by a model that never saw it."""
    folds = defaultdict(list)
    for row in rows:
        if row.doc:
            folds[row.doc].append(row)
    return _score(rows, [folds[name] for name in sorted(folds)], types, rules, vectors, jobs, seed, by_row=False)


def score_unseen(
    rows: Sequence[LabelRow], types: Sequence[str], rules: Rules, vectors: Vectors, *, jobs: int = 1, seed: int = 0
) -> Scores:
    """The rows that no rule-writer saw, in folds; its intervals resample single rows."""
    folds: list[list[LabelRow]] = [[] for _ in range(_FOLDS)]
    for row in rows:
        if row.unseen:
            folds[hashlib.sha256(row.id.encode()).digest()[1] % _FOLDS].append(row)
    return _score(rows, [fold for fold in folds if fold], types, rules, vectors, jobs, seed, by_row=True)


def _score(
    rows: Sequence[LabelRow],
    folds: Sequence[Sequence[LabelRow]],
    types: Sequence[str],
    rules: Rules,
    vectors: Vectors,
    jobs: int,
    seed: int,
    *,
    by_row: bool,
) -> Scores:
    work = (delayed(_left_out)(rows, types, rules, vectors, fold) for fold in folds)
    found = list(Parallel(n_jobs=jobs)(work))
    genres: dict[str, list[NDArray[np.int64]]] = defaultdict(list)
    for fold, (truth, guesses) in zip(folds, found, strict=True):
        for at, row in enumerate(fold):
            if row.genre:
                genres[row.genre].append(_counts(truth[at : at + 1], guesses[:, at : at + 1])[-1].sum(axis=0))
    by_genre = {name: (float(_ratios(np.sum(each, axis=0))[2]), len(each)) for name, each in sorted(genres.items())}
    parts = [(t[at : at + 1], g[:, at : at + 1]) for t, g in found for at in range(len(t))] if by_row else found
    return _scores(types, parts, seed, by_genre)


def _left_out(
    rows: Sequence[LabelRow], types: Sequence[str], rules: Rules, vectors: Vectors, fold: Sequence[LabelRow]
) -> tuple[Labels, Floats]:
    """Truth and probabilities (variants, sentences, types) of some rows by a model that saw neither them nor their documents."""
    hidden = {row.group for row in fold}
    classifier = fit([row for row in rows if row.group not in hidden], types, rules, vectors, FitOptions())
    found = score(classifier, rules, [row.text for row in fold], [row.before for row in fold])
    alone = found.signals[:, :, 0] * (1 - found.signals[:, :, 2])  # asserted and not vetoed
    words = sigmoid(classifier.logits(found.features))[: len(fold)]
    return targets(fold, types), np.stack([alone, words, found.scores])


def _scores(
    types: Sequence[str], parts: Sequence[tuple[Labels, Floats]], seed: int, by_genre: Mapping[str, tuple[float, int]]
) -> Scores:
    counts = np.stack([_counts(truth, guesses) for truth, guesses in parts])
    draws = np.random.default_rng(seed).integers(len(counts), size=(_RESAMPLES, len(counts)))
    total = counts.sum(axis=0)
    precision, recall, f1 = _ratios(total)
    resampled = np.stack([_ratios(counts[draw].sum(axis=0))[2] for draw in draws])
    low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    macro_low, macro_high = np.percentile(resampled.mean(axis=2), [2.5, 97.5], axis=0)
    support = total[0, :, 0] + total[0, :, 2]
    by_type = {
        variant: {
            kind: Score(
                float(precision[v, k]),
                float(recall[v, k]),
                float(f1[v, k]),
                int(support[k]),
                (float(low[v, k]), float(high[v, k])),
            )
            for k, kind in enumerate(types)
        }
        for v, variant in enumerate(VARIANTS)
    }
    macro = {v: (float(f1[n].mean()), (float(macro_low[n]), float(macro_high[n]))) for n, v in enumerate(VARIANTS)}
    reliability, error = _reliability(parts)
    return Scores(by_type, macro, len(parts), sum(len(truth) for truth, _ in parts), reliability, error, by_genre)


def _counts(truth: Labels, guesses: Floats) -> NDArray[np.int64]:
    """True positives, false positives, false negatives; shape (variants, types, 3). Unknown labels count nowhere."""
    said = guesses >= np.array([0.5, 0.5, FitOptions().threshold])[:, None, None]
    pairs = ((truth == 1) & said, (truth == 0) & said, (truth == 1) & ~said)
    return np.stack([pair.sum(axis=1) for pair in pairs], axis=2)


def _ratios(counts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    true, false, missed = np.moveaxis(counts, -1, 0)
    f1 = 2 * true / np.maximum(1, 2 * true + false + missed)
    return true / np.maximum(1, true + false), true / np.maximum(1, true + missed), f1


def _reliability(parts: Sequence[tuple[Labels, Floats]]) -> tuple[tuple[Bin, ...], float]:
    """Are scores of 0.8 right eight times in ten? (Guo et al. 2017)"""
    truth = np.concatenate([truth.ravel() for truth, _ in parts])
    score = np.concatenate([guesses[-1].ravel() for _, guesses in parts])
    truth, score = truth[truth >= 0], score[truth >= 0]
    place = np.minimum(_BINS - 1, (score * _BINS).astype(int))
    found: list[Bin] = []
    error = 0.0
    for number in range(_BINS):
        inside = place == number
        count = int(inside.sum())
        mean, right = (float(score[inside].mean()), float(truth[inside].mean())) if count else (0.0, 0.0)
        found.append(Bin(count, mean, right))
        error += count * abs(mean - right) / len(score)
    return tuple(found), error
