"""A row's weight: how many ordinary rows it is worth in training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from policyclf.bundled import bundled
from policyclf.classifier import Classifier, signals_of
from policyclf.fitting import FitOptions, fit
from policyclf.labels import load_labels
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.strings import Batch
from policyclf.vectors import load_vectors
from policyclf.words import normalize


def test_a_heavier_row_pulls_scores_to_its_label(small_labels: Path) -> None:
    rules, vectors = Rules([]), load_vectors(bundled("models/vectors"))
    rows = load_labels(small_labels, ["land", "law"])
    added = [LabelRow(f"new-{n}", f"出台营商环境条例{n}部。", ("law",)) for n in range(4)]
    others = [LabelRow(f"old-{n}", f"出台营商环境条例{n}部。", ()) for n in range(10, 18)]

    def fitted(weight: float) -> Classifier:
        weighted = [replace(row, weight=weight) for row in added]
        return fit([*rows, *others, *weighted], ["land", "law"], rules, vectors, FitOptions())

    def score(classifier: Classifier) -> float:
        features = classifier.vectorizer.transform([normalize("出台营商环境条例3部。")])
        return float(classifier.score(features, signals_of(rules.match_batch(Batch.of([""])), classifier.types))[0, 1])

    light, plain, heavy = (score(fitted(weight)) for weight in (0.1, 1, 10))
    assert light < plain < heavy
