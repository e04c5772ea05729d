"""The characters in which names, rules and words are written: simplified ones for traditional ones and for look-alikes.

Pages of Hong Kong and Macao are set in traditional characters, and text taken from PDF files holds radicals (⻄) for
characters. None of them occurs in simplified text: the tables name no character that has a use of its own there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from policyclf.tables import read_pairs

TABLES = Path(__file__).parent


@cache
def simplified() -> dict[str, str]:
    """The simplified character for each traditional one and each look-alike."""
    tables = ("lookalikes.tsv", "traditional.tsv")
    return {a: b for table in tables for a, b in read_pairs(TABLES / table, "from", "to").items()}


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
    # Few of a long text's characters are strange: to look for them takes a fifth of the time of str.translate.
    return re.sub(f"[{''.join(sorted(found))}]", lambda match: simplified()[match[0]], text)
