"""Which of many patterns may match which texts: those of whose needed options one each stands there.

The options of all patterns are looked up in a batch of texts at once. A pattern is then met by the rarest of its needs, and stays
if the signature of the clause has the others: a bit set that may err, but only on the side of trying (Bloom 1970).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from policyclf.patterns import BREAKS, Options, Pattern
from policyclf.strings import Batch, Ints, Strings

Flags = NDArray[np.bool_]
_BEGINNING = 5  # characters of an option are looked up: enough to know which patterns to try
_WORDS = 16  # of 64 bits in a signature; with half as many, half as many patterns again are tried in vain
_AT_ONCE = 2_000  # rows whose signatures are made together: what does not fit the cache takes twice the time
_BREAKS = np.array([ord(mark) for mark in sorted({*BREAKS, "\n"})], np.uint32)


class Prefilter:
    """Patterns, each of a rule known by its number; ``ordinary`` text tells rare options from common ones.

    >>> from policyclf.patterns import compile_pattern
    >>> prefilter = Prefilter([(7, compile_pattern("盘活…土地", {})), (8, compile_pattern("厂房", {}))], ["盘活土地"])
    >>> [(row, rule, start) for row, rule, _, start in prefilter.candidates(Batch.of(["建设厂房", "盘活厂房,出让土地"]))]
    [(0, 8, 0), (1, 8, 0)]
    """

    def __init__(self, owned: Sequence[tuple[int, Pattern]], ordinary: Sequence[str]) -> None:
        self._patterns = [pattern for _, pattern in owned]
        self._rules = np.array([rule for rule, _ in owned], np.int64)
        strings = sorted({each for _, pattern in owned for options in pattern.needs for each in _beginnings(options)})
        self._strings = Strings(strings)
        often = np.bincount(self._strings.find(Batch.of(ordinary))[1], minlength=len(strings)).tolist()
        number = {string: (at, often[at]) for at, string in enumerate(strings)}
        needs: tuple[dict[int, Sequence[Options]], ...] = ({}, {})
        for at, pattern in enumerate(self._patterns):
            needs[pattern.is_clausal][at] = pattern.needs
        self._others, self._clausal = (_Needs(each, number) for each in needs)

    def candidates(self, batch: Batch, among: Flags | None = None) -> Iterator[tuple[int, int, Pattern, int]]:
        """Texts, rules, their patterns that may match there, and from which character on; in order.

        ``among`` (texts, rules) says for which rules in which texts it is asked.
        """
        places, strings = self._strings.find(batch)
        if among is not None:
            asked = np.flatnonzero(np.any(among, axis=1)[batch.rows[places]])
            places, strings = places[asked], strings[asked]
        order = np.argsort(places, kind="stable")
        places, strings = places[order], strings[order]
        ends = np.isin(batch.codes, _BREAKS)
        clause: Ints = np.cumsum(ends) - ends
        begins = np.flatnonzero(np.diff(clause, prepend=-1))
        at, within = self._clausal.met(clause[places], strings)
        also, anywhere = self._others.met(batch.rows[places], strings)
        rows, which = np.concatenate([batch.rows[begins[at]], also]), np.concatenate([within, anywhere])
        starts = np.concatenate([begins[at], batch.starts[also]])
        if among is not None:
            stay = among[rows, self._rules[which]]
            rows, which, starts = rows[stay], which[stay], starts[stay]
        _, first = np.unique(rows * len(self._patterns) + which, return_index=True)  # tried from the first clause on
        rows, which, starts = rows[first], which[first], starts[first] - batch.starts[rows[first]]
        patterns = map(self._patterns.__getitem__, which.tolist())
        return zip(rows.tolist(), self._rules[which].tolist(), patterns, starts.tolist(), strict=True)


class _Needs:
    """Some patterns' ``needs``, by their number; ``strings`` are all that is looked up, each with its number and how often it stands."""

    def __init__(self, needs: dict[int, Sequence[Options]], strings: dict[str, tuple[int, int]]) -> None:
        often = {o: sum(strings[each][1] for each in _beginnings(o)) for options in needs.values() for o in options}
        by_rarity = {which: sorted(each, key=lambda o: (often[o], o)) for which, each in needs.items()}
        others = sorted({o for each in by_rarity.values() for o in each[1:]}, key=lambda o: (-often[o], o))
        bits = {options: at % (64 * _WORDS) for at, options in enumerate(others)}
        self._signs = np.zeros((len(strings), _WORDS), np.uint64)
        for options, bit in bits.items():
            for each in _beginnings(options):
                self._signs[strings[each][0], bit // 64] |= np.uint64(1 << bit % 64)
        met: list[list[int]] = [[] for _ in strings]
        self._rest = np.full((max(needs, default=0) + 1, max(map(len, needs.values()), default=1) - 1), -1)
        for which, (rarest, *rest) in by_rarity.items():
            for each in _beginnings(rarest):
                met[strings[each][0]].append(which)
            self._rest[which, : len(rest)] = [bits[options] for options in rest]
        self._sizes = np.array([len(each) for each in met], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._matter = (self._sizes > 0) | self._signs.any(axis=1)
        self._met = np.array([which for each in met for which in each], np.int64)

    def met(self, rows: Ints, strings: Ints) -> tuple[Ints, Ints]:
        """Rows and patterns, pair by pair, from the strings that stand in each row; ``rows`` ascend."""
        matter = self._matter[strings]
        rows, strings = rows[matter], strings[matter]
        begins = np.diff(rows, prepend=-1) > 0
        signatures = self._signatures(strings, np.flatnonzero(begins))
        signature = np.cumsum(begins) - 1
        sizes = self._sizes[strings]
        at = np.repeat(np.arange(len(rows)), sizes)
        which = self._met[np.repeat(self._starts[strings] - np.cumsum(sizes) + sizes, sizes) + np.arange(len(at))]
        for bits in self._rest.T:
            bit = bits[which]
            word = signatures[signature[at], bit // 64] >> (bit % 64).astype(np.uint64)
            stay = (bit < 0) | (word & np.uint64(1)).astype(bool)
            at, which = at[stay], which[stay]
        return rows[at], which

    def _signatures(self, strings: Ints, begins: Ints) -> NDArray[np.uint64]:
        """One for each row, whose strings begin where ``begins`` says."""
        found = np.zeros((len(begins), _WORDS), np.uint64)
        for at in range(0, len(begins), _AT_ONCE):
            here = begins[at : at + _AT_ONCE]
            end = begins[at + _AT_ONCE] if at + _AT_ONCE < len(begins) else len(strings)
            np.bitwise_or.reduceat(self._signs[strings[here[0] : end]], here - here[0], out=found[at : at + _AT_ONCE])
        return found


def _beginnings(options: Options) -> set[str]:
    return {option[:_BEGINNING] for option in options}
