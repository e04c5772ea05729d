"""Words that stand for a region named elsewhere (我市, 该区, 全省, 当地, 上述五市), and sentences that speak of the country."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policyclf.document import Level, Mention, Region
from policyclf.regions.tables import words

_LEVELS: dict[str, tuple[Level, ...]] = {
    "省": ("province",),
    "自治区": ("province",),
    "市": ("city", "county", "province"),
    "州": ("city",),
    "盟": ("city",),
    "县": ("county",),
    "区": ("county", "province", "city"),
    "旗": ("county",),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """``kind``: first (我市), near (该区), whole (全市, 市委), place (当地), many (上述五市); ``unit``: 省, 市, 县, ..."""

    kind: Literal["first", "near", "whole", "place", "many"]
    unit: str
    mention: Mention

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
            return last == "区"
        return region.level in _LEVELS[self.unit]


@functools.cache
def _pattern() -> re.Pattern[str]:
    lists = words()["refer"]
    unit = "(?P<unit{0}>自治区|省|市|县|区|州|旗|盟)"
    return re.compile(
        f"(?P<first>{_any(lists['first'])}){unit.format(1)}(?!场)"
        f"|(?P<near>{_any(lists['near'])}){unit.format(2)}(?!域)"
        f"|(?P<many>{_any(lists['many'])}|(?:上述|以上|这)?[两二三四五六七八九十\\d]+个?(?:市|县|省|地|州)(?![级场区]|[一二三四五六七八九十]))"
        f"|(?P<whole>{_any(lists['whole'])}){unit.format(3)}(?!场)"
        f"|(?P<place>{_any(lists['place'])})"
        f"|(?<![一-龥]){unit.format(4)}(?=委|政府|财政|领导|长|人大|政协)"
    )


def references(text: str) -> Reference | None:
    """The first reference of a sentence, the home's own voice (我市) before all others.

    >>> references("今年，我市新增企业百家。").kind
    'first'
    >>> references("企业新增百家。") is None
    True
    """
    found: Reference | None = None
    for match in _pattern().finditer(text):
        kind = match.lastgroup or ""
        unit = next((v for k, v in match.groupdict().items() if k.startswith("unit") and v), "")
        name = next((k for k in ("first", "near", "many", "whole", "place") if match[k]), "whole")
        reference = Reference(name, unit, Mention(match[0], match.start(), match.end()))  # type: ignore[arg-type]
        if name == "first":
            return reference
        if found is None or name == "many" and found.kind == "whole":
            found = reference
        del kind
    return found


class National:
    """Sentences whose subject is the country or its organs."""

    @staticmethod
    @functools.cache
    def _pattern() -> re.Pattern[str]:
        opening = r"(?:[^：:]{0,16}[：:])?[\s“\"《]*(?:[\d年月日近今去前天来，以]*)"
        return re.compile(f"{opening}(?:{_any(words()['national']['subject'])})")

    @staticmethod
    def starts(text: str) -> bool:
        """Whether a sentence begins with a national subject (党的二十大报告提出…)."""
        return bool(National._pattern().match(text))


def _any(parts: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(parts, key=len, reverse=True))
