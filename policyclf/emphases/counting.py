"""Sentences by region and article, as documents pass: the table that every figure is computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policyclf.document import Level, Region, TaggedDocument, TaggedSentence
from policyclf.emphases.copies import find_copies
from policyclf.emphases.values import Copies, Evidence, Source
from policyclf.regions import Gazetteer

COUNTED = ("body", "heading", "caption")  # bylines and page furniture are not the text of an article
_SHOWN = 50  # groups of copies kept to be shown

Group = tuple[Region, int | None]  # a region; with a year where documents are told apart by year


@dataclass(frozen=True)
class Tally:
    """What was counted.

    ``places`` (pairs, 2) are the pairs of a group and an article that speaks of it, as their numbers; ``size`` (pairs,) the
    sentences of each, ``measured`` (pairs,) those of them that state any measure, ``stated`` (pairs, types) those that
    state each type. ``found`` holds the evidence of a group and type.
    """

    groups: tuple[Group, ...]
    types: tuple[str, ...]
    places: NDArray[np.int64]
    size: NDArray[np.int64]
    measured: NDArray[np.int64]
    stated: NDArray[np.int64]
    documents_of: Mapping[Group, int]
    found: Mapping[tuple[Group, str], tuple[Evidence, ...]]
    articles: int
    sentences: int
    homeless: int
    copies: Copies
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A counted sentence: where it stands and whom it speaks of."""

    document: int
    article: int
    regions: tuple[Region, ...]
    sentence: TaggedSentence


def tally(
    documents: Iterable[TaggedDocument],
    by: Level,
    types: Sequence[str],
    years: Mapping[str, int] | None = None,
) -> Tally:
    """Counts tagged documents by region, rolled up to ``by``; by region and year where ``years`` of documents are given.

    Documents are taken in the order of their names, so that the order in which they come changes nothing. Sentences that
    are copies of each other are one sentence: it counts once for each group that any of them speaks of.
    """
    pages = sorted(documents, key=lambda page: (page.name, tuple(s.text for s in page.sentences)))
    roll_up = _RollUp(by)
    units = [
        _Unit(number, s.article, tuple(sorted({roll_up[r] for r in s.regions})), s)
        for number, page in enumerate(pages)
        for s in page.sentences
        if s.kind in COUNTED
    ]
    copy_of = find_copies([unit.sentence.text for unit in units], [unit.document for unit in units])
    return _Counter(pages, types, years, units, copy_of).tally()


class _Counter:
    def __init__(
        self,
        pages: Sequence[TaggedDocument],
        types: Sequence[str],
        years: Mapping[str, int] | None,
        units: Sequence[_Unit],
        copy_of: Sequence[int],
    ) -> None:
        self.pages, self.types, self.years = pages, tuple(types), years
        self.units, self.copy_of = units, copy_of

    def tally(self) -> Tally:
        columns = {kind: at for at, kind in enumerate(self.types)}
        counts: dict[tuple[Group, tuple[int, int]], list[int]] = {}
        found: dict[tuple[Group, str], list[Evidence]] = defaultdict(list)
        documents_of: dict[Group, set[int]] = defaultdict(set)
        seen: set[tuple[Group, int]] = set()
        others = self._others
        for unit, copy in zip(self.units, self.copy_of, strict=True):
            groups = self._groups(unit)
            evidence = Evidence(self.pages[unit.document].name, unit.sentence, others(unit, copy))
            for group in groups:
                documents_of[group].add(unit.document)
                if copy >= 0:
                    if (group, copy) in seen:
                        continue
                    seen.add((group, copy))
                row = counts.setdefault((group, (unit.document, unit.article)), [0] * (2 + len(self.types)))
                row[0] += 1
                row[1] += bool(unit.sentence.measures)
                for kind in unit.sentence.measures:
                    if kind in columns:
                        row[2 + columns[kind]] += 1
                        found[group, kind].append(evidence)
        return self._tally(counts, found, documents_of)

    def _groups(self, unit: _Unit) -> list[Group]:
        if self.years is None:
            return [(region, None) for region in unit.regions]
        year = self.years.get(self.pages[unit.document].name)
        return [] if year is None else [(region, year) for region in unit.regions]

    def _others(self, unit: _Unit, copy: int) -> tuple[str, ...]:
        return () if copy < 0 else tuple(name for at, name in self._holders[copy].items() if at != unit.document)

    @cached_property
    def _holders(self) -> Mapping[int, Mapping[int, str]]:
        """The documents, by number, that hold each group of copies."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for unit, copy in zip(self.units, self.copy_of, strict=True):
            if copy >= 0:
                found[copy][unit.document] = self.pages[unit.document].name
        return found

    def _tally(
        self,
        counts: Mapping[tuple[Group, tuple[int, int]], list[int]],
        found: Mapping[tuple[Group, str], list[Evidence]],
        documents_of: Mapping[Group, set[int]],
    ) -> Tally:
        groups = tuple(sorted(documents_of, key=lambda group: (group[0].path, group[1] or 0)))
        articles = sorted({(unit.document, unit.article) for unit in self.units})
        group_at, article_at = ({each: n for n, each in enumerate(names)} for names in (groups, articles))
        keys = sorted(counts, key=lambda key: (group_at[key[0]], key[1]))
        places = np.array([(group_at[g], article_at[a]) for g, a in keys], np.int64).reshape(-1, 2)
        table = np.array([counts[key] for key in keys], np.int64).reshape(-1, 2 + len(self.types))
        first: dict[int, _Unit] = {}
        homeless: set[int] = set()
        for n, (unit, copy) in enumerate(zip(self.units, self.copy_of, strict=True)):
            key = copy if copy >= 0 else len(self.units) + n
            if key not in first:
                first[key] = unit
                homeless.add(key)
            if unit.regions:
                homeless.discard(key)
        return Tally(
            groups,
            self.types,
            places,
            table[:, 0],
            table[:, 1],
            table[:, 2:],
            {group: len(names) for group, names in documents_of.items()},
            {(group, kind): _best(each, kind) for (group, kind), each in found.items()},
            len(articles),
            len(first),
            len(homeless),
            self._copies(first),
            self._sources(),
        )

    def _copies(self, first: Mapping[int, _Unit]) -> Copies:
        size: dict[int, int] = defaultdict(int)
        for copy in self.copy_of:
            if copy >= 0:
                size[copy] += 1
        largest = sorted(size, key=lambda copy: (-len(self._holders[copy]), copy))[:_SHOWN]
        shown = tuple(
            Evidence(self.pages[first[c].document].name, first[c].sentence, self._others(first[c], c)) for c in largest
        )
        return Copies(len(size), sum(size.values()) - len(size), shown)

    def _sources(self) -> tuple[Source, ...]:
        counted: dict[int, list[int]] = defaultdict(list)
        for unit in self.units:
            counted[unit.document].append(unit.article)
        return tuple(
            Source(page.name, page.sha256, len(set(counted[n])), len(counted[n])) for n, page in enumerate(self.pages)
        )


class _RollUp(dict[Region, Region]):
    def __init__(self, by: Level) -> None:
        super().__init__()
        self._table, self._by = Gazetteer.load(), by

    def __missing__(self, region: Region) -> Region:
        self[region] = self._table.roll_up(region, self._by) or region
        return self[region]


def _best(found: Sequence[Evidence], kind: str) -> tuple[Evidence, ...]:
    """The surest sentences first; full sentences before headings."""
    return tuple(
        sorted(
            found,
            key=lambda e: (e.sentence.kind != "body", -e.sentence.scores[kind], e.doc, e.sentence.start),
        )
    )
