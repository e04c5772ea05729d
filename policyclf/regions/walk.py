"""Walks through the sentences of an article with what is being spoken of in hand.

A sentence speaks of the regions that act in it; else of what it refers to (我市, 该区); else of what its section, its
article or the sentence before speaks of. What reaches furthest is trusted least: a sentence without any sign goes back
to the home, and to nothing where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from policyclf.document import Attribution, Region, Sentence
from policyclf.regions.acting import counts, lowest
from policyclf.regions.cues import WITH, cues
from policyclf.regions.discourse import begins_anew, bids, closes, continues, steps_back
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.higher import MARK, as_named, with_higher
from policyclf.regions.hits import related, within
from policyclf.regions.memory import Memory
from policyclf.regions.national import column, comment, national, national_media, national_organ, of_group, opinion
from policyclf.regions.parties import introduced, spoken
from policyclf.regions.refer import Reference, all_references, references
from policyclf.regions.roles import Part
from policyclf.regions.sections import BARE, numbered, rank
from policyclf.regions.several import several
from policyclf.regions.sources import addresses, adopted, is_source, salutation, wrote

LINE = 40  # characters: no line that only says what follows is longer
LEAD = 30  # characters: 推动雄安新区高标准高质量建设。 leads its paragraph


@dataclass
class Walk:
    """What is being spoken of while the sentences of an article pass by.

    ``topic``: the regions of the headings above, by rank. ``tour``: the article goes from region to region.
    ``national``: the text speaks of the country, ``waiting``: until the first region is named. ``lead``: what the first
    sentence of the paragraph set. ``announced``: the last line only said that a comment follows. ``column``: it heads news of the country, up to a headline that names a region.
    ``parties``: those of an agreement (甲方).
    """

    home: Region | None
    table: Gazetteer
    nation: bool = False
    tour: bool = False
    topic: dict[int, tuple[Region, ...]] = field(default_factory=dict)
    lead: tuple[Region, ...] = ()
    open_clause: bool = False
    national: bool = False
    waiting: bool = False
    news: bool = False
    headed: bool = False
    item: int | None = None
    begun: bool = False
    titled: bool = False
    announced: bool = False
    column: bool = False
    last: int = -1
    parties: dict[str, Region] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.memory = Memory(self.home, self.table)
        self.at_home = Attribution((self.home,), "inherited", None, 0.8) if self.home else Attribution()

    def step(self, sentence: Sentence, parts: Sequence[Part], below: tuple[Region, ...] = ()) -> Attribution:
        """The attribution of the next sentence; ``below``: what the text under a bare heading begins with."""
        # Nothing between two sentences: one paragraph for sure. A gap may be a line that the page broke.
        text, kind, start = sentence.text, sentence.kind, sentence.start
        same, gap = start == self.last, start > self.last >= 0
        if not same:
            self.lead = ()
        if gap and not self.waiting and not self.news:
            self.national = False
        if begins_anew(text):
            self.topic.clear()  # 第十三条 begins anew
        elif self.item is not None and not same:
            self.topic.pop(self.item, None)  # a numbered sentence is no heading of what follows after a gap
        self.item = None
        level = rank(sentence)
        if level is not None:
            self.national = self.waiting = self.announced or self.column  # ■ 短评, and its own headline behind it
            for deeper in [k for k in self.topic if k >= level]:
                del self.topic[deeper]
        self.news = self.news or (not self.headed and not self.begun and kind == "body" and national_media(text))
        line = kind == "heading" or len(text) <= LINE
        self.announced = line and comment(sentence)
        heads_column = line and column(sentence)
        self.column = self.column or heads_column
        if self.announced or heads_column:
            self.topic.clear()
            self.national = self.waiting = True
        self.memory.together = same
        result = self._judge(sentence, parts, same or not gap, start - self.last <= 1)
        if level == BARE and self.begun and result.basis == "inherited" and below and self._beyond(below):
            # A heading that names nothing belongs to the text below it.
            result = Attribution(below, "inherited", None, 0.6)
            self.topic[level] = below
        said = result.basis in ("named", "coreference")
        self.headed = self.headed or (said and not self.begun and self.home in result.regions)
        if level is not None and kind == "body" and text.endswith("。"):
            self.item = level
        if level is not None and said:
            self.column = False
            if not is_source(sentence) and self._heads(sentence, result):
                self.topic[level] = result.regions
        if said and not same and result.regions != (self.home,) and len(text) <= LEAD:
            self.lead = result.regions
        beside = references(text) if result.basis == "named" else None
        keep = beside and beside.kind == "place" and text[: beside.mention.start].endswith(WITH)
        self.memory.add(result, parts, said, keep=bool(keep))
        if not self.begun and said and addresses(sentence):
            self.memory.addressee = result.regions
        self.begun = self.begun or kind == "body"
        self.titled = self.titled or kind == "heading"
        self.open_clause = text[-1:] != "。" and text.rstrip('”’"）) ').endswith(("；", ";"))
        self.last = sentence.end
        return result

    def _settled(self, parts: Sequence[Part]) -> Sequence[Part]:
        """Shared names as the section or the sentence before means them: 鼓楼区 below 江苏省南京市鼓楼区."""
        spoken = (*self._section(), *self.memory.focus)
        out = []
        for part in parts:
            known = [r for r in part.name.candidates if part.name.region is None and r in spoken]
            out.append(part._replace(name=part.name._replace(region=known[0])) if len(set(known)) == 1 else part)
        return out

    def _beyond(self, regions: tuple[Region, ...]) -> bool:
        home = self.home
        if self.tour and home is not None and all(r != home and within(r, home) for r in regions):
            return True  # a page of news from its districts
        return not any(home and related(r, home) for r in regions)

    def _heads(self, sentence: Sentence, result: Attribution) -> bool:
        """Whether a heading sets the topic: one of a section, or a headline of several that have no common voice."""
        if self.home is None and self.titled and not self.begun:
            return True  # the first case of a collection
        away = self.home not in result.regions
        label = result.mention and sentence.text[result.mention.end : result.mention.end + 1] == "："  # 云和：木玩企业…
        return self.begun or numbered(sentence) or (away and (len(result.regions) > 1 or bool(label)))

    def _judge(self, sentence: Sentence, parts: Sequence[Part], together: bool, near: bool) -> Attribution:
        if sentence.kind == "furniture":
            return Attribution()
        text = sentence.text
        if is_source(sentence):
            named = [p for p in parts if p.name.region and p.role != "organisation"]
            if named and wrote(sentence):
                return as_named(lowest(named))
            return self.at_home if adopted(text) else Attribution()
        if text.endswith(("：", ":", " ")) and salutation(sentence):
            home = self.home if not national(text) else None
            return Attribution((home,), "inherited", None, 0.7) if home else Attribution()
        if parts and any(p.name.region is None for p in parts):
            parts = self._settled(parts)
        counted = counts(parts, self.home, away=self._away(), nation=self.nation)
        if parts and "方" in text and (new := introduced(text, parts)):
            self.parties |= new
            if len(new) > 1:
                return as_named([p for p in parts if p.name.region in new.values()])
        if self.parties and not counted:
            parties, word = spoken(text, self.parties)
            if parties:
                return Attribution(parties, "coreference", word, 0.8)
        reference = references(text)
        whole = [p for p in parts if _whole(p, reference)] if reference and parts else []
        if whole:
            counted, reference = whole, None  # 在荆州全市推开
        above = reference is not None and self.home is not None and not reference.fits(self.home)
        if (
            reference
            and above
            and reference.mention.start > MARK
            and text[: reference.mention.start].endswith(cues().rules)
        ):
            reference = None  # 按照国家和本市有关规定 in the statute of one of its counties
        if reference and reference.kind == "many":
            section = self._section() or ((self.home,) if self.home else ())
            many = several(text, reference, parts, counted, self.memory, section)
            if many:
                return Attribution(many, "coreference", reference.mention, 0.7)
        if reference and self.home is None and all(p.role == "field" for p in counted):
            # 这座山区城市在杭州余杭设立飞地: who acts was named before.
            known = reference.kind in ("near", "place") or reference.organ
            before = self.memory.meant(reference, parts, self._section()) if known else ()
            if before:
                return Attribution(before, "coreference", reference.mention, 0.7)
        if counted:
            self.national = self.waiting = False
            return with_higher(text, counted, reference, self.memory, self._section())
        readings = tuple(dict.fromkeys(r for p in parts if p.name.region is None for r in p.name.candidates))
        if readings:
            return Attribution((), "none", None, 0.0, readings)
        bidden = self.home is not None and bids(text)
        if not (reference and reference.kind == "first") and national(text, referring=bool(reference) or bidden):
            self.national = sentence.kind == "body" and (self.news or national_organ(text))
            return Attribution((), "none", None, 0.8)
        undecided = self.memory.undecided
        if reference and reference.kind == "near" and undecided and all(map(reference.fits, undecided)):
            return Attribution((), "none", None, 0.0, undecided)  # 鼓楼区编制地图。该区还…
        if reference and reference.kind != "many":
            regions = self.memory.meant(reference, parts, self._section())
            if reference.kind == "first" and self.home and not regions and reference.mention.text[0] != "本":
                return Attribution()  # 我区 of a city's text; 本区 is each of its districts
            if regions:
                self.national = self.waiting = False
                return Attribution(
                    (*regions, *self._given(text, reference, regions)), "coreference", reference.mention, 0.85
                )
        if self.home is not None and closes(text):
            return Attribution((self.home,), "inherited", None, 0.7)
        if of_group(text, self.home) or opinion(text):
            return Attribution((), "none", None, 0.6)
        if not self.begun and self.news and any(p.name.region == self.home for p in parts if p.role == "site"):
            return Attribution((self.home,) if self.home else (), "inherited" if self.home else "none", None, 0.7)
        if not self.begun and self.news:
            self.national = self.waiting = True
        return self._inherit(sentence, together, near)

    def _given(self, text: str, giver: Reference, regions: tuple[Region, ...]) -> tuple[Region, ...]:
        """The several below an organ that it gives something: 省财政安排两地各3000万元."""
        later = [r for r in all_references(text) if r.kind == "many" and r.mention.start > giver.mention.start]
        group = self.memory.meant(later[0], (), ()) if later and giver.organ else ()
        return group if all(r not in regions and any(within(r, above) for above in regions) for r in group) else ()

    def _section(self) -> tuple[Region, ...]:
        return self.lead or (self.topic[max(self.topic)] if self.topic else ())

    def _away(self) -> bool:
        regions = self._section()
        return bool(regions) and self.home not in regions

    def _inherit(self, sentence: Sentence, together: bool, near: bool) -> Attribution:
        text, memory = sentence.text, self.memory
        if self.national:
            return Attribution((), "none", None, 0.6)
        if self.lead:
            return Attribution(self.lead, "inherited", None, 0.7)
        away = bool(memory.focus) and memory.focus != (self.home,)
        plain = away and sentence.kind in ("body", "caption") and rank(sentence) is None
        if plain and not steps_back(text):
            goes_on = memory.subject and continues(text, near=near, open_clause=self.open_clause)
            alone = memory.subject and self.home is None and not self.topic and together
            if goes_on or (not self.nation and len(memory.focus) == 1 and (self.tour or alone)):
                return Attribution(memory.focus, "inherited", None, 0.6)
        if self.topic:
            return Attribution(self._section(), "inherited", None, 0.7)
        agreed = tuple(dict.fromkeys(self.parties.values()))
        return Attribution(agreed, "inherited", None, 0.6) if len(agreed) > 1 else self.at_home


def _whole(part: Part, reference: Reference) -> bool:
    """Whether a word only says that all of the place before it is meant: 荆州全市."""
    region, mention = part.name.region, reference.mention
    return mention.text[0] == "全" and mention.start == part.name.hit.end and bool(region and reference.fits(region))
