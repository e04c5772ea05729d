"""Tagged documents made by chance, for what needs more text than the five pages have: each is an article on one region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from random import Random

from policyclf.document import Attribution, Level, Region, Sentence, TaggedDocument, TaggedSentence
from policyclf.measures import Measure
from policyclf.regions import Gazetteer

# Phrases by chance: sentences from one template would be taken for copies of each other.
_DO = [
    "推进",
    "改善",
    "扩大",
    "整治",
    "统筹",
    "提高",
    "检查",
    "巩固",
    "完善",
    "修订",
    "公布",
    "组织",
    "引导",
    "支持",
    "保护",
    "评估",
    "调整",
    "清理",
]
_WHAT = [
    "道路",
    "水网",
    "粮食生产",
    "村容村貌",
    "公共交通",
    "社区养老",
    "文化活动",
    "防汛物资",
    "山林",
    "河道",
    "学校食堂",
    "医院床位",
    "供暖管线",
    "夜间照明",
    "垃圾分类",
    "农田水利",
    "安全生产",
    "旅游线路",
]
_HOW = ["年内完成", "分三步走", "由乡镇负责", "按月通报", "先行试点", "会同有关部门", "结合实际", "听取群众意见"]


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

    The first region has one article only. ``opening`` begins every sentence.
    """
    chance = Random(seed)
    names = [measure.id for measure in measures]
    places = [region for region in Gazetteer.load().regions if region.level == level]
    for number, region in enumerate(islice(cycle(places), regions)):
        favourite = chance.choice(names)
        for article in range(articles if number else 1):
            yield _document(
                f"{region.code}-{number}-{article}.txt", region, names, favourite, sentences, chance, opening
            )


def _document(
    name: str, region: Region, names: Sequence[str], favourite: str, count: int, chance: Random, opening: str
) -> TaggedDocument:
    found: list[TaggedSentence] = []
    at = 0
    for _ in range(count):
        stated = tuple(kind for kind in names if chance.random() < (0.35 if kind == favourite else 0.07))
        phrases = (chance.choice(_HOW) + chance.choice(_DO) + chance.choice(_WHAT) for _ in range(4))
        text = opening + f"涉及{'、'.join(stated) or '其他'}：" + "，".join(phrases) + "。"
        sentence = Sentence(text, "body", 0, ((at, at + len(text)),))
        scores = {kind: round(chance.uniform(0.5, 1), 4) if kind in stated else 0.05 for kind in names}
        evidence = {kind: (f"rule:{kind}.none", "涉及", "完成") for kind in stated}
        found.append(TaggedSentence(sentence, Attribution((region,), "named"), stated, scores, evidence))
        at += len(text)
    return TaggedDocument(name, tuple(found))
