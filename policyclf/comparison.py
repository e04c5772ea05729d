"""The recipe before and the recipe now, tested on the same sentences of the same folds: what got better, what got worse.

The base sentences tell whether added rows harm what was known; the added sentences whether it is learned what they say.
Both sets of labels are taken as they stand. Intervals are percentile bootstraps of the difference over documents: the
same documents are drawn for both, so that what is easy or hard for both does not blur the difference. Those of the single types hold
together (Bonferroni), since one in twenty would lie off zero by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.changes import Changes
from policyclf.evaluation import HeldOut, Score, f1_of, interval, ratios, resamples, score
from policyclf.fitting import Labels
from policyclf.rows import LabelRow

_RESAMPLES = 2000
_LEVEL = 0.05
_SHUFFLES = 1000
_ENOUGH = 20  # labels of yes; with fewer, chance alone may look like agreement, or agreement like chance


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 before and now, the ``interval`` of now minus before, and the sentences that carry the type."""

    before: float
    now: float
    interval: tuple[float, float]
    support: int

    @property
    def change(self) -> float:
        """Now minus before."""
        return self.now - self.before

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where the interval leaves zero out, else ``same``."""
        return "better" if self.interval[0] > 0 else "worse" if self.interval[1] < 0 else "same"


@dataclass(frozen=True)
class View:
    """Differences on a set of sentences, by type and for the mean of the types that occur there."""

    sentences: int
    documents: int
    by_type: Mapping[str, Difference]
    macro: Difference


@dataclass(frozen=True, slots=True)
class Chance:
    """F1 (all types at once) of the model now on the added sentences, and what 99 in 100 shufflings of their labels stay below."""

    f1: float
    shuffled: float

    @property
    def beaten(self) -> bool:
        """Do the labels say more than shuffled ones would?"""
        return self.f1 > self.shuffled


@dataclass(frozen=True)
class Comparison:
    """What added rows change: scores on the ``base`` and on the ``added`` sentences, scores of ``new`` types, and ``corpus``.

    ``new`` types are scored on the added sentences, where alone they were judged. ``chance`` is None where too few labels say yes.
    """

    base: View
    added: View
    new: Mapping[str, Score]
    corpus: Changes | None = None
    chance: Chance | None = None

    @property
    def refused(self) -> bool:
        """Is anything clearly worse, or do the added labels agree with the model no more than shuffled ones?"""
        return bool(self.worse) or (self.chance is not None and not self.chance.beaten)

    @property
    def worse(self) -> tuple[tuple[str, str, Difference], ...]:
        """View, type (or ``macro``) and difference wherever the interval lies wholly below zero."""
        return tuple(found for found in self._all() if found[2].verdict == "worse")

    @property
    def better(self) -> tuple[tuple[str, str, Difference], ...]:
        """The same, wholly above zero."""
        return tuple(found for found in self._all() if found[2].verdict == "better")

    def _all(self) -> Iterator[tuple[str, str, Difference]]:
        for name, view in (("base", self.base), ("added", self.added)):
            yield name, "macro", view.macro
            yield from ((name, kind, difference) for kind, difference in view.by_type.items())

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "base": _view(self.base),
            "added": _view(self.added),
            "new": {kind: asdict(each) for kind, each in self.new.items()},
            "worse": [[name, kind] for name, kind, _ in self.worse],
            "chance": None if self.chance is None else {**asdict(self.chance), "beaten": self.chance.beaten},
            "better": [[name, kind] for name, kind, _ in self.better],
            "corpus": None if self.corpus is None else self.corpus.to_dict(),
        }


def compare(
    before: HeldOut, now: HeldOut, added: Collection[LabelRow], *, corpus: Changes | None = None, seed: int = 0
) -> Comparison:
    """Compares what two recipes say of the same rows; ``added`` are those that only the second one had.

    ``now`` may know types that ``before`` does not.
    """
    mine = frozenset(added)
    base = [held.where(lambda row: row not in mine) for held in (before, now)]
    own = [held.where(lambda row: row in mine) for held in (before, now)]
    scores = score(own[1], seed=seed).by_type["both"]
    new = {kind: scores[kind] for kind in now.types if kind not in before.types}
    views = _compare(base[0], base[1], seed), _compare(own[0], own[1], seed)
    return Comparison(*views, new, corpus, chance_of(own[1].truth, own[1].guessed.said[-1], seed))


def chance_of(truth: Labels, said: NDArray[np.bool_], seed: int = 0) -> Chance | None:
    """Whether labels agree with a model more than the same labels shuffled among the rows (Ojala and Garriga 2010).

    A large base with many rules withstands hundreds of rows whose sentences and labels were misaligned: no score falls, and yet
    the rows are wrong. Both arrays have the shape (rows, types).
    """
    if (truth == 1).sum() < _ENOUGH:
        return None
    random = np.random.default_rng(seed)
    found = [_micro(truth[random.permutation(len(truth))], said) for _ in range(_SHUFFLES)]
    return Chance(_micro(truth, said), float(np.percentile(found, 99)))


def _micro(truth: Labels, said: NDArray[np.bool_]) -> float:
    counts = np.array([((truth == 1) & said).sum(), ((truth == 0) & said).sum(), ((truth == 1) & ~said).sum()])
    return float(ratios(counts)[2])


def _compare(before: HeldOut, now: HeldOut, seed: int) -> View:
    shared = [now.types.index(kind) for kind in before.types]
    old, new = before.by_document[:, -1], now.by_document[:, -1][:, shared]  # documents, types, 3
    support = (before.truth == 1).sum(axis=0)
    drawn = resamples(len(old), seed, _RESAMPLES) if len(old) else np.zeros((1, 0))
    differences = f1_of(drawn, new) - f1_of(drawn, old)
    f1_old, f1_new = ratios(old.sum(axis=0))[2], ratios(new.sum(axis=0))[2]
    there = support > 0
    by_type = {
        kind: Difference(
            float(f1_old[k]), float(f1_new[k]), interval(differences[:, k], _LEVEL / there.sum()), int(support[k])
        )
        for k, kind in enumerate(before.types)
        if there[k]
    }
    if not by_type:
        macro = Difference(0.0, 0.0, (0.0, 0.0), 0)
    else:
        macro = Difference(
            float(f1_old[there].mean()),
            float(f1_new[there].mean()),
            interval(differences[:, there].mean(axis=1), _LEVEL),
            int(support.sum()),
        )
    return View(len(before.rows), len(old), by_type, macro)


def _view(view: View) -> dict[str, Any]:
    return {
        "sentences": view.sentences,
        "documents": view.documents,
        "macro": _difference(view.macro),
        "by_type": {kind: _difference(each) for kind, each in view.by_type.items()},
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {**asdict(each), "change": each.change, "verdict": each.verdict}
