"""Walks through the sentences of an article with what is being spoken of in hand.

A sentence speaks of the regions that act in it; else of what it refers to (我市, 该区); else of what its section, its
article or the sentence before speaks of. What reaches furthest is trusted least: a sentence without any sign goes back
to the home, and to nothing where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policyclf.document import Attribution, Mention, Region, Sentence
from policyclf.regions.acting import counts, lowest
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.home import is_source, wrote
from policyclf.regions.national import national, national_media, national_organ, of_group
from policyclf.regions.recognize import within
from policyclf.regions.refer import Reference, references
from policyclf.regions.roles import Part
from policyclf.regions.tables import words

_NUMBERED = (
    re.compile(r"\s*#?\s*[一二三四五六七八九十]+、|\s*#\s|\s*\d{1,2}\s+[一-龥]"),
    re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]|\s*##|\s*\d{1,2}\.\d{1,2}\s"),
    re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{1,2}\s"),
)
BARE = len(_NUMBERED)  # the rank of a heading without a number
LEAD = 30  # characters: 推动雄安新区高标准高质量建设。 leads its paragraph
TOUR_NAMED, TOUR_SHARE, HEAD = 3, 0.3, 6
MEMORY = 6  # sentences that 该县 reaches back
_CONTINUES = re.compile(
    r"[“\"]?(?:同时|其中|其|下设|此外|并且?|还|也|这|该|在这|在此|被|而且|据悉|据介绍|据了解|他们|她们|通过|为此|因此|随后|"
    r"虽然|但|而|结合|由此|目前|截至)"
)
_BY = re.compile(r"由(?:全)?([省市县区州])(?:级|本级|财政|政府|里)")
_COUNTS = re.compile(r"[\d一二三四五六七八九十]")
_SUMS_UP = re.compile(r"(?:综合来看|总的来看|总体来看|总之|综上|总体上)")


@dataclass
class Walk:
    """What is being spoken of while the sentences of an article pass by.

    ``topic``: the regions of the headings above, by rank. ``focus``: the regions of the sentence before, ``subject``:
    whether they acted there. ``tour``: the article goes from region to region. ``recent``: the regions spoken of, with the number of their sentence. ``listed``: the lists
    so far, which 上述五市 stands for; ``visited``: where the writers went. ``national``: the text speaks of the country,
    ``waiting``: until the first region is named. ``lead``: what the first sentence of the paragraph set.
    """

    home: Region | None
    table: Gazetteer
    nation: bool = False
    tour: bool = False
    topic: dict[int, tuple[Region, ...]] = field(default_factory=dict)
    focus: tuple[Region, ...] = ()
    recent: list[tuple[int, Region]] = field(default_factory=list)
    listed: list[tuple[Region, ...]] = field(default_factory=list)
    told: list[Region] = field(default_factory=list)
    visited: tuple[Region, ...] = ()
    lead: tuple[Region, ...] = ()
    subject: bool = False
    open_clause: bool = False
    national: bool = False
    waiting: bool = False
    news: bool = False
    begun: bool = False
    number: int = -1
    last: int = -1

    def step(self, sentence: Sentence, parts: Sequence[Part]) -> Attribution:
        """The attribution of the next sentence."""
        self.number += 1
        # Nothing between two sentences: one paragraph for sure. A gap may be a line that the page broke.
        same, gap = sentence.start == self.last, sentence.start > self.last >= 0
        if not same:
            self.lead = ()
        if gap and not self.waiting and not self.news:
            self.national = False
        rank = _rank(sentence)
        if rank is not None:
            self.national = self.waiting = False
            for deeper in [k for k in self.topic if k >= rank]:
                del self.topic[deeper]
        self.news = self.news or (not self.begun and sentence.kind == "body" and national_media(sentence.text))
        result = self._judge(sentence, parts, same or not gap)
        said = result.basis in ("named", "coreference")
        if rank is not None and said and not is_source(sentence) and self._heads(sentence, rank):
            self.topic[rank] = result.regions
        if said and not same and result.regions != (self.home,) and len(sentence.text) <= LEAD:
            self.lead = result.regions
        self._remember(result, parts, said)
        self.begun = self.begun or sentence.kind == "body"
        self.open_clause = sentence.text.rstrip('”’"）) ').endswith(("；", ";"))
        self.last = sentence.end
        return result

    def _heads(self, sentence: Sentence, rank: int) -> bool:
        """Whether a heading sets the topic of a section: not the headline of the article itself."""
        numbered = rank < BARE and sentence.text.lstrip()[:1] != "#"
        return self.begun or numbered

    def _remember(self, result: Attribution, parts: Sequence[Part], said: bool) -> None:
        lists: dict[int, list[Region]] = {}
        for part in parts:
            if part.name.region and part.role not in ("organisation", "brand", "dateline"):
                self.recent.append((self.number, part.name.region))
                if part.size > 1:
                    lists.setdefault(part.list, []).append(part.name.region)
                    if part.role == "destination":
                        self.visited = tuple(dict.fromkeys(lists[part.list]))
        self.listed += [tuple(dict.fromkeys(regions)) for regions in lists.values()]
        if said:
            self.told += [r for r in result.regions if r != self.home and len(result.regions) == 1]
            self.focus = result.regions
            self.subject = result.basis == "coreference" or result.confidence > 0.8
        elif result.regions != self.focus:
            self.focus = ()

    def _judge(self, sentence: Sentence, parts: Sequence[Part], together: bool) -> Attribution:
        if sentence.kind == "furniture":
            return Attribution()
        text = sentence.text
        if is_source(sentence):
            named = [p for p in parts if p.name.region and p.role != "organisation"]
            return _named(lowest(named)) if named and wrote(sentence) else Attribution()
        counted = counts(parts, self.home, away=self._away(), nation=self.nation)
        reference = references(text)
        if reference and reference.kind == "many" and not any(p.role == "subject" for p in counted):
            many = self._many(reference)
            if many:
                return Attribution(many, "coreference", reference.mention, 0.7)
        if counted:
            self.national = self.waiting = False
            above = reference and self.home and self._speaks(reference, counted)
            if above and reference and self.home:
                if not any(p.role in ("recipient", "made") for p in counted):
                    return Attribution((self.home,), "coreference", reference.mention, 0.8)
                return _named(counted, (self.home,))
            by = _BY.search(text)
            if by and self.home and self.home.name[-1] == by[1] and self.home not in {p.name.region for p in counted}:
                return _named(counted, (self.home,))  # 三区的市场由市级统一建设
            return _named(counted)
        readings = tuple(dict.fromkeys(r for p in parts if p.name.region is None for r in p.name.candidates))
        if readings:
            return Attribution((), "none", None, 0.0, readings)
        if not (reference and reference.kind == "first") and national(text, referring=bool(reference)):
            self.national = sentence.kind == "body" and (self.news or national_organ(text))
            return Attribution((), "none", None, 0.8)
        if reference and reference.kind != "many":
            regions = self._refer(reference)
            if reference.kind == "first" and self.home and not regions:
                return Attribution()
            if regions:
                self.national = self.waiting = False
                return Attribution(regions, "coreference", reference.mention, 0.85)
        if of_group(text, self.home):
            return Attribution((), "none", None, 0.6)
        if not self.begun and self.news:
            self.national = self.waiting = True
        return self._inherit(sentence, together)

    def _away(self) -> bool:
        regions = self.lead or (self.topic[max(self.topic)] if self.topic else ())
        return bool(regions) and self.home not in regions

    def _speaks(self, reference: Reference, parts: Sequence[Part]) -> bool:
        """Whether 我省, 全省 stands before names all below the home: they are its cases (全省下降…，信阳市达标)."""
        if self.home is None or reference.kind not in ("first", "whole") or not reference.fits(self.home):
            return False
        first = min(p.name.hit.start for p in parts)
        regions = [p.name.region for p in parts if p.name.region]
        return reference.mention.start < first and all(r != self.home and within(r, self.home) for r in regions)

    def _many(self, reference: Reference) -> tuple[Region, ...]:
        if reference.size:
            fitting = [regions for regions in self.listed if len(regions) == reference.size]
            if fitting:
                return fitting[-1]
            # 上述三地: the last three that were spoken of, one by one.
            told = list(dict.fromkeys(reversed(self.told)))[: reference.size]
            return tuple(reversed(told)) if len(told) == reference.size and len(told) > 1 else ()
        return self.visited

    def _refer(self, reference: Reference) -> tuple[Region, ...]:
        home = (self.home,) if self.home else ()
        if reference.kind == "first":
            return self._own(reference) if self.home else self.focus
        if reference.kind == "place":
            own = reference.mention.text in words()["refer"]["own"]
            return home if own and home else self.focus or home
        if reference.mention.text.startswith("各"):
            return home
        if len(self.focus) == 1 and reference.fits(self.focus[0]):
            return self.focus
        below = self.home and not reference.fits(self.home) and reference.below(self.home)
        if reference.kind == "near" or below:
            for number, region in reversed(self.recent):
                if number < self.number - MEMORY:
                    break
                if reference.fits(region):
                    return (region,)
            if reference.kind == "near":
                return home if self.home and reference.fits(self.home) else ()
        return home

    def _own(self, reference: Reference) -> tuple[Region, ...]:
        """我市 is the home, 我省 what it lies in, 我县 below a province nobody that is known."""
        here = self.home
        while here is not None and not reference.fits(here):
            here = self.table.parent(here)
        return (here,) if here else ()

    def _inherit(self, sentence: Sentence, together: bool) -> Attribution:
        text = sentence.text
        if self.national:
            return Attribution((), "none", None, 0.6)
        if self.lead:
            return Attribution(self.lead, "inherited", None, 0.7)
        plain = sentence.kind == "body" and _rank(sentence) is None and not _SUMS_UP.match(text)
        if plain and self.focus and self.focus != (self.home,):
            goes_on = self.subject and (_CONTINUES.match(text) or (self.open_clause and not _COUNTS.match(text)))
            alone = self.subject and self.home is None and not self.topic and together
            if goes_on or (not self.nation and (self.tour or alone)):
                return Attribution(self.focus, "inherited", None, 0.6)
        if self.topic:
            return Attribution(self.topic[max(self.topic)], "inherited", None, 0.7)
        if self.home is not None:
            return Attribution((self.home,), "inherited", None, 0.8)
        return Attribution()


def tours(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], home: Region | None) -> bool:
    """Whether an article goes from region to region, so that a sentence without a name goes on about the last one.

    In a work report 1 to 5 % of the sentences name a region below the home, in a round of counties a third and more.
    """
    if any(word in s.text for s in sentences[:HEAD] for word in words()["refer"]["report"]):
        return False
    if sum(any(p.name.region != home for p in found) for found in parts) < TOUR_NAMED:
        return False
    body = [found for s, found in zip(sentences, parts, strict=True) if s.kind == "body"]
    counted = [c for found in body if (c := counts(found, home))]
    away = [c for c in counted if all(p.name.region != home for p in c)]
    return len(away) >= TOUR_NAMED and len(away) >= TOUR_SHARE * len(body) and 2 * len(away) > len(counted)


def _named(parts: Sequence[Part], above: tuple[Region, ...] = ()) -> Attribution:
    regions = tuple(dict.fromkeys((*above, *(p.name.region for p in parts if p.name.region))))
    hit = parts[0].name.hit
    confidence = 0.95 if any(p.role == "subject" for p in parts) else 0.75
    return Attribution(regions, "named", Mention(hit.text, hit.start, hit.end), confidence)


def _rank(sentence: Sentence) -> int | None:
    """The rank of a heading; a numbered line ranks above a bare one."""
    for rank, pattern in enumerate(_NUMBERED):
        if pattern.match(sentence.text):
            return rank
    return BARE if sentence.kind == "heading" else None
