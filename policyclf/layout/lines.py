"""Physical lines, and which line breaks are only the page's: hard-wrapped lines become paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from policyclf.layout.marks import Marks, is_closed, straddles

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_SPACE = " \t\xa0\u3000\ufeff\u200b\u200c\u200d"
_KEYED = re.compile(r"[^，。；：:]{2,8}[：:][^，。；！？]*\Z")  # 山西省：陵川县、云州区, line for line
_ADOPTED = re.compile(
    r"(?:会议|公告|决定》?)\S{0,8}(?:通过|批准|公布|修正|修订)[）)]?\Z"
)  # a line of a statute's history
# Two wide spaces in a line of a flattened page open a paragraph: behind a full stop, before a number, behind a numbered heading.
_WIDE = re.compile(r"\u3000{2,}")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十百]+[条章节]")
_LEAST = 12  # characters of a paragraph
_PUNCTUATION = re.compile("[，。、；：,;]")

# In full-width characters: a column is at most so wide; its full lines differ by hanging punctuation; the first line of
# a paragraph is shorter by its indent. Measured on pages set at 10, 15 and 17 characters and on PDF text at 25 to 30.
_WIDEST, _HANGING, _INDENT, _OVER = 45.0, 3.0, 2.5, 5.0
_WINDOW = 6  # lines


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its margins; ``gap`` counts the empty lines before it, ``width`` full-width characters."""

    text: str
    start: int
    end: int
    gap: int
    width: float


def read_lines(text: str) -> list[Line]:
    """The lines that hold anything, with their offsets."""
    found: list[Line] = []
    gap, last = 0, 0
    for match in _LINE.finditer(text):
        gap += text.count("\n", last, match.start()) or text.count("\r", last, match.start())
        last = match.end()
        at = match.start()
        for part in _parts(match.group()):
            line = part.strip(_SPACE)
            if line:
                start = at + part.index(line)
                narrow = sum(map(str.isascii, line))
                found.append(Line(line, start, start + len(line), max(0, gap - 1), len(line) - narrow / 2))
                gap = 0
            at += len(part)
    return found


def _parts(line: str) -> list[str]:
    """A line cut where a flattened page has lost its breaks; the parts make up the line."""
    cuts = [0]
    for gap in _WIDE.finditer(line):
        left, right = line[cuts[-1] : gap.start()].strip(_SPACE), line[gap.end() :]
        closed = is_closed(left) or bool(_NUMBERED.match(left))
        if left and (_NUMBERED.match(right) or (closed and len(right) >= _LEAST)):
            cuts.append(gap.start())
    return [line[a:b] for a, b in pairwise([*cuts, len(line)])]


def paragraphs(lines: Sequence[Line], marks: Marks) -> list[list[Line]]:
    """Groups of lines that are one paragraph: a line break inside a group is layout only."""
    found: list[list[Line]] = []
    for number, line in enumerate(lines):
        if found and _soft(lines, number - 1, found[-1], marks):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _soft(lines: Sequence[Line], at: int, paragraph: Sequence[Line], marks: Marks) -> bool:
    """Is the break behind line ``at``, the last one of a paragraph so far, only the page's?"""
    line, following = lines[at], lines[at + 1]
    text = "".join(each.text for each in paragraph)
    if is_closed(text) or _begins_anew(following.text, marks) or _furniture(line.text, marks):
        return False
    if marks.starts("dateline", text) and marks.is_("byline", text):
        return False  # 本报衢江讯（记者 周立青） on a line of its own
    if _ADOPTED.search(text):
        return False
    if _KEYED.match(line.text) and _KEYED.match(following.text) and len(paragraph) == 1:
        return False
    prose = following.gap == 0 and _PUNCTUATION.search(following.text)
    if marks.finished_title(text) and not (prose and _fills(line, lines[at + 1 : at + 1 + _WINDOW], _INDENT)):
        return False  # …关于优化营商环境的若干政策 may be a title, or the line of a column that ends so
    if marks.unfinished_title(text) and line.width < _WIDEST:
        return True
    if marks.starts("dateline", text) and len(paragraph) == 1 and following.gap == 0 and _prose(line):
        return True  # what begins like a report is no headline
    around = lines[max(0, at - _WINDOW) : at + _WINDOW + 2]
    if following.gap != median_low([each.gap for each in around]):
        return False  # in double-spaced text lines that touch are a heading's; in single-spaced text a gap ends a paragraph
    if sum(bool(_PUNCTUATION.search(each.text)) for each in around) < 3:
        return False  # a list or a table, not prose
    slack = _INDENT + 1 if straddles(line.text, following.text) else _INDENT
    ahead = _fills(line, lines[at + 1 : at + 1 + _WINDOW], slack)
    # A headline seldom has a comma; the last paragraph of a page has no column below it to be measured by.
    return ahead or (
        (len(paragraph) > 1 or "，" in line.text) and _fills(line, lines[max(0, at - _WINDOW) : at], slack)
    )


def _prose(line: Line) -> bool:
    """Is this a line of running text, wide enough for a column?"""
    return line.width >= 8 and bool(_PUNCTUATION.search(line.text) or "）" in line.text[:-1])


def _fills(line: Line, column: Sequence[Line], slack: float) -> bool:
    """Is the line as wide as the column that these lines stand in?"""
    widths = sorted(each.width for each in column)
    if not widths:
        return False
    full = [width for width in widths if width >= widths[(3 * len(widths)) // 4] - _HANGING]
    width = full[len(full) // 4]
    return 8 <= width <= _WIDEST and width - slack <= line.width <= width + _OVER


def _begins_anew(text: str, marks: Marks) -> bool:
    return (
        any(marks.starts(mark, text) for mark in ("opening", "item", "dateline"))
        or any(marks.is_(mark, text) for mark in ("section", "salutation", "furniture", "byline", "credit"))
        or marks.names(text)
        or text.startswith(("（作者", "(作者"))
    )


def _furniture(text: str, marks: Marks) -> bool:
    return any(marks.is_(mark, text) for mark in ("section", "furniture"))
