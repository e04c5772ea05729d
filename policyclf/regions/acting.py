"""Which of the names in a sentence count: whose measure or fact it is, and not where something stands or goes."""

from __future__ import annotations

from collections.abc import Sequence

from policyclf.document import Region
from policyclf.regions.hits import related, within
from policyclf.regions.role import Role
from policyclf.regions.roles import Part

_SILENT: frozenset[Role] = frozenset({"organisation", "brand", "site", "destination", "comparison", "dateline"})
_APART = frozenset(("台湾省", "香港特别行政区", "澳门特别行政区"))  # nobody else's home lies there


def counts(parts: Sequence[Part], home: Region | None, *, away: bool = False, nation: bool = False) -> list[Part]:
    """The names whose measure the sentence tells: the lowest of each branch, and a higher one that acts upon it.

    Args:
        parts: the names of the sentence with their roles.
        home: the article's home, by which a name is its own, above it, or foreign.
        away: whether the section speaks of another region than the home; then the home must act to count.
        nation: whether the text is the country's; then a region must act to count.
    """
    if not parts:
        return []
    named = [p for p in parts if p.name.region and p.role not in _SILENT]
    if not named:
        return []
    if nation and home is None:
        return lowest([p for p in named if p.role in ("subject", "field") and (p.acts or p.heading)])
    if home is None:
        acting = [p for p in named if p.role in ("subject", "made", "actor", "partner")] or named
        return lowest([*acting, *_receiving(named)])
    if len(named) == 1:
        return named if _own(named[0], home, away) or _above(named[0], home) else []
    own = [p for p in named if _own(p, home, away)]
    own += [p for p in _receiving(named) if p not in own]
    if any(p.role == "subject" and p.name.region and not within(p.name.region, home) for p in own):
        # 香港的注册全程电子化，澳门设有专窗: neither is the home's, and both are told of.
        own += [
            p
            for p in named
            if p.role == "subject" and p not in own and p.name.region and not related(p.name.region, home)
        ]
    if any(p.role == "subject" and p.acts and p.name.region and not related(p.name.region, home) for p in own):
        # 福建省向固原市投入资金: what another does for a place of the home's province is told of both.
        own += [
            p
            for p in named
            if p.role in ("recipient", "made")
            and p not in own
            and p.name.region
            and p.name.region.code[:2] == home.code[:2]
        ]
    whole = [p for p in own if p.name.region == home and all(e.kind == "zone" for e in p.name.hit.entries)]
    if whole and not any(p.role == "subject" and p.acts and not p.located for p in own if p not in whole):
        return whole  # 支持中关村科学城…，推动怀柔科学城…: one of them lies all over the home
    lists, hits = {p.list for p in own}, [p.name.hit for p in own]
    # 澳门与珠海, 湘赣两省: both or none
    own += [
        p
        for p in named
        if p not in own and ((p.list in lists and p.role == "subject") or any(p.name.hit is hit for hit in hits))
    ]
    above = [p for p in named if _above(p, home)]
    if own and above and all(p.role in ("recipient", "made") for p in own):
        return [*above, *lowest(own)]  # 苏州市对太仓追加资助
    return lowest(own) or above


def _own(part: Part, home: Region, away: bool) -> bool:
    region, first, full = part.name.region, part.role == "subject", part.name.hit.full
    if region is None:
        return False
    if region == home:
        return first or not away
    if part.role == "partner" and part.acts:
        return not within(home, region)  # 与凭祥合作设立产业园
    if within(region, home):
        if part.role == "title":
            return False
        return (
            (first and (part.acts or part.front))
            or full
            or (part.acts and part.role in ("made", "field"))
            or (part.role == "made" and (part.front or part.name.hit.tail == "zone"))  # 支持南阳做优中心城区
        )
    if first and part.front and region.path in _APART:
        return True
    zone = part.name.hit.tail == "zone"
    return not within(home, region) and first and (part.acts or full or zone or part.heading)


def _above(part: Part, home: Region) -> bool:
    region = part.name.region
    return region is not None and within(home, region) and part.role == "subject" and part.acts


def _receiving(parts: Sequence[Part]) -> list[Part]:
    """What lies below a region that acts in the sentence and gives to it: 省财政向曹县下达资金."""
    heads = [p for p in parts if p.role == "subject"]
    return [
        p
        for p in parts
        if (p.role in ("recipient", "made") or (p.role == "field" and p.size > 1 and p.located))
        and any(h.name.region and p.name.region != h.name.region and _lies(p, h) for h in heads)
    ]


def _lies(part: Part, head: Part) -> bool:
    inner, outer = part.name.region, head.name.region
    return inner is not None and outer is not None and within(inner, outer)


def _paths_above(region: Region) -> list[str]:
    steps = region.path.split("/")
    return ["/".join(steps[:n]) for n in range(1, len(steps))]


def lowest(parts: Sequence[Part]) -> list[Part]:
    """Without the names of divisions that contain another one named, unless they act upon it."""
    if len(parts) < 2:
        return list(parts)
    out: list[Part] = []
    regions = {p.name.region for p in parts if p.name.region}
    above = {path for r in regions for path in _paths_above(r)}
    holds = {r for r in regions if r.path in above}
    for part in sorted(parts, key=lambda p: p.name.hit.start):
        if part.name.region not in holds:
            out.append(part)
            continue
        below = [p for p in parts if p.name.region != part.name.region and _lies(p, part)]
        # 苏州市对太仓追加资助; 延边州把事项并入州中心，珲春市设立分中心.
        gives = (
            part.role == "subject"
            and not part.located
            and all(
                p.role in ("recipient", "made", "field")
                or (part.acts and p.role == "subject" and p.acts and p.clause > part.clause)
                for p in below
            )
        )
        if gives:
            out.append(part)
    return out
