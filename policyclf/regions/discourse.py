"""How the words that open a sentence hang it on what went before: it goes on, steps back, begins anew, or only closes the text."""

from __future__ import annotations

import re

_CONTINUES = re.compile(r"[“\"]?(?:其中|其|下设|答[：:]|这|该|在这|在此|被|据悉|据介绍|据了解|他们|她们)")
_GOES_ON = re.compile(r"[“\"]?(?:并且?|还|也|而且|为此|因此|随后|由此|同时|此外|通过|虽然|但|而|结合|目前|截至)")
_COUNTS = re.compile(r"[\d一二三四五六七八九十]")
_ENDS = re.compile(
    r"\s*(?:附件|附[：:]|联系(?:人|电话)|咨询电话|咨询方式|"
    r"本(?:政策|办法|意见|通知|措施|方案|规定|细则|条例|计划|规划|实施意见|行动计划|若干措施)自)"
)
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百]+条\s")
_SUMS_UP = re.compile(
    r"(?:存在的?(?:主要)?(?:问题|困难|不足)|主要(?:问题|困难|不足)|下一步，|接下来，|综合来看|总的来看|总体来看|总之|综上|总体上|"
    r"(?:因此|由此|由此可见|可见|所以)，?(?:应当?|必须|需要?|要|关键|有必要)|[一二三四五六七八九十]是[^，：；]{2,12}。$)"
)
_OWN_VOICE = re.compile("[^“”【：]{0,20}我(?:们|有|想|讲|认为|觉得|的)")
_BIDS = re.compile("各地(?:各部门|各有关部门|区|市|方)?(?:要|应|须|必须|可|务必|不得)")
_SAYS = re.compile("[^，。；：]{0,20}(?:介绍|表示|透露|说|称|统计|指出)[，：]")


def continues(text: str, *, near: bool, open_clause: bool) -> bool:
    """Whether a sentence goes on about what the one before spoke of: 其中…, and in its paragraph (``near``) 同时…; behind a
    semicolon (``open_clause``) unless it is counted (二是…)."""
    return bool(_CONTINUES.match(text) or (near and _GOES_ON.match(text)) or (open_clause and not _COUNTS.match(text)))


def steps_back(text: str) -> bool:
    """Whether a sentence speaks for the whole again: 存在问题…, 下一步，…; a speech goes back to who speaks (我们…), a quotation does not."""
    return bool(_SUMS_UP.match(text) or ("我" in text and _OWN_VOICE.match(text)))


def begins_anew(text: str) -> bool:
    """Whether an article of a statute begins: 第十三条."""
    return bool(_ARTICLE.match(text))


def closes(text: str) -> bool:
    """Whether a line only closes a text: 附件…, 本办法自…起施行."""
    return bool(_ENDS.match(text))


def bids(text: str) -> bool:
    """Whether a sentence tells the parts of a region what to do: 各地要…, in a text that has a home."""
    return bool(_BIDS.match(text))


def says(text: str, end: int) -> bool:
    """Whether who is named up to ``end`` only tells what follows: 市农业农村局介绍，三地…."""
    return bool(_SAYS.match(text, end))
