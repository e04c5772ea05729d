"""Sentences by group and article, as documents pass: the table that every figure is computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policyclf.document import Level, Region, TaggedDocument, TaggedSentence
from policyclf.emphases.copies import find_copies
from policyclf.emphases.values import Copies, Evidence, Source
from policyclf.regions import Gazetteer
from policyclf.rows import LabelRow

COUNTED = ("body", "heading", "caption")  # bylines and page furniture are not the text of an article
_SHOWN = 50  # groups of copies kept to be shown

Group = tuple[Region, int | None]  # a region; with a year where documents are told apart by year
Grouping = Callable[[TaggedDocument, TaggedSentence], Iterable[Group]]  # of a document and one of its sentences
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """What was counted.

    ``places`` (pairs, 2) are the pairs of a group and an article that speaks of it, as their numbers; ``size`` (pairs,) the
    sentences of each, ``measured`` (pairs,) those of them that state any measure, ``stated`` (pairs, types) those that
    state each type. Where some sentences are labelled, ``labelled`` (pairs, types) counts them and ``missed`` (pairs, types)
    is how many more of them carry the type than were tagged; ``confusion`` (types, 4) counts labelled sentences as
    :class:`Rates` does. ``found`` holds the evidence of a group and type.
    """

    groups: tuple[Group, ...]
    types: tuple[str, ...]
    places: Counts
    size: Counts
    measured: Counts
    stated: Counts
    labelled: Counts
    missed: Counts
    confusion: Counts
    labels: int
    documents_of: Mapping[Group, int]
    found: Mapping[tuple[Group, str], tuple[Evidence, ...]]
    articles: int
    sentences: int
    homeless: int
    copies: Copies
    sources: tuple[Source, ...]


def by_level(by: Level) -> Grouping:
    """Each of a sentence's regions rolled up to a level; what is said of a larger unit stays with it."""
    table = Gazetteer.load()
    known: dict[Region, Region] = {}

    def groups(document: TaggedDocument, sentence: TaggedSentence) -> Iterable[Group]:
        for region in sentence.regions:
            if region not in known:
                known[region] = table.roll_up(region, by) or region
        return {(known[region], None) for region in sentence.regions}

    return groups


class Truth:
    """Labelled sentences, found again in documents by their text without white space."""

    def __init__(self, rows: Iterable[LabelRow], types: Sequence[str]) -> None:
        self._none = (-1,) * len(types)
        self._said = {
            "".join(row.text.split()): [-1 if t in row.unknown else int(t in row.measures) for t in types]
            for row in rows
        }

    def of(self, sentence: TaggedSentence) -> Sequence[int]:
        """What a label says of each type: 1, 0, or -1 where nobody judged it."""
        return self._said.get("".join(sentence.text.split()), self._none) if self._said else self._none


def only(counted: Tally, groups: Sequence[int]) -> Tally:
    """The tally of some groups only, by their numbers."""
    kept = np.isin(counted.places[:, 0], groups)
    number = {group: at for at, group in enumerate(sorted(groups))}
    places = counted.places[kept]
    places[:, 0] = [number[group] for group in places[:, 0].tolist()]
    tables = {name: getattr(counted, name)[kept] for name in ("size", "measured", "stated", "labelled", "missed")}
    return replace(counted, groups=tuple(counted.groups[at] for at in number), places=places, **tables)


def tally(
    documents: Iterable[TaggedDocument], grouping: Grouping, types: Sequence[str], truth: Truth | None = None
) -> Tally:
    """Counts tagged documents by the groups that ``grouping`` puts each sentence into.

    Documents are taken in the order of their names, so that the order in which they come changes nothing. Sentences that
    are copies of each other are one sentence: it counts once for each group that any of them speaks of.
    """
    pages = sorted(documents, key=lambda page: (page.name, tuple(s.text for s in page.sentences)))
    return _Counter(pages, grouping, tuple(types), truth or Truth((), types)).tally()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A counted sentence: where it stands, and the group of copies that it belongs to (-1: none)."""

    document: int
    sentence: TaggedSentence
    copy: int


class _Counter:
    def __init__(
        self, pages: Sequence[TaggedDocument], grouping: Grouping, types: tuple[str, ...], truth: Truth
    ) -> None:
        self.pages, self.grouping, self.types = pages, grouping, types
        places = [(n, s) for n, page in enumerate(pages) for s in page.sentences if s.kind in COUNTED]
        copies = find_copies([s.text for _, s in places], [n for n, _ in places])
        self.units = [_Unit(n, s, copy) for (n, s), copy in zip(places, copies, strict=True)]
        shape = (len(places), len(types))
        tags = [[kind in s.measures for kind in types] for _, s in places]
        self.tagged = np.array(tags, np.int64).reshape(shape)
        self.any = np.array([[bool(s.measures)] for _, s in places], np.int64).reshape(-1, 1)
        self.said = np.array([truth.of(s) for _, s in places], np.int64).reshape(shape)
        self.documents_of: dict[Group, set[int]] = defaultdict(set)
        self.found: dict[tuple[Group, str], list[Evidence]] = defaultdict(list)

    def tally(self) -> Tally:
        placed: set[tuple[Group, int]] = set()  # copies that a group has already
        pairs: dict[tuple[Group, tuple[int, int]], list[int]] = defaultdict(list)
        first: dict[int, int] = {}
        homeless: set[int] = set()
        for number, unit in enumerate(self.units):
            key = unit.copy if unit.copy >= 0 else -1 - number
            if first.setdefault(key, number) == number:
                homeless.add(key)
            if unit.sentence.regions:
                homeless.discard(key)
            for group in self.grouping(self.pages[unit.document], unit.sentence):
                self.documents_of[group].add(unit.document)
                if unit.copy < 0 or (group, unit.copy) not in placed:
                    placed.add((group, unit.copy))
                    pairs[group, (unit.document, unit.sentence.article)].append(number)
                    self._show(group, unit)
        return self._table(pairs, list(first.values()), len(homeless))

    def _show(self, group: Group, unit: _Unit) -> None:
        if unit.sentence.measures:
            evidence = self._evidence(unit)
            for kind in unit.sentence.measures:
                self.found[group, kind].append(evidence)

    def _others(self, unit: _Unit) -> tuple[str, ...]:
        held = self._holders.get(unit.copy, {})
        return tuple(name for document, name in held.items() if document != unit.document)

    @cached_property
    def _holders(self) -> Mapping[int, Mapping[int, str]]:
        """The documents, by number, that hold each group of copies."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for unit in self.units:
            if unit.copy >= 0:
                found[unit.copy][unit.document] = self.pages[unit.document].name
        return found

    def _table(
        self, pairs: Mapping[tuple[Group, tuple[int, int]], list[int]], first: Sequence[int], homeless: int
    ) -> Tally:
        groups = tuple(sorted(self.documents_of, key=lambda group: (group[0].path, group[1] or 0)))
        articles = sorted({(unit.document, unit.sentence.article) for unit in self.units})
        group_at, article_at = ({each: n for n, each in enumerate(names)} for names in (groups, articles))
        keys = sorted(pairs, key=lambda key: (group_at[key[0]], key[1]))
        member = np.array([number for key in keys for number in pairs[key]], np.int64)
        size = np.array([len(pairs[key]) for key in keys], np.int64)
        pair = np.repeat(np.arange(len(keys)), size)

        def summed(columns: Counts) -> Counts:
            found = np.zeros((len(keys), columns.shape[1]), np.int64)
            np.add.at(found, pair, columns[member])
            return found

        known = self.said >= 0
        return Tally(
            groups,
            self.types,
            np.array([(group_at[g], article_at[a]) for g, a in keys], np.int64).reshape(-1, 2),
            size,
            summed(self.any)[:, 0],
            summed(self.tagged),
            summed(known.astype(np.int64)),
            summed(np.where(known, self.said - self.tagged, 0)),
            self._confusion(np.array(first, np.int64)),
            int(known[first].any(axis=1).sum()),
            {group: len(numbers) for group, numbers in self.documents_of.items()},
            {(group, kind): _best(each, kind) for (group, kind), each in self.found.items()},
            len(articles),
            len(first),
            homeless,
            self._copies(),
            self._sources(),
        )

    def _confusion(self, first: Counts) -> Counts:
        said, tagged = self.said[first], self.tagged[first] == 1
        yes, no = said == 1, said == 0
        return np.stack([each.sum(axis=0) for each in (yes & tagged, yes, no & ~tagged, no)], axis=1)

    def _evidence(self, unit: _Unit) -> Evidence:
        title = self._titles.get((unit.document, unit.sentence.article), "")
        return Evidence(self.pages[unit.document].name, unit.sentence, self._others(unit), title)

    @cached_property
    def _titles(self) -> Mapping[tuple[int, int], str]:
        """The first heading of each article, by the numbers of document and article."""
        found: dict[tuple[int, int], str] = {}
        for unit in self.units:
            if unit.sentence.kind == "heading":
                found.setdefault((unit.document, unit.sentence.article), unit.sentence.text)
        return found

    def _copies(self) -> Copies:
        first = {unit.copy: unit for unit in reversed(self.units) if unit.copy >= 0}
        again = sum(unit.copy >= 0 for unit in self.units) - len(self._holders)
        largest = sorted(self._holders, key=lambda copy: (-len(self._holders[copy]), copy))[:_SHOWN]
        units = [first[copy] for copy in largest]
        shown = tuple(map(self._evidence, units))
        return Copies(len(self._holders), again, shown)

    def _sources(self) -> tuple[Source, ...]:
        counted: dict[int, list[int]] = defaultdict(list)
        for unit in self.units:
            counted[unit.document].append(unit.sentence.article)
        return tuple(
            Source(page.name, page.sha256, len(set(counted[n])), len(counted[n])) for n, page in enumerate(self.pages)
        )


def _best(found: Sequence[Evidence], kind: str) -> tuple[Evidence, ...]:
    """The surest sentences first; full sentences before headings."""
    return tuple(
        sorted(found, key=lambda e: (e.sentence.kind != "body", -e.sentence.scores[kind], e.doc, e.sentence.start))
    )
