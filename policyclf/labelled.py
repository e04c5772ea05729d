"""A labels folder and what is added to it: types, rows and rules, ready to train on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from policyclf.errors import LabelsError
from policyclf.fitting import FitOptions
from policyclf.labels import NO_ROW, load_with_added, read_rows
from policyclf.measures import Measure, load_measures, with_own
from policyclf.presume import presume
from policyclf.recipe import Recipe, rules_of
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.vectors import Vectors


@dataclass(frozen=True)
class Labelled:
    """Types, of which the last ones are ``new`` to the folder; its ``base`` rows and the ``added`` ones; rules.

    Nobody judged base rows for a new type: there they are unknown.
    """

    measures: tuple[Measure, ...]
    new: tuple[str, ...]
    base: tuple[LabelRow, ...]
    added: tuple[LabelRow, ...]
    rules: Rules

    @property
    def types(self) -> tuple[str, ...]:
        """The ids of all types."""
        return tuple(measure.id for measure in self.measures)

    @property
    def tested(self) -> list[LabelRow]:
        """The rows that scores rest on: added ones, and base ones that stand in a document or that no rule-writer saw.

        Where rows were added to a base without any such row, all of them.
        """
        base = [row for row in self.base if row.doc or row.unseen] or (self.base if self.added else ())
        return [*base, *self.added]

    def recipe(self, vectors: Vectors, options: FitOptions) -> Recipe:
        """What a model of all rows is fitted from."""
        base = presume(self.base, self.added, self.new, self.rules, vectors, options)
        return Recipe((*base, *self.added), self.types, self.rules, vectors, options)

    def before(self, vectors: Vectors, options: FitOptions) -> Recipe:
        """The same of the base rows alone, without the new types."""
        types = tuple(kind for kind in self.types if kind not in self.new)
        base = tuple(replace(row, unknown=_without(row.unknown, self.new)) for row in self.base)
        return Recipe(base, types, rules_of(self.rules, types), vectors, options)


def load_labelled(
    labels: Path, add: Sequence[Path] = (), *, define: Iterable[Measure] = (), weight: float = 1.0
) -> Labelled:
    """Reads a labels folder and added files.

    Types that the folder does not know are those of ``define``, and of a ``measures.toml`` beside an added file where some added row
    carries them; a file whose rows carry such a type nowhere was not labelled for it. ``weight`` is how many
    rows of the folder an added row is worth. Raises :class:`LabelsError` for what does not hold together.

    >>> from policyclf.bundled import bundled
    >>> found = load_labelled(bundled("labels"))
    >>> found.types, found.new, len(found.added)
    (('land', 'finance', 'talent', 'approval', 'platform'), (), 0)
    """
    known, define = load_measures(labels), tuple(define)
    measures = with_own(known, add, define)
    types = [measure.id for measure in measures]
    base, added = load_with_added(labels, types, add)
    told: dict[str, frozenset[str]] = {}  # by row, the types that some row of its file carries
    for path in add:
        rows = [row for _, row in read_rows(path, types)]
        if not rows:
            raise LabelsError(path, *NO_ROW)
        carried = frozenset(name for row in rows for name in row.measures)
        told.update((row.id, carried) for row in rows)
    used = {measure.id for measure in (*known, *define)}.union(*told.values())
    measures = tuple(measure for measure in measures if measure.id in used)
    types = [measure.id for measure in measures]
    new = tuple(types[len(known) :])
    rules = Rules.load(labels, types)
    if new:
        base = [_unjudged(row, new) for row in base]
        added = [_unjudged(row, _without(new, told[row.id])) for row in added]
    if weight != 1:
        added = [replace(row, weight=weight) for row in added]
    return Labelled(measures, new, tuple(base), tuple(added), rules)


def _unjudged(row: LabelRow, types: Iterable[str]) -> LabelRow:
    """The row, which says nothing of some types unless it names them."""
    return replace(row, unknown=(*row.unknown, *_without(types, (*row.measures, *row.unknown))))


def _without(names: Iterable[str], left_out: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in left_out)
