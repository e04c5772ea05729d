"""The characters in which names, rules and words are written: simplified ones for traditional ones and for look-alikes.

Pages of Hong Kong and Macao are set in traditional characters, and text taken from PDF files holds radicals (⻄) for
characters. Characters of GB 2312, the simplified ones in common use, stand for themselves.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from policyclf.tables import read_pairs

TABLES = Path(__file__).parent
_MANY = 200  # different ones: then the text is set in them


@cache
def simplified() -> dict[str, str]:
    """The simplified character for each traditional one and each look-alike."""
    tables = ("lookalikes.tsv", "traditional.tsv")
    return {a: b for table in tables for a, b in read_pairs(TABLES / table, "from", "to").items()}


@cache
def _translation() -> dict[int, str]:
    return {ord(a): b for a, b in simplified().items()}


@cache
def _strange() -> frozenset[str]:
    return frozenset(simplified())


def simplify(text: str) -> str:
    """The text in simplified characters; every character stays in its place.

    >>> simplify("龍游縣發展⻄部園區")
    '龙游县发展西部园区'
    """
    found = _strange().intersection(text)
    if not found:
        return text
    if len(found) > _MANY:
        return text.translate(_translation())
    # Where a long text holds few of them, to look for them takes a fifth of the time.
    return re.sub(f"[{''.join(sorted(found))}]", lambda match: simplified()[match[0]], text)
