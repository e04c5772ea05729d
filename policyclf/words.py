"""Words of Chinese text, behind one function that gives the same words with either segmenter.

jieba's dictionary and algorithm (Sun 2012) are used in two implementations: ``rjieba``, the same in Rust and many
times faster, when it is installed (``pip install policyclf[fast]``), else ``jieba``. Both are fed text without
punctuation: on such text they agree on every word; on ASCII punctuation they do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from policyclf.characters import Replacement, simplified

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PUNCTUATION = re.compile(f"[^{_HAN}a-z0-9\\0]+")
_DROPPED = "“”‘’「」『』\"'" + "".join(character for character in map(chr, range(0x3001)) if character.isspace())
BETWEEN, BREAK = "\0", "\n"  # what stands between texts that are treated together, and for punctuation
_NUMBER = re.compile(r"[\d.](?<![a-z\d.][\d.])[\d.]*+(?![a-z\d.])")


def normalize(text: str) -> str:
    """Text as rules and features see it: NFKC, simplified, lower case, no quotation marks, no white space.

    >>> normalize("推行“标准地”，Ｍ０ 用地"), normalize("盤活閒置廠房")
    ('推行标准地,m0用地', '盘活闲置厂房')
    """
    return normalize_all([text])[0]


def normalize_all(texts: Sequence[str]) -> list[str]:
    """The same of many texts at once, in a third of the time."""
    whole = _narrow()(BETWEEN.join(text.replace(BETWEEN, "") for text in texts))  # most texts then need no more
    whole = BETWEEN.join(
        text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
        for text in whole.split(BETWEEN)
    )
    return _plain()(whole).lower().replace(" ", "").split(BETWEEN)[: len(texts)]


@cache
def _narrow() -> Replacement:
    return Replacement(dict(zip("，；：（）！？", ",;:()!?", strict=True)))


@cache
def _plain() -> Replacement:
    return Replacement({**simplified(), **dict.fromkeys(_DROPPED, " ")})


@cache
def _segmenter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()  # never the library-wide one: a caller's words must not change ours
        return lambda run: list(tokenizer.cut(run, HMM=False))
    return lambda run: list(rjieba.cut(run, False))


def cut(text: str) -> list[str]:
    """Words of a text; a number becomes ``0``, punctuation becomes ``""`` so that word pairs do not reach across it.

    >>> cut("设立50亿元产业基金，培育龙头企业")
    ['设立', '0', '亿元', '产业', '基金', '', '培育', '龙头企业']
    """
    return ["" if word == BREAK else word for word in cut_all([without_numbers(normalize(text))])]


def without_numbers(text: str) -> str:
    """A normalized text in which every number is ``0``; what holds letters too (m0, 5g) is a name and stays."""
    return _NUMBER.sub("0", text)


def cut_all(texts: Sequence[str]) -> list[str]:
    """The words of many texts that :func:`without_numbers` gave, in one list: ``BETWEEN`` parts the texts, ``BREAK`` is punctuation.

    One call of the segmenter for all, since a call costs more than a sentence.
    """
    return _segmenter()(_PUNCTUATION.sub(BREAK, BETWEEN.join(texts)))
