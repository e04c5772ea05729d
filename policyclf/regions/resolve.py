"""Settles what the names of an article mean, with the whole article in view.

Order of the signs: neighbours in the same sentence (already joined), the full form or the parent city in the article,
the same in the rest of the document, the home that the caller gave. What is still tied stays undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyclf.document import Region
from policyclf.regions.gazetteer import Entry
from policyclf.regions.recognize import Hit, highest, within


@dataclass(frozen=True, slots=True)
class Name:
    """A hit and what it means: one region, or several readings that were left open (``region`` None)."""

    hit: Hit
    region: Region | None
    candidates: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions that an article, and the rest of its document, surely speak of."""

    article: frozenset[str]
    document: frozenset[str]
    home: Region | None = None

    def sign(self, region: Region) -> int:
        """How strongly the surroundings speak for a region: itself 4, its parent 3, in the document 2, a province 1."""
        above = region.path.rpartition("/")[0]
        city = above.count("/") > 0 or region.level == "county" and above.count("/") == 0 and above in self.article
        if self.home is not None and (within(region, self.home) or within(self.home, region)):
            return 4
        if region.path in self.article:
            return 4
        if city and above in self.article:
            return 3
        if region.path in self.document or city and above in self.document:
            return 2
        return 1 if region.path.partition("/")[0] in self.article else 0


def certain(hits: Iterable[Hit]) -> frozenset[str]:
    """Paths that hits name beyond doubt, with the divisions above them."""
    out: set[str] = set()
    for hit in hits:
        entries = _main(hit)
        if len({e.region for e in entries}) != 1 or hit.tail == "road":
            continue
        if hit.trust != "free" and hit.tail != "zone":
            continue
        path = entries[0].region.path
        while path:
            out.add(path)
            path = path.rpartition("/")[0]
    return frozenset(out)


def resolve(hit: Hit, scope: Scope) -> Name | None:
    """What a hit means in its surroundings; None if it is no place after all."""
    entries = [e for e in _main(hit) if not e.within or _near(e.within, scope)]
    regions = tuple(dict.fromkeys(e.region for e in entries))
    if not regions or hit.tail == "road":
        return None
    if hit.trust == "never" and not hit.joined:
        return None
    if len(regions) == 1:
        if hit.trust == "free" or hit.joined or hit.tail == "zone" or scope.sign(regions[0]) >= 2:
            return Name(hit, regions[0])
        return None
    # A shared name: the reading that the surroundings speak for most, if there is one.
    needed = 1 if hit.trust == "free" else 2
    signs = sorted(((scope.sign(r), r.code, r) for r in regions), reverse=True)
    if signs[0][0] >= needed and signs[0][0] > signs[1][0]:
        return Name(hit, signs[0][2])
    return Name(hit, None, regions) if hit.trust == "free" else None


def _main(hit: Hit) -> tuple[Entry, ...]:
    """The readings worth weighing: present before former, a city before the county nested in or named like it."""
    entries = hit.entries
    present = tuple(e for e in entries if e.kind != "former" and not e.until)
    entries = present or tuple(e for e in entries if e.kind != "former") or entries
    zones = tuple(e for e in entries if e.kind == "zone")
    entries = zones or highest(entries)
    if all(e.kind in {"short", "alias"} for e in entries):
        # 西安, 海南, 中山: a county or prefecture elsewhere bears the name too, and nobody means it by the bare name.
        for level in ("province", "city"):
            top = tuple(e for e in entries if e.region.level == level)
            if top:
                return top
    return entries


def _near(path: str, scope: Scope) -> bool:
    return path in scope.article or scope.home is not None and (scope.home.path + "/").startswith(path + "/")


def resolve_all(sentences: Sequence[Sequence[Hit]], scope: Scope) -> list[list[Name]]:
    """The names of each sentence of an article."""
    return [[name for hit in hits if (name := resolve(hit, scope))] for hits in sentences]
