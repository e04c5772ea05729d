"""The year a document is of: from its name, or from what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from policyclf.document import TaggedDocument
from policyclf.regions import years

# 2023年, 2023-05, 20230512 in a name; not the digits of a hash or of a longer number.
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d{2})(?=\D|$|(?:0[1-9]|1[0-2])(?:\D|$|[0-3]\d(?:\D|$)))(?![A-Za-z])")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-/.](?=\d))")
# What prose says of its own time: 2019年，我市…; not what is aimed at (到2025年, 2024年底前) or referred to (2015年《若干意见》).
_TOLD = re.compile(r"(?<![\d至到])((?:19|20)\d{2})\s*(?:年(?!底|末|以?前|之前|《)|[-/.](?=\d))")
_HEAD = 12  # units at the beginning of a page in which it names its year
_TELLING = ("byline", "furniture", "heading")


def year_of(document: TaggedDocument, given: Mapping[str, int] | None = None) -> int | None:
    """The year ``given`` for its name (with or without folders), else the one in its name, in its bylines and headings, or in
    its first lines; None where there is none.

    >>> year_of(TaggedDocument("reports/2021/衢州市2023年政府工作报告.txt", ()))
    2023
    >>> year_of(TaggedDocument("000_bfe10c2019dd.txt", ())) is None
    True
    """
    given, path = given or {}, Path(document.name)
    if document.name in given or path.name in given:
        return given.get(document.name, given.get(path.name))
    parts = [path.stem, *reversed(path.parts[:-1])]
    return next((int(year) for text in parts for year in _IN_NAME.findall(text)), _said(document))


def _said(document: TaggedDocument) -> int | None:
    # Its number, a headline's year, a line with its date.
    own = years.year_of("", [s.sentence for s in document.sentences])
    if own is not None:
        return own
    head = document.sentences[:_HEAD]
    told = [s.text for s in head if s.kind in _TELLING] + [
        s.text for s in document.sentences[-3:] if s.kind == "byline"
    ]
    prose = (s.text for s in head if s.kind not in _TELLING)
    return next(_years(told, _YEAR), next(_years(prose, _TOLD), None))


def _years(texts: Iterable[str], pattern: re.Pattern[str]) -> Iterator[int]:
    for text in texts:
        yield from map(int, pattern.findall(text.translate(_DIGITS)))
