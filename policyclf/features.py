"""A sentence as weighted features: one extractor for training and for tagging.

Three families: words with word pairs, and characters in twos and threes, both weighted by sublinear TF-IDF (Salton and
Buckley 1988); and the mean of the words' vectors, rare words counting more. A family has length 1 in each sentence.
Numbers are all the same to them. Only numpy is needed, so that tagging does not wait for scikit-learn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.strings import Batch, Strings, Table
from policyclf.vectors import Vectors
from policyclf.words import BETWEEN, BREAK, cut_all, without_numbers

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
_MARK = "_"  # before the name of a run of characters, so that none is taken for a word
_NEXT = -2  # among the numbers of words: the next text begins
_RUN = re.compile(r"[^,。;:!?、()]+")


def words_and_pairs(words: Sequence[str]) -> list[str]:
    """Words as :func:`policyclf.words.cut_all` gives them, and pairs of words that punctuation does not part.

    >>> words_and_pairs(["盘活", "土地", "\\n", "建设", "孵化器"])
    ['盘活', '土地', '建设', '孵化器', '盘活 土地', '建设 孵化器']
    """
    return [word for word in words if word != BREAK] + [f"{a} {b}" for a, b in pairwise(words) if BREAK not in (a, b)]


def characters(text: str) -> list[str]:
    """Runs of two and of three characters of a normalized text, none across punctuation.

    >>> characters("标准地,净地")
    ['标准', '准地', '标准地', '净地']
    """
    runs = _RUN.findall(text)
    return [run[at : at + n] for run in runs for n in (2, 3) for at in range(len(run) - n + 1)]


@dataclass(frozen=True, slots=True)
class Features:
    """Sentences as rows: feature ``columns[i]`` of row ``rows[i]`` has the value ``values[i]``; ``dense`` (rows, d) are
    the columns behind these, the dimensions of the mean vectors. Rows ascend."""

    rows: Rows
    columns: Rows
    values: Floats
    dense: NDArray[np.floating]

    def dot(self, weights: NDArray[np.floating]) -> Floats:
        """The product with a dense matrix of one row a feature; shape (rows, weights' columns)."""
        size, width = self.dense.shape
        sparse = [np.bincount(self.rows, each[self.columns] * self.values, size) for each in weights.T]
        return np.asarray(np.column_stack(sparse) + self.dense @ weights[len(weights) - width :])

    def to_scipy(self, width: int, scale: float = 1.0) -> Any:
        """The same as a SciPy CSR matrix with ``width`` columns, the dense ones last and times ``scale``."""
        from scipy.sparse import csr_matrix, hstack

        size, dense = self.dense.shape
        sparse = csr_matrix((self.values, (self.rows, self.columns)), shape=(size, width - dense))
        return hstack([sparse, csr_matrix(self.dense * scale, dtype=np.float64)]).tocsr()

    def row(self, at: int) -> Features:
        """One row alone."""
        span = slice(*np.searchsorted(self.rows, [at, at + 1]))
        columns, values = self.columns[span], self.values[span]
        return Features(np.zeros(len(columns), np.int64), columns, values, self.dense[at : at + 1])


@dataclass(frozen=True)
class Vectorizer:
    """Which features count and how much: ``names`` in column order with their ``idf``; behind them the dimensions
    of the word vectors."""

    names: tuple[str, ...]
    idf: NDArray[np.floating]
    vectors: Vectors

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.names) + int(self.vectors.bytes_.shape[1])

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: Vectors, *, least: int = 2) -> Vectorizer:
        """The features that stand in at least ``least`` of the normalized texts, runs of characters in one more, by name."""
        counts: Counter[str] = Counter()
        for text in map(without_numbers, texts):
            counts.update(set(words_and_pairs(cut_all([text]))))
            counts.update({_MARK + run for run in characters(text)})
        # Runs of characters are the most by far, and those met twice tell least: without them 105 of 155 thousand features
        # stay, and average precision on the development set changes by 0.0006.
        names = tuple(sorted(name for name, count in counts.items() if count >= least + (name[0] == _MARK)))
        idf = np.array([np.log((1 + len(texts)) / (1 + counts[name])) + 1 for name in names])
        return cls(names, idf, vectors)

    def transform(self, texts: Sequence[str]) -> Features:
        """The rows of some normalized texts; features that training never saw are left out."""
        texts = without_numbers(BETWEEN.join(texts)).split(BETWEEN)[: len(texts)]
        lookup, size = self._lookup, len(texts)
        numbers = np.fromiter(map(lookup.words.get, cut_all(texts), repeat(-1)), np.int64)
        rows = np.cumsum(numbers == _NEXT)
        batch = Batch.of(texts)
        places, runs = lookup.runs.find(batch)
        blocks = (
            self._weigh(*lookup.word_columns(rows, numbers), size),
            self._weigh(batch.rows[places], lookup.run_columns[runs], size),
        )
        found, columns, values = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        order = np.argsort(found, kind="stable")
        return Features(found[order], columns[order], values[order], self._mean_vectors(rows, numbers, size))

    def _weigh(self, rows: Rows, columns: Rows, size: int) -> tuple[Rows, Rows, Floats]:
        """Rows, columns and TF-IDF values of one family from its occurrences; every row has length 1."""
        keys = rows * len(self.names) + columns
        short = size * len(self.names) < 1 << 32  # half as wide, sorted in half the time
        keys, counts = np.unique(keys.astype(np.uint32) if short else keys, return_counts=True)
        keys = keys.astype(np.int64)
        rows, columns = np.divmod(keys, max(1, len(self.names)))
        values = (1 + np.log(counts)) * self.idf[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, size))
        return rows, columns, values / lengths[rows]

    def _mean_vectors(self, rows: Rows, numbers: Rows, size: int) -> NDArray[np.float32]:
        """The mean vector of each row's known words, of length 1; shape (size, d)."""
        places = np.where(numbers < 0, -1, self._lookup.places[numbers])
        rows, places = rows[places >= 0], places[places >= 0]
        rare, table = self._lookup.rare[places], self.vectors.table
        means = np.zeros((size, table.shape[1]), np.float32)
        bounds = np.searchsorted(rows, np.arange(size + 1)).tolist()
        for row, (start, end) in enumerate(pairwise(bounds)):
            np.dot(rare[start:end], table.take(places[start:end], axis=0, mode="clip"), out=means[row])
        return np.asarray(means / np.maximum(1e-9, np.linalg.norm(means, axis=1, keepdims=True)))

    def vector_parts(self, text: str) -> tuple[list[str], NDArray[np.floating]]:
        """The known words of one normalized text, and what each adds to its mean vector; shape (words, d)."""
        words = [word for word in cut_all([without_numbers(text)]) if word in self.vectors.place]
        places = [self.vectors.place[word] for word in words]
        parts = self.vectors.table[places] * self._lookup.rare[places, None]
        return words, parts / max(1e-9, float(np.linalg.norm(parts.sum(axis=0))))

    @cached_property
    def _lookup(self) -> _Lookup:
        return _Lookup(self)


class _Lookup:
    """How a vectorizer finds its features in texts: made when it is first used, since loading a model does not need it."""

    def __init__(self, vectorizer: Vectorizer) -> None:
        names, vectors, idf = vectorizer.names, vectorizer.vectors, vectorizer.idf
        alone = {name: column for column, name in enumerate(names) if name[0] != _MARK and " " not in name}
        words = list(dict.fromkeys([*alone, *vectors.words]))
        self.words = {word: number for number, word in enumerate(words)} | {BETWEEN: _NEXT}
        self._columns = np.array([alone.get(word, -1) for word in words], np.int64)
        self.places = np.array([vectors.place.get(word, -1) for word in words], np.int64)
        pairs = [(name.split(" "), column) for column, name in enumerate(names) if name[0] != _MARK and " " in name]
        keys = np.array([self.words[a] * len(self.words) + self.words[b] for (a, b), _ in pairs], np.uint64)
        self._pairs = Table(keys, np.array([column for _, column in pairs], np.int64))
        runs = [(name[1:], column) for column, name in enumerate(names) if name[0] == _MARK]
        self.runs, self.run_columns = Strings([run for run, _ in runs]), np.array([c for _, c in runs], np.int64)
        most = float(idf.max(initial=1.0))  # a word that no label row holds is rarest
        self.rare = np.array([idf[alone[word]] if word in alone else most for word in vectors.words], np.float32)

    def word_columns(self, rows: Rows, numbers: Rows) -> tuple[Rows, Rows]:
        """Rows and columns of words and pairs; ``numbers`` of words in order, -1 for unknown ones and punctuation."""
        columns = np.where(numbers < 0, -1, self._columns[numbers])
        both = (numbers[:-1] >= 0) & (numbers[1:] >= 0) & (rows[:-1] == rows[1:])
        keys = numbers[:-1][both] * len(self.words) + numbers[1:][both]
        hit, found = self._pairs.look_up(keys.astype(np.uint64))
        found = np.concatenate([columns[columns >= 0], found])
        return np.concatenate([rows[columns >= 0], rows[:-1][both][hit]]), found
