"""Finds the names of regions in a sentence: one automaton over the text, longest name first, neighbours joined.

What a name means is settled here only as far as its own sentence settles it (浙江省衢州市衢江区, 河南漯河, 深圳南山区);
what needs the rest of the document is left to ``resolve``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import ahocorasick

from policyclf.document import Region
from policyclf.regions.gazetteer import Entry, Gazetteer, NameClass
from policyclf.regions.tables import read_pairs, read_tsv, words

Tail = Literal["", "organisation", "road", "zone"]
_GAP = r"[^\s，。；、：:,;！？!?“”\"‘’（）()《》〈〉\-—在与和对为向以将把被是有的了到从及或等给让使委府局办厅市县区州省]"


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in a sentence: where it stands, what it may mean, and what the text around it says of it.

    ``sure``: the name itself or its neighbours leave one reading that needs no further sign. ``tail``: what it is part
    of. ``full``: written with its suffix.
    """

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    trust: NameClass
    tail: Tail = ""
    joined: bool = False

    @property
    def regions(self) -> tuple[Region, ...]:
        return tuple(dict.fromkeys(e.region for e in self.entries))

    @property
    def full(self) -> bool:
        return all(e.kind in {"full", "former", "zone"} for e in self.entries) and self.trust == "free"


def within(region: Region, other: Region) -> bool:
    """Whether ``region`` is ``other`` or lies in it.

    >>> within(Region("浙江省/衢州市", "330800", "city"), Region("浙江省", "330000", "province"))
    True
    """
    return region.path == other.path or region.path.startswith(other.path + "/")


class Recognizer:
    """The automaton over the names of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names = dict(gazetteer.names)
        self._plain = {ord(a): b for t in ("lookalikes.tsv", "traditional.tsv") for a, b in read_pairs(t, "from", "to").items()}
        self._pairs = frozenset(a + c for a, b in read_pairs("pairs.tsv", "first", "second").items() for c in b)
        for name, entries in gazetteer.names.items():
            # 济南市中区 is 济南's 市中区, not 济南市 and a 中区.
            if name.startswith("市"):
                for entry in entries:
                    city = entry.region.path.rpartition("/")[0].rpartition("/")[2].removesuffix("市")
                    joint = replace(entry, name=city + name, trust="free")
                    self._names.setdefault(joint.name, (joint,))
        self._automaton = ahocorasick.Automaton()
        for row in read_tsv("groups.tsv"):
            self._automaton.add_word(row["name"], "")
        for name in self._names:
            self._automaton.add_word(name, name)
        self._automaton.make_automaton()
        roles, zone = words()["roles"], words()["zone"]
        self._organisation = re.compile(f"{_GAP}{{0,9}}?(?:{_any(roles['organisation'])})|(?:{_any(roles['thing'])})")
        self._road = re.compile(f"[东西南北中环]?[一二三四五]?(?:{_any(roles['road'])})(?!{_any(roles['notroad'])})")
        self._zone = re.compile(f"(?:国家级?|省级)?(?:{_any(zone['suffix'])})")

    @staticmethod
    @functools.lru_cache(maxsize=4)
    def of(gazetteer: Gazetteer) -> Recognizer:
        """The recognizer of a gazetteer, built once."""
        return Recognizer(gazetteer)

    def find(self, text: str) -> list[Hit]:
        """The names in a text, in order, without overlap; neighbours of one place are one hit.

        >>> [(h.text, h.regions[0].path) for h in Recognizer.of(Gazetteer.load()).find("走进河南漯河和⻄安")]
        [('河南漯河', '河南省/漯河市'), ('⻄安', '陕西省/西安市')]
        """
        plain = text.translate(self._plain)
        out: list[Hit] = []
        for last, name in self._automaton.iter_long(plain):
            if not name:
                continue
            end = last + 1
            start = end - len(name)
            entries = self._names[name]
            hit = Hit(start, end, text[start:end], entries, entries[0].trust)
            before = out[-1] if out and out[-1].end == start else None
            joined = before and self._join(before, hit, text)
            if joined:
                out[-1] = joined
            elif not self._cuts_word(plain, hit):
                out.append(hit)
        return [self._with_tail(plain, hit) for hit in out]

    def _join(self, before: Hit, hit: Hit, text: str) -> Hit | None:
        """One hit of two neighbours if the second lies in the first: 河南|漯河."""
        if hit.trust == "never" and not any(e.kind == "full" for e in hit.entries):
            return None  # 桂林|资源丰富
        inner = tuple(
            e for e in hit.entries if any(within(e.region, b.region) and e.region != b.region for b in before.entries)
        )
        if not inner and any(b.kind == "former" for b in before.entries):
            # 柳州地区忻城县: the county went to another city since.
            inner = tuple(e for e in hit.entries if any(e.region.code[:2] == b.region.code[:2] for b in before.entries))
        inner = highest(inner)
        if not inner or before.tail:
            return None
        return Hit(before.start, hit.end, text[before.start : hit.end], inner, "free", joined=True)

    def _cuts_word(self, text: str, hit: Hit) -> bool:
        """Whether a two-character name straddles words: 展|望城|乡. A doubtful name falls to one side, a sure one to both."""
        if hit.end - hit.start != 2 or all(e.kind in {"full", "zone"} for e in hit.entries):
            return False
        left = text[max(0, hit.start - 1) : hit.start + 1] in self._pairs
        right = text[hit.end - 1 : hit.end + 1] in self._pairs
        return left and right if hit.trust == "free" else left or right

    def _with_tail(self, text: str, hit: Hit) -> Hit:
        if self._zone.match(text, hit.end):
            return replace(hit, tail="zone")
        if self._organisation.match(text, hit.end):
            return replace(hit, tail="organisation")
        if not hit.full and self._road.match(text, hit.end):
            return replace(hit, tail="road")
        return hit


def highest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without those nested in another: 吉安 is the city rather than its 吉安县."""
    entries = tuple(entries)
    return tuple(
        e for e in entries if not any(o.region != e.region and within(e.region, o.region) for o in entries)
    )


def _any(parts: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(parts, key=len, reverse=True))
