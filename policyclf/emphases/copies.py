"""Boilerplate: sentences that stand nearly the same in several documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from policyclf.words import normalize

SHORTEST = 12  # characters; 加强组织领导 is written anew a thousand times


def find_copies(texts: Sequence[str], documents: Sequence[int]) -> list[int]:
    """The number of the group of copies that each text belongs to; -1 for a text that stands in one document only.

    >>> find_copies(["加快盘活存量闲置低效工业用地。", "建园。", "加快盘活存量闲置低效工业用地!"], [0, 0, 1])
    [0, -1, 0]
    """
    found: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        key = "".join(c for c in normalize(text) if c.isalnum())
        if len(key) >= SHORTEST:
            found[key].append(at)
    numbers = [-1] * len(texts)
    groups = [each for each in found.values() if len({documents[at] for at in each}) > 1]
    for number, each in enumerate(groups):
        for at in each:
            numbers[at] = number
    return numbers
