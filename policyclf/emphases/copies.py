"""Boilerplate: sentences that stand nearly the same in several documents, as when a text is copied from a superior one.

Two sentences are nearly the same when they share four fifths of their character triples (the resemblance of Broder 1997),
as a long sentence does whose place name or figure was changed. Candidates come from MinHash signatures in a
locality-sensitive index (datasketch), so that the time grows with the number of sentences, not of pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from policyclf.words import normalize

SHORTEST = 12  # characters; shorter ones (加强组织领导) are written anew a thousand times
ALIKE = 0.8  # of the triples
# 12 bands of 5 hashes find 99% of the pairs that share four fifths, and a third of those that share half.
_BANDS, _ROWS = 12, 5


def find_copies(texts: Sequence[str], documents: Sequence[int]) -> list[int]:
    """The number of the group of copies that each text belongs to; -1 for a text that stands in one document only.

    Every text of a group is nearly the same as its first. ``documents`` are the numbers of the texts' documents.

    >>> find_copies(["加快盘活存量闲置低效工业用地。", "建园。", "加快盘活存量闲置低效工业用地!"], [0, 0, 1])
    [0, -1, 0]
    """
    same: dict[str, list[int]] = defaultdict(list)
    if len(set(documents)) > 1:
        for at, text in enumerate(texts):
            key = "".join(filter(str.isalnum, normalize(text)))
            if len(key) >= SHORTEST:
                same[key].append(at)
    numbers, count = [-1] * len(texts), 0
    for group in _alike(list(same)):
        members = [at for key in group for at in same[key]]
        if len({documents[at] for at in members}) > 1:
            for at in members:
                numbers[at] = count
            count += 1
    return numbers


def _alike(keys: Sequence[str]) -> Iterator[list[str]]:
    """The keys in groups, by the first key that each is nearly the same as."""
    from datasketch import MinHash, MinHashLSH  # not at the top: it takes as long to import as a page takes to tag

    index = MinHashLSH(params=(_BANDS, _ROWS), num_perm=_BANDS * _ROWS)
    groups: dict[int, list[str]] = {}
    triples: dict[int, set[str]] = {}
    signatures = MinHash.generator(([t.encode() for t in _triples(key)] for key in keys), num_perm=_BANDS * _ROWS)
    for number, (key, signature) in enumerate(zip(keys, signatures, strict=True)):
        own = _triples(key)
        leader = next((n for n in sorted(index.query(signature)) if _resemblance(own, triples[n]) >= ALIKE), number)
        if leader == number:
            triples[number] = own
            index.insert(number, signature)
        groups.setdefault(leader, []).append(key)
    yield from groups.values()


def _triples(key: str) -> set[str]:
    return {key[at : at + 3] for at in range(len(key) - 2)}


def _resemblance(one: set[str], other: set[str]) -> float:
    """Jaccard's index."""
    both = len(one & other)
    return both / (len(one) + len(other) - both)
