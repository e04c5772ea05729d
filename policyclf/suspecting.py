"""Which labels are probably wrong: those that a model which saw neither the row nor its document confidently denies.

Confident learning (Northcutt, Jiang and Chuang 2021), type by type. A model's mean score on the rows that carry a type is what
it calls sure of a yes, and that on the others what it calls sure of a no: a label is suspect where the model is as sure of the
opposite as it is on rows that are labelled so. Nothing is changed: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyclf.errors import LabelsError
from policyclf.evaluation import folds_of, join, tasks
from policyclf.features import Floats, Vectorizer
from policyclf.recipe import Recipe, Watch, key, run
from policyclf.rows import LabelRow
from policyclf.words import normalize, normalize_all


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a label of one type is suspect.

    ``given`` is the label, ``score`` that of a model that did not see the row's document; ``rules`` are those that
    speak for the opposite (instrument, characters); ``like`` is the row most like it that is labelled the other way.
    """

    type: str
    given: bool
    score: float
    rules: tuple[tuple[str, str], ...]
    like: LabelRow


@dataclass(frozen=True, slots=True)
class Suspect:
    """A row whose labels are probably wrong; ``margin`` is the model's probability of the opposite less that of the label.

    ``doubts`` are the types on which it is sure, the surest first.
    """

    row: LabelRow
    margin: float
    doubts: tuple[Doubt, ...]


def suspects(
    recipe: Recipe,
    rows: Sequence[LabelRow] = (),
    *,
    most: int | None = None,
    jobs: int = 1,
    watch: Watch | None = None,
) -> list[Suspect]:
    """The suspect ones among ``rows`` (all of the recipe if left out), the most suspect first, ``most`` of them.

    Five models are fitted, over ``jobs`` processes. A type is judged only where other documents hold examples of it. Raises
    :class:`LabelsError` where all rows are of one document.
    """
    if len({key(row) for row in recipe.rows}) < 2:
        raise LabelsError("the labels", "are all of one document", "add rows of others, or name their documents in doc")
    wanted = {*rows} or {*recipe.rows}
    folds = folds_of(recipe.rows)  # what is usual is seen on all of them
    work = tasks(recipe, folds)
    held = join(recipe.types, folds, [guessed for _, guessed in run(work, jobs, watch)])
    scores = held.guessed.scores[-1].copy()
    able = [types for task in work for types in [recipe.without(task.hidden).types] * len(task.asked)]
    for at, kind in enumerate(recipe.types):
        scores[[kind not in types for types in able], at] = np.nan
    margins, sure = confident(held.truth, scores)
    worst = np.where(sure, margins, -1.0).max(axis=1)
    order = np.argsort(-worst, kind="stable").tolist()
    places = [at for at in order if sure[at].any() and held.rows[at] in wanted][:most]
    likeness = _Likeness(recipe) if places else None
    found: list[Suspect] = []
    for at in places:
        row, doubts = held.rows[at], []
        assert likeness is not None
        near = list(likeness.order(row))
        hits = recipe.rules.match(row.text)
        for column in np.argsort(-margins[at], kind="stable").tolist():
            if sure[at, column]:
                kind, given = recipe.types[column], bool(held.truth[at, column] == 1)
                spoken = [hit for hit in hits if hit.rule.type == kind and (hit.rule.polarity == "vetoes") == given]
                fired = tuple((hit.rule.instrument, hit.text) for hit in spoken)
                like = next(each for each in near if kind not in each.unknown and (kind in each.measures) != given)
                doubts.append(Doubt(kind, given, round(float(scores[at, column]), 4), fired, like))
        found.append(Suspect(row, round(float(worst[at]), 4), tuple(doubts)))
    return found


def confident(known: NDArray[np.int8], scores: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Of labels (1, 0, -1 for unknown) and scores of unseen rows: margins, and where the model is sure of the opposite.

    A margin is the probability of the opposite less that of the label. Scores that are no number judge nothing. They may be of any
    model; both arrays have the shape (rows, types).

    >>> labels = np.array([[1], [1], [0], [0], [0]], np.int8)
    >>> margins, sure = confident(labels, np.array([[0.9], [0.1], [0.1], [0.2], [0.1]]))
    >>> sure.ravel().tolist()
    [False, True, False, False, False]
    """
    margins = np.full(known.shape, -1.0)
    sure = np.zeros(known.shape, bool)
    for at in range(known.shape[1]):
        score = scores[:, at]
        yes, no = ((known[:, at] == label) & ~np.isnan(score) for label in (1, 0))
        if yes.any() and no.any():
            says_yes, says_no = score >= score[yes].mean(), score <= score[no].mean()
            margins[yes, at], margins[no, at] = (1 - 2 * score)[yes], (2 * score - 1)[no]
            sure[yes, at], sure[no, at] = (says_no & ~says_yes)[yes], (says_yes & ~says_no)[no]
    return margins, sure


class _Likeness:
    """Which rows of a recipe are most like another, by the cosine of their features."""

    def __init__(self, recipe: Recipe) -> None:
        texts = normalize_all([row.text for row in recipe.rows])
        self._rows = recipe.rows
        self._vectorizer = Vectorizer.fit(texts, recipe.vectors)
        self._matrix = self._vectorizer.transform(texts).joined()
        self._lengths = np.sqrt(np.asarray(self._matrix.multiply(self._matrix).sum(axis=1)).ravel())

    def order(self, row: LabelRow) -> Iterator[LabelRow]:
        """All rows, the most like first."""
        own = self._vectorizer.transform([normalize(row.text)]).joined()
        cosine = np.asarray((self._matrix @ own.T).todense()).ravel() / np.maximum(1e-9, self._lengths)
        return (self._rows[at] for at in np.argsort(-cosine, kind="stable"))
