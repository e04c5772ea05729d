"""The election of a home: the deepest division that holds most of the votes, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from policyclf.document import Region
from policyclf.regions.gazetteer import Gazetteer

PROVINCE_SHARE, CHILD_SHARE = 0.5, 0.55
CLEAR, LEAST = 2.0, 0.4
UNANCHORED, UNANCHORED_SHARE = 4.0, 0.75


def elect(
    votes: Mapping[str, float],
    early: bool,
    table: Gazetteer,
    anchors: Collection[str] = (),
    cues: Counter[str] | None = None,
    *,
    headline: Collection[str] = (),
    least: float = 1.0,
    share: float = PROVINCE_SHARE,
) -> Region | None:
    """The deepest division that holds most of the votes.

    A part that title and opening do not name (``anchors``) must be spoken of often, and the text not from above it: a
    work report of 上海 with a section on 浦东, one of 黑龙江 that happens to name 哈尔滨 twice.
    """
    held = sum(votes.values())
    if held < (least if early else 2.0):
        return None
    chosen = ""
    while True:
        shares: dict[str, float] = defaultdict(float)
        depth = chosen.count("/") + 1 if chosen else 0
        for path, weight in votes.items():
            if not chosen or path.startswith(chosen + "/"):
                shares["/".join(path.split("/")[: depth + 1])] += weight
        if not shares:
            break
        best, weight = max(shares.items(), key=lambda item: (item[1], item[0]))
        if list(shares.values()).count(weight) > 1:
            break
        # What the headline names need only outweigh the place above it and each of its siblings.
        rivals = [votes.get(chosen, 0.0), *(w for path, w in shares.items() if path != best)]
        clear = best in headline and weight >= CLEAR * max(rivals)
        if weight < (LEAST if chosen and clear else CHILD_SHARE if chosen else share) * held:
            break
        if chosen and not any(a == best or a.startswith(best + "/") for a in anchors):
            upper, lower = chosen[-1], best[-1]
            if weight < max(UNANCHORED, UNANCHORED_SHARE * held) or (
                cues is not None and upper != lower and cues[upper] > cues[lower]
            ):
                break
        chosen, held = best, weight
    return table.region(chosen) if chosen else None
