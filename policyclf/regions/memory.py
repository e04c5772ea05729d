"""What has been spoken of so far, and what a word that refers to it (我市, 该区, 两地, 后者) therefore means."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policyclf.document import Attribution, Region
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.hits import related, within
from policyclf.regions.lists import lists_of
from policyclf.regions.refer import Reference
from policyclf.regions.roles import Part
from policyclf.regions.tables import words

OPENS = 8  # characters: 今年，省财政…
FAR = 60  # sentences that 三市 reaches back
REACH = 6  # sentences that 该县 and 新区 reach back
_SPOKEN = frozenset(("subject", "actor", "made", "field", "site", "recipient"))  # what a place is when it is spoken of


@dataclass
class Memory:
    """The regions of the sentences passed.

    ``focus``: those of the sentence before, ``subject``: whether they acted there. ``named``: every region named, with
    the number of its sentence. ``told``: what each sentence was about; ``groups``: the several that one list
    or one sentence held together. ``visited``: where the writers went; ``headline``: the several that the headline lists;
    ``together``: the next sentence stands in the paragraph of the last one; ``zone``: what was last called 新区, and up to which
    sentence the word means it. ``addressee``: whom a reply is to; ``undecided``: what a name of the last sentence may mean.
    """

    home: Region | None
    table: Gazetteer
    focus: tuple[Region, ...] = ()
    subject: bool = False
    named: list[tuple[int, Region]] = field(default_factory=list)
    told: deque[tuple[Region, ...]] = field(default_factory=lambda: deque(maxlen=FAR))
    groups: list[tuple[Region, ...]] = field(default_factory=list)
    visited: tuple[Region, ...] = ()
    headline: tuple[Region, ...] = ()
    together: bool = False
    zone: tuple[int, tuple[Region, ...]] = (0, ())
    number: int = 0
    addressee: tuple[Region, ...] = ()
    undecided: tuple[Region, ...] = ()

    def add(self, result: Attribution, parts: Sequence[Part], said: bool, *, keep: bool = False) -> None:
        """Takes in a sentence: its names and what it was about; ``said``: named or referred to in it.

        ``keep``: it only brings others to the place spoken of (宁波援疆指挥部和当地一起…), which stays the one.
        """
        self.number += 1
        self.undecided = result.candidates
        if parts:
            self._named(parts)
        if said:
            self.told.append(result.regions)
            if len(result.regions) > 1:
                self.groups.append(result.regions)
            self.focus = self.focus if keep and self.focus else result.regions
            self.subject = result.basis == "coreference" or result.confidence > 0.8
        elif result.regions != self.focus:
            self.focus = ()

    def _named(self, parts: Sequence[Part]) -> None:
        """Takes in the names of a sentence."""
        for regions, members in lists_of(parts):
            self.groups.append(regions)
            if members[0].role == "destination":
                self.visited = regions
            elif members[0].heading and not self.told:
                self.headline = regions
        self.named += [
            (self.number, p.name.region)
            for p in parts
            if p.name.region and p.role not in ("organisation", "brand", "dateline", "comparison", "destination")
        ]
        zones = [p.name for p in parts if p.role in _SPOKEN and p.name.region and p.name.hit.text.endswith("新区")]
        if zones:
            reach = FAR if parts[0].heading else REACH
            self.zone = self.number + reach, tuple(n.region for n in zones if n.region and n.hit is zones[-1].hit)

    def meant(self, reference: Reference, parts: Sequence[Part], topic: tuple[Region, ...]) -> tuple[Region, ...]:
        """The regions that a word refers to; ``parts``: the names of its own sentence, ``topic``: of its section."""
        home = (self.home,) if self.home else ()
        if reference.kind == "many":
            return self._many(reference, parts)
        if reference.kind == "zone":
            number, zone = self.zone
            own = self.home is not None and self.home.name.endswith("新区")
            return home if own else zone if self.number <= number else ()
        if reference.kind == "addressed":
            return tuple(r for r in (*self.addressee, *home) if reference.fits(r))[:1]
        if reference.kind == "first":
            if self.home:
                return self._own(reference)
            return self.focus if all(reference.fits(r) for r in self.focus) else ()
        if reference.kind == "place":
            own = reference.mention.text in words()["refer"]["own"]
            return home if own and home else self.focus or home
        if reference.mention.text.startswith("各"):
            return home
        if len(self.focus) == 1 and reference.fits(self.focus[0]):
            return self.focus
        below = self.home is not None and not reference.fits(self.home) and reference.below(self.home)
        if reference.organ and home and not below and not reference.fits(home[0]) and reference.mention.start > OPENS:
            return home  # 今年争取资金18亿元，州财政补助2亿元: who gets it speaks
        if reference.kind == "near" or below or (reference.organ and self.home and not reference.fits(self.home)):
            before = [r for number, r in reversed(self.named) if number > self.number - REACH]
            # 市商务局 is the section's, 该市 whatever stood last.
            order = (*before, *topic) if reference.kind == "near" else (*topic, *before)
            found = next(
                (r for r in (*order, *self._above(self._nearest((*topic, *self.focus)))) if reference.fits(r)), None
            )
            if found:
                return (found,)
            if reference.kind == "near":
                return home if self.home and reference.fits(self.home) else ()
        if self.home is None:
            # No home, and 全市 after 沂南县: the city that it lies in.
            return next(((r,) for r in self._above((*self.focus, *topic)) if reference.fits(r)), ())
        strange = topic and not any(related(r, self.home) for r in topic)
        if reference.organ and strange and (any(map(reference.fits, topic)) or not reference.fits(self.home)):
            return topic  # 区管委会 in the section on another place
        # 州里, 省财政, 全省将…推广 in the text of a county: the one that it lies in.
        return (self._own(reference) or home) if reference.organ or reference.acts else home

    def _own(self, reference: Reference) -> tuple[Region, ...]:
        """我市 is the home, 我省 what it lies in, 我县 below a province nobody that is known."""
        fitting = [r for r in self._above((self.home,) if self.home else ()) if reference.fits(r)]
        return tuple(fitting[:1])

    def _many(self, reference: Reference, parts: Sequence[Part]) -> tuple[Region, ...]:
        """The last that were spoken of together, else one by one, seen at the level that the word asks for (两市)."""
        if reference.pick is not None:
            pairs = [g for g in self.groups if len(g) > 1]
            return (pairs[-1][reference.pick],) if pairs else ()
        if reference.mention.text == "双方":
            if len(self.focus) == 2 or not self.focus or self.home is None or within(self.focus[0], self.home):
                return self.focus if len(self.focus) == 2 else ()
            return (self.home, *self.focus) if len(self.focus) == 1 else ()  # the home and the foreign one told of last
        if not reference.size:
            if reference.mention.text in words()["refer"]["visited"]:
                return self.visited
            # 上述城市, 这些地方: the list of the sentence before, else those told one by one.
            last = self.told[-1] if self.told else ()
            alone = tuple(dict.fromkeys(r for regions in self.told for r in regions if r != self.home))
            return last if len(last) > 1 else self.visited or (alone if len(alone) > 1 else ())
        before = [regions for regions, members in lists_of(parts) if members[0].name.hit.end < reference.mention.start]
        # Outside a paragraph's own list, the several of the headline are what 三市 of a text on them means.
        nearest = [*(self.groups[-1:] if self.together else ()), self.headline]
        for group in (*before, *nearest, *reversed(self.groups)):
            if len(group) == reference.size and all(reference.fits(r) for r in group):
                return self._lower(group) if reference.unit == "地" else group
        alone, all_ = (self._seen(reference, only) for only in (True, False))
        own = tuple(r for r in all_ if self.home and r != self.home and within(r, self.home))
        if len(own) == reference.size:
            return own
        # All that was spoken of, or all that had a sentence of its own; else the last of these.
        exact = next((found for found in (all_, alone) if len(found) == reference.size), None)
        latest = next((found for found in (alone, all_) if len(found) > reference.size), ())
        return exact or latest[-reference.size :]

    def _lower(self, group: tuple[Region, ...]) -> tuple[Region, ...]:
        """The places told of since, where each lies in one of the group: 德清、邳州、寿光 for 浙江、江苏、山东."""
        told = {r for regions in self.told for r in regions}
        below = [[r for r in told if r != above and within(r, above)] for above in group]
        return tuple(found[0] for found in below) if all(len(found) == 1 for found in below) else group

    def _seen(self, reference: Reference, only: bool) -> tuple[Region, ...]:
        """What was spoken of at the level that the word asks for, in order; ``only``: alone in its sentence."""
        everything = {r for regions in self.told for r in regions}
        out: dict[Region, None] = {}
        for regions in self.told:
            if only and len(regions) > 1:
                continue
            for region in regions:
                fitting = next((r for r in self._above((region,)) if reference.fits(r)), None)
                holds = (
                    fitting == region
                    and reference.unit == "地"
                    and any(r != region and within(r, region) for r in everything)
                )
                if fitting and not holds:
                    out.pop(fitting, None)
                    out[fitting] = None
        return tuple(out)

    def _nearest(self, regions: Iterable[Region]) -> list[Region]:
        """The regions, those of the home's own province first: 省委 behind 深圳市与寻乌县签约 in a text of 赣州."""
        return sorted(regions, key=lambda r: self.home is not None and r.code[:2] != self.home.code[:2])

    def _above(self, regions: Iterable[Region]) -> list[Region]:
        """The regions, each followed by the divisions that it lies in."""
        return [above for region in regions for above in self.table.line(region)]
