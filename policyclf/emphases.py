"""What each region emphasizes: how much of its text states a measure of each type, against all other regions.

Lift is the ratio of two shares (the location quotient of regional science): a region's share of sentences with a
type over the share in all other regions together. Its 95% interval is that of a risk ratio (Katz et al. 1978) with
half a sentence added to each count, so that a zero has an interval too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt
from typing import Any

from policyclf.document import Level, Region, TaggedDocument, TaggedSentence
from policyclf.errors import OptionError
from policyclf.measures import Measure
from policyclf.regions import Gazetteer

FEWEST_SENTENCES = 10  # below, a region's shares are not compared
FEWEST_CASES = 3  # below, a lift of a type is not stated
LEVELS = ("province", "city", "county")
_COUNTED = ("body", "heading", "caption")
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence behind a figure, and the document it stands in."""

    doc: str
    sentence: TaggedSentence


@dataclass(frozen=True, slots=True)
class Cell:
    """One region and type: ``count`` of ``total`` sentences state it; ``others`` is the same for all other regions."""

    count: int
    total: int
    others: tuple[int, int]
    evidence: tuple[Evidence, ...]

    @property
    def share(self) -> float:
        """Share of the region's sentences, in [0, 1]."""
        return self.count / self.total if self.total else 0.0

    @property
    def enough(self) -> bool:
        """Are there sentences enough to compare, here and elsewhere?"""
        return self.total >= FEWEST_SENTENCES and self.count >= FEWEST_CASES and self.others[1] >= FEWEST_SENTENCES

    @property
    def lift(self) -> float:
        """Share here over share elsewhere, with half a sentence added to each count."""
        return exp(self._log_lift[0])

    @property
    def interval(self) -> tuple[float, float]:
        """95% interval of the lift."""
        middle, error = self._log_lift
        return exp(middle - _Z * error), exp(middle + _Z * error)

    @property
    def emphasized(self) -> bool:
        """Is the share here larger than elsewhere, beyond the interval?"""
        return self.enough and self.interval[0] > 1

    @property
    def _log_lift(self) -> tuple[float, float]:
        here, all_here, there, all_there = (n + 0.5 for n in (self.count, self.total, *self.others))
        error = sqrt(max(0.0, 1 / here - 1 / all_here + 1 / there - 1 / all_there))
        return log(here / all_here) - log(there / all_there), error


@dataclass(frozen=True, slots=True)
class RegionEmphasis:
    """A region with its cells, by type."""

    region: Region
    sentences: int
    documents: int
    cells: Mapping[str, Cell]

    @property
    def strongest(self) -> tuple[str, ...]:
        """Types emphasized beyond the interval, the surest first."""
        marked = [kind for kind, cell in self.cells.items() if cell.emphasized]
        return tuple(sorted(marked, key=lambda kind: -self.cells[kind].interval[0]))


@dataclass(frozen=True)
class Emphasis:
    """All regions, the ones with most sentences that state a measure first; ``homeless`` sentences name no region."""

    by: Level
    measures: tuple[Measure, ...]
    regions: tuple[RegionEmphasis, ...]
    documents: int
    sentences: int
    homeless: int

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat row a region and type, for CSV and data frames."""
        return [
            {
                "region": row.region.path,
                "code": row.region.code,
                "documents": row.documents,
                "sentences": row.sentences,
                "measure": kind,
                "count": cell.count,
                "share": round(cell.share, 4),
                "lift": round(cell.lift, 3) if cell.enough else None,
                "lift_low": round(cell.interval[0], 3) if cell.enough else None,
                "lift_high": round(cell.interval[1], 3) if cell.enough else None,
                "emphasized": cell.emphasized,
                "enough": cell.enough,
            }
            for row in self.regions
            for kind, cell in row.cells.items()
        ]

    def to_frame(self) -> Any:
        """The rows as a pandas DataFrame; :class:`OptionError` where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise OptionError("to_frame", "needs pandas", "pip install policyclf[pandas]") from error
        return pd.DataFrame(self.to_rows())


def emphasis(
    documents: Iterable[TaggedDocument], *, by: Level = "city", measures: Sequence[Measure] | None = None
) -> Emphasis:
    """Counts tagged documents by region and type.

    A sentence counts for each of its regions, rolled up to ``by`` (province, city or county); what is said of a
    larger unit stays with that unit. Bylines and page furniture do not count. ``measures`` are the tagger's types; the
    bundled ones if left out. Raises :class:`OptionError` for another ``by``.

    >>> import policyclf
    >>> tagger = policyclf.load()
    >>> result = policyclf.emphasis([tagger.tag("嘉善县盘活闲置厂房。", name="a.txt")], by="city")
    >>> [(row.region.path, row.cells["land"].count, row.cells["land"].enough) for row in result.regions]
    [('浙江省/嘉兴市', 1, False)]
    """
    if by not in LEVELS:
        raise OptionError(f"by={by!r}", "is no level", f"one of {', '.join(LEVELS)}")
    types = tuple(measures) if measures is not None else _bundled_measures()
    counter = _Counter(by, [measure.id for measure in types])
    for document in documents:
        counter.add(document)
    rows = sorted(
        counter.rows(),
        key=lambda row: (-sum(c.count for c in row.cells.values()), -row.sentences, row.region.path),
    )
    return Emphasis(by, types, tuple(rows), counter.documents, counter.sentences, counter.homeless)


def _bundled_measures() -> tuple[Measure, ...]:
    from policyclf.bundled import bundled
    from policyclf.measures import load_measures

    return load_measures(bundled("labels"))


class _Counter:
    """Sentences by region, and by region and type, as documents pass."""

    def __init__(self, by: Level, types: Sequence[str]) -> None:
        self.by, self.types = by, types
        self.documents = self.sentences = self.homeless = 0
        self._totals: dict[Region, int] = defaultdict(int)
        self._names: dict[Region, set[str]] = defaultdict(set)
        self._found: dict[tuple[Region, str], list[Evidence]] = defaultdict(list)

    def add(self, document: TaggedDocument) -> None:
        self.documents += 1
        for sentence in document.sentences:
            if sentence.kind not in _COUNTED:
                continue
            self.sentences += 1
            self.homeless += not sentence.regions
            for region in {self._roll_up[region] for region in sentence.regions}:
                self._totals[region] += 1
                self._names[region].add(document.name)
                for kind in sentence.measures:
                    self._found[region, kind].append(Evidence(document.name, sentence))

    def rows(self) -> list[RegionEmphasis]:
        total = sum(self._totals.values())
        counts = {kind: sum(len(self._found[region, kind]) for region in self._totals) for kind in self.types}
        return [
            RegionEmphasis(
                region,
                size,
                len(self._names[region]),
                {
                    kind: Cell(
                        len(found := self._found[region, kind]),
                        size,
                        (counts[kind] - len(found), total - size),
                        _best(found, kind),
                    )
                    for kind in self.types
                },
            )
            for region, size in self._totals.items()
        ]

    @cached_property
    def _roll_up(self) -> Mapping[Region, Region]:
        gazetteer, by = Gazetteer.load(), self.by

        class Rolled(dict[Region, Region]):
            def __missing__(self, region: Region) -> Region:
                self[region] = gazetteer.roll_up(region, by) or region
                return self[region]

        return Rolled()


def _best(found: Sequence[Evidence], kind: str) -> tuple[Evidence, ...]:
    """The surest sentences first; full sentences before headings."""
    return tuple(
        sorted(
            found,
            key=lambda e: (e.sentence.kind != "body", -e.sentence.scores[kind], e.doc, e.sentence.start),
        )
    )
