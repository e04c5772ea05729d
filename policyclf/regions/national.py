"""Sentences and texts that speak of the country, or of a group of regions, and so of no region."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from policyclf.document import Region, Sentence
from policyclf.regions.cues import BULLETS, any_of
from policyclf.regions.tables import read_tsv, words

_HEAD = 8  # sentences in which a text says who issues it


_BULLETS = re.escape(BULLETS)
_OPENING = (
    r"(?:【[^】]{1,6}】)?(?:(?:也|还|应当)要?看到，|据介绍，)?(?:[^：，。]{0,16}：)?(?:[^，。\d]{2,8}以来，)?(?:[^，。]{0,20}(?:显示|表明|透露)，)?[\s“\"《（"
    + _BULLETS
    + r"]*(?:而|但|同时，|据悉，|近年来，|近日，|日前，|目前，?|当前，|如今，|眼下，|现在，|国内方面，|国际方面，)*"
    r"(?:[\d一二三四五六七八九十年月日近今去前天来起底初，以下上半三季度月份]{0,40})(?:记者)?(?:近日|日前)?(?:从)?[\d年]{0,8}(?:在)?"
)


_CONDITION = re.compile(
    r"[^，。；：]{4,}的，|《[^》]*》第"
)  # 国务院另有规定的，从其规定: a clause of the statute that says so


@functools.cache
def _national() -> re.Pattern[str]:
    lists = words()["national"]
    return re.compile(
        f"{_OPENING}(?:(?P<strong>{any_of(lists['subject'])}|国家[一-龥]{{2,8}}主管部门)(?!门|署)"  # 财政部, not 财政部门
        f"|(?P<weak>{any_of(lists['weak'])})(?!{any_of(lists['not_subject'])}))"
    )


def national(text: str, *, referring: bool = False) -> bool:
    """Whether a sentence begins with a national subject.

    A weak one (全国, 各地) does not count where the sentence refers to a region (全国排名第五，全省第一).

    >>> national("党的二十大报告提出，要全面推进乡村振兴。"), national("衢州落实党的二十大精神。")
    (True, False)
    """
    subject = _national().match(text)
    if subject is None or (subject["strong"] and _CONDITION.match(text)):
        return False
    return bool(subject["strong"]) or not referring


def national_organ(text: str) -> bool:
    """Whether a sentence begins with an organ or a congress of the country: what follows may speak on in its name."""
    subject = _national().match(text)
    return bool(subject and subject["strong"]) and not _CONDITION.match(text)


_SAID = re.compile("认为|指出|表示|说|建议|分析|看来|预计")
_OPINION = re.compile(
    r"(?:业内人士|业内|专家|多位专家|学者|分析人士|观察人士|有观点|有人|[^，。；：]{2,24}?(?:教授|研究员|院士|学者|院长|所长|专家|分析师))"
    r"[^，。；：]{0,12}(?:认为|指出|表示|说|建议|分析|看来|普遍预计)"
)


_PREFIX = re.compile(r"(?:【[^】]{1,6}】)?[“\"]?")
_MARKS = ("【", "“", '"')
_TOLD = re.compile(r"[\d我]")  # a figure or our own voice: a report, and no thought
_TURNS = "不在[^，。]{1,8}，而在|没有[^，。]{1,14}，就没有|不是[^。]{1,24}(?:而是|也不是)|越(?!来越)[^，。]{1,8}越|[，是](?:才|便)?是[^，。]{0,16}的?(?:前提|根本|本质|要义|真功夫)。$"


# 对口援疆是国家战略，19个省市参与其中: whose strategy it is, and so told of the country.
_DECREED = re.compile("，?是(?:党中央|国家|以习近平)[^。；]{0,30}(?:战略|部署|决策|安排|举措)(?:[，。]|$)")


@functools.cache
def _thinks() -> re.Pattern[str]:
    # The first characters: without them every alternative is tried at every place, three times as long.
    thinks = words()["national"]["thinks"]
    begins = re.escape("".join(sorted({word[0] for word in thinks})))
    return re.compile(f"(?=[不没越，是{begins}])(?:{any_of(thinks)}|{_TURNS})")


def _prefix(text: str) -> int:
    """Where a sentence begins behind the mark of a column and a quotation mark."""
    prefix = _PREFIX.match(text)
    return prefix.end() if prefix else 0


def _thought(text: str) -> bool:
    begins = words()["national"]["thought"]
    if text.startswith(begins) or (text[:1] in _MARKS and text.startswith(begins, _prefix(text))):
        return True
    return not _TOLD.search(text) and bool(_thinks().search(text))


def opinion(text: str) -> bool:
    """Whether a sentence gives an expert's view or a general thought, which speaks of no region unless it names one.

    >>> opinion("业内人士认为，成本下降取决于电价。"), opinion("副市长认为，我市的关键在落实。")
    (True, False)
    >>> opinion("可见，隶属关系只是手段。"), opinion("改革是否到位，群众说了算。")
    (True, True)
    """
    return bool(
        (_SAID.search(text) and _OPINION.match(text)) or _thought(text) or ("是" in text and _DECREED.search(text))
    )


@functools.cache
def _groups() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    members = {row["name"]: tuple(row["provinces"].split()) for row in read_tsv("groups.tsv") if row["provinces"]}
    return re.compile(
        f"[\\s“]*(?:[一二三四五六七八九十]+[、是]|[在对])?(?:[与和同][^，。]{{1,12}}相?比，)?({any_of(members)})"
    ), members


def of_group(text: str, home: Region | None) -> bool:
    """Whether a sentence begins with a group of regions (珠三角, 京津冀) that the home is no part of."""
    pattern, members = _groups()
    match = pattern.match(text)
    if not match:
        return False
    return home is None or not any(home.path.startswith(province) for province in members[match[1]])


@functools.cache
def _comment() -> re.Pattern[str]:
    return re.compile(
        f"[\\s{_BULLETS}【\\[(（]*(?:{any_of(words()['national']['comment'])})[】\\])）：:]?(?:\\s.{{0,8}})?"
    )


def comment(sentence: Sentence) -> bool:
    """Whether a line only says that a comment follows (■ 短评)."""
    text = sentence.text.strip()
    titled = sentence.kind == "heading" and text[:1] in ("【", "[") and _comment().match(text)
    return bool(titled) or (len(text) < 20 and bool(_comment().fullmatch(text)))


def column(sentence: Sentence) -> bool:
    """Whether a line heads the column of a newspaper for news of the country (■ 国内要闻)."""
    return sentence.text.strip(" 　【】[]" + BULLETS) in words()["national"]["column"]


@functools.cache
def _media() -> re.Pattern[str]:
    return re.compile(f"[\\s（(【]*(?:{any_of(words()['national']['media'])})")


def national_media(text: str) -> bool:
    """Whether a sentence opens with the mark of a national medium (央视网消息)."""
    return bool(_media().match(text))


@functools.cache
def _issue() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = words()["national"]
    return (
        re.compile(f"[\\s#“《—\\-]*(?:{any_of(lists['issuer'])})(?!门|署).{{0,40}}(?:{any_of(lists['act'])})"),
        re.compile(any_of(lists["number"])),
    )


def national_issue(sentences: Sequence[Sentence]) -> bool:
    """Whether a text is issued by the country: 国务院办公厅关于…的意见, 国发〔2019〕5号."""
    act, number = _issue()
    return any(
        (act.match(s.text) and not _prose(s)) or number.search(s.text) for s in sentences[:_HEAD] if len(s.text) < 120
    )


def _prose(sentence: Sentence) -> bool:
    """Whether a unit only tells of an act: 国务院印发意见后，我区迅速落实。"""
    return sentence.kind == "body" and sentence.text.rstrip().endswith(("。", "；"))
