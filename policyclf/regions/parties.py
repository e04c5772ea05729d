"""The parties of an agreement: 甲方：成都市人民政府, and what 甲方, 乙方 and 双方 mean from there on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policyclf.document import Mention, Region
from policyclf.regions.roles import Part

_LABEL = re.compile(r"[\s（(]*(?P<party>[甲乙丙丁])方(?:[（(][^（）()]{1,8}[）)])?[：:]")
# 成都市人民政府（以下简称“甲方”）: the name that stands before the bracket
_CALLED = re.compile(r"[（(](?:以下|下)?(?:简?称)?(?:为)?[“\"]?(?P<party>[甲乙丙丁])方[”\"]?[）)]")
_FAR = 30  # characters between a name and the bracket that says which party it is
_SPOKEN = re.compile(
    "(?P<all>(?<!第)[双三]方(?!面)|各方(?!面))|(?P<party>[甲乙丙丁])(?=方|[、和与及]?[甲乙丙丁][、和与及双三各]?方)"
)


def introduced(text: str, parts: Sequence[Part]) -> dict[str, Region]:
    """The parties that a line names, by their character."""
    label, found = _LABEL.match(text), {}
    named = [p.name for p in parts if p.name.region]
    if label and named:
        found[label["party"]] = named[0].region
    for called in _CALLED.finditer(text):
        before = [n for n in named if called.start() - _FAR <= n.hit.end <= called.start()]
        if before:
            found[called["party"]] = before[-1].region
    return {party: region for party, region in found.items() if region is not None}


def spoken(text: str, parties: Mapping[str, Region]) -> tuple[tuple[Region, ...], Mention | None]:
    """The parties that a sentence speaks of, and the first word that does.

    >>> one, other = Region("四川省/成都市", "510100", "city"), Region("四川省/德阳市", "510600", "city")
    >>> regions, word = spoken("甲方安排资金，乙方提供用地。", {"甲": one, "乙": other})
    >>> [r.name for r in regions], word.text
    (['成都市', '德阳市'], '甲')
    >>> spoken("双方互认职称。", {"甲": one})[0], spoken("委托第三方评估各方面成效。", {"甲": one, "乙": other})[0]
    ((), ())
    """
    words = list(_SPOKEN.finditer(text))
    everyone = [*parties] if len(parties) > 1 and any(word["all"] for word in words) else [w["party"] for w in words]
    regions = tuple(dict.fromkeys(parties[party] for party in everyone if party in parties))
    return regions, Mention(words[0][0], *words[0].span()) if words else None
