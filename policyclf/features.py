"""A sentence as weighted features: one extractor for training and for tagging.

Three families, each of unit length: words with word pairs, and characters in twos and threes, both weighted by sublinear
TF-IDF (Salton and Buckley 1988); and the mean of the words' vectors, rare words counting more. Only numpy is needed, so that tagging does not wait for scikit-learn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, repeat
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.vectors import Vectors
from policyclf.words import cut_normalized

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
_MARK = "_"  # before the name of a run of characters, so that none is taken for a word


def words_and_pairs(words: Sequence[str]) -> list[str]:
    """Words as :func:`policyclf.words.cut` gives them, and pairs of words that punctuation does not part.

    >>> words_and_pairs(["盘活", "土地", "", "建设", "孵化器"])
    ['盘活', '土地', '建设', '孵化器', '盘活 土地', '建设 孵化器']
    """
    return [word for word in words if word] + [f"{a} {b}" for a, b in pairwise(words) if a and b]


def characters(text: str) -> list[str]:
    """Runs of two and of three characters of a normalized text.

    >>> characters("标准地")
    ['标准', '准地', '标准地']
    """
    pairs = list(map(add, text, text[1:]))
    return pairs + list(map(add, pairs, text[2:]))


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of features: row ``i`` holds ``columns[bounds[i]:bounds[i+1]]`` with the ``values`` there."""

    columns: NDArray[np.int32]
    values: Floats
    bounds: NDArray[np.int64]

    def dot(self, weights: NDArray[np.floating]) -> Floats:
        """The product with a dense matrix of one row a feature; shape (rows, weights' columns)."""
        products = np.vstack([weights[self.columns] * self.values[:, None], np.zeros((1, weights.shape[1]))])
        sums = np.add.reduceat(products, self.bounds[:-1], axis=0)
        sums[self.bounds[:-1] == self.bounds[1:]] = 0  # reduceat gives a row without features the next row's first
        return np.asarray(sums)

    def to_scipy(self, width: int) -> Any:
        """The same as a SciPy CSR matrix with ``width`` columns."""
        from scipy.sparse import csr_matrix

        return csr_matrix((self.values, self.columns, self.bounds), shape=(len(self.bounds) - 1, width))

    def row(self, at: int) -> Sparse:
        """One row alone."""
        span = slice(self.bounds[at], self.bounds[at + 1])
        return Sparse(self.columns[span], self.values[span], np.array([0, span.stop - span.start]))


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

    @cached_property
    def _columns(self) -> tuple[dict[str, int], dict[str, int]]:
        """Columns of words and pairs, and of characters, by name."""
        columns: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for column, name in enumerate(self.names):
            columns[name[0] == _MARK][name.removeprefix(_MARK)] = column
        return columns

    @cached_property
    def _rare(self) -> Floats:
        """How much each word of the vectors counts in a sentence's mean: its idf, or the largest for a new word."""
        most = float(self.idf.max(initial=1.0))
        places = (self._columns[0].get(word) for word in self.vectors.words)
        return np.array([most if place is None else float(self.idf[place]) for place in places])

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: Vectors, *, least: int = 2) -> Vectorizer:
        """The features that stand in at least ``least`` of the normalized texts, by name."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(set(words_and_pairs(cut_normalized(text))))
            counts.update({_MARK + run for run in characters(text)})
        names = tuple(sorted(name for name, count in counts.items() if count >= least))
        idf = np.array([np.log((1 + len(texts)) / (1 + counts[name])) + 1 for name in names])
        return cls(names, idf, vectors)

    def transform(self, texts: Sequence[str]) -> Sparse:
        """The rows of some normalized texts; features that training never saw are left out."""
        words = [cut_normalized(text) for text in texts]
        known_words, known_runs = self._columns
        blocks = (
            self._weigh([words_and_pairs(each) for each in words], known_words),
            self._weigh([characters(text) for text in texts], known_runs),
            self._mean_vectors(words),
        )
        rows, columns, values = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        order = np.argsort(rows, kind="stable")
        bounds = np.searchsorted(rows[order], np.arange(len(texts) + 1))
        return Sparse(columns[order].astype(np.int32), values[order], bounds)

    def _weigh(self, names: Sequence[Sequence[str]], known: Mapping[str, int]) -> tuple[Rows, Rows, Floats]:
        """Rows, columns and TF-IDF values of one family; every row has length 1."""
        found = np.fromiter(map(known.get, chain.from_iterable(names), repeat(-1)), np.int64)
        rows = np.repeat(np.arange(len(names)), [len(each) for each in names])
        width = len(self.names)
        keys, counts = np.unique((rows * width + found)[found >= 0], return_counts=True)
        rows, columns = keys // width, keys % width
        values = (1 + np.log(counts)) * self.idf[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, len(names)))
        return rows, columns, values / lengths[rows]

    def _mean_vectors(self, words: Sequence[Sequence[str]]) -> tuple[Rows, Rows, Floats]:
        """Rows, columns and values of the mean vectors; every row with a known word has length 1."""
        table, size = self.vectors.table, self.vectors.table.shape[1]
        means = np.zeros((len(words), size))
        for row, each in enumerate(words):
            places = [place for word in each if (place := self.vectors.place.get(word)) is not None]
            means[row] = self._rare[places] @ table[places]
        lengths = np.linalg.norm(means, axis=1)
        rows = np.repeat(np.flatnonzero(lengths), size)
        columns = np.tile(np.arange(size) + len(self.names), int((lengths > 0).sum()))
        return rows, columns, (means[lengths > 0] / lengths[lengths > 0, None]).ravel()
