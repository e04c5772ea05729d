"""Words that stand for a region named elsewhere: 我市, 该区, 全省, 市委, 当地, 上述五市."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from policyclf.document import Level, Mention, Region
from policyclf.regions.cues import any_of
from policyclf.regions.tables import words

Kind = Literal["first", "near", "many", "whole", "place", "zone", "addressed"]

_LEVELS: dict[str, tuple[Level, ...]] = {
    "省": ("province",),
    "省区": ("province",),
    "自治区": ("province",),
    "市": ("city", "county", "province"),
    "州": ("city",),
    "盟": ("city",),
    "县": ("county",),
    "自治县": ("county",),
    "区": ("county", "province", "city"),
    "旗": ("county",),
}


class Reference(NamedTuple):
    """``kind``: first (我市), near (该区), addressed (你市), whole (全市, 市委), place (当地), many (上述五市), zone (新区); ``unit``: 省, 市, 县, ...;
    ``size``: how many; ``pick``: which of two (前者, 后者); ``acts``: it begins a clause in which it does something (全省将推广)."""

    kind: Kind
    unit: str
    mention: Mention
    size: int = 0
    pick: int | None = None
    acts: bool = False

    @property
    def level(self) -> Level | None:
        return _LEVELS[self.unit][0] if self.unit in _LEVELS else None

    def fits(self, region: Region) -> bool:
        """Whether the word can mean the region: 该区 no city that is called 市."""
        if self.unit not in _LEVELS:
            return True
        last = region.name[-1]
        if self.unit == "市":
            return last == "市"
        if self.unit == "区":
            return (last == "区" and region.level != "province") or (
                region.name.endswith("自治区") and self.mention.text[0] != "本"
            )
        if self.unit in ("州", "盟", "旗", "自治县"):
            return region.name.endswith(self.unit) and region.level in _LEVELS[self.unit]
        return region.level in _LEVELS[self.unit]

    @property
    def organ(self) -> bool:
        """Whether it is the bare word before an organ: 市财政, 自治区工信厅."""
        return self.mention.text == self.unit

    def below(self, region: Region) -> bool:
        """Whether the word means something smaller than the region: 县里 in the text of a city."""
        order = ("province", "city", "county")
        return self.level is not None and order.index(self.level) > order.index(region.level)


@functools.cache
def _pattern() -> re.Pattern[str]:
    lists = words()["refer"]
    unit = "(?P<unit{}>自治区|省|市|县|区|州|旗|盟)"
    # 学习了5市经验, 上述五市; not 鄂湘赣三省, 玉树3县, 3个省实验室.
    number = (
        r"(?:(?<![一-龥\d“第])|(?<=[了对在将为把使让给从以由比除和与向予持排是即年月日前来起后中里])|上述|以上|这)"
        r"(?P<count>[2-9]|[两二三四五六七八九十])个?(?P<unit5>县（[市区、]{1,3}）|县市区|自治县|省区|市州|市县|县区|区县|县市|市区(?!域)|市|县|省|地|州|区|旗|盟)(?!实验|际|属|级|场|区|域|州|[\d一二三四五六七八九十])"
    )
    mixed = "(?P<mixed>(?:(?<![一-龥])|(?<=[在由对为和从向]))[两二三四五六][区县市省州旗][一两二三四五六][区县市州旗])(?!域)"  # 两区一县
    first, near, whole, many, place, addressed = (
        any_of(lists[name]) for name in ("first", "near", "whole", "many", "place", "addressed")
    )
    alternatives = [
        (_heads(lists["first"]), f"(?P<first>{first}){unit.format(1)}(?![场集])"),
        (_heads(lists["near"]), f"(?P<near>(?:{near})(?:[^，。；、的]{{0,6}}城(?=市))?){unit.format(2)}(?!域)"),
        (
            _heads(lists["many"]) + "前后双上以这23456789两二三四五六七八九十",
            f"(?P<many>(?<![及级市区县])(?:{many})|前者|后者|双方|{mixed}|{number})",
        ),
        (_heads(lists["whole"]), f"(?<![健安完齐保周])(?P<whole>{whole}){unit.format(3)}(?![场级]|(?<=区)域)"),
        (_heads(lists["place"]), f"(?P<place>{place})"),
        (
            _heads(lists["addressed"]),
            (
                r"(?:(?<![一-龥])|(?<=[由对向给与和请为将在按从]))"
                f"(?!贵州)(?P<addressed>{addressed}){unit.format(7)}(?![场集域])"
            ),
        ),
        ("新", r"(?:(?<![一-龥])|(?<=[在由对为和从向]))(?P<zone>新区)"),
        ("自", rf"(?<![一-龥])(?P<unit6>自治区)(?=(?:{any_of(lists['region_acts'])}))"),
        (
            "自省市县区州旗盟",
            (
                rf"(?:(?<![一-龥])|(?<=[但而由经在从与和将为对向及])){unit.format(4)}(?={any_of(lists['organs'])}"
                r"|(?!域|间|位|场)[一-龥]{1,5}?(?:(?<![布格结大全开])局|委|(?<![举承开])办(?!理|法|学|事|好|结|成)|厅)(?![一-龥]级))"
            ),
        ),
    ]
    # The first characters of each alternative: else every place tries all of them (8 µs a sentence instead of 1.5).
    tried = "|".join(f"(?=[{heads}]){pattern}" for heads, pattern in alternatives)
    return re.compile(f"(?=[{''.join(sorted(set(''.join(heads for heads, _ in alternatives))))}])(?:{tried})")


def _heads(words: Iterable[str]) -> str:
    return "".join(sorted({word[0] for word in words}))


# What each alternative means, by the group that it closes last, and which group holds its unit.
_READ: dict[str, tuple[Kind, str]] = {
    "unit1": ("first", "unit1"),
    "unit2": ("near", "unit2"),
    "unit3": ("whole", "unit3"),
    "unit4": ("whole", "unit4"),
    "unit6": ("whole", "unit6"),
    "many": ("many", "unit5"),
    "place": ("place", ""),
    "zone": ("zone", ""),
    "unit7": ("addressed", "unit7"),
}
_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@functools.lru_cache(maxsize=4096)  # home and walk both ask, an article at a time
def references(text: str) -> Reference | None:
    """The reference that a sentence turns on: the first one, the home's own voice (我市) before all others.

    >>> references("今年，我市新增企业百家。").kind
    'first'
    >>> references("企业新增百家。") is None
    True
    """
    found: Reference | None = None
    for reference in all_references(text):
        if reference.kind == "first":
            return reference
        # 在市委领导下，全区增长6%: the whole of which it is told, before whose organ it names.
        if (
            found is None
            or found.kind == "zone"
            or (reference.kind == "near" and found.kind in ("whole", "place"))
            or (found.organ and reference.mention.text[0] == "全" and reference.unit != found.unit)
        ):
            found = reference
    return found


def all_references(text: str) -> tuple[Reference, ...]:
    """All references of a sentence, in order."""
    found: list[Reference] = []
    for match in _pattern().finditer(text):
        if match["whole"] and text[: match.start()].endswith(words()["refer"]["measured"]):
            continue  # 高于全区平均水平, 居全市第一
        kind, group = _READ[match.lastgroup or ""]
        unit, count = (match[group] or "") if group else "", match["count"] or ""
        size = int(count) if count.isdigit() else _NUMBERS.get(count, 2 if match[0] == "双方" else 0)
        if match["mixed"]:
            size = _NUMBERS[match[0][0]] + _NUMBERS[match[0][2]]
        pick = {"前者": 0, "后者": -1}.get(match[0])
        start, end = match.span()
        acts = (
            kind == "whole"
            and text[start - 1 : start] in ("", "，", "；")
            and not text.startswith(words()["refer"]["ranks"], end)
        )
        found.append(Reference(kind, unit, Mention(match[0], start, end), size, pick, acts))
    return tuple(found)
