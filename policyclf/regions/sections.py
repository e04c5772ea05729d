"""The outline of an article: the rank of its headings, and whether it goes from region to region."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyclf.document import Region, Sentence
from policyclf.regions.acting import counts
from policyclf.regions.roles import Part
from policyclf.regions.tables import words

_NUMBERED = (
    re.compile(r"\s*#?\s*[一二三四五六七八九十]+、|\s*第[一二三四五六七八九十百]+[章篇部]|\s*#\s|\s*\d{1,2}\s+[一-龥]"),
    re.compile(r"\s*[（(][一二三四五六七八九十]+[）)]|\s*第[一二三四五六七八九十百]+节|\s*##|\s*\d{1,2}\.\d{1,2}\s"),
    re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{1,2}\s"),
)
_FIRST = frozenset("#第（(0123456789一二三四五六七八九十")  # a text that begins otherwise has no number
BARE = len(_NUMBERED)  # the rank of a heading without a number
_BRACKET = re.compile(r"\s*[（(][^）)]*[)）]\s*$")
TOUR_NAMED, TOUR_SHARE, HEAD = 3, 0.3, 6


def rank(sentence: Sentence) -> int | None:
    """The rank of a heading; a numbered line ranks above a bare one."""
    if sentence.text.lstrip()[:1] not in _FIRST:
        return BARE if sentence.kind == "heading" else None
    for number, pattern in enumerate(_NUMBERED):
        if pattern.match(sentence.text):
            return number
    return BARE if sentence.kind == "heading" else None


def numbered(sentence: Sentence) -> bool:
    """Whether a heading is one of several below the headline (一、…), and no headline itself (# …)."""
    found = rank(sentence)
    return found is not None and found < BARE and sentence.text.lstrip()[:1] != "#"


def tours(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], home: Region | None) -> bool:
    """Whether an article goes from region to region, so that a sentence without a name goes on about the last one.

    In a work report 1 to 5 % of the sentences name a region below the home, in a round of counties a third and more.
    """
    lists = words()["refer"]
    if any(word in s.text for s in sentences[:HEAD] for word in lists["report"]):
        return False
    if any(_BRACKET.sub("", s.text).strip().endswith(lists["acts"]) for s in sentences[:HEAD] if s.kind == "heading"):
        return False
    body = [found for s, found in zip(sentences, parts, strict=True) if s.kind == "body"]
    beyond = sum(any(p.name.region != home for p in found) for found in body if found)
    if beyond < max(TOUR_NAMED, TOUR_SHARE * len(body)):
        return False  # and no need to ask which of them count
    counted = [c for found in body if (c := counts(found, home))]
    away = [c for c in counted if all(p.name.region != home for p in c)]
    return len(away) >= TOUR_NAMED and len(away) >= TOUR_SHARE * len(body) and 2 * len(away) > len(counted)
