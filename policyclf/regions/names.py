"""The names of a sentence: what each means by itself, and what lists, neighbours and siblings settle between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyclf.regions.hits import Hit, within
from policyclf.regions.resolve import SEPARATORS, begins, formerly, resolve_in
from policyclf.regions.scope import Name, Scope

_COUNTS = re.compile(r"等?(?:[两二三四五六七八九十]|\d{1,2})个?([区县市旗])")


def resolve_all(
    text: str, hits: Sequence[Hit], scope: Scope, told: frozenset[str] = frozenset(), *, heading: bool = False
) -> list[Name]:
    """The names of a sentence; ``told``: the paths that other sentences of the article are known to name.

    What a list has settled once (老城、西工两区) may stand alone where a clause begins (老城的问题是…).
    """
    if all(hit.trust == "free" and len(hit.entries) == 1 and not hit.entries[0].within for hit in hits):
        # Most sentences: each name means one region, whatever stands around it.
        return [Name(hit, hit.entries[0].region) for hit in hits if hit.tail != "road"]
    ends = {hit.end for hit in hits}
    hits = [hit if hit.start in ends else formerly(text, hit) for hit in hits]  # 太原 is no 原 before a name
    names = [resolve_in(text, hit, scope, heading) for hit in hits]
    shared = any(len(hit.regions) > 1 for hit in hits)
    if shared:
        _below(text, hits, names)
    for index, hit in enumerate(hits):
        if names[index] is None and (hit.trust == "context" or (hit.trust in ("word", "joined") and begins(text, hit))):
            # 平安区 by itself is any safe area, and where the article tells of 海东 its district.
            known = [
                r
                for r in hit.regions
                if r.path in told or (hit.full and "/" in (above := r.path.rpartition("/")[0]) and above in told)
            ]
            names[index] = Name(hit, known[0]) if len(known) == 1 else None
    if shared:
        _listed(text, hits, names)
    _counted(text, hits, names, scope)
    _siblings(text, hits, names, scope)
    if shared:
        _nearer(hits, names)
    return [each for name in names if name is not None for each in _both(name)]


def _below(text: str, hits: Sequence[Hit], names: list[Name | None]) -> None:
    """A shared name right behind the city that one of its readings lies in: 在鞍山，铁西区…."""
    for index, hit in enumerate(hits[1:], 1):
        before = names[index - 1]
        gap = text[hits[index - 1].end : hit.start]
        if before is not None and before.region is not None and len(hit.regions) > 1 and gap in ("，", "的", "市"):
            if hit.text == before.hit.text:
                continue  # 镜头转到衡阳，衡阳高新区…: one name, one meaning
            below = [r for r in hit.regions if r != before.region and within(r, before.region)]
            names[index] = Name(hit, below[0]) if len(below) == 1 else names[index]


def _listed(text: str, hits: Sequence[Hit], names: list[Name | None]) -> None:
    """Shared names as their list means them: 通州、大兴两区 are Beijing's, 红桥、河北、河东三区 Tianjin's, 昌吉、阜康两市 two cities."""
    start = 0
    for end in range(1, len(hits) + 1):
        if end < len(hits) and text[hits[end - 1].end : hits[end].start] in SEPARATORS:
            continue
        members, start = range(start, end), end
        unit = _COUNTS.match(text, hits[end - 1].end) if len(members) > 1 else None
        if unit is None:
            continue
        sure = {
            hits[at].regions[0].path.rpartition("/")[0] for at in members if len(hits[at].regions) == 1 and names[at]
        }
        for at in members:
            own = [
                r
                for r in hits[at].regions
                if r.name[-1] == unit[1] and (len(sure) != 1 or r.path.rpartition("/")[0] in sure)
            ]
            if len(hits[at].regions) > 1 and len(own) == 1:
                names[at] = Name(hits[at], own[0])


def _counted(text: str, hits: Sequence[Hit], names: list[Name | None], scope: Scope) -> None:
    """向阳、前进两区 and 郊区政府 in the text of 佳木斯: words as they are, here its districts."""
    if scope.home is None:
        return
    end = len(hits) - 1
    for index in range(end, -1, -1):
        hit = hits[index]
        if index < end and text[hit.end : hits[index + 1].start] not in SEPARATORS:
            end = index
        own = [e.region for e in hit.entries if e.region.path.rpartition("/")[0] == scope.home.path]
        if names[index] is not None or len(own) != 1 or hit.tail == "road":
            continue
        counted = _COUNTS.match(text, hits[end].end)
        written = hit.full and len(hit.text) == 2 and (begins(text, hit) or text[hit.start - 1 : hit.start] in "在由对")
        if written or (counted and own[0].name.endswith(counted[1])):
            names[index] = Name(hit, own[0])


def _siblings(text: str, hits: Sequence[Hit], names: list[Name | None], scope: Scope) -> None:
    """What is settled settles its siblings in the sentence: 瀍河和嵩县, 新安、偃师、孟津; 阳泉市城区发展…，矿区改造…."""
    for index, hit in enumerate(hits):
        name = names[index]
        if (name is not None and name.region is not None) or hit.tail == "road":
            continue
        for other, beside in enumerate(names):
            if beside is None or beside.region is None or not _beside(text, hits, index, other):
                continue
            above = beside.region.path.rpartition("/")[0]
            fitting = [r for r in hit.regions if r.path.rpartition("/")[0] == above and above]
            if not fitting and scope.home is not None and hit.trust != "never":
                # 大通、湟中、民和、互助 in the text of 青海: one list, one province.
                fitting = [r for r in hit.regions if r.code[:2] == beside.region.code[:2] == scope.home.code[:2]]
            if not fitting and beside.hit.joined and hit.trust not in ("never", "word"):
                fitting = [r for r in hit.regions if r.code[:2] == beside.region.code[:2]]  # 江西上栗、万载两地
            if not fitting and hit.trust == "context" and abs(other - index) == 1:
                # 青浦、吴江、嘉善三地: beside a sure name of its own level a name is no word.
                fitting = [r for r in hit.regions if r.level == beside.region.level]
            if len(fitting) == 1:
                names[index] = Name(hit, fitting[0])


def _nearer(hits: Sequence[Hit], names: list[Name | None]) -> None:
    """A shared name as its own sentence means it, whatever the article names elsewhere: 两江新区与江北区 are both of 重庆."""
    sure = {n.region for n in names if n is not None and n.region is not None and len(n.hit.regions) == 1}
    above = {region.path.rpartition("/")[0] for region in sure} - {""}
    for index, hit in enumerate(hits):
        name = names[index]
        if name is None or name.region is None or not hit.full or len(hit.regions) == 1:
            continue
        near = [r for r in hit.regions if r.path.rpartition("/")[0] in above or any(within(r, other) for other in sure)]
        if len(near) == 1 and not within(near[0], name.region):  # 朝阳市 is no 朝阳县, which was called so once
            names[index] = Name(hit, near[0])


def _beside(text: str, hits: Sequence[Hit], index: int, other: int) -> bool:
    """Whether two names stand in one list, or the later, written in full, begins a clause of its own."""
    first, second = sorted((index, other))
    if second == first + 1 and text[hits[first].end : hits[second].start] in SEPARATORS:
        return True
    return index > other and hits[index].full and begins(text, hits[index])


def _both(name: Name) -> list[Name]:
    """A zone that lies on both sides of a border (川渝高竹新区) means all the divisions that it lies in."""
    if len(name.hit.entries) == 1:
        return [name]
    zones = tuple(dict.fromkeys(e.region for e in name.hit.entries if e.kind == "zone"))
    return [Name(name.hit, r) for r in zones] if name.region in zones else [name]
