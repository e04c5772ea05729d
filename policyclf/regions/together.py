"""Provinces named together by one character each and counted, or doing something together: 川渝两地, 苏浙皖三省, 闽宁携手."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import permutations

from policyclf.document import Region
from policyclf.regions.divisions import Entry
from policyclf.regions.hits import Hit

_SIZES = {"两": 2, "三": 3, "四": 4}
_TAIL = re.compile(
    r"(?P<size>[两三四])(?P<one>省一市)?(?(one)|(?:省区市|省市|省区|省|地|市|方))(?![一二三四五六七八九十\d])|双方|携手|联手|共同"
)  # 浙皖赣三省七县 is the name of an area
_BEGINS = "两三四双携联共"  # the tails


class Together:
    """The abbreviations of provinces, and what two and more of them mean.

    >>> from policyclf.regions.gazetteer import Gazetteer
    >>> table = Gazetteer.load()
    >>> both = Together({"川": table.find("四川省")[0], "渝": table.find("重庆市")[0]}, ())
    >>> [r.name for r in both.hit("在川渝两地试点", 1).regions]
    ['四川省', '重庆市']
    >>> both.hit("在川渝三地试点", 1) is None
    True
    """

    def __init__(self, regions: Mapping[str, Region], groups: Iterable[str]) -> None:
        self._entries = {a: Entry(a, region, "zone", region.code) for a, region in regions.items()}
        names = [a + b for a, b in permutations(regions, 2)]
        names += [group for group in groups if set(group) <= set(regions)]
        #: how such a name and its tail begin, to be looked for in a text
        self.words = frozenset(name + tail for name in names for tail in _BEGINS)

    def hit(self, text: str, start: int) -> Hit | None:
        """The provinces whose characters stand around a place of a text, if the word behind counts them rightly."""
        end = start
        while text[end : end + 1] in self._entries:
            end += 1
        while start > 0 and text[start - 1] in self._entries:
            start -= 1
        tail = _TAIL.match(text, end)
        size = _SIZES[tail["size"]] + bool(tail["one"]) if tail and tail["size"] else 2
        if tail is None or size != end - start:
            return None
        return Hit(
            start, tail.end(), text[start : tail.end()], tuple(self._entries[a] for a in text[start:end]), "free"
        )
