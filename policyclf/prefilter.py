"""Which of many patterns may match which texts: those of whose needed options one each stands there.

The options of all patterns are looked up in a batch of texts at once. A pattern is then met by the rarest of its needs, and stays
if the signature of the clause has the others: a bit set that may err, but only on the side of trying (Bloom 1970).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policyclf.patterns import BREAKS, Pattern
from policyclf.strings import Batch, Ints, Strings

Flags = NDArray[np.bool_]
Asked = Callable[[Ints, Ints], Flags]  # of texts or clauses and patterns: is the pair asked for?
_BEGINNING = 5  # characters of an option are looked up: enough to know which patterns to try
_MANY, _WIDE, _NARROW = 1_000, 16, 4  # patterns, and 64-bit words of a signature for as many and for fewer
_AT_ONCE = 2_000  # rows whose signatures are made together: what does not fit the cache takes twice the time
_BREAKS = np.array([ord(mark) for mark in sorted({*BREAKS, "\n"})], np.uint32)


@dataclass(frozen=True, slots=True)
class Standing:
    """Which ``strings`` begin at which ``places`` of a batch, in order; the number of the ``clause`` of every character, and where clauses begin."""

    batch: Batch
    places: Ints
    strings: Ints
    clause: Ints
    begins: Ints


class Lookup:
    """The beginnings of all options of some patterns, by number: ``size`` of them.

    ``lists`` gives every list of options a number, and by that ``numbers`` its beginnings and ``often`` how often it
    stands in ``ordinary`` text, which tells common lists from rare ones.
    """

    def __init__(self, patterns: Sequence[Pattern], ordinary: Sequence[str]) -> None:
        distinct = dict.fromkeys(options for pattern in patterns for options in pattern.needs)
        self.lists = {options: number for number, options in enumerate(distinct)}
        beginnings = [{option[:_BEGINNING] for option in options} for options in distinct]
        found = sorted(set().union(*beginnings))
        place = {string: at for at, string in enumerate(found)}
        self.size, self._strings = len(found), Strings(found)
        often = np.bincount(self._strings.find(Batch.of(ordinary))[1], minlength=len(found)).tolist()
        self.numbers = [[place[string] for string in strings] for strings in beginnings]
        self.often: list[int] = [sum(often[at] for at in numbers) for numbers in self.numbers]

    def find(self, batch: Batch) -> Standing:
        """What stands where."""
        places, strings = self._strings.find(batch)
        order = np.argsort(places, kind="stable")
        ends = np.isin(batch.codes, _BREAKS)
        clause: Ints = np.cumsum(ends) - ends
        return Standing(batch, places[order], strings[order], clause, np.flatnonzero(np.diff(clause, prepend=-1)))


class Prefilter:
    """Patterns, each of a rule known by its number.

    >>> from policyclf.patterns import compile_pattern
    >>> patterns = [compile_pattern("盘活…土地", {}), compile_pattern("厂房", {})]
    >>> lookup = Lookup(patterns, ["盘活土地"])
    >>> found = Prefilter(list(zip([7, 8], patterns)), lookup).candidates(lookup.find(Batch.of(["建设厂房", "盘活厂房,出让土地"])))
    >>> [(row, rule, start) for row, rule, _, start in found]
    [(0, 8, 0), (1, 8, 0)]
    """

    def __init__(self, owned: Sequence[tuple[int, Pattern]], lookup: Lookup) -> None:
        self._patterns = [pattern for _, pattern in owned]
        self._rules = np.array([rule for rule, _ in owned], np.int64)
        needs: tuple[dict[int, list[int]], ...] = ({}, {})
        for at, pattern in enumerate(self._patterns):
            needs[pattern.is_clausal][at] = [lookup.lists[options] for options in pattern.needs]
        self._others, self._clausal = (_Needs(each, lookup) for each in needs)

    def candidates(self, standing: Standing, among: Flags | None = None) -> Iterator[tuple[int, int, Pattern, int]]:
        """Texts, rules, their patterns that may match there, and from which character on; in order.

        ``among`` (texts, rules) says for which rules in which texts it is asked.
        """
        batch, begins = standing.batch, standing.begins
        places, strings = standing.places, standing.strings
        of_clause = of_text = None
        if among is not None:
            asked = np.flatnonzero(np.any(among, axis=1)[batch.rows[places]])
            places, strings = places[asked], strings[asked]
            of_text = self._asked(among)
            of_clause = self._asked(among, batch.rows[begins])
        at, within = self._clausal.met(standing.clause[places], strings, of_clause)
        also, anywhere = self._others.met(batch.rows[places], strings, of_text)
        rows, which = np.concatenate([batch.rows[begins[at]], also]), np.concatenate([within, anywhere])
        starts = np.concatenate([begins[at], batch.starts[also]])
        _, first = np.unique(rows * len(self._patterns) + which, return_index=True)  # tried from the first clause on
        rows, which, starts = rows[first], which[first], starts[first] - batch.starts[rows[first]]
        patterns = map(self._patterns.__getitem__, which.tolist())
        return zip(rows.tolist(), self._rules[which].tolist(), patterns, starts.tolist(), strict=True)

    def _asked(self, among: Flags, texts: Ints | None = None) -> Asked:
        """Whether rows, or the ``texts`` that they lie in, and patterns are among those asked for."""
        return lambda rows, which: among[rows if texts is None else texts[rows], self._rules[which]]


class _Needs:
    """What some patterns need, by their number: lists of options, by theirs."""

    def __init__(self, needs: dict[int, list[int]], lookup: Lookup) -> None:
        numbers, often = lookup.numbers, lookup.often
        by_rarity = {which: sorted(each, key=lambda o: (often[o], o)) for which, each in needs.items()}
        others = sorted({o for each in by_rarity.values() for o in each[1:]}, key=lambda o: (-often[o], o))
        self._width = _WIDE if len(needs) > _MANY else _NARROW
        bits = {options: at % (64 * self._width) for at, options in enumerate(others)}
        # In flat arrays: a list for each of forty thousand strings keeps the collector busy for longer than all else takes.
        signed = _pairs((numbers[options], bit) for options, bit in bits.items())
        self._signs = np.zeros((lookup.size, self._width), np.uint64)
        np.bitwise_or.at(self._signs, (signed[0], signed[1] // 64), np.uint64(1) << (signed[1] % 64).astype(np.uint64))
        met = _pairs((numbers[rarest], which) for which, (rarest, *_) in by_rarity.items())
        self._met = met[1][np.argsort(met[0], kind="stable")]
        self._sizes = np.bincount(met[0], minlength=lookup.size)
        self._starts = np.cumsum(self._sizes) - self._sizes
        rest = _pairs(([bits[o] for o in others], which) for which, (_, *others) in by_rarity.items())
        places = np.arange(len(rest[1])) - np.searchsorted(rest[1], rest[1])
        self._rest = np.full((max(needs, default=0) + 1, places.max(initial=-1) + 1), -1, np.int64)
        self._rest[rest[1], places] = rest[0]
        self._matter = (self._sizes > 0) | self._signs.any(axis=1)

    def met(self, rows: Ints, strings: Ints, asked: Asked | None) -> tuple[Ints, Ints]:
        """Rows and patterns, pair by pair, from the strings that stand in each row; ``rows`` ascend."""
        matter = self._matter[strings] if asked is None else self._sizes[strings] > 0
        rows, strings = rows[matter], strings[matter]
        sizes = self._sizes[strings]
        at = np.repeat(np.arange(len(rows)), sizes)
        which = self._met[np.repeat(self._starts[strings] - np.cumsum(sizes) + sizes, sizes) + np.arange(len(at))]
        if asked is not None:  # few pairs are left, and quicker tried than sifted
            stay = asked(rows[at], which)
            return rows[at[stay]], which[stay]
        begins = np.diff(rows, prepend=-1) > 0
        signatures = self._signatures(strings, np.flatnonzero(begins))
        signature = np.cumsum(begins) - 1
        for bits in self._rest.T:
            bit = bits[which]
            word = signatures[signature[at], bit // 64] >> (bit % 64).astype(np.uint64)
            stay = (bit < 0) | (word & np.uint64(1)).astype(bool)
            at, which = at[stay], which[stay]
        return rows[at], which

    def _signatures(self, strings: Ints, begins: Ints) -> NDArray[np.uint64]:
        """One for each row, whose strings begin where ``begins`` says."""
        found = np.zeros((len(begins), self._width), np.uint64)
        for at in range(0, len(begins), _AT_ONCE):
            here = begins[at : at + _AT_ONCE]
            end = begins[at + _AT_ONCE] if at + _AT_ONCE < len(begins) else len(strings)
            np.bitwise_or.reduceat(self._signs[strings[here[0] : end]], here - here[0], out=found[at : at + _AT_ONCE])
        return found


def _pairs(groups: Iterable[tuple[Sequence[int], int]]) -> Ints:
    """Every number of some groups and what its group goes with, as two rows."""
    numbers: list[int] = []
    partners: list[int] = []
    for group, partner in groups:
        numbers += group
        partners += [partner] * len(group)
    return np.array([numbers, partners], np.int64)
