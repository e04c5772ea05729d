"""Boilerplate: sentences that stand nearly the same in several documents, as when a text is copied from a superior one.

Two sentences are nearly the same when they share four fifths of their character triples (the resemblance of Broder 1997),
as a long sentence does whose place name or figure was changed. Candidates are those with equal MinHash signatures in one of
several bands (Leskovec, Rajaraman and Ullman 2014, chapter 3), so that time grows with the number of sentences, not of pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from policyclf.words import normalize

SHORTEST = 12  # characters; shorter ones (加强组织领导) are written anew a thousand times
ALIKE = 0.8  # of the triples
# 12 bands of 5 hashes find 99% of the pairs that share four fifths, and a third of those that share half.
_BANDS, _ROWS = 12, 5
_Hashes = NDArray[np.uint64]


def find_copies(texts: Sequence[str], documents: Sequence[int]) -> list[int]:
    """The number of the group of copies that each text belongs to; -1 for a text that stands in one document only.

    Every text of a group is nearly the same as another of it; of a document that stands there twice all texts are. ``documents`` are the numbers of the texts' documents.

    >>> find_copies(["加快盘活存量闲置低效工业用地。", "建园。", "加快盘活存量闲置低效工业用地!"], [0, 0, 1])
    [0, -1, 0]
    """
    same: dict[str, list[int]] = defaultdict(list)
    if len(set(documents)) > 1:
        for at, text in enumerate(texts):
            key = "".join(filter(str.isalnum, normalize(text)))
            if len(key) >= SHORTEST:
                same[key].append(at)
    members: dict[int, list[int]] = defaultdict(list)
    for group, places in zip(_alike(list(same)), same.values(), strict=True):
        members[group] += places
    numbers, count = [-1] * len(texts), 0
    for each in members.values():
        if len({documents[at] for at in each}) > 1:
            for at in each:
                numbers[at] = count
            count += 1
    for copies in _equal_documents(texts, documents):
        if all(numbers[at] == -1 for at in copies[0]):
            continue  # a heading or two is no copied document
        for alike in zip(*copies, strict=True):
            if numbers[alike[0]] == -1:  # too short to tell by itself
                for at in alike:
                    numbers[at] = count
                count += 1
    return numbers


def _equal_documents(texts: Sequence[str], documents: Sequence[int]) -> list[list[list[int]]]:
    """The documents that are the same from beginning to end, each as the places of its texts."""
    places: dict[int, list[int]] = defaultdict(list)
    for at, document in enumerate(documents):
        places[document].append(at)
    equal: dict[tuple[str, ...], list[list[int]]] = defaultdict(list)
    for each in places.values():
        equal[tuple(texts[at] for at in each)].append(each)
    return [copies for copies in equal.values() if len(copies) > 1]


def _alike(keys: Sequence[str]) -> list[int]:
    """The number of the group that each key is in: keys that are nearly the same, or linked by others that are."""
    pairs = [(a, b) for a, b in sorted(set(_candidates(keys))) if _resemblance(keys[a], keys[b]) >= ALIKE]
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    links = coo_matrix((np.ones(len(pairs)), (one, other)), (len(keys), len(keys)))
    return list(map(int, connected_components(links, directed=False)[1])) if keys else []


def _candidates(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of keys with an equal band: each with the first of those that share it."""
    if not keys:
        return
    for band in _bands(keys):
        _, first, group = np.unique(band, return_index=True, return_inverse=True)
        leaders = first[group]
        followers = np.flatnonzero(leaders != np.arange(len(keys)))
        yield from zip(leaders[followers].tolist(), followers.tolist(), strict=True)


def _bands(keys: Sequence[str]) -> Iterator[_Hashes]:
    """For each band a hash of every key, equal where its rows of smallest hashes are."""
    code = np.frombuffer("".join(keys).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    ends = np.cumsum([len(key) for key in keys])
    starts = np.concatenate([[0], ends[:-1]])
    # Triples that reach over the end of a key are left out: the last two places of each.
    inside = np.ones(len(code), bool)
    inside[ends - 1] = inside[ends - 2] = False
    code = np.append(code, np.zeros(2, np.uint64))
    triples = ((code[:-2] << np.uint64(42)) | (code[1:-1] << np.uint64(21)) | code[2:])[inside]
    starts = starts - 2 * np.arange(len(keys))
    rng = np.random.default_rng(0)
    for _ in range(_BANDS):
        band = np.zeros(len(keys), np.uint64)
        for _ in range(_ROWS):
            factor, shift = rng.integers(1, 1 << 63, 2, dtype=np.uint64)
            hashes = _mixed(triples * (factor | np.uint64(1)) + shift)
            band = _mixed(band ^ np.minimum.reduceat(hashes, starts))
        yield band


def _mixed(values: _Hashes) -> _Hashes:
    """Bits spread over the whole word: the low ones of a product depend on few of its factors'."""
    values = (values ^ (values >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray(values ^ (values >> np.uint64(29)), np.uint64)


def _resemblance(one: str, other: str) -> float:
    """Jaccard's index of the triples."""
    own, others = ({key[at : at + 3] for at in range(len(key) - 2)} for key in (one, other))
    return len(own & others) / len(own | others)
