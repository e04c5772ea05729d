"""What a name in an article means, and what of its surroundings tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from policyclf.document import Region
from policyclf.regions.hits import Hit, within


class Name(NamedTuple):
    """A hit and what it means: one region, or several readings that were left open (``region`` None)."""

    hit: Hit
    region: Region | None
    candidates: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions that an article, and the rest of its document, surely speak of.

    ``full``: those written out in it; ``order``: as the article names them; ``seat``: where its newspaper appears (徐州日报讯).
    """

    article: frozenset[str]
    document: frozenset[str]
    home: Region | None = None
    order: tuple[str, ...] = ()
    seat: str = ""
    full: frozenset[str] = frozenset()

    def named(self, region: Region, *, starts: bool) -> bool:
        """Whether the article surely names it, or is at home there, or in its city and begins a clause with it."""
        above = region.path.rpartition("/")[0]
        at_home = self.home is not None and (within(self.home, region) or (starts and above == self.home.path))
        return region.path in self.article or (at_home and _city(above))

    def sign(self, region: Region) -> int:
        """How strongly the surroundings speak for a region: home 5, itself 4, its parent 3, in the document 2, a province 1."""
        above = region.path.rpartition("/")[0]
        city = _city(above) or (region.level == "county" and above in self.article)
        if self.home is not None and within(region, self.home):
            return 5
        if self.seat and region.path.startswith(self.seat + "/"):
            return 5
        if self.home is not None and within(self.home, region):
            return 4
        if region.path in self.article:
            return 4
        if city and above in self.article:
            return 3
        if region.path in self.document or (city and above in self.document):
            return 2
        return 1 if region.path.partition("/")[0] in self.article else 0


def _city(path: str) -> bool:
    """Whether a path is of a city: below a province, or a municipality."""
    return "/" in path or path.endswith("市")
