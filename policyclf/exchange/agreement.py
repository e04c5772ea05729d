"""How far two readers agree: Cohen's kappa and F1 for each type, and the sentences they differ on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyclf.errors import OptionError
from policyclf.rows import LabelRow


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences that both judged for a type: how many both gave it, only the first, only the second, neither.

    >>> counts = Counts(both=20, first=5, second=10, neither=15)
    >>> round(counts.kappa, 2), round(counts.f1, 3)
    (0.4, 0.727)
    """

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    @property
    def sentences(self) -> int:
        """All of them."""
        return self.both + self.first + self.second + self.neither

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance (Cohen 1960); None where chance alone would give full agreement."""
        n, a, b = self.sentences, self.both + self.first, self.both + self.second
        chance = a * b + (n - a) * (n - b)
        return None if n * n == chance else ((self.both + self.neither) * n - chance) / (n * n - chance)

    @property
    def f1(self) -> float | None:
        """F1 of either against the other; None where neither gave the type."""
        given = 2 * self.both + self.first + self.second
        return 2 * self.both / given if given else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that the readers labelled differently, and the types on which they differ."""

    id: str
    text: str
    types: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts by type, sentences that both labelled and that one of them did, and those that differ."""

    by_type: Mapping[str, Counts]
    sentences: int
    only_first: int
    only_second: int
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        figures = {
            kind: {
                "kappa": None if c.kappa is None else round(c.kappa, 4),
                "f1": None if c.f1 is None else round(c.f1, 4),
                **{name: getattr(c, name) for name in ("sentences", "both", "first", "second", "neither")},
            }
            for kind, c in self.by_type.items()
        }
        names = ("id", "text", "types", "first", "second")
        return {
            "sentences": self.sentences,
            "only_first": self.only_first,
            "only_second": self.only_second,
            "types": figures,
            "differences": [{name: getattr(each, name) for name in names} for each in self.differences],
        }


def agreement(first: Sequence[LabelRow], second: Sequence[LabelRow], types: Sequence[str]) -> Agreement:
    """Compares two readers on the sentences that both labelled; a type that one did not judge counts not.

    Sentences are the same when text, text before and document are; where tools lost the latter, when the text is
    and stands once on either side. Raises :class:`OptionError` where they share none, or one side labels a sentence twice.

    >>> a = [LabelRow("1", "盘活厂房。", ("land",)), LabelRow("2", "设立基金。", ())]
    >>> b = [LabelRow("7", "盘活厂房。", ("land",)), LabelRow("8", "设立基金。", ("finance",))]
    >>> found = agreement(a, b, ["land", "finance"])
    >>> found.differences[0].text, found.by_type["finance"].second
    ('设立基金。', 1)
    """
    a, b = _by_sentence(first), _by_sentence(second)
    pairs = {key: (row, b[key]) for key, row in a.items() if key in b}
    rest_a = _by_text(row for key, row in a.items() if key not in pairs)
    rest_b = _by_text(row for key, row in b.items() if key not in pairs)
    paired = [*pairs.values(), *((row, rest_b[text]) for text, row in rest_a.items() if text in rest_b)]
    if not paired:
        raise OptionError("the two files", "share no sentence", "compare labels of the same texts")
    counts = {kind: Counter[str]() for kind in types}
    differences: list[Difference] = []
    for one, other in paired:
        differ: list[str] = []
        for kind in types:
            if kind in one.unknown or kind in other.unknown:
                continue
            says = (kind in one.measures, kind in other.measures)
            counts[kind][_CELLS[says]] += 1
            if says[0] != says[1]:
                differ.append(kind)
        if differ:
            differences.append(Difference(one.id, one.text, tuple(differ), one.measures, other.measures))
    by_type = {kind: Counts(**found) for kind, found in counts.items()}
    return Agreement(by_type, len(paired), len(a) - len(paired), len(b) - len(paired), tuple(differences))


_CELLS = {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "neither"}


def _by_sentence(rows: Iterable[LabelRow]) -> dict[tuple[str, str, str], LabelRow]:
    found: dict[tuple[str, str, str], LabelRow] = {}
    for row in rows:
        other = found.setdefault(row.sentence, row)
        if other is not row:
            readers = " and ".join(sorted({other.annotator or "nobody named", row.annotator or "nobody named"}))
            raise OptionError(
                row.id, f"is labelled twice on one side, by {readers}", "choose a reader a side with --readers"
            )
    return found


def _by_text(rows: Iterable[LabelRow]) -> dict[str, LabelRow]:
    """Rows whose text stands once."""
    listed = list(rows)
    times = Counter(row.sentence[0] for row in listed)
    return {row.sentence[0]: row for row in listed if times[row.sentence[0]] == 1}
