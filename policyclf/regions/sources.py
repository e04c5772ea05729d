"""Lines that say where a text comes from rather than what it says: who issued, wrote or gave it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from policyclf.document import Sentence
from policyclf.regions.cues import any_of
from policyclf.regions.hits import Hit
from policyclf.regions.roles import Part
from policyclf.regions.tables import words

# 宁波市第十届人民代表大会常务委员会第十次会议通过; 衢州市人民政府令; not: 浙江省…会议批准.
_ISSUER = re.compile(
    r"(?:第[一二三四五六七八九十]+届)?(?:人民代表大会|人大常委会).*?(?<!批准)(?:通过|公告|$)|人民政府(?:令|公报)|人民政府\s*$"
)
# 四川省人民政府办公厅关于…的通报: who speaks opens the headline.
_SPEAKS = re.compile(r"[^，。；《]{0,20}(?:政府|委员会|办公厅|办公室|[厅局委])[^，。；《]{0,8}关于")
_OFFICE = re.compile("[^，。；：]{0,14}(?:局|厅|委员会|办公室|办|委)")
_APPROVED = re.compile(r"会议批准")
_WHOLE = re.compile(r"[（(][^（）()]{2,60}[)）]。?")
_ADOPTED = re.compile(
    r"[^。；，]{0,60}(?:人民代表大会|常务委员会)[^。；，]{0,30}(?:会议|公告)(?:第?〔?[\d〕]{1,9}号)?(?:通过|批准|公布|修正|修订|上)?\s*[）)]?\s*"
)
# （陈 立）, （本报记者 孙 昊）: who wrote, on a line of its own; not （徐州市）, （石家庄）.
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_PERSON = re.compile(
    rf"[（(]\s*(?:[^（）()，。]{{0,8}}(?:记者|通讯员|作者|编辑|整理|撰稿)[^（）()。]*|[一-龥](?:\s+[一-龥]){{1,2}}|[{_SURNAMES}][一-龥]{{1,2}}(?<![省市县区州旗庄]))\s*[）)]\s*"
)
# 各市、县人民政府，省直有关部门：whom a text is for.
_SALUTATION = re.compile(
    r"(?:[^。；：]{0,60}(?:各|有关|相关)[^。；：]{0,60}(?:府|会|局|厅|委|办|室|位|门|构|业|司|校|团|代表|委员|同志|朋友|区|心|站|行|所|队|院)|"
    r"(?:尊敬的|亲爱的)[^。；：]{1,30})[）)]?[：:]\s*"
)
_LINE = 100  # characters: no such line is longer
_ADDRESS = 30  # characters: of the one whom a reply is to
_DISPATCH = re.compile("[市县区州]?[讯电]")
_SHORT = 26  # characters of a line that is only a name: 青岛西海岸新区考察组


@functools.cache
def _signed() -> re.Pattern[str]:
    return re.compile(f"[^，。；：！？、“”（）()]{{2,{_SHORT}}}(?:{any_of(words()['source']['writers'])})\\s*")


def is_source(sentence: Sentence) -> bool:
    """Whether the line says where the text comes from rather than what it says."""
    return sentence.kind == "byline" or _says_source(sentence.text)


@functools.lru_cache(maxsize=4096)  # home, outline and walk ask, an article at a time
def _says_source(text: str) -> bool:
    if len(text) > _LINE:
        return False
    text = text.strip()
    bracket = text[:1] in ("（", "(")
    if text[-1:] == "。" and not bracket:
        return False
    if text[-1:] in ("月", "日"):
        text = _DATE.sub("", text)
    if bracket and _PERSON.fullmatch(text):
        return True
    if bracket and _WHOLE.fullmatch(text) and any(word in text for word in words()["source"]["home"]):
        return True
    return bool(_ADOPTED.fullmatch(text) or _signed().fullmatch(text))


def adopted(text: str) -> bool:
    """Whether the line says when a congress passed the act: （2023年6月20日市第十七届人民代表大会…通过）."""
    return bool(_ADOPTED.fullmatch(text.strip(" 　（）()。")))


@functools.cache
def _paper() -> re.Pattern[str]:
    """徐州日报讯, 本报长春3月2日电: the paper that prints a text, or where its reporter stands."""
    return re.compile(
        rf"[^，。；：\s]{{0,3}}(?:{any_of(words()['source']['paper'])})(?:讯|消息|记者|[^，。；：]{{0,8}}[日讯]电?)"
    )


def seat(sentences: Sequence[Sentence], hits: Sequence[Sequence[Hit]]) -> str:
    """The path of the region whose newspaper opens the text, or where it stands (本报长春讯); empty if none does."""
    for sentence, found in zip(sentences, hits, strict=True):
        if sentence.kind != "body":
            continue
        first = found[0] if found else None
        if first and first.start < 3 and len(first.regions) == 1:
            paper = _paper().match(sentence.text, first.end)
            if paper or (
                sentence.text.startswith(words()["source"]["ours"]) and _DISPATCH.match(sentence.text, first.end)
            ):
                return first.regions[0].path
        return ""
    return ""


@functools.cache
def _masthead() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words()['source']['paper'])}|新闻)(?=[\s　\d第]|$)")


def mastheads(sentences: Sequence[Sentence], hits: Sequence[Sequence[Hit]]) -> list[str]:
    """For each sentence the path of the region whose newspaper its page is of (徐州日报　2024年11月6日　第4版): the last one named so far.

    >>> line = "徐州日报　第4版"
    >>> from policyclf.regions.recognize import Recognizer
    >>> from policyclf.regions.gazetteer import Gazetteer
    >>> page = [Sentence(line, "furniture", 0, ((0, len(line)),))]
    >>> mastheads(page, [Recognizer.of(Gazetteer.load()).find(line)])
    ['江苏省/徐州市']
    """
    found, last = [], ""
    for sentence, row in zip(sentences, hits, strict=True):
        first = row[0] if row and sentence.kind == "furniture" else None
        if first and not first.start and len(first.regions) == 1 and _masthead().match(sentence.text, first.end):
            last = first.regions[0].path
        found.append(last)
    return found


def addresses(sentence: Sentence) -> bool:
    """Whether the line names the one whom a text is for: 百色市人民政府：."""
    text = sentence.text.strip()
    return text.endswith(("：", ":")) and len(text) <= _ADDRESS and text[:-1].endswith(words()["source"]["organ"])


def salutation(sentence: Sentence) -> bool:
    """Whether the line only says whom the text is for; what it names is not spoken of.

    >>> line = "各市（州）工信局，兰州新区经济发展局："
    >>> salutation(Sentence(line, "body", 0, ((0, len(line)),)))
    True
    """
    text = sentence.text
    return (
        text.rstrip()[-1:] in ("：", ":")
        and len(text) <= _LINE
        and "关于" not in text
        and bool(_SALUTATION.fullmatch(text.strip()))
    )


_DATE = re.compile(r"[\s　]+\d{4}年\d{1,2}月(?:\d{1,2}日)?$")
_HEAD = 5  # lines in which an author is named
_SCHOLAR = re.compile(r"[一-龥·]{2,4}(?:[\s　][一-龥])?[\s　]*[（(\s　][^。；：]{4,40}")  # 郑若谷（上海财经大学）


def academic(sentences: Sequence[Sentence]) -> bool:
    """Whether a line says that the author is of a school or an institute: such texts take their regions as examples."""
    author = words()["source"]["author"]
    named = [s.text for s in sentences if s.text.lstrip("（( 　").startswith(author) and is_source(s)]
    named += [s.text for s in sentences[:_HEAD] if s.kind != "body" and _SCHOLAR.fullmatch(s.text.strip())]
    return any(w in text for text in named for w in words()["source"]["academic"])


def wrote(sentence: Sentence) -> bool:
    """Whether the line names an organ of the region as author or giver, and no school."""
    lists, text = words()["source"], sentence.text.strip(" 　（）()。")
    if any(w in text for w in lists["academic"]):
        return False
    ends = (*lists["organ"], *lists["writers"])
    return any(w in text for w in lists["home"]) or text.endswith(ends) or bool(_ADOPTED.fullmatch(text))


def sources(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]]) -> tuple[Counter[str], Counter[str]]:
    """Who issued an act (its congress or government), and who wrote or gave the text."""
    issuers: Counter[str] = Counter()
    writers: Counter[str] = Counter()
    for sentence, found in zip(sentences, parts, strict=True):
        source = bool(found) and is_source(sentence)
        for part in found:
            if part.name.region is None or part.role == "organisation":
                continue
            match = _ISSUER.match(sentence.text, part.name.hit.end)
            if match and (source or sentence.kind != "body" or sentence.text[-1:] not in "。；"):
                if not _APPROVED.search(sentence.text[part.name.hit.end :]):
                    issuers[part.name.region.path] += 1
            elif (
                sentence.kind == "heading"
                and part.role == "subject"
                and _SPEAKS.match(sentence.text, part.name.hit.end)
            ):
                issuers[part.name.region.path] += 1
            elif sentence.text[: part.name.hit.start].endswith(words()["source"]["sent"]) and _OFFICE.match(
                sentence.text, part.name.hit.end
            ):
                writers[part.name.region.path] += 1  # 意见请反馈至共青城市发展和改革委员会
            elif source and wrote(sentence) and not _ADOPTED.fullmatch(sentence.text):
                writers[part.name.region.path] += 1
    return issuers, writers
