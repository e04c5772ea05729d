"""The small language that rules are written in, and its translation into regular expressions.

====================  ======================================================================================
``标准地``             these characters
``(出让|供应)``         one of these
``[试点]``             these characters, or nothing
``<建设>``             one of the terms of the list 建设 (``labels/rules/lists.toml``)
``…``                 up to 12 characters within a clause
``……``                up to 40 characters within the sentence
``#``                 a number, with 万, 亿 or a per cent sign
``^`` ``$``           beginning of the unit (behind a list mark such as 一是 or （三）) and its end
``!(经济|企业)``        what follows here is none of these; a list too: ``!<地点>``
``~(交流|对话)``        what stands before here is none of these; a list too
``园区 & 扩容``         both, in either order, anywhere in the sentence
====================  ======================================================================================

Patterns see text as :func:`policyclf.words.normalize` gives it: no quotation marks, no white space, half-width
punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from policyclf.words import normalize

_TOKEN = re.compile(r"……|…|#|\^|\$|[!~]?\([^()]*\)|\[[^\[\]]*\]|[!~]?<[^<>]+>|[^…#^$()\[\]<>!~]+")
_CLAUSE_GAP, _SENTENCE_GAP = "[^,。;:!?]{0,12}?", ".{0,40}?"
_LIST_MARK = (
    r"^(?:第[一二三四五六七八九十百\d]+[章节条款]|[一二三四五六七八九十]+[是、.]|\(?[一二三四五六七八九十\d]+[)、.])?"
)
_NUMBER = r"[\d.]+(?:余|多)?[万亿千百]*%?"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A translated pattern: all ``parts``, regular expressions, must be found; ``anchors`` are strings of which one must stand in the text."""

    source: str
    parts: tuple[str, ...]
    anchors: tuple[str, ...]

    def search(self, text: str) -> tuple[int, int] | None:
        """Where the first part stands in a normalized text, if all parts do."""
        first: tuple[int, int] | None = None
        for part in self.parts:
            match = _compiled(part).search(text)
            if match is None:
                return None
            first = first or match.span()
        return first


def compile_pattern(source: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Translates a pattern; :class:`ValueError` with the reason when it is not one.

    >>> pattern = compile_pattern("<建设>…孵化器!(公司)", {"建设": ["新建", "设立"]})
    >>> pattern.search("三年新建科技孵化器20家"), pattern.search("新建孵化器公司")
    ((2, 9), None)
    """
    translated = [_translate(part.strip(), lists) for part in source.split("&")]
    anchors = max((a for _, options in translated for a in options), key=_worth, default=())
    if not anchors:
        raise ValueError("needs at least two characters that must stand in the text")
    return Pattern(source, tuple(regex for regex, _ in translated), anchors)


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)  # when first tried: most of the rules never are, and thousands take a second


def _translate(part: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, list[tuple[str, ...]]]:
    regex, anchors, end = "", [], 0
    for token in _TOKEN.finditer(part):
        if token.start() != end:
            break
        end, text = token.end(), token.group()
        if text in _SYMBOLS:
            regex += _SYMBOLS[text]
            continue
        options = _options(text, lists)
        if text[0] == "!":
            regex += f"(?!{_either(options)})"
        elif text[0] == "~":
            regex += "".join(f"(?<!{re.escape(option)})" for option in options)
        else:
            regex += f"(?:{_either(options)})" + ("?" if text[0] == "[" else "")
            if text[0] != "[":
                anchors.append(tuple(options))
    if end != len(part) or not part:
        raise ValueError(f"cannot be read from {part[end : end + 8]!r} on")
    return regex, anchors


_SYMBOLS = {"…": _CLAUSE_GAP, "……": _SENTENCE_GAP, "#": _NUMBER, "^": _LIST_MARK, "$": "[。;!?]?$"}


def _options(token: str, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """The strings that a token stands for, longest first so that the longest is tried first."""
    if token[-1] == ">":
        name = token.strip("!~<>")
        if name not in lists:
            raise ValueError(f"names the list <{name}>, which lists.toml does not define")
        options = [normalize(term) for term in lists[name]]
    else:
        options = [normalize(option) for option in token.strip("!~()[]").split("|")]
    if not all(options):
        raise ValueError(f"has an empty alternative in {token}")
    return sorted(set(options), key=lambda option: (-len(option), option))


def _either(options: Sequence[str]) -> str:
    return "|".join(map(re.escape, options))


def _worth(anchors: tuple[str, ...]) -> tuple[int, int]:
    """Long and few anchors wake a pattern least often."""
    return min(map(len, anchors)), -len(anchors)
