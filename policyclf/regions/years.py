"""The year of a document, which decides what its regions are called in the output and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyclf.document import Sentence

HEAD, TAIL = 8, 4  # sentences at the start and the end in which a text says when it was written
_YEAR = r"(?P<year>19[89]\d|20[0-4]\d)"
_NAME = re.compile(rf"(?<!\d){_YEAR}(?=年|[-—－–~～至_.\s（(]|$|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))")
_NUMBER = re.compile(rf"[〔\[（(]{_YEAR}[〕\]）)]\s*\d*\s*号")
_REVISED = re.compile(rf"[（(]{_YEAR}年?(?:修订|修正|修改|版|本)")
_DATE = re.compile(rf"(?:^|[（(\s]|(?<!\d)—){_YEAR}(?:[-—－–~～至]\d{{4}})?年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?")


def year_of(name: str, sentences: Sequence[Sentence]) -> int | None:
    """The year that a document's name gives, else its number, a headline or a line with its date; None if none does.

    >>> year_of("2024年滁州市政府工作报告.txt", ()), year_of("notice.txt", ())
    (2024, None)

    Of a span of years it is the first: a plan's text is older than what it plans.

    >>> year_of("规划（2021—2025年）.txt", ())
    2021
    """
    found = _NAME.search(name.rpartition("/")[2])
    if found:
        return int(found["year"])
    head = sentences[:HEAD]
    lines = [s for s in (*head, *sentences[-TAIL:]) if s.kind != "body" or s.text[-1:] not in "。；："]
    for pattern, where in ((_NUMBER, head), (_REVISED, head), (_DATE, lines)):
        match = next((m for s in where if (m := pattern.search(s.text))), None)
        if match:
            return int(match["year"])
    return None
