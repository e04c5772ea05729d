"""Finds the longest words of a fixed list in a text, from left to right.

A character class finds where a name can begin, a dictionary from the first two characters the lengths to try. On Chinese text
that is three to four times as fast as pyahocorasick's ``iter_long`` (measured on the seed pages: 4 against 13 µs for a sentence of 53
characters): nearly two thousand characters begin a name, and the automaton looks through them one by one at every position.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


class Matcher:
    """A list of words of two characters and more.

    >>> Matcher(["青海", "西宁", "海西"]).find("青海西宁")
    [(0, '青海'), (2, '西宁')]
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        if any(len(word) < 2 for word in self._words):
            raise ValueError("words have two characters and more")
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:2]].add(len(word))
        firsts, seconds = ("".join(sorted({re.escape(word[at]) for word in self._words})) for at in (0, 1))
        self._begin = re.compile(f"[{firsts}](?=[{seconds}])" if self._words else "(?!)")
        self._lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}

    def find(self, text: str) -> list[tuple[int, str]]:
        """Start and word of each match; the longest at the leftmost place wins, and matches do not overlap."""
        lengths, words = self._lengths, self._words
        out: list[tuple[int, str]] = []
        free = 0
        for begin in self._begin.finditer(text):
            start = begin.start()
            if start < free:
                continue
            for length in lengths.get(text[start : start + 2], ()):  # as in ``at``, without a call for each place
                word = text[start : start + length]
                if word in words:
                    out.append((start, word))
                    free = start + length
                    break
        return out

    def at(self, text: str, start: int) -> str:
        """The longest word that begins at a place of a text; empty if none does."""
        for length in self._lengths.get(text[start : start + 2], ()):
            word = text[start : start + length]
            if word in self._words:
                return word
        return ""
