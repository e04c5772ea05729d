"""Which sentences to label next: those a model learns most from, and a random share for honest estimates.

Pool-based active learning (Settles 2009). A sentence is worth asking about when its scores are near their thresholds, or when
rules and words disagree; it is worth less the more it resembles one that is chosen already, and the more were chosen of
its region. A share of the sentences is drawn at random from all: on those alone can be estimated how good a model is, as
the others were chosen because they are hard. docs/labels.md says what was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from policyclf.candidates import Candidate
from policyclf.classifier import sigmoid
from policyclf.errors import OptionError
from policyclf.features import Floats
from policyclf.model import Model
from policyclf.rows import LabelRow
from policyclf.scoring import score
from policyclf.words import normalize_all

Reason = Literal["control", "uncertain", "disagreement"]
_BATCH = 5_000  # sentences whose features are held at once
_POOL = 20  # times n: so many of the most informative are compared with each other
_BOUNDS = 200, 20_000  # but at least and at most so many


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence to label, the reason it was chosen for, and the types that the reason speaks of."""

    candidate: Candidate
    chosen: Reason
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestOptions:
    """How many sentences, which share of them at random, and the seed of that chance."""

    n: int = 50
    control: float = 0.2
    seed: int = 0


def suggest(
    candidates: Iterable[Candidate],
    model: Model,
    options: SuggestOptions | None = None,
    labelled: Iterable[LabelRow] = (),
) -> list[Suggestion]:
    """Up to ``options.n`` sentences to label, in the order of their documents, which hides why each was chosen.

    A text that stands several times is asked once, and one that ``labelled`` holds not at all. The same candidates, model
    and options give the same sentences. Raises :class:`OptionError` where nothing is left to ask.

    >>> import policyclf
    >>> from policyclf.candidates import candidates
    >>> tagger = policyclf.load()
    >>> document = tagger.tag("盘活闲置厂房。\\n今天下雨。\\n盘活闲置厂房。", name="a.txt")
    >>> [s.candidate.row.id for s in suggest(candidates([document]), tagger.model)]
    ['a.txt#0', 'a.txt#1']
    """
    options = options or SuggestOptions()
    known = {row.sentence[0] for row in labelled}
    found: list[Candidate] = []
    for each in candidates:
        if each.row.sentence[0] not in known:
            known.add(each.row.sentence[0])
            found.append(each)
    if not found:
        raise OptionError("the corpus", "holds no sentence that is not labelled yet", "give other files")
    n = min(options.n, len(found))
    drawn = np.random.default_rng(options.seed).permutation(len(found))[: round(n * options.control)]
    uncertain, disagreement = information(found, model)
    regions = [_city(each) for each in found]
    picked = _diverse(found, model, (uncertain + disagreement).sum(axis=1), regions, set(drawn.tolist()), n)
    chosen: dict[int, Suggestion] = {int(at): Suggestion(found[at], "control") for at in drawn}
    for at in picked:
        reason: Reason = "disagreement" if disagreement[at].max() > uncertain[at].max() else "uncertain"
        values = disagreement[at] if reason == "disagreement" else uncertain[at]
        least = min(0.5, values.max())
        types = tuple(kind for kind, value in zip(model.classifier.types, values, strict=True) if value >= least)
        chosen[at] = Suggestion(found[at], reason, types)
    return [chosen[at] for at in sorted(chosen)]


def as_row(suggestion: Suggestion, names: Sequence[tuple[str, str]]) -> LabelRow:
    """Its row with ``chosen``, ``tagged`` and ``scores`` as plain fields; ``names`` are (id, name) of all types."""
    each = suggestion.candidate
    scores = "; ".join(f"{name} {each.scores[kind]:.2f}" for kind, name in names if kind in each.scores)
    tagged = "; ".join(name for kind, name in names if kind in each.tagged)
    doubt = "; ".join(name for kind, name in names if kind in suggestion.types)
    notes = {"chosen": suggestion.chosen, "doubt": doubt, "tagged": tagged, "scores": scores}
    return replace(each.row, more={**each.row.more, **{key: value for key, value in notes.items() if value}})


def information(found: Sequence[Candidate], model: Model) -> tuple[Floats, Floats]:
    """How near each score is to its threshold (1 at it, 0 at 0 and 1), and how far rules and words part; shape (n, types)."""
    types, thresholds = model.classifier.types, model.classifier.thresholds
    scores = np.array([[each.scores[kind] for kind in types] for each in found])
    uncertain = np.minimum(scores / thresholds, (1 - scores) / (1 - thresholds))
    parts: list[Floats] = []
    for at in range(0, len(found), _BATCH):
        scored = score(model.classifier, model.rules, [each.row.text for each in found[at : at + _BATCH]])
        words = sigmoid(model.classifier.logits(scored.features))
        asserted, vetoed = scored.signals[:, :, 0], scored.signals[:, :, 2]
        parts.append(np.where(asserted + vetoed > 0, np.abs(asserted * (1 - vetoed) - words), 0.0))
    return uncertain, np.concatenate(parts)


def _diverse(
    found: Sequence[Candidate], model: Model, worth: Floats, regions: Sequence[str], taken: set[int], n: int
) -> list[int]:
    """Greedily the sentences worth most that resemble none chosen before, and whose region was chosen least."""
    order = np.argsort(-worth, kind="stable")
    least, most = _BOUNDS
    pool = [at for at in order.tolist() if at not in taken][: max(least, n, min(_POOL * n, most))]
    vectorizer = model.classifier.vectorizer
    matrix = vectorizer.transform(normalize_all([found[at].row.text for at in pool])).joined()
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    likeness: NDArray[np.float64] = np.zeros(len(pool))
    _, region = np.unique(regions, return_inverse=True)
    times = np.bincount(region[list(taken)], minlength=len(region))
    free = np.ones(len(pool), bool)
    chosen: list[int] = []
    for _ in range(min(n - len(taken), len(pool))):
        value = np.where(free, worth[pool] * (1 - likeness) / np.sqrt(1 + times[region[pool]]), -1.0)
        best = int(np.argmax(value))
        chosen.append(pool[best])
        free[best] = False
        times[region[pool[best]]] += 1
        products = np.asarray((matrix @ matrix[[best]].T).todense()).ravel()
        likeness = np.clip(np.maximum(likeness, products / np.maximum(1e-9, lengths * lengths[best])), 0.0, 1.0)
    return chosen


def _city(each: Candidate) -> str:
    """The city of a sentence's first region; empty where it speaks of none."""
    first = str(each.row.more.get("region", "")).partition("、")[0]
    return "/".join(first.split("/")[:2])
