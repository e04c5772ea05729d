"""Finds the names of regions in a sentence: longest name first, from left to right, neighbours joined.

What a name means is settled here only as far as its own sentence settles it (浙江省衢州市衢江区, 河南漯河, 深圳南山区);
what needs the rest of the document is left to ``resolve``.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policyclf.characters import Replacement, simplified
from policyclf.regions.cues import acts
from policyclf.regions.divisions import Entry
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.hits import Hit, highest, within
from policyclf.regions.matcher import Matcher
from policyclf.regions.tables import read_pairs, read_tsv, words
from policyclf.regions.tails import Tails
from policyclf.regions.together import Together

_WATERS = frozenset("湖山江河")
_LISTS = frozenset("和与及等的")
_WITHIN = frozenset("港城湖园镇乡村路街")
_EACH = frozenset("0123456789每两几多一二三四五六七八九十百千万")
_SUFFIXES = frozenset("省市县区旗")
_PUNCTUATION = dict(zip(",;:()?!", "，；：（）？！", strict=True))  # what is read is one punctuation


class Recognizer:
    """The names of one gazetteer, ready to be looked for."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names = dict(gazetteer.names)
        self._plain = Replacement(simplified() | _PUNCTUATION)
        self._pairs = frozenset(a + c for a, b in read_pairs("pairs.tsv", "first", "second").items() for c in b)
        for name, entries in gazetteer.names.items():
            # 济南市中区 is 济南's 市中区, not 济南市 and a 中区.
            if name.startswith("市"):
                for entry in entries:
                    city = entry.region.path.rpartition("/")[0].rpartition("/")[2].removesuffix("市")
                    if entry.kind == "full":
                        self._names.setdefault(city + name, (replace(entry, name=city + name, trust="free"),))
        groups = [row["name"] for row in read_tsv("groups.tsv")]
        provinces = {
            row["name"]: found[0] for row in read_tsv("abbreviations.tsv") if (found := gazetteer.find(row["path"]))
        }
        self._together = Together(provinces, groups)
        counted = [name for name in self._together.words if name[:2] not in self._names]  # 青川两县 is the county
        self._matcher = Matcher([*groups, *self._names, *counted])
        self._tails = Tails(self._pairs)
        self._media = words()["source"]["media"]

    @staticmethod
    @functools.lru_cache(maxsize=4)
    def of(gazetteer: Gazetteer) -> Recognizer:
        """The recognizer of a gazetteer, built once."""
        return Recognizer(gazetteer)

    def plain(self, text: str) -> str:
        """The text in the characters that names and cues are written in; every character stays in its place."""
        return self._plain(text)

    def find(self, text: str) -> list[Hit]:
        """The names in a text, in order, without overlap; neighbours of one place are one hit.

        >>> [(h.text, h.regions[0].path) for h in Recognizer.of(Gazetteer.load()).find("走进河南漯河和⻄宁")]
        [('河南漯河', '河南省/漯河市'), ('⻄宁', '青海省/西宁市')]
        """
        (hits,) = self.find_each([self.plain(text)])
        return [hit._replace(text=text[hit.start : hit.end]) for hit in hits]

    def find_each(self, texts: Sequence[str]) -> list[list[Hit]]:
        """The same for each of several texts in plain characters, looked through at once."""
        matches = deque(self._matcher.find("\n".join(texts)))
        out: list[list[Hit]] = []
        start = 0
        for text in texts:
            end = start + len(text)
            own: list[tuple[int, str]] = []
            while matches and matches[0][0] < end:
                at, name = matches.popleft()
                own.append((at - start, name))
            out.append(self._hits(text, own) if own else [])
            start = end + 1
        return out

    def _hits(self, text: str, matches: Iterable[tuple[int, str]]) -> list[Hit]:
        out: list[Hit] = []
        free = 0
        for start, name in matches:
            if start < free or text.startswith(self._media, start):
                continue  # 新华社 is no 新华区
            if (
                len(name) == 2
                and text[start - 1 : start + 1] in self._pairs
                and len(other := self._matcher.at(text, start + 1)) > 2
            ):
                start, name = start + 1, other  # 确定|西平县, and not 定西
                free = start + len(name)
            entries = self._names.get(name)
            if entries is None:
                several = self._together.hit(text, start) if name in self._together.words else None
                if several is not None:
                    out.append(several)
                    free = several.end
                continue  # 川渝两地, or a group: 珠三角
            end = start + len(name)
            if out and out[-1].end == start and self._part(text, end, out[-1], entries):
                continue  # 福清市|江阴港城经济区: a place in the county, and nothing of 江苏's 江阴
            if out and out[-1].end == start and self._natural(text, name, entries, end):
                continue  # 杭州西湖文化景观: the lake, and what is named is the city
            hit = Hit(start, end, text[start:end], entries, entries[0].trust)
            before = out[-1] if out and out[-1].end == start else None
            cuts = self._cuts_word(text, hit, before is not None and before.trust == "free")
            cuts = cuts or (name[0] == "台" and text[start - 1 : start] in _EACH)  # 每台|北斗终端
            joined = before and (not cuts or name[-1] in _SUFFIXES) and self._join(before, hit, text)
            if joined:
                out[-1] = joined
            elif not cuts:
                out.append(hit)
        return self._tails.all_of(text, out)

    def _natural(self, text: str, name: str, entries: tuple[Entry, ...], end: int) -> bool:
        """Whether a lake or a mountain is meant, and not the district that is called after it (杭州西湖推出…)."""
        if len(name) != 2 or name[1] not in _WATERS or entries[0].trust not in ("joined", "word"):
            return False
        return "一" <= text[end : end + 1] <= "龥" and text[end] not in _LISTS and not acts(text, end)

    def _part(self, text: str, end: int, before: Hit, entries: tuple[Entry, ...]) -> bool:
        """Whether a short name right behind the full one of a county that it does not lie in can only be a part of that."""
        county = (
            before.full and before.text[-1] in _SUFFIXES and all(e.region.level == "county" for e in before.entries)
        )
        short = all(e.kind in ("short", "alias") for e in entries)
        thing = text[end : end + 1] in _WITHIN or text[end : end + 2] in ("工业", "经济", "开发", "新城", "产业")
        return (
            county and short and thing and not any(within(e.region, b.region) for e in entries for b in before.entries)
        )

    def _join(self, before: Hit, hit: Hit, text: str) -> Hit | None:
        """One hit of two neighbours if the second lies in the first: 河南|漯河."""
        headed = before.start == 0 and text[hit.end : hit.end + 1] == "："  # 四川南部：国企搭桥…
        if hit.trust == "never" and not headed and not any(e.kind == "full" for e in hit.entries):
            return None  # 桂林|资源丰富
        inner = tuple(
            e
            for e in hit.entries
            if any(within(e.region, b.region) and (e.region != b.region or e.kind == "zone") for b in before.entries)
        )
        inner = tuple(e for e in inner if e.kind == "zone") or inner
        if not inner and any(b.kind == "former" for b in before.entries):
            # 柳州地区忻城县: the county went to another city since.
            inner = tuple(e for e in hit.entries if any(e.region.code[:2] == b.region.code[:2] for b in before.entries))
        inner = highest(inner)
        if not inner or before.tail:
            return None
        return Hit(before.start, hit.end, text[before.start : hit.end], inner, "free", joined=True)

    def _cuts_word(self, text: str, hit: Hit, placed: bool) -> bool:
        """Whether a two-character name straddles words: 展|望城|乡. A doubtful name falls to one side, a sure one to both.

        ``placed``: a sure name stands right before it, which no word reaches into (江西|南康).
        """
        left = not placed and text[max(0, hit.start - 1) : hit.start + 1] in self._pairs
        if hit.end - hit.start == 3:
            return left and text[hit.start + 1 : hit.end] in self._pairs  # 顺|应城市, 马路上|街区
        right = text[hit.end - 1 : hit.end + 1] in self._pairs
        if not (left or right) or hit.end - hit.start != 2 or any(e.kind in {"full", "zone"} for e in hit.entries):
            return False
        return (left and right) or hit.trust != "free" or all(e.region.level == "county" for e in hit.entries)
