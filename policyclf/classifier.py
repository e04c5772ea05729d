"""The classifier: a linear model of a sentence's features, joined with the rules by a second, tiny linear model.

Both are logistic regressions per type (binary relevance). The first reads features. The second weighs the first
one's logit against what the rules say (asserts, hints, vetoes); it is learned on sentences that no rule-writer saw and with logits from
models that did not see the sentence (stacking, Wolpert 1992), since rules look near perfect on the rows they were
written on. A score is therefore a sum: intercept + words + rules, on the scale of log-odds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyclf.features import Features, Floats, Vectorizer
from policyclf.rules import Matches

SIGNALS = ("asserts", "hints", "vetoes")


@dataclass(frozen=True)
class Classifier:
    """Arrays that score sentences; ``k`` types, ``n`` features.

    ``weights`` (n, k) and ``bias`` (k) give the words' logit; ``join`` (k, 1 + len(SIGNALS)) weighs that logit and the
    rules, ``offset`` (k) is the intercept; ``thresholds`` (k) are probabilities.
    """

    types: tuple[str, ...]
    vectorizer: Vectorizer
    weights: NDArray[np.floating]
    bias: NDArray[np.floating]
    join: NDArray[np.floating]
    offset: NDArray[np.floating]
    thresholds: NDArray[np.floating]

    def logits(self, features: Features) -> Floats:
        """What the words alone say, as log-odds; shape (rows, k)."""
        return features.dot(self.weights) + self.bias

    def score(self, features: Features, signals: Floats) -> Floats:
        """Probabilities of all types; ``signals`` is what :func:`signals_of` gives. Shape (rows, k)."""
        return sigmoid(self.logits(features) * self.join[:, 0] + (signals * self.join[:, 1:]).sum(axis=2) + self.offset)

    def heaviest(self, features: Features, row: int, kind: int, most: int) -> list[str]:
        """The words and runs of characters of a row that weigh most for a type, heaviest first; only those that speak for it."""
        columns, values = features.row(row)
        pull = self.weights[columns, kind] * values
        order = np.lexsort((columns, -pull))[:most]
        return [self.vectorizer.names[columns[at]] for at in order if pull[at] > 0]

    def pulls(self, text: str, kind: int) -> list[tuple[str, float]]:
        """What each word and run of characters of a normalized text adds to a type's logit, by size.

        A word's part is what it weighs itself and what its vector adds to the mean of all.
        """
        weights, names = self.weights[:, kind], self.vectorizer.names
        found: Counter[str] = Counter()
        for column, value in zip(*self.vectorizer.transform([text]).row(0), strict=True):
            found[names[column]] += float(weights[column] * value)  # type: ignore[assignment]
        words, parts = self.vectorizer.vector_parts(text)
        for word, part in zip(words, parts @ weights[len(names) :], strict=True):
            found[word] += float(part)  # type: ignore[assignment]
        return sorted(found.items(), key=lambda each: (-abs(each[1]), each[0]))


def sigmoid(values: Floats) -> Floats:
    """Log-odds to probability."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))))


def signals_of(matches: Matches, types: Sequence[str]) -> Floats:
    """What the rules say of each text and type, as zeros and ones; shape (texts, types, len(SIGNALS))."""
    found = np.zeros((len(matches.texts), len(types), len(SIGNALS)))
    places = [(types.index(rule.type), SIGNALS.index(rule.polarity)) for rule in matches.rules]
    kinds, polarities = np.array(places, np.int64).reshape(-1, 2)[matches.numbers].T
    found[matches.rows, kinds, polarities] = 1
    return found
