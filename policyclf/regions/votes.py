"""The votes for an article's home: what its names are worth, and what its headings name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from policyclf.document import Sentence
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.national import national_issue
from policyclf.regions.refer import Reference
from policyclf.regions.role import Role
from policyclf.regions.roles import Part
from policyclf.regions.sections import numbered
from policyclf.regions.sources import is_source, salutation

WEIGHTS: dict[Role, float] = {
    "subject": 1.5,
    "actor": 1.0,
    "dateline": 0.3,
    "recipient": 0.3,
    "title": 0.8,
    "brand": 0.5,
    "field": 0.5,
    "partner": 0.3,
    "made": 0.3,  # 支持威海打造…: who supports is the one above
    "site": 0.2,
}
HEADING, OPENING = 3.0, 2.0
DATELINE = 8  # characters that may stand before the place of a dateline: 本报记者
_LEVEL = re.compile(r"[全我本该整](?<![健安完齐保周日基].)([省市县区州旗])(?![场级]|(?<=区)域)")  # not: 健全县域


def titled(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], title: Sequence[Part]) -> list[Part]:
    """The names that open the headings above the text, and those of the document's name."""
    return [part for _, part in titles(sentences, parts, title)]


def titles(
    sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], title: Sequence[Part]
) -> list[tuple[str, Part]]:
    """The same, each with the heading that it stands in."""
    out = [("", part) for part in title]
    for sentence, found in zip(sentences, parts, strict=True):
        if sentence.kind == "body" and not national_issue([sentence]):
            break
        if not is_source(sentence):
            out += [(sentence.text.strip(), p) for p in found if p.role != "organisation"]
    return out


def votes_of(
    sentences: Sequence[Sentence],
    parts: Sequence[Sequence[Part]],
    title: Sequence[Part],
    table: Gazetteer,
    spoken: Sequence[Reference],
) -> tuple[dict[str, float], bool, set[str]]:
    """The votes by path; whether few of them are enough, since title or opening name one or the text is short; the paths that these name.

    ``spoken``: what its sentences refer to, in order.
    """
    votes: dict[str, float] = defaultdict(float)
    anchors: set[str] = set()
    voice = [r for r in spoken if r.kind == "first"]
    # Where the text says that its writers travelled, what they visited is no home.
    visited = {p.name.region.path for found in parts for p in found if p.name.region and p.role == "destination"}
    begun = {p.name.region.path for p in titled(sentences, parts, title) if p.name.region and p.role == "subject"}
    visited -= begun  # 诚邀宾朋共赴如皋 at the end of a text on 如皋
    several = _several(sentences, parts) | _beside(parts)
    for part in title:
        if part.name.region:
            votes[part.name.region.path] += HEADING * WEIGHTS.get(part.role, 0)
            anchors.add(part.name.region.path)
    body = 0
    for sentence, found in zip(sentences, parts, strict=True):
        body += sentence.kind == "body"
        if not found or is_source(sentence) or salutation(sentence):
            continue
        both = _twofold(found)
        for part in found:
            weight = WEIGHTS.get(part.role, 0.0)
            if part.name.region is None or not weight or part.name.hit.start in both:
                continue  # 湘赣两省 is the name of no home
            path = part.name.region.path
            if path in several:
                continue
            if part.role == "dateline" and not found[0].name.hit.start > DATELINE:
                # 本报临沂3月12日讯 … 我市: the reporter stands at home; 我省, in what the place lies in.
                here = next((r for r in table.line(part.name.region) if any(v.fits(r) for v in voice)), None)
                if here is not None:
                    votes[here.path] += HEADING
                    anchors.add(here.path)
                    continue
            if visited and any(path == v or path.startswith(v + "/") or v.startswith(path + "/") for v in visited):
                continue
            if sentence.text.startswith("为例", part.name.hit.end):
                weight = 0.2  # 以晋江为例
            if sentence.kind == "heading" and not numbered(sentence):
                weight *= HEADING
                anchors.add(path)
            elif body <= 2 and part.role != "dateline":
                weight *= OPENING
                anchors.add(path)
            votes[path] += weight
    return votes, bool(anchors) or len(sentences) <= 5, anchors


def _several(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]]) -> set[str]:
    """The regions that a headline names side by side: what the text is about is all of them, and none its home."""
    for sentence, found in zip(sentences, parts, strict=True):
        if sentence.kind == "body":
            break
        both = _twofold(found)
        listed = [p for p in found if p.role in ("subject", "actor") and (p.size > 1 or p.name.hit.start in both)]
        regions = {p.name.region for p in listed if p.name.region}
        if len(regions) > 1 and not numbered(sentence):
            return {r.path for r in regions}
    return set()


def _beside(parts: Sequence[Sequence[Part]]) -> set[str]:
    """The partners that bear the name of one that was left open: 通州区… and 该区与北京市通州区结对 is not Beijing's own text."""
    names = [p for found in parts for p in found]
    either = {r for p in names if p.name.region is None for r in p.name.candidates}
    return {r.path for r in either if {p.role for p in names if p.name.region == r} == {"partner"}}


def _twofold(found: Sequence[Part]) -> set[int]:
    """The starts of names that mean two regions: 川渝高竹新区."""
    return {part.name.hit.start for part, other in pairwise(found) if part.name.hit is other.name.hit}


def levels_spoken(sentences: Sequence[Sentence]) -> Counter[str]:
    """How often the text speaks of the whole 省, 市, 县 or 区: what level it speaks from."""
    return Counter(_LEVEL.findall("\n".join([s.text for s in sentences])))
