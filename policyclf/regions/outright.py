"""The home that a text names outright: in its headline, as what a reply answers, or by acting alone in its news."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyclf.document import Region, Sentence
from policyclf.regions.acting import lowest
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.hits import within
from policyclf.regions.refer import references
from policyclf.regions.roles import Part

_REPLY = re.compile(r"的(?:批复|复函|函复|答复)\s*(?:$|（|[^，。；]{2,30}：)")
_NEWS = re.compile(r"本[报台刊][^，。；（(\s]{0,10}[讯电]")


def lead(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]]) -> Region | None:
    """Who acts in the first sentence of a news item."""
    first = next((n for n, s in enumerate(sentences) if s.kind == "body"), None)
    if first is None or not _NEWS.match(sentences[first].text):
        return None
    acting = [p for p in parts[first] if p.role == "subject" and p.acts and p.name.region]
    regions = {p.name.region for p in lowest(acting)}
    return regions.pop() if len(regions) == 1 else None


def alone(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], table: Gazetteer) -> Region | None:
    """The region of a news item, or of a text that goes on about it (该旗), where it alone acts."""
    body = next((s for s in sentences if s.kind == "body"), None)
    acting = ("subject", "actor", "made", "title")
    named = {p.name.region for found in parts for p in found if p.name.region and p.role in acting}
    deepest = [r for r in named if not any(o != r and within(o, r) for o in named)]
    acts = {p.name.region for found in parts for p in found if p.role == "subject"}
    lone = len(deepest) == 1 and all(within(deepest[0], r) for r in named)
    if not lone or deepest[0] not in acts or body is None:
        return None
    told = _NEWS.match(body.text) or any(
        (r := references(s.text)) and r.kind == "near" and r.fits(deepest[0]) for s in sentences
    )
    return deepest[0] if told else None


def opens(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]]) -> Region | None:
    """The region whose full name opens the headline, if the text names something in it.

    林芝市…对口支援工作总结 names more of those who help than of its own, and tells of 林芝 all the same.
    """
    first = parts[0][0] if sentences[0].kind == "heading" and parts[0] else None
    region = first.name.region if first and not first.name.hit.start and first.name.hit.full else None
    below = [p.name.region for s, found in zip(sentences, parts, strict=True) if s.kind == "body" for p in found]
    return region if region and any(r and within(r, region) for r in below) else None


def asked(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]]) -> Region | None:
    """What a reply is about: 弥勒 for 云南省人民政府关于同意弥勒产业园区…的批复; none where it is no reply."""
    for sentence, found in zip(sentences[:2], parts[:2], strict=True):
        issuer, _, matter = sentence.text.partition("关于")
        if matter and _REPLY.search(matter):
            about = [p for p in found if p.name.region and p.name.hit.start > len(issuer)]
            regions = {p.name.region for p in lowest(about)}
            return regions.pop() if len(regions) == 1 else None
    return None
