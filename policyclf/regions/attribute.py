"""Which region each sentence of a document speaks of, and why: named in it, referred to, or inherited from its article.

The order of the steps: find the names of all sentences, settle what they mean (``resolve``), find each article's home
(``home``), then walk through the sentences with what is being spoken of in hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policyclf.document import Attribution, Mention, Region, Sentence
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.home import home as find_home
from policyclf.regions.home import is_source, wrote
from policyclf.regions.recognize import Hit, Recognizer, within
from policyclf.regions.refer import National, Reference, references
from policyclf.regions.resolve import Scope, certain, resolve_all
from policyclf.regions.roles import Part, roles

_NUMBERED = (re.compile(r"\s*#?\s*[一二三四五六七八九十]+、|\s*#\s"), re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]|\s*##"))
_CONTINUES = re.compile(
    r"[“\"]?(?:同时|其中|其|下设|此外|并且?|还|也|这|该|在这|在此|被|而且|据悉|据介绍|据了解|他们|她们|通过|为此|因此|随后|"
    r"虽然|但|而|结合|由此|目前|截至)"
)
_SUMS_UP = re.compile(r"(?:综合来看|总的来看|总体来看|总之|综上|总体上)")


def attribute(
    sentences: Sequence[Sentence],
    *,
    name: str = "",
    region: Region | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[Attribution]:
    """One attribution per sentence of one document, in the order given.

    Args:
        sentences: all sentences of a document, in the order of its text; ``article`` groups them.
        name: the document's name; a region in it counts like one in a heading.
        region: the home, if the caller knows it; names in the sentences still count.
        gazetteer: the table to use; the bundled one if left out.

    >>> rows = [Sentence(t, "body", 0, ((0, len(t)),)) for t in ("衢江区出台办法。", "该区设立基金。", "对企业给予补贴。")]
    >>> [(a.regions[0].name, a.basis) for a in attribute(rows)]
    [('衢江区', 'named'), ('衢江区', 'coreference'), ('衢江区', 'inherited')]
    """
    table = gazetteer or Gazetteer.load()
    recognizer = Recognizer.of(table)
    found = [recognizer.find(s.text) for s in sentences]
    title = recognizer.find(name)
    articles: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        articles.setdefault(sentence.article, []).append(index)
    everywhere = certain([h for hits in [*found, title] for h in hits])
    out: list[Attribution | None] = [None] * len(sentences)
    alone = len(articles) == 1
    for indices in articles.values():
        rows = [sentences[i] for i in indices]
        hits = [found[i] for i in indices]
        for index, result in zip(indices, _article(rows, hits, title if alone else [], everywhere, region, table), strict=True):
            out[index] = result
    return [result for result in out if result is not None]


def _article(
    sentences: Sequence[Sentence],
    hits: Sequence[Sequence[Hit]],
    title: Sequence[Hit],
    everywhere: frozenset[str],
    given: Region | None,
    table: Gazetteer,
) -> list[Attribution]:
    scope = Scope(certain([h for row in [*hits, title] for h in row]), everywhere, given)
    parts = [roles(s.text, names) for s, names in zip(sentences, resolve_all(hits, scope), strict=True)]
    heading = roles("", resolve_all([title], scope)[0]) if title else []
    here = given or find_home(sentences, parts, heading, table)
    if here is not None and given is None and scope.home is None:
        # Names that needed a sign may have one now that the home is known.
        scope = Scope(scope.article, scope.document, here)
        parts = [roles(s.text, names) for s, names in zip(sentences, resolve_all(hits, scope), strict=True)]
    walk = _Walk(here, table)
    return [walk.step(s, p) for s, p in zip(sentences, parts, strict=True)]


@dataclass
class _Walk:
    """What is being spoken of while the sentences of an article pass by."""

    home: Region | None
    table: Gazetteer
    topic: dict[int, tuple[Region, ...]] = field(default_factory=dict)
    focus: tuple[Region, ...] = ()
    listed: tuple[Region, ...] = ()
    subject: bool = False
    open_clause: bool = False
    national: bool = False

    def step(self, sentence: Sentence, parts: Sequence[Part]) -> Attribution:
        result = self._judge(sentence, parts)
        level = _level(sentence)
        if level is not None:
            for deeper in [k for k in self.topic if k >= level]:
                del self.topic[deeper]
            if result.basis in ("named", "coreference"):
                self.topic[level] = result.regions
        many = _lists(parts)
        if len(many) > 1:
            self.listed = many
        if result.basis in ("named", "coreference"):
            self.focus = result.regions
            self.subject = result.confidence >= 0.8
        elif result.basis == "inherited" and not (result.regions == self.focus):
            self.focus = ()
        self.open_clause = sentence.text.rstrip("”’\"）) ").endswith(("；", ";"))
        return result

    def _judge(self, sentence: Sentence, parts: Sequence[Part]) -> Attribution:
        counted = self._counted(parts)
        open_readings = tuple(r for p in parts if p.name.region is None for r in p.name.candidates)
        if sentence.kind == "furniture":
            return Attribution()
        if is_source(sentence):
            if counted and not (sentence.kind == "byline" and not wrote(sentence) and False):
                return _named(counted, open_readings)
            return Attribution()
        if counted:
            self.national = False
            reference = references(sentence.text)
            if reference and reference.kind == "many" and self.listed:
                regions = tuple(dict.fromkeys((*self.listed,)))
                return Attribution(regions, "coreference", None, 0.7)
            return _named(counted, open_readings)
        if open_readings:
            return Attribution((), "none", None, 0.0, tuple(dict.fromkeys(open_readings)))
        reference = references(sentence.text)
        if reference:
            regions = self._refer(reference)
            if regions:
                self.national = False
                return Attribution(regions, "coreference", reference.mention, 0.85)
        if National.starts(sentence.text):
            self.national = sentence.kind == "body"
            return Attribution((), "none", None, 0.8)
        return self._inherit(sentence)

    def _counted(self, parts: Sequence[Part]) -> list[Part]:
        """The names that act, as the article's home lets one judge."""
        acting = [p for p in parts if p.name.region and p.role in ("subject", "actor", "partner", "field")]
        if self.home is None:
            strong = [p for p in acting if p.role in ("subject", "actor")]
            return _lowest(strong or acting)
        own = [p for p in parts if p.name.region and within(p.name.region, self.home) and p.role != "organisation"]
        tour = any(self.topic.values()) and any(not within(r, self.home) for t in self.topic.values() for r in t)
        foreign = [
            p
            for p in acting
            if p.name.region
            and not within(p.name.region, self.home)
            and not within(self.home, p.name.region)
            and (p.role == "subject" or tour and p.role == "actor")
        ]
        if own or foreign:
            return _lowest([*own, *foreign])
        return [p for p in acting if p.role == "subject"]

    def _refer(self, reference: Reference) -> tuple[Region, ...]:
        if reference.kind == "many":
            return self.listed
        if reference.kind == "place":
            return self.focus or ((self.home,) if self.home else ())
        if reference.kind in ("near", "whole") and len(self.focus) == 1:
            if reference.fits(self.focus[0]):
                return self.focus
            up = self.table.roll_up(self.focus[0], reference.level) if reference.level else None
            if up is not None and self.home is None:
                return (up,)
        return (self.home,) if self.home else ()

    def _inherit(self, sentence: Sentence) -> Attribution:
        text = sentence.text
        if self.national and sentence.kind == "body":
            return Attribution((), "none", None, 0.6)
        away = self.focus and self.focus != (self.home,)
        if away and not _SUMS_UP.match(text):
            if self.open_clause or sentence.kind == "body" and self.subject and _CONTINUES.match(text):
                return Attribution(self.focus, "inherited", None, 0.6)
        if self.topic:
            return Attribution(self.topic[max(self.topic)], "inherited", None, 0.7)
        if self.home is not None:
            return Attribution((self.home,), "inherited", None, 0.8)
        if self.focus and sentence.kind == "body":
            return Attribution(self.focus, "inherited", None, 0.5)
        return Attribution()


def _named(parts: Sequence[Part], candidates: tuple[Region, ...]) -> Attribution:
    regions = tuple(dict.fromkeys(p.name.region for p in parts if p.name.region))
    hit = parts[0].name.hit
    confidence = 0.95 if any(p.role == "subject" for p in parts) else 0.75
    mention = Mention(hit.text, hit.start, hit.end)
    return Attribution(regions, "named", mention, confidence, tuple(dict.fromkeys(candidates)))


def _lowest(parts: Sequence[Part]) -> list[Part]:
    """Without the names of divisions that contain another one named."""
    regions = {p.name.region for p in parts if p.name.region}
    return [
        p
        for p in parts
        if p.name.region and not any(o != p.name.region and within(o, p.name.region) for o in regions)
    ]


def _lists(parts: Sequence[Part]) -> tuple[Region, ...]:
    return tuple(dict.fromkeys(p.name.region for p in parts if p.name.region and p.role != "organisation"))


def _level(sentence: Sentence) -> int | None:
    """The rank of a heading; a numbered line ranks above a bare one."""
    for rank, pattern in enumerate(_NUMBERED):
        if pattern.match(sentence.text):
            return rank
    return 2 if sentence.kind == "heading" else None
