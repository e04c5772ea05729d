"""Fits the classifier with scikit-learn: first the words' model, then its joining with the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.classifier import SIGNALS, Classifier, sigmoid, signals_of
from policyclf.errors import LabelsError
from policyclf.features import Floats, Vectorizer
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.scoring import inherits
from policyclf.strings import Batch
from policyclf.vectors import Vectors
from policyclf.words import normalize_all

Labels = NDArray[np.int8]
_UNKNOWN = -1

# What a rule claims by its polarity, before any label is seen: the logit and the signals (asserts, hints, vetoes) of a
# sentence, and how likely it is to carry the type. Without it a new rule that no label row meets would count for nothing.
_CLAIMS = (
    ((0.0, 1.0, 0.0, 0.0), 0.9),
    ((0.0, 0.0, 1.0, 0.0), 0.6),
    ((0.0, 1.0, 0.0, 1.0), 0.2),
    ((0.0, 0.0, 0.0, 1.0), 0.05),
)


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How a classifier is fitted; docs/experiments.md says which figures were measured, and on what."""

    strength: float = 4.0  # inverse of the words' L2 penalty
    join_strength: float = 1.0  # the same for the joining with the rules
    least: int = 2  # a feature stands in at least so many sentences, ...
    many: int = 10_000  # ... and in one more where there are so many of them (docs/experiments.md)
    folds: int = 5  # for the logits of sentences that the words' model did not see
    trust: float = 0.5  # of the words' logit in the join: written rows resemble each other more than real text does
    sharpness: float = 1.3  # all log-odds times this: less trust makes scores too modest (docs/decisions.md)
    threshold: float = 0.35  # of a tag: F1 is largest below 0.5, near half of the F1 reached (Lipton et al. 2014)
    full_vectors: int = 150  # examples of a type up to which vectors count in full; they know words that few rows hold
    least_vectors: float = 0.25  # what they count for at least: at many examples words and characters know more
    claim: float = 20.0  # how many sentences a rule's own claim is worth against what the labels say of rules
    fewest: int = 8  # a type with fewer examples among the unseen rows learns its join on all rows


def fit(
    rows: Sequence[LabelRow], types: Sequence[str], rules: Rules, vectors: Vectors, options: FitOptions
) -> Classifier:
    """The classifier of some label rows; :class:`LabelsError` if a type has no example or nothing but examples."""
    types = tuple(types)
    known = targets(rows, types)
    # what an item has from its lead-in, its own words do not say
    known[np.array([inherits(row.before) for row in rows])[:, None] & (known == 1)] = _UNKNOWN
    for at, kind in enumerate(types):
        if len({*known[:, at]} - {_UNKNOWN}) < 2:
            raise LabelsError("labels", f"hold no sentence with {kind!r}, or none without", f"label a few of {kind!r}")
    own = _own_sentences(rules, types)
    judged = np.arange(len(rows) + len(own)) < len(rows)
    rows = [*rows, *own]
    known = np.vstack([known, targets(own, types)])
    texts = normalize_all([row.text for row in rows])
    vectorizer = Vectorizer.fit(texts, vectors, least=options.least + (len(texts) > options.many))
    features = vectorizer.transform(texts)
    signals = signals_of(rules.match_batch(Batch.of(texts)), types)
    unseen = np.array([row.unseen for row in rows])
    worth = np.array([row.weight for row in rows])
    weights, bias = np.zeros((vectorizer.width, len(types))), np.zeros(len(types))
    join, offset = np.zeros((len(types), 1 + len(SIGNALS))), np.zeros(len(types))
    for at in range(len(types)):
        target = known[:, at]
        scale = _vectors_count(int((target == 1).sum()), options)
        matrix = features.joined(scale)
        weights[:, at], bias[at] = _words(matrix, target, worth, options)
        weights[len(vectorizer.names) :, at] *= scale
        held = unseen & (target != _UNKNOWN)
        if min((target[held] == 1).sum(), (target[held] == 0).sum()) < options.fewest:
            held = judged & (target != _UNKNOWN)
        logits = _unseen_logits(matrix, target, worth, held, [row.group for row in rows], options)
        inputs = np.column_stack([logits, signals[held, at]])
        join[at], offset[at] = _join(inputs, target[held], worth[held], options)
    return Classifier(
        types,
        Vectorizer(vectorizer.names, _rounded(vectorizer.idf), vectors),
        weights=_rounded(weights),
        bias=_rounded(bias),
        join=_rounded(join),
        offset=_rounded(offset),
        thresholds=np.full(len(types), options.threshold),
    )


def _vectors_count(examples: int, options: FitOptions) -> float:
    """How much the mean vectors count against words and characters: all where examples are few, little where there are many."""
    return max(options.least_vectors, min(1.0, options.full_vectors / max(1, examples)))


def _own_sentences(rules: Rules, types: Sequence[str]) -> list[LabelRow]:
    """The sentences that rules bring along, as rows that say something of the rule's type alone.

    They teach the words' model; the join never learns on them. A hint's sentences may carry the type or not.
    """
    found: list[LabelRow] = []
    for rule in rules.rules:
        others = tuple(kind for kind in types if kind != rule.type)
        yes = rule.hits if rule.polarity == "asserts" else ()
        no = {"asserts": rule.misses, "hints": (), "vetoes": rule.hits}[rule.polarity]
        for number, text in enumerate((*yes, *no)):
            measures = (rule.type,) if number < len(yes) else ()
            found.append(LabelRow(f"{rule.id}-{number}", text, measures, others, source="rule"))
    return found


def _rounded(array: NDArray[np.floating]) -> Floats:
    """To eleven bits: the last ones differ between processors, and a model should not."""
    return array.astype(np.float16).astype(np.float64)


def targets(rows: Sequence[LabelRow], types: Sequence[str]) -> Labels:
    """Yes (1), no (0) or unknown (-1) for each row and type."""
    known = [_UNKNOWN if t in row.unknown else int(t in row.measures) for row in rows for t in types]
    return np.array(known, np.int8).reshape(len(rows), len(types))


def _words(matrix: Any, target: NDArray[np.int8], worth: Floats, options: FitOptions) -> tuple[Floats, float]:
    """Weights and bias of the words' model of one type."""
    from sklearn.linear_model import LogisticRegression

    known = target != _UNKNOWN
    if len(np.unique(target[known])) < 2:  # all its examples stand in the document that is left out
        return np.zeros(matrix.shape[1]), 0.0
    # the dual problem has one variable a row instead of one a feature: the same weights in half the time
    model = LogisticRegression(
        C=options.strength,
        class_weight="balanced",
        solver="liblinear",
        dual=True,
        tol=1e-2,  # log-odds within 0.004 of those at 1e-4, in two thirds of the time
        max_iter=1000,
        random_state=0,
    )
    model.fit(matrix[known], target[known], sample_weight=worth[known])
    return model.coef_[0], float(model.intercept_[0])


def _unseen_logits(
    matrix: Any,
    target: NDArray[np.int8],
    worth: Floats,
    held: NDArray[np.bool_],
    groups: Sequence[str],
    options: FitOptions,
) -> Floats:
    """The words' logits of the held rows, each from a model that saw neither the row nor its document."""
    fold = np.array([hashlib.sha256(group.encode()).digest()[0] % options.folds for group in groups])
    found = np.zeros(len(target))
    for number in range(options.folds):
        test = held & (fold == number)
        if test.any():
            documents = {group for group, tested in zip(groups, test, strict=True) if tested}
            of_these = np.array([group in documents for group in groups])
            train = np.where(of_these, _UNKNOWN, target).astype(np.int8)
            weights, bias = _words(matrix, train, worth, options)
            found[test] = matrix[test] @ weights + bias
    return found[held]


def _join(inputs: Floats, target: NDArray[np.int8], worth: Floats, options: FitOptions) -> tuple[Floats, float]:
    """How much the words' logit and the rules weigh, and the intercept: this is also what calibrates the score."""
    from sklearn.linear_model import LogisticRegression

    rows = np.vstack([inputs, *(row for row, _ in _CLAIMS for _ in (0, 1))])
    truth = np.concatenate([target, np.tile([1, 0], len(_CLAIMS))])
    claimed = [options.claim * share for _, right in _CLAIMS for share in (right, 1 - right)]
    model = LogisticRegression(C=options.join_strength, solver="liblinear", intercept_scaling=10.0, random_state=0)
    model.fit(rows, truth, sample_weight=np.concatenate([worth, claimed]))
    weights = model.coef_[0] * np.array([options.trust, *(1.0 for _ in SIGNALS)]) * options.sharpness
    return weights, _intercept(inputs @ weights, target, worth)


def _intercept(log_odds: Floats, target: NDArray[np.int8], worth: Floats) -> float:
    """The intercept with which the mean probability is the share of sentences that carry the type."""
    from scipy.optimize import brentq

    worth = worth / worth.sum()
    share = min(max(float(worth @ target), 0.5 / len(target)), 1 - 0.5 / len(target))
    return float(brentq(lambda offset: float(worth @ sigmoid(log_odds + offset)) - share, -60, 60))
