"""Settles what the names of an article mean, with the whole article in view.

Order of the signs: neighbours in the same sentence (already joined), the full form or the parent city in the article,
the same in the rest of the document, the home that the caller gave. What is still tied stays undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policyclf.regions.cues import BULLETS, DATED, acts, cues, verbs
from policyclf.regions.divisions import Entry
from policyclf.regions.hits import Hit, highest, within
from policyclf.regions.scope import Name, Scope

# A division abolished since then is still one of the things that texts mean by its name: most of them are older than that. Today
# this makes one name ambiguous, 江北区: 重庆's was abolished in 2025, 宁波's stands.
LATELY = "2021"
_STARTS = frozenset("，。；：！？、“”（）《》　 \n" + BULLETS)
_MARKS = BULLETS + " 　"
_GOVERN = frozenset("与同跟赴")
SEPARATORS = frozenset(["、", "和", "与", "及", "以及", "跟", "，", "等", "或"])


def certain(hits: Iterable[Hit], *, above: bool = True) -> frozenset[str]:
    """Paths that hits name beyond doubt, with the divisions above them if ``above``."""
    out: set[str] = set()
    for hit in hits:
        if hit.tail == "road" or not (hit.trust == "free" or (hit.trust == "context" and hit.tail == "zone")):
            continue
        entries = _main(hit)
        if len({e.region for e in entries}) != 1:
            continue
        path = entries[0].region.path
        while path:
            out.add(path)
            path = path.rpartition("/")[0] if above else ""
    return frozenset(out)


def aside(text: str, hit: Hit) -> bool:
    """Whether a name is only compared with, come from or gone to: no sign of what its article is about."""
    before = text[: hit.start]
    return before.endswith(cues().aside.get(before[-1:], ())) and not before.endswith(cues().ratio)


def resolve(hit: Hit, scope: Scope, *, starts: bool = True, verb: bool = False, heading: bool = False) -> Name | None:
    """What a hit means in its surroundings; None if it is no place after all.

    ``starts``: it stands where a clause begins; elsewhere a word is a word (资源不等于富裕). ``verb``: and a verb follows.
    """
    if hit.tail == "road":
        return None
    entries = _main(hit)
    if len(entries) < len(hit.entries) and not hit.joined:
        told, top = [e.region for e in hit.entries if e.region.path in scope.full], entries[0].region
        # 兴安 in a text on 兴安县 is not 兴安盟, and 吉林高新区 in one on 吉林市 not the province's; 湘潭 is the city of its 湘潭县.
        zone = top.level == "province" and hit.tail == "zone"
        if len(set(told)) == 1 and told[0] != top and (zone or not (top.level == "province" or within(told[0], top))):
            return Name(hit, told[0])
    if len(entries) == 1 and hit.trust == "free" and not entries[0].within:
        return Name(hit, entries[0].region)
    near = [e.region for e in entries if not e.within or _near(e.within, scope)]
    regions = tuple(near) if len(near) < 2 else tuple(dict.fromkeys(near))
    if regions and all(e.kind == "zone" for e in entries):
        return Name(hit, regions[0])
    if not regions:
        return None
    if hit.trust == "never":
        return None
    if len(regions) == 1:
        if hit.trust == "context" and starts and regions[0].level == "city":
            return Name(hit, regions[0])  # 开封出台…, 大同对…
        if hit.trust == "context" and verb:
            return Name(hit, regions[0])  # 喀左建起…
        if hit.trust == "free":
            return Name(hit, regions[0])
        if hit.trust == "word" and (not starts or (hit.text in verbs() and not verb)):
            return None  # 会同有关部门
        if hit.full and hit.trust in ("context", "joined"):
            # 资源县 where its province is named, 老城区 where its city is: else 老城区 is any old town.
            known = scope.sign(regions[0]) >= (1 if hit.trust == "context" else 3)
            return Name(hit, regions[0]) if known or (hit.trust == "context" and starts) else None
        if hit.trust in ("joined", "word") and not scope.named(regions[0], starts=starts):
            return None
        needed = 2 if hit.trust == "context" else 4
        if (hit.trust == "context" and hit.tail == "zone") or scope.sign(regions[0]) >= needed:
            return Name(hit, regions[0])
        return None
    # A shared name: the reading that the surroundings speak for most, if there is one.
    if hit.trust == "word" and not starts:
        return None
    needed = 2 if hit.trust in ("free", "context") else 4
    signs = sorted(((scope.sign(r), r.code, r) for r in regions), reverse=True)
    if signs[0][0] >= needed and signs[0][0] > signs[1][0]:
        return Name(hit, signs[0][2])
    if heading and signs[0][0] >= needed:
        # 铁西：… above a text on 沈阳市铁西区 that then turns to the other one: the one that it turns to first.
        first = next((r for path in scope.order for r in regions if r.path == path), None)
        return Name(hit, first) if first else None
    return Name(hit, None, regions) if hit.trust == "free" else None


def _main(hit: Hit) -> tuple[Entry, ...]:
    """The readings worth weighing: present before former, a city before the county nested in or named like it."""
    entries = hit.entries
    if len(entries) == 1:
        return entries
    if all(e.kind == "former" for e in entries):
        # 大同县 was the whole of what is 大同市, and until 2018 what is 云州区: the last one is meant.
        last = max(e.until for e in entries)
        return tuple(e for e in entries if e.until == last)
    present = tuple(e for e in entries if e.kind != "former" and (not e.until or e.until >= LATELY))
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
    return path in scope.article or (scope.home is not None and (scope.home.path + "/").startswith(path + "/"))


def doubtful(hits: Iterable[Hit]) -> bool:
    """Whether a sentence holds a name that more knowledge of the article may settle otherwise."""
    return any(hit.trust != "free" or len(hit.entries) > 1 for hit in hits)


_OFFICIAL = re.compile("第[一二三四五六七八九十]+(?:届|次)|人民政府|人民代表大会|人大|政协|[市县区旗]?委|财政局")


def formerly(text: str, hit: Hit) -> Hit:
    """原双桥区 is the one that is no more."""
    former = tuple(e for e in hit.entries if e.kind == "former") if text[: hit.start].endswith("原") else ()
    return hit._replace(entries=former) if former and len(former) < len(hit.entries) else hit


def resolve_in(text: str, hit: Hit, scope: Scope, heading: bool) -> Name | None:
    """What a hit means where it stands in its sentence."""
    if hit.trust == "free":
        if len(hit.entries) == 1 and hit.tail != "road" and not hit.entries[0].within:
            return Name(hit, hit.entries[0].region)
        return resolve(hit, scope, heading=heading)
    if hit.tail != "road" and text[: hit.start].endswith(cues().media) and DATED.match(text, hit.end):
        return resolve(
            hit._replace(trust="free"), scope, heading=heading
        )  # 本报无为讯: nothing but a place stands there
    opens = begins(text, hit)
    if opens and text[hit.end : hit.end + 1] == "：" and not text[: hit.start].strip(_MARKS):
        inner = [r for r in hit.regions if scope.home and within(r, scope.home)]
        if len(inner) == 1:
            return Name(hit, inner[0])  # ●当涂：蟹农贷款不用跑
    official = hit.full and bool(_OFFICIAL.match(text, hit.end))  # 在会同县第十八届人民代表大会上
    return resolve(
        hit,
        scope,
        starts=opens or official or _governed(text, hit),
        verb=opens and acts(text, hit.end),
        heading=heading,
    )


def _governed(text: str, hit: Hit) -> bool:
    """Whether a word stands before it that only goes with who does something: 与凭祥合作."""
    return hit.start > 0 and text[hit.start - 1] in _GOVERN


def begins(text: str, hit: Hit) -> bool:
    """Whether a name stands where a clause begins."""
    return hit.start == 0 or text[hit.start - 1] in _STARTS
