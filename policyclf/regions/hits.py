"""A name found in a sentence, and how regions lie in each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from policyclf.document import Region
from policyclf.regions.divisions import Entry, NameClass

Tail = Literal["", "organisation", "road", "zone"]


class Hit(NamedTuple):
    """A name in a sentence: where it stands, what it may mean, and what the text around it says of it.

    ``trust``: how far the bare name is to be believed. ``joined``: its neighbour names what it lies in. ``tail``: what it is
    part of.
    """

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    trust: NameClass
    tail: Tail = ""
    joined: bool = False

    @property
    def regions(self) -> tuple[Region, ...]:
        entries = self.entries
        return (entries[0].region,) if len(entries) == 1 else tuple(dict.fromkeys(e.region for e in entries))

    @property
    def full(self) -> bool:
        """Whether the name is written out: 衢州市, 恩施州 for a 自治州; not 浙江衢州."""
        entries = self.entries
        return entries[0].full if len(entries) == 1 else any(e.full for e in entries)


def within(region: Region, other: Region) -> bool:
    """Whether ``region`` is ``other`` or lies in it.

    >>> within(Region("浙江省/衢州市", "330800", "city"), Region("浙江省", "330000", "province"))
    True
    """
    return region.path == other.path or region.path.startswith(other.path + "/")


def related(region: Region, other: Region) -> bool:
    """Whether one of the two is the other or lies in it."""
    return within(region, other) or within(other, region)


def highest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without those nested in another: 吉安 is the city rather than its 吉安县."""
    entries = tuple(entries)
    return tuple(e for e in entries if not any(o.region != e.region and within(e.region, o.region) for o in entries))
