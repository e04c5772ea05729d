"""A sentence as weighted features: one extractor for training and for tagging.

Three families, each of unit length: words with word pairs, and characters in twos and threes, both weighted by sublinear
TF-IDF (Salton and Buckley 1988); and the mean of the words' vectors, rare words counting more. Only numpy is needed, so that tagging does not wait for scikit-learn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.vectors import Vectors
from policyclf.words import cut, normalize

Floats = NDArray[np.float64]


def words_and_pairs(words: Sequence[str]) -> list[str]:
    """Words as :func:`policyclf.words.cut` gives them, and pairs of words that punctuation does not part.

    >>> words_and_pairs(["盘活", "土地", "", "建设", "孵化器"])
    ['盘活', '土地', '建设', '孵化器', '盘活 土地', '建设 孵化器']
    """
    return [word for word in words if word] + [f"{a} {b}" for a, b in pairwise(words) if a and b]


def characters(text: str) -> list[str]:
    """Runs of two and of three characters, marked so that none is taken for a word.

    >>> characters("标准地")
    ['_标准', '_准地', '_标准地']
    """
    text = normalize(text)
    return [f"_{text[at : at + size]}" for size in (2, 3) for at in range(len(text) - size + 1)]


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
    def _columns(self) -> dict[str, int]:
        return {name: column for column, name in enumerate(self.names)}

    @cached_property
    def _rare(self) -> Floats:
        """How much each word of the vectors counts in a sentence's mean: its idf, or the largest for a new word."""
        most = float(self.idf.max(initial=1.0))
        places = (self._columns.get(word) for word in self.vectors.words)
        return np.array([most if place is None else float(self.idf[place]) for place in places])

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: Vectors, *, least: int = 2) -> Vectorizer:
        """The features that stand in at least ``least`` of the texts, by name."""
        counts: Counter[str] = Counter()
        for text in texts:
            words = cut(text)
            counts.update({*words_and_pairs(words), *characters(text)})
        names = tuple(sorted(name for name, count in counts.items() if count >= least))
        idf = np.array([np.log((1 + len(texts)) / (1 + counts[name])) + 1 for name in names])
        return cls(names, idf, vectors)

    def transform(self, texts: Iterable[str]) -> Sparse:
        """The rows of some texts; features that training never saw are left out."""
        columns: list[int] = []
        values: list[float] = []
        bounds = [0]
        dimensions = range(len(self.names), self.width)
        for text in texts:
            words = cut(text)
            for family in (words_and_pairs(words), characters(text)):
                counts = Counter(c for name in family if (c := self._columns.get(name)) is not None)
                if counts:
                    weights = (1 + np.log(np.fromiter(counts.values(), float))) * self.idf[list(counts)]
                    columns += counts
                    values += (weights / np.sqrt(weights @ weights)).tolist()
            places = [place for word in words if (place := self.vectors.place.get(word)) is not None]
            mean = self._rare[places] @ self.vectors.table[places]
            if places and (length := np.sqrt(mean @ mean)) > 0:
                columns += dimensions
                values += (mean / length).tolist()
            bounds.append(len(columns))
        return Sparse(np.array(columns, np.int32), np.array(values), np.array(bounds, np.int64))
