"""The small language that rules are written in, and its translation into regular expressions.

====================  ======================================================================================
``标准地``             these characters
``(出让|供应)``         one of these
``[试点]``             these characters, or nothing
``<建设>``             one of the terms of the list 建设 (``labels/rules/lists.toml``)
``…``                 up to 12 characters within a clause
``……``                up to 40 characters within the sentence
``#``                 a number in digits, with 万, 亿 or a per cent sign
``^`` ``$``           beginning of the unit (behind a list mark such as 一是 or （三）) and its end
``!(经济|企业)``        what follows here is none of these; a list too: ``!<地点>``
``~(交流|对话)``        what stands before here is none of these; a list too
``园区 & 扩容``         both, in either order, anywhere in the sentence
====================  ======================================================================================

An alternative may hold ``…``, ``#``, ``$``, ``[x]`` and ``<list>`` itself: ``(签证…便利|第#批|沉睡[的]资产)``.

Patterns see text as :func:`policyclf.words.normalize` gives it: no quotation marks, no white space, half-width
punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from policyclf.words import normalize

_TOKEN = re.compile(r"……|…|#|\^|\$|[!~]?\([^()]*\)|\[[^\[\]]*\]|[!~]?<[^<>]+>|[^…#^$()\[\]<>!~]+")
_SYMBOL = re.compile("(……|…|#|[$])")  # what an alternative may hold besides characters
_TOGETHER = 100  # options at most that touching ones are multiplied to
_MARKS = re.compile(r"[\[\]()<>!~^]")  # of the language, and so no characters of a text
_BAR = re.compile(r"[|](?![^\[]*\])")  # no bar within brackets
_SPREAD = re.compile(r"\[([^\[\]]*)\]|<([^<>]+)>")  # and what makes several of one
BREAKS = frozenset(",。;:!?")  # between clauses
_CLAUSE_GAP, _SENTENCE_GAP = "[^,。;:!?]{0,12}?", ".{0,40}?"
_LIST_MARK = (
    r"^(?:第[一二三四五六七八九十百\d]+[章节条款]|[一二三四五六七八九十]+[是、.]|\(?[一二三四五六七八九十\d]+[)、.])?"
)
_NUMBER = r"[\d.](?<![\d.][\d.])[\d.]*+(?:余|多)?[万亿千百]*%?"

Options = tuple[str, ...]
Piece = (
    str | tuple[str, Options]
)  # a symbol, or how some options stand: "" here, "?" perhaps, "!" not next, "~" not before


@dataclass(frozen=True)
class Pattern:
    """A pattern taken apart: all ``parts`` must be found in a text. ``needs`` are the options of which each one must stand there."""

    parts: tuple[tuple[Piece, ...], ...]

    @cached_property
    def needs(self) -> tuple[Options, ...]:
        """Options of which the text holds one each."""
        return tuple(dict.fromkeys(needed for part in self.parts for needed in _needed(part)))

    @cached_property
    def is_clausal(self) -> bool:
        """Can it only match within one clause?"""
        return len(self.parts) == 1 and all(
            piece != "……" if isinstance(piece, str) else piece[0] in ("!", "~") or _within_clause(piece[1])
            for piece in self.parts[0]
        )

    def search(self, text: str, start: int = 0) -> tuple[int, int] | None:
        """Where the first part stands in a normalized text, from ``start`` on, if all parts do."""
        first = self._first(text, start)
        if first is None or (len(self.parts) > 1 and not all(each.search(text, start) for each in self.regexes[1:])):
            return None
        return first.span()

    @cached_property
    def _first(self) -> Callable[[str, int], re.Match[str] | None]:
        return self.regexes[0].search

    @cached_property
    def regexes(self) -> tuple[re.Pattern[str], ...]:
        """The parts as regular expressions, made when first tried: most never are, and thousands take a second."""
        return tuple(re.compile("".join(_regexes(part))) for part in self.parts)


def compile_pattern(source: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Takes a pattern apart; :class:`ValueError` with the reason when it is not one.

    >>> pattern = compile_pattern("<建设>…孵化器!(公司)", {"建设": ["新建", "设立"]})
    >>> pattern.search("三年新建科技孵化器20家"), pattern.search("新建孵化器公司")
    ((2, 9), None)
    """
    pattern = Pattern(tuple(tuple(_pieces(part.strip(), lists)) for part in source.split("&")))
    if not pattern.needs:
        raise ValueError("needs at least one string that must stand in the text")
    return pattern


def _pieces(part: str, lists: Mapping[str, Sequence[str]]) -> Iterator[Piece]:
    end = 0
    for token in _TOKEN.finditer(part):
        if token.start() != end:
            break
        end, text = token.end(), token.group()
        sign = "?" if text[0] == "[" else text[0] if text[0] in "!~" else ""
        yield text if text in _SYMBOLS else (sign, _options(text, lists))
    if end != len(part) or not part:
        raise ValueError(f"cannot be read from {part[end : end + 8]!r} on")


def _regexes(part: Sequence[Piece]) -> Iterator[str]:
    for at, piece in enumerate(part):
        if part[at - 1] in ("…", "……") if at else piece[0] in ("!", "~"):
            yield _first_characters(part[at:])  # long tests are tried at many places there: two fifths of the time
        yield _regex(piece)


def _first_characters(pieces: Sequence[Piece]) -> str:
    """A look ahead at the character that some pieces can begin with; nothing where that is open."""
    piece = next((piece for piece in pieces if piece[0] not in ("!", "~")), "$")
    if isinstance(piece, str) or piece[0] or any(_SYMBOL.match(option) for option in piece[1]):
        return ""
    return f"(?=[{re.escape(''.join(sorted({option[0] for option in piece[1]})))}])"


def _regex(piece: Piece) -> str:
    if isinstance(piece, str):
        return _SYMBOLS[piece]
    sign, options = piece
    if sign == "~":  # what stands before must have one length
        lengths = groupby(sorted(options, key=len), key=len)
        return "".join(f"(?<!{'|'.join(map(re.escape, each))})" for _, each in lengths)
    either = "|".join(map(_alternative, options))
    return f"(?!{either})" if sign == "!" else f"(?:{either}){sign}"


_SYMBOLS = {"…": _CLAUSE_GAP, "……": _SENTENCE_GAP, "#": _NUMBER, "^": _LIST_MARK, "$": "[。;!?]?$"}


def _alternative(option: str) -> str:
    return "".join(_SYMBOLS.get(each) or re.escape(each) for each in _SYMBOL.split(option))


def _needed(part: Sequence[Piece]) -> Iterator[Options]:
    """Options of which the text must hold one each; what touches is taken together: (财政|税收)(优惠|扶持) needs 财政优惠 or one of its like."""
    run: Options = ()
    between: Options = ("",)
    for piece in (*part, ""):
        sign, options = ("", ()) if isinstance(piece, str) else piece
        if sign and sign in "!~":
            continue
        if sign == "?" and run and not any(map(_SYMBOL.search, options)):
            between = tuple(a + b for a in between for b in (*options, ""))
            continue
        touching = (
            [a + b + c for a in run for b in between for c in options]
            if len(run) * len(between) * len(options) <= _TOGETHER
            else []
        )
        firm = not any(map(_SYMBOL.search, options))
        if touching and firm:
            run = tuple(touching)
        else:
            if run:
                yield run
            run = options if firm and not sign else ()
            if options and not firm and not sign and (found := _literal(options)):
                yield found
        between = ("",)


@cache  # many patterns share their lists
def _within_clause(options: Options) -> bool:
    spoken = "".join(options)
    return "……" not in spoken and BREAKS.isdisjoint(spoken)


def _literal(options: Options) -> Options | None:
    """The longest run of characters of each option; None if one has none."""
    found = tuple(max(_SYMBOL.split(option)[::2], key=len) for option in options)
    return found if all(found) else None


def _options(token: str, lists: Mapping[str, Sequence[str]]) -> Options:
    """The strings that a token stands for, longest first so that the longest is tried first."""
    inside = token.lstrip("!~")
    inside = inside[1:-1] if inside[0] in "([" else inside
    written = [option for each in _BAR.split(inside) for option in _spread(each, lists)]
    options = ["".join(map(_plain, _SYMBOL.split(option))) for option in written]
    if not all(options):
        raise ValueError(f"has an empty alternative in {token}")
    if token[0] == "~" and any(map(_SYMBOL.search, options)):
        raise ValueError(f"asks with {token} for something of no fixed length before it")
    return tuple(sorted(set(options), key=lambda option: (-len(option), option)))


def _plain(part: str) -> str:
    """Characters as texts are written, or a symbol as it is."""
    if part in _SYMBOLS:
        return part
    wrong = _MARKS.search(part) or _SYMBOL.search(plain := normalize(part))
    if wrong:
        raise ValueError(f"has {wrong[0]} inside an alternative or a term, where it means nothing")
    return plain


def _spread(option: str, lists: Mapping[str, Sequence[str]], within: tuple[str, ...] = ()) -> list[str]:
    """The alternatives that one is short for: 沉睡[的]资产 with 的 and without, those of a list."""
    mark = _SPREAD.search(option)
    if mark is None:
        return [option]
    name = mark[2]
    if name is None:
        inner = [*mark[1].split("|"), ""]
    elif name in within:
        raise ValueError(f"names the list <{name}> within itself")
    elif not lists.get(name):
        raise ValueError(f"names the list <{name}>, which lists.toml does not define or leaves empty")
    else:
        inner = [each for term in lists[name] for each in _spread(term, lists, (*within, name))]
    head, tail = option[: mark.start()], option[mark.end() :]
    return [head + word + each for word in inner for each in _spread(tail, lists, within)]
