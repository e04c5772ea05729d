"""The home of an article: the region that it speaks of where a sentence names none.

Names vote with weights; the home is the deepest division that holds most of the votes. Who wrote or issued the text
outweighs what it mentions: a report on five cities belongs to the one that sent the visitors. None is better than a
guess: a false home mislabels every sentence below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from policyclf.document import Region, Sentence
from policyclf.regions import outright
from policyclf.regions.elect import elect
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.hits import related, within
from policyclf.regions.national import national_media, of_group
from policyclf.regions.refer import Reference, references
from policyclf.regions.role import Role
from policyclf.regions.roles import Part
from policyclf.regions.sources import academic, sources
from policyclf.regions.votes import WEIGHTS, levels_spoken, titled, titles, votes_of

_NEAR: frozenset[Role] = frozenset({"subject", "actor", "made", "title", "brand", "field", "site", "organisation"})
SEVERAL = 3.0
SHARE = 0.03
LEAD = 1.5
OTHERS = 2


def home(
    sentences: Sequence[Sentence],
    parts: Sequence[Sequence[Part]],
    title: Sequence[Part],
    table: Gazetteer,
    *,
    nation: bool = False,
) -> Region | None:
    """The home of an article, or None where the names do not agree; ``nation``: the country issued it."""
    spoken = [r for s in sentences if (r := references(s.text))]
    votes, early, anchors = votes_of(sentences, parts, title, table, spoken)
    if (nation or academic(sentences)) and not any(
        p.name.region for s, p in titles(sentences, parts, title) if not s.endswith("为例")
    ):
        # 国务院…的通知 and a scholar's column name regions as cases; only a 批复 says in its title whose it is.
        return None
    asked = outright.asked(sentences, parts)
    if asked is not None:
        return asked
    if not titled(sentences, parts, title) and of_group(sentences[0].text, None):
        return None  # 京津冀协同发展十年观察
    cues = levels_spoken(sentences)
    headline = {p.name.region.path for p in titled(sentences, parts, title) if p.name.region and p.role == "subject"}
    if not headline and _abroad(sentences, parts):
        return None
    thin = not anchors and sum(votes.values()) < SHARE * len(sentences) and not any(cues.values())
    voted = None if thin else elect(votes, early, table, anchors, cues, headline=headline)
    if voted is None:
        # 我市, and all that is named lies in one city: few words, and none against it.
        voice = next((r for r in spoken if r.kind == "first"), None)
        fitting = [r for r in map(table.region, sorted(anchors)) if voice and voice.fits(r)]
        if len(fitting) == 1:
            return fitting[0]
        alone = elect(votes, True, table, votes, cues, least=0.2, share=0.99) if voice else None
        voted = alone if alone and voice and voice.fits(alone) else None
    voted = voted or outright.alone(sentences, parts, table)
    told = outright.lead(sentences, parts) if not headline else None
    if told and voted and told != voted and within(told, voted):
        voted = told
    if voted and _one_of_many(voted, sentences, parts, title, spoken):
        return None
    unnamed = voted is not None and voted.level == "province" and voted.path not in votes and not any(cues.values())
    if unnamed:
        voted = outright.alone(sentences, parts, table)  # else a round of cities that nobody above them tells of
    elif voted is None and not nation:
        # Several names, all in one province, none that acts (支持郑州…，推进洛阳…): who speaks is above them.
        everything: Counter[str] = Counter(
            p.name.region.path.partition("/")[0] for found in parts for p in found if p.name.region and p.role in _NEAR
        )
        voted = elect(everything, True, table, least=SEVERAL, share=0.8)
    if voted is None and not nation and len(headline) == 1:
        voted = outright.opens(sentences, parts)
    if voted is not None and voted.level == "province" and not headline and voted.path not in votes:
        voted = _lowered(voted, votes, spoken, table)
    if voted is not None and len(headline) == 1:
        # 临沂市蒙山保护条例, and 蒙山 in every line: what the headline names is not left for another place.
        first = table.region(next(iter(headline)))
        voices = [r for r in spoken if r.kind in ("first", "whole") and not r.organ]
        lower = within(first, voted) and any(r.fits(first) and not r.fits(voted) for r in voices)
        voted = voted if not lower and related(voted, first) else first
    if voted is not None and voted.path not in headline:
        voted = _raised(voted, spoken, table)
    issuers, writers = sources(sentences, parts)
    if issuers:
        issuer = table.region(issuers.most_common(1)[0][0])
        # 浙江省's congress passed 温州市民间融资管理条例, 莱芜市's one that 济南市 took over: the division in the title. A zone
        # (宁波大榭开发区) has no acts of its own.
        named = {p.name.region for p in titled(sentences, parts, title) if _division(p) and p.name.region}
        entitled = [r for r in named if related(r, issuer)]
        return entitled[0] if len(entitled) == 1 else issuer
    writer = elect(writers, True, table, writers)
    if writer is None or voted is None or within(voted, writer):
        return voted or writer
    if within(writer, voted):
        return writer
    # Writer and mentions are at odds: the writer's own voice (我市) decides.
    return writer if any(r.kind == "first" for r in spoken) else voted


def _lowered(voted: Region, votes: Mapping[str, float], heard: Sequence[Reference], table: Gazetteer) -> Region | None:
    """The city that a text speaks of most, where it never names the province and speaks of its own city (全市, 市纪委)."""
    spoken = [r for r in heard if r.kind in ("first", "whole") or r.organ]
    if not spoken or 2 * sum(r.fits(voted) for r in spoken) >= len(spoken):
        return voted
    cities: Counter[Region] = Counter()
    for path, weight in votes.items():
        city = table.roll_up(table.region(path), "city")
        if city is not None and within(city, voted) and any(r.fits(city) for r in spoken):
            cities[city] += weight  # type: ignore[assignment]  # votes are halves and tenths
    (first, most), second = (cities.most_common(2) + [(None, 0.0)] * 2)[:2]
    return first if most >= LEAD * second[1] else None


def _abroad(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]]) -> bool:
    """Whether a national medium goes round: several regions act, none of which holds the others."""
    body = next((s for s in sentences if s.kind == "body"), None)
    if body is None or not national_media(body.text):
        return False
    acting = {p.name.region for found in parts for p in found if p.role in ("subject", "actor")} - {None}
    tops = {r.path.partition("/")[0] for r in acting if r}
    return len(tops) > 2


def _raised(voted: Region, heard: Sequence[Reference], table: Gazetteer) -> Region:
    """The division above, where the text speaks of its own city alone (全市, 市财政) and never of its own district."""
    spoken = [r for r in heard if r.kind in ("first", "whole") or r.organ]
    above = table.parent(voted)
    near = [r for r in heard if r.kind == "near"]
    if above is None or not spoken or any(r.fits(voted) for r in (*spoken, *near)):
        return voted
    if above.level == "province" and not any(r.kind == "whole" and not r.organ and r.fits(above) for r in spoken):
        return voted  # 全省 alone raises so far; 省财政 may pay for one of its cities
    return above if all(r.fits(above) for r in spoken) else voted


def _one_of_many(
    voted: Region,
    sentences: Sequence[Sentence],
    parts: Sequence[Sequence[Part]],
    title: Sequence[Part],
    spoken: Sequence[Reference],
) -> bool:
    """Whether the region is but the first of several cases: in one sentence of the text, others acting beside it."""
    if title:
        return False
    told = [
        s.kind
        for s, found in zip(sentences, parts, strict=True)
        if found and any(p.name.region and p.role in WEIGHTS and within(p.name.region, voted) for p in found)
    ]
    if told != ["body"] or any(r.kind == "first" and r.fits(voted) for r in spoken):
        return False
    others = {p.name.region for found in parts for p in found if p.role == "subject"} - {None}
    return len([r for r in others if r and not within(r, voted)]) >= OTHERS


def _division(part: Part) -> bool:
    return part.role == "subject" and any(e.kind == "full" for e in part.name.hit.entries)
