"""How files are read and written: one frozen value for each, which the command line fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from policyclf.errors import LabelsError
from policyclf.exchange.names import Names

T = TypeVar("T")
Empty = Literal["none", "unknown", "skip"]
Columns = Literal["refuse", "keep", "ignore"]


class WholeFileError(LabelsError):
    """What is wrong with a file as a whole, so that its other rows need no look."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a model says of a sentence: its types, and a probability for each type of the taxonomy."""

    types: tuple[str, ...]
    scores: Mapping[str, float]
    model: str = ""

    @property
    def confidence(self) -> float:
        """That of the type it is least sure of."""
        return min((max(score, 1 - score) for score in self.scores.values()), default=0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read. ``empty`` says what a label that is empty means where the format leaves it open."""

    names: Names
    empty: Empty | None = None
    annotator: str = ""  # who labelled, where the tool does not say
    field: str = ""  # the question, control or column that holds the types, where there are several
    columns: Columns = "refuse"  # of a table, when they mean nothing here

    def blank(self, where: str) -> tuple[str, ...]:
        """The types that an empty label judges: all or none."""
        if self.empty is None:
            raise WholeFileError(
                where,
                "an empty label may mean that no type applies, or that nobody labelled the row",
                "say which with --empty none or --empty unknown",
            )
        return self.names.ids if self.empty == "none" else ()


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written: the names of types, and a model's guesses for formats that show them to the annotator."""

    names: Names
    guess: Callable[[Sequence[str]], Sequence[Guess]] | None = None

    def guesses(self, rows: Sequence[T], text: Callable[[T], str]) -> Iterator[tuple[T, Guess | None]]:
        """Each row with its guess, a thousand at a time."""
        for at in range(0, len(rows), 1000):
            part = rows[at : at + 1000]
            found = [None] * len(part) if self.guess is None else self.guess([text(row) for row in part])
            yield from zip(part, found, strict=True)
