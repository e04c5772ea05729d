"""Scores by document: every document of real text is tagged by a model that never saw it.

Written rows stay in training throughout; they have no document. Rules are as they stand: where rule-writers read a
document, its score with rules is no estimate for unseen text, and the output says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from policyclf.bundled import bundled
from policyclf.classifier import sigmoid, signals_of
from policyclf.errors import LabelsError
from policyclf.features import Floats
from policyclf.fitting import FitOptions, Labels, fit, targets
from policyclf.labels import LabelRow, load_labels
from policyclf.measures import load_measures
from policyclf.rules import Rules

VARIANTS = ("rules", "classifier", "both")
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one type, its ``support`` (sentences that carry it), and F1's 95% interval."""

    precision: float
    recall: float
    f1: float
    support: int
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """Per variant (rules alone, classifier alone, both) and type; ``macro`` is the mean F1 with its interval."""

    by_type: Mapping[str, Mapping[str, Score]]
    macro: Mapping[str, tuple[float, tuple[float, float]]]
    documents: int
    sentences: int


def evaluate(
    labels: str | Path | None = None, *, add: Iterable[str | Path] = (), jobs: int = 1, seed: int = 0
) -> Scores:
    """Leave-one-document-out over the documents of a labels folder.

    Intervals are percentile bootstraps over documents (Efron and Tibshirani 1993): sentences of one document resemble
    each other. Raises :class:`LabelsError` with fewer than two documents.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    types = [measure.id for measure in load_measures(folder)]
    rows, rules = load_labels(folder, types, [Path(path) for path in add]), Rules.load(folder, types)
    documents = sorted({row.doc for row in rows if row.doc})
    if len(documents) < 2:
        raise LabelsError(folder, "labels fewer than two documents", "give rows a doc, or add labelled documents")
    work = (delayed(_left_out)(rows, types, rules, document) for document in documents)
    truth, guesses = zip(*Parallel(n_jobs=jobs)(work), strict=True)
    return _scores(types, truth, guesses, seed)


def _left_out(rows: Sequence[LabelRow], types: Sequence[str], rules: Rules, document: str) -> tuple[Labels, Floats]:
    """Truth and probabilities (variants, sentences, types) of one document by models that never saw it."""
    test = [row for row in rows if row.doc == document]
    classifier = fit([row for row in rows if row.doc != document], types, rules, FitOptions())
    texts = [row.text for row in test]
    features, signals = (
        classifier.vectorizer.transform(texts),
        signals_of([rules.match(text) for text in texts], types),
    )
    alone = signals[:, :, 0] * (1 - signals[:, :, 2])  # asserted and not vetoed
    words = sigmoid(classifier.logits(features))
    both = classifier.score(features, signals) + 0.5 - classifier.thresholds
    return targets(test, types), np.stack([alone, words, both])


def _scores(types: Sequence[str], truth: Sequence[Labels], guesses: Sequence[Floats], seed: int) -> Scores:
    counts = np.stack([_counts(t, g) for t, g in zip(truth, guesses, strict=True)])
    draws = np.random.default_rng(seed).integers(len(counts), size=(_RESAMPLES, len(counts)))
    precision, recall, f1 = _ratios(counts.sum(axis=0))
    resampled = _ratios(counts[draws].sum(axis=1))[2]
    low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    macro_low, macro_high = np.percentile(resampled.mean(axis=2), [2.5, 97.5], axis=0)
    support = counts.sum(axis=0)[0, :, 0] + counts.sum(axis=0)[0, :, 2]
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
    means = {
        variant: (float(f1[v].mean()), (float(macro_low[v]), float(macro_high[v])))
        for v, variant in enumerate(VARIANTS)
    }
    return Scores(by_type, means, len(truth), sum(map(len, truth)))


def _counts(truth: Labels, guesses: Floats) -> NDArray[np.int64]:
    """True positives, false positives, false negatives; shape (variants, types, 3). Unknown labels count nowhere."""
    said = guesses >= 0.5
    pairs = ((truth == 1) & said, (truth == 0) & said, (truth == 1) & ~said)
    return np.stack([pair.sum(axis=1) for pair in pairs], axis=2)


def _ratios(counts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    true, false, missed = np.moveaxis(counts, -1, 0)
    return (
        true / np.maximum(1, true + false),
        true / np.maximum(1, true + missed),
        2 * true / np.maximum(1, 2 * true + false + missed),
    )
