"""What the words behind a name make of it: a zone, an institution that is only called after the place, a road or a river."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from policyclf.regions.cues import any_of
from policyclf.regions.hits import Hit, within
from policyclf.regions.tables import words

_EDGES = frozenset("，。；：！？、“”（）《》 　\n在对向为由从将把和与及给到赴自以是")
_COMPOUND = frozenset("级域场块道位间内（")
_SIGHT = re.compile("风景|景区|龙井|山体|山脉|水域|流域")
_UNIT = frozenset("级域城区市乡镇内外直属情")
_NATURE = frozenset("山河江湖岛泉峰湾峡滩溪")
_GAP = r"[^\s，。；、：:,;！？!?“”\"‘’（）()《》〈〉\-—在与和对为向以将把被是有的了到从及或等给让使委府局办厅市县区州省成立设推引举打拿出一多各属由用按靠则还也就]"


class Tails:
    """The words behind names; ``pairs``: two-character words, which a name cannot cut."""

    def __init__(self, pairs: Collection[str]) -> None:
        self._pairs = pairs
        roles, zone = words()["roles"], words()["zone"]
        self._governing = frozenset(roles["governing"])
        self._verbs = frozenset({*roles["makes"], *roles["destination"], *roles["opener"]})
        self._organisation = re.compile(f"{_GAP}{{0,9}}?(?<!中)(?:{any_of(roles['organisation'])})(?!生)")
        self._thing = re.compile(f"(?:{any_of(roles['thing'])})(?!{any_of(roles['notthing'])})")
        self._road = re.compile(
            f"[东西南北中环]?[一二三四五]?(?:{any_of(roles['road'])})(?!{any_of(roles['notroad'])})"
        )
        self._zone = re.compile(f"(?:国家级?|省级)?(?:{any_of(zone['suffix'])})")

    def all_of(self, text: str, hits: Iterable[Hit]) -> list[Hit]:
        """The names of a sentence with what they are part of.

        Without those that go on the name of a zone: 西宁经济技术开发区|南川工业园区 has nothing of 重庆's 南川.
        """
        out: list[Hit] = []
        for hit in [self.of(text, each) for each in hits]:
            zone = self._zone.match(text, out[-1].end) if out and out[-1].tail == "zone" else None
            if not zone or zone.end() != hit.start or within(hit.regions[0], out[-1].regions[0]):
                out.append(hit)
        return out

    def of(self, text: str, hit: Hit) -> Hit:
        """A name with what it is part of, where the words behind it say so."""
        if hit.end - hit.start == 2 and hit.trust == "never" and hit.text[-1] == "县":
            # 同期的郧县, 支持藤县; not 健康县 or 七成县级.
            alone = hit.start == 0 or text[hit.start - 1] in _EDGES or self._starts_word(text, hit.start)
            return hit._replace(trust="free") if alone and text[hit.end : hit.end + 1] not in _UNIT else hit
        if hit.full and hit.trust in ("context", "joined") and text[hit.end : hit.end + 1] in _COMPOUND:
            return hit._replace(tail="road")  # 合作|市场, 会同|县级, 新建|县道
        if text[hit.end : hit.end + 1] == "全" and not hit.joined:
            # 朝阳全市: the city of that name, and no district.
            fitting = tuple(e for e in hit.entries if e.region.name[-1] == text[hit.end + 1 : hit.end + 2])
            if fitting:
                return hit._replace(entries=fitting, trust="free")
        if self._zone.match(text, hit.end):
            return hit._replace(tail="zone")
        behind = text[hit.end : hit.end + 2]
        governs = behind in self._governing or (hit.full and behind in self._verbs)  # 昆都仑区支持包钢集团
        if (not governs and self._organisation.match(text, hit.end)) or (
            not hit.full and self._thing.match(text, hit.end)
        ):
            return hit._replace(tail="organisation")
        if hit.trust in ("joined", "word") and not hit.full and _SIGHT.match(text, hit.end):
            return hit._replace(tail="road")  # 泰山景区, 西湖龙井
        county = hit.entries[0].region.level == "county"
        if not hit.full and (self._road.match(text, hit.end) or self._river(text, hit, county)):
            return hit._replace(tail="road")
        return hit

    def _starts_word(self, text: str, at: int) -> bool:
        """Whether 的, or a word that something follows (支持, 同期), stands before a place, and none goes on there."""
        before = text[max(0, at - 2) : at]
        return text[at - 1] == "的" or (before in self._verbs and text[at - 1 : at + 1] not in self._pairs)

    def _river(self, text: str, hit: Hit, county: bool) -> bool:
        """Whether a river or a bay only begins with the name (胶州湾), and no zone is called after it (崖州湾科技城)."""
        nature = county and not hit.joined and text[hit.end : hit.end + 1] in _NATURE
        return nature and not self._zone.match(text, hit.end + 1)
