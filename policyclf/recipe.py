"""What a classifier is fitted from: two recipes can be compared, and one can be followed without some documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from joblib import Parallel, delayed

from policyclf.classifier import Classifier, sigmoid
from policyclf.features import Floats
from policyclf.fitting import FitOptions, fit, targets
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.scoring import score
from policyclf.vectors import Vectors

VARIANTS = ("rules", "classifier", "both")
Watch = Callable[[int, int], None]  # told how many fits are done, of how many


@dataclass(frozen=True)
class Recipe:
    """Rows, types, rules, word vectors and options."""

    rows: Sequence[LabelRow]
    types: tuple[str, ...]
    rules: Rules
    vectors: Vectors
    options: FitOptions = field(default_factory=FitOptions)

    def fit(self) -> Classifier:
        """The classifier; :class:`LabelsError` if a type has no example or nothing but examples."""
        rows = [_taught(row) for row in self.rows]
        return fit(rows, self.types, self.rules, self.vectors, self.options)

    def without(self, hidden: Collection[str]) -> Recipe:
        """The recipe that never saw some documents (keys as :func:`key` gives them).

        A type that keeps no example is left out of it, since nothing could be learned.
        """
        rows = [row for row in self.rows if key(row) not in hidden]
        known = targets([_taught(row) for row in rows], self.types)
        types = tuple(kind for kind, column in zip(self.types, known.T, strict=True) if {0, 1} <= {*column.tolist()})
        if types == self.types:
            return replace(self, rows=rows)
        return replace(self, rows=rows, types=types, rules=rules_of(self.rules, types))


@dataclass(frozen=True)
class Guessed:
    """What a model says of rows: ``scores`` and ``said`` (is the threshold reached) by variant, row and type.

    Variants are the rules alone, the words' model alone, and both joined; shapes (len(VARIANTS), rows, types).
    """

    scores: Floats
    said: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Task:
    """A recipe to follow without some documents, and the rows to ask its classifier about."""

    recipe: Recipe
    hidden: Collection[str] = ()
    asked: Sequence[LabelRow] = ()


def run(
    tasks: Sequence[Task], jobs: int = 1, watch: Watch | None = None
) -> Iterator[tuple[Classifier | None, Guessed]]:
    """Follows many recipes over ``jobs`` processes, results in order; a classifier comes back where nothing is asked."""
    results = Parallel(n_jobs=jobs, return_as="generator")(delayed(_follow)(task) for task in tasks)
    for done, result in enumerate(results, 1):
        if watch is not None:
            watch(done, len(tasks))
        yield result


def key(row: LabelRow) -> str:
    """What must not be parted in evaluation: the document, or the sentence where there is none (it may have several readers)."""
    return row.doc or "".join(row.text.split())


def rules_of(rules: Rules, types: Collection[str]) -> Rules:
    """The rules of some types alone."""
    return Rules([rule for rule in rules.rules if rule.type in types])


def guess(classifier: Classifier, rules: Rules, texts: Sequence[str], befores: Sequence[str] = ()) -> Guessed:
    """What rules, words and both say of texts, each with what stands before it where that is known."""
    found = score(classifier, rules, texts, befores)
    asserted = found.signals[:, :, 0] * (1 - found.signals[:, :, 2])  # and not vetoed
    words = sigmoid(classifier.logits(found.features))[: len(texts)]
    scores = np.stack([asserted, words, found.scores])
    return Guessed(scores, np.stack([scores[0] >= 0.5, scores[1] >= 0.5, found.scores >= classifier.thresholds]))


def _follow(task: Task) -> tuple[Classifier | None, Guessed]:
    whole = task.recipe
    recipe = whole.without(task.hidden) if task.asked else whole
    shape = (len(VARIANTS), len(task.asked), len(whole.types))
    found = Guessed(np.zeros(shape), np.zeros(shape, bool))
    if not recipe.types:
        return None, found
    classifier = recipe.fit()
    if not task.asked:
        return classifier, found
    places = [whole.types.index(kind) for kind in recipe.types]
    texts, befores = [row.text for row in task.asked], [row.before for row in task.asked]
    part = guess(classifier, recipe.rules, texts, befores)
    found.scores[:, :, places], found.said[:, :, places] = part.scores, part.said
    return None, found


def _taught(row: LabelRow) -> LabelRow:
    """The row as training takes it."""
    if not row.presumed:
        return row
    return replace(row, unknown=tuple(kind for kind in row.unknown if kind not in row.presumed))
