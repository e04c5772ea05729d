"""Several regions that one sentence holds together: its lists of names, and the names that a word sums up (两县)."""

from __future__ import annotations

from collections.abc import Sequence

from policyclf.document import Region
from policyclf.regions.hits import within
from policyclf.regions.refer import Reference
from policyclf.regions.roles import Part


def summed(reference: Reference, parts: Sequence[Part], speaker: tuple[Region, ...] = ()) -> tuple[Region, ...]:
    """The names before a word that counts them in its own sentence; empty if it counts others.

    ``speaker``: whose sentence it is; 与桑日县合办招聘会，两地… are the two of them.
    """
    before = [
        p
        for p in parts
        if p.name.hit.end <= reference.mention.start and p.role not in ("organisation", "brand", "dateline")
    ]
    regions = tuple(dict.fromkeys(p.name.region for p in before if p.name.region))
    if len(speaker) == 1 and len(regions) == reference.size - 1 and all(_beside(p) for p in before):
        regions = tuple(dict.fromkeys((*speaker, *regions)))
    fits = 1 < reference.size == len(regions) and all(reference.fits(r) for r in regions)
    return regions if fits else ()


def _beside(part: Part) -> bool:
    """Whether a name is of one that does something, or borders, with who speaks."""
    return part.role == "partner" or (part.role == "comparison" and part.bordering)


def lists_of(parts: Sequence[Part]) -> list[tuple[tuple[Region, ...], list[Part]]]:
    """The lists of a sentence that hold several regions."""
    lists: dict[int, list[Part]] = {}
    for part in parts:
        if part.name.region and part.size > 1 and part.role not in ("organisation", "brand", "dateline"):
            lists.setdefault(part.list, []).append(part)
    found = [(tuple(dict.fromkeys(p.name.region for p in m if p.name.region)), m) for m in lists.values()]
    # 江苏的太仓 is one place
    return [(r, m) for r, m in found if not any(a != b and within(a, b) for a in r for b in r)]
