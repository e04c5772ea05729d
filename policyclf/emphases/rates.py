"""How often the classifier errs, by type, as measured on labelled sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

VIEWS = ("documents_left_out", "unseen_by_rule_writers")  # of a model's card: real text first
FEWEST_LABELLED = 10  # sentences that carry the type, and as many that do not, before labels measure its rates


@dataclass(frozen=True, slots=True)
class Rates:
    """Labelled sentences by truth and tag: of ``positives`` that carry the type ``hits`` were tagged, of ``negatives`` ``passed`` were not.

    ``source`` says where the labels stand: behind the model's ``card``, or in the documents reported on (``labels``).

    >>> rates = Rates(hits=45, positives=50, passed=930, negatives=950)
    >>> rates.sensitivity, round(rates.specificity, 3)
    (0.9, 0.979)
    """

    hits: int
    positives: int
    passed: int
    negatives: int
    source: Literal["card", "labels"] = "card"

    @property
    def sensitivity(self) -> float:
        """Share of the sentences with the type that are tagged (recall)."""
        return self.hits / self.positives if self.positives else 0.0

    @property
    def specificity(self) -> float:
        """Share of the sentences without the type that are not tagged."""
        return self.passed / self.negatives if self.negatives else 0.0


def rates_of(card: Mapping[str, Any]) -> dict[str, Rates]:
    """The rates that a model's card holds: counts worked back from precision, recall, support and the number of sentences judged on the type.

    The card's scores on real text, each document left out in turn, are preferred to those on written rows. Empty for a
    card without scores; without a type that was never found.

    >>> score = {"precision": 0.9, "recall": 0.75, "support": 12, "judged": 100}
    >>> rates_of({"scores": {"documents_left_out": {"by_type": {"both": {"land": score}}}}})
    {'land': Rates(hits=9, positives=12, passed=87, negatives=88, source='card')}
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
        negatives = score.get("judged", view.get("sentences", 0)) - score["support"]  # cards before had no judged
        found[kind] = Rates(hits, score["support"], max(0, negatives - false), negatives)
    return found


def rates_on(types: Sequence[str], confusion: Sequence[Sequence[int]]) -> dict[str, Rates]:
    """The rates on labelled sentences of the documents reported on, for the types of which enough are labelled.

    >>> rates_on(["land", "law"], [[9, 10, 88, 90], [3, 4, 96, 96]])
    {'land': Rates(hits=9, positives=10, passed=88, negatives=90, source='labels')}
    """
    counted = {
        kind: Rates(hits, positives, passed, negatives, "labels")
        for kind, (hits, positives, passed, negatives) in zip(types, confusion, strict=True)
    }
    return {kind: rates for kind, rates in counted.items() if min(rates.positives, rates.negatives) >= FEWEST_LABELLED}
