"""How often the classifier errs, by type, as measured on labelled sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VIEWS = ("documents_left_out", "unseen_by_rule_writers")  # of a model's card: real text first


@dataclass(frozen=True, slots=True)
class Rates:
    """Labelled sentences by truth and tag: of ``positives`` that carry the type ``hits`` were tagged, of ``negatives`` ``passed`` were not.

    >>> rates = Rates(hits=45, positives=50, passed=930, negatives=950)
    >>> rates.sensitivity, round(rates.specificity, 3)
    (0.9, 0.979)
    """

    hits: int
    positives: int
    passed: int
    negatives: int

    @property
    def sensitivity(self) -> float:
        """Share of the sentences with the type that are tagged (recall)."""
        return self.hits / self.positives if self.positives else 0.0

    @property
    def specificity(self) -> float:
        """Share of the sentences without the type that are not tagged."""
        return self.passed / self.negatives if self.negatives else 0.0


def rates_of(card: Mapping[str, Any]) -> dict[str, Rates]:
    """The rates that a model's card holds: counts worked back from precision, recall, support and number of sentences.

    The card's scores on real text, each document left out in turn, are preferred to those on written rows. Empty for a
    card without scores; without a type that was never found.

    >>> score = {"precision": 0.9, "recall": 0.75, "support": 12}
    >>> rates_of({"scores": {"documents_left_out": {"sentences": 100, "by_type": {"both": {"land": score}}}}})
    {'land': Rates(hits=9, positives=12, passed=87, negatives=88)}
    """
    scores = card.get("scores", {})
    view = next((scores[name] for name in VIEWS if name in scores), None)
    if view is None:
        return {}
    found: dict[str, Rates] = {}
    for kind, score in view["by_type"]["both"].items():
        hits = round(score["recall"] * score["support"])
        if not hits:
            continue  # never right: how often it was wrong cannot be worked back, and nothing can be corrected
        false = round(hits / score["precision"]) - hits
        negatives = view["sentences"] - score["support"]
        found[kind] = Rates(hits, score["support"], max(0, negatives - false), negatives)
    return found
