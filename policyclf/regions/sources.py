"""Lines that say where a text comes from rather than what it says: who issued, wrote or gave it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from policyclf.document import Sentence
from policyclf.regions.cues import any_of
from policyclf.regions.roles import Part
from policyclf.regions.tables import words

# 宁波市第十届人民代表大会常务委员会第十次会议通过; 衢州市人民政府令; not: 浙江省…会议批准.
_ISSUER = re.compile(
    r"(?:第[一二三四五六七八九十]+届)?(?:人民代表大会|人大常委会).*?(?<!批准)(?:通过|公告|$)|人民政府(?:令|公报)|人民政府\s*$"
)
# 四川省人民政府办公厅关于…的通报: who speaks opens the headline.
_SPEAKS = re.compile(r"[^，。；《]{0,20}(?:政府|委员会|办公厅|办公室|[厅局委])[^，。；《]{0,8}关于")
_APPROVED = re.compile(r"会议批准")
_WHOLE = re.compile(r"[（(][^（）()]{2,60}[)）]。?")
_ADOPTED = re.compile(
    r"[^。；，]{0,60}(?:人民代表大会|常务委员会)[^。；，]{0,30}会议(?:通过|批准|修正|修订|上)?\s*[）)]?\s*"
)
_LINE = 100  # characters: no such line is longer
_SHORT = 26  # characters of a line that is only a name: 青岛西海岸新区考察组


@functools.cache
def _signed() -> re.Pattern[str]:
    return re.compile(f"[^，。；：！？、“”（）()]{{2,{_SHORT}}}(?:{any_of(words()['source']['writers'])})\\s*")


def is_source(sentence: Sentence) -> bool:
    """Whether the line says where the text comes from rather than what it says."""
    if sentence.kind == "byline":
        return True
    text = sentence.text.strip()
    if len(text) > _LINE or (text[-1:] == "。" and text[:1] not in "（("):
        return False
    if _WHOLE.fullmatch(text) and any(word in text for word in words()["source"]["home"]):
        return True
    return bool(_ADOPTED.fullmatch(text) or _signed().fullmatch(text))


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
        source = is_source(sentence)
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
            elif source and wrote(sentence) and not _ADOPTED.fullmatch(sentence.text):
                writers[part.name.region.path] += 1
    return issuers, writers
