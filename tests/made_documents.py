"""Tagged documents made by chance, for what needs more text than the five pages have: each is an article on one region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from random import Random

from policyclf.document import Attribution, Level, Region, Sentence, TaggedDocument, TaggedSentence
from policyclf.measures import Measure
from policyclf.regions import Gazetteer

# Phrases by chance: sentences from one template would be taken for copies of each other.
_HOW = ["年内", "分步", "按月", "先行", "逐级", "会同各方", "结合实际", "听取意见后"]
_DO = ["推进", "改善", "扩大", "整治", "检查", "巩固", "评估", "调整"]
_WHAT = ["道路", "水网", "粮食生产", "公共交通", "社区养老", "防汛物资", "学校食堂", "旅游线路"]


def made_measures(types: int) -> tuple[Measure, ...]:
    """Types named by number."""
    return tuple(Measure(f"t{n}", f"类型{n}", f"Type {n}", "A type made for a test.") for n in range(types))


def made_documents(
    regions: int,
    measures: Sequence[Measure],
    *,
    articles: int,
    sentences: int,
    level: Level = "city",
    seed: int = 0,
    opening: str = "",
) -> Iterator[TaggedDocument]:
    """``articles`` documents a region of ``sentences`` each; a region states one type more often than the others.

    The first region has one article only, nearly all of it on one type. ``opening`` begins every sentence.
    """
    chance = Random(seed)
    names = [measure.id for measure in measures]
    places = [region for region in Gazetteer.load().regions if region.level == level]
    for number, region in enumerate(islice(cycle(places), regions)):
        shares = dict.fromkeys(names, 0.07) | {chance.choice(names): 0.35 if number else 0.9}
        for article in range(articles if number else 1):
            name = f"{region.code}-{number}-{article}.txt"
            yield _document(name, region, shares, sentences, chance, opening)


def _document(
    name: str, region: Region, shares: Mapping[str, float], count: int, chance: Random, opening: str
) -> TaggedDocument:
    found: list[TaggedSentence] = []
    at = 0
    for _ in range(count):
        stated = tuple(kind for kind, share in shares.items() if chance.random() < share)
        phrases = (chance.choice(_HOW) + chance.choice(_DO) + chance.choice(_WHAT) for _ in range(4))
        text = opening + f"涉及{'、'.join(stated) or '其他'}：" + "，".join(phrases) + "。"
        sentence = Sentence(text, "body", 0, ((at, at + len(text)),))
        scores = {kind: round(chance.uniform(0.5, 1), 4) if kind in stated else 0.05 for kind in shares}
        evidence = {kind: (f"rule:{kind}.none", "涉及", "推进") for kind in stated}
        found.append(TaggedSentence(sentence, Attribution((region,), "named"), stated, scores, evidence))
        at += len(text)
    return TaggedDocument(name, tuple(found))
