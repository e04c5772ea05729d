"""The names that act in a sentence, and with them the unit above that the sentence speaks of by another word.

南通市派出专家，市、区两级各负担一半: the city by name, and the home, one of its districts, by 区.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyclf.document import Attribution, Mention, Region
from policyclf.regions.cues import WITH, cues
from policyclf.regions.hits import related, within
from policyclf.regions.memory import Memory
from policyclf.regions.refer import Reference, all_references
from policyclf.regions.roles import Part

MARK = 3  # characters: 四、省商务厅
_GENERIC = re.compile(
    r"(?:^|[，、。；：由经报和与\s])(?:本?(?:市|州|省)(?:人民政府)?)?(?P<all>、?(?:各?(?:县级市|县|旗)|（[县市区、]{1,4}）|各区|区县)+)?(?:人民政府)?(?:[、和与及]|以及)$"
)
_BY = re.compile(r"由(?:全)?([省市县区州旗])(?:级|本级|财政|政府|里|属)")
_LEVELS = re.compile(r"(省|市|州)、?(?:市、?)?[市县区]两级")


def with_higher(
    text: str, counted: Sequence[Part], reference: Reference | None, memory: Memory, section: tuple[Region, ...]
) -> Attribution:
    """The names that act, and with them the home or the unit above that the sentence speaks of by another word."""
    names = [p.name.region for p in counted if p.name.region]
    home = memory.home
    if home is None:
        joint = reference and reference.kind != "many" and all(p.role == "partner" and p.acts for p in counted)
        return as_named(counted, memory.meant(reference, (), section) if reference and joint else ())
    if reference and reference.organ and reference.mention.start == 0 and not reference.fits(home):
        higher = memory.meant(reference, (), section)
        return as_named(counted, tuple(r for r in higher if within(home, r)))  # 自治区工信厅将玉林列为基地
    if _speaks_first(reference, home) and not any(related(r, home) for r in names):
        return as_named(counted, (home,))  # 盟农牧局要与白城市对接，白城方面…
    if home in names:
        return as_named(counted)
    levels = _LEVELS.search(text)
    if levels and len(names) == 1 and levels[1] == names[0].name[-1] and within(home, names[0]):
        return as_named(counted, (home,))  # 南通市派出专家，市、区两级各负担一半
    first = counted[0]
    if "本级" in text and all(within(home, r) for r in names):
        return as_named(counted, (home,))  # 玉溪市级出资40%，本级出资60%
    if all(within(home, r) for r in names) and not first.front and text[: first.name.hit.start].endswith("由"):
        return as_named(counted, (home,))  # 园区预留用地520亩，由桂林市解决指标300亩
    all_of = _GENERIC.search(text[: counted[0].name.hit.start])
    if all_of and all(r != home and within(r, home) for r in names):
        # 市、县（市）、上街区人民政府 are all of the home; 市和柯桥区 are two.
        return Attribution((home,), "inherited", None, 0.8) if all_of["all"] else as_named(counted, (home,))
    before = text[: reference.mention.start] if reference else ""
    given = cues().recipient if reference and reference.mention.text[0] == "本" else (*cues().recipient, *WITH)
    if reference and reference.kind == "first" and before.endswith(given):
        return as_named(counted, (home,))  # 珠海市香洲区向我县投入资金, 龙岗区与我市签订协议
    if reference and reference.kind == "near" and before.endswith((*cues().recipient, "把", "将")):
        told = memory.meant(reference, (), section)
        return as_named(counted, tuple(r for r in told if r not in names))  # 省财政厅为该区拨付资金
    if reference and not reference.organ and _speaks(reference, counted, home):
        if reference.mention.end == counted[0].name.hit.start:
            return as_named(counted)  # 我市和平区、河北区、河西区
        if not any(p.role in ("recipient", "made", "partner") or (p.located and p.acts) for p in counted):
            return Attribution((home,), "coreference", reference.mention, 0.8)
        return as_named(counted, (home,))
    if all(r != home and within(r, home) for r in names) and any(
        _own_organ(r, text, home) and not any(map(r.fits, names)) for r in all_references(text)
    ):
        return as_named(counted, (home,))  # 乌兰浩特市、突泉县各建成一个园区，盟财政给予补助
    by = _BY.search(text)
    if by and home.name[-1] == by[1]:
        return as_named(counted, (home,))  # 三区的市场由市级统一建设
    if all(p.role == "partner" and p.acts for p in counted):
        spoken = reference and reference.kind not in ("many", "place")  # 与盐池开展协作，为当地培训: the partner's
        own = memory.meant(reference, (), section) if reference and spoken else ()
        return as_named(counted, own or section or (home,))  # 与南京市六合区共建产业园: who speaks and the partner
    if reference and reference.kind == "near" and reference.mention.start <= MARK < counted[0].clause:
        own = memory.meant(reference, (), section)
        return as_named(counted, tuple(r for r in own if r not in names))  # 该县收回土地，邻近的衢江区亦设立基金
    if reference and reference.kind == "near" and reference.mention.start > counted[-1].name.hit.end:
        above = [r for r in memory.meant(reference, (), section) if all(within(n, r) for n in names)]
        return as_named(counted, tuple(r for r in above if r not in names))  # 肥乡区…，该市尚未出台办法
    return as_named(counted)


def as_named(parts: Sequence[Part], above: tuple[Region, ...] = ()) -> Attribution:
    """An attribution to names, behind the units ``above`` them; the first name is its evidence."""
    regions = tuple(dict.fromkeys((*above, *(p.name.region for p in parts if p.name.region))))
    hit = parts[0].name.hit
    confidence = 0.95 if any(p.role == "subject" for p in parts) else 0.75
    return Attribution(regions, "named", Mention(hit.text, hit.start, hit.end), confidence)


def _speaks(reference: Reference, parts: Sequence[Part], home: Region) -> bool:
    """Whether 我省, 全省 stands before names all below the home: they are its cases (全省下降…，信阳市达标)."""
    if reference.kind not in ("first", "whole") or not reference.fits(home):
        return False
    first = min(p.name.hit.start for p in parts)
    regions = [p.name.region for p in parts if p.name.region]
    return reference.mention.start < first and all(r != home and within(r, home) for r in regions)


def _speaks_first(reference: Reference | None, home: Region) -> bool:
    """Whether the home itself (我县, 县财政) begins the sentence."""
    own = reference is not None and (reference.organ or reference.kind == "first")
    return bool(reference and own and not reference.mention.start and reference.fits(home))


def _own_organ(reference: Reference, text: str, home: Region) -> bool:
    """Whether the home's own organ begins a clause: …，盟财政给予补助."""
    start = reference.mention.start
    return reference.organ and reference.fits(home) and (not start or text[start - 1] in "，；。")
