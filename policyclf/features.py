"""A sentence as weighted features: one extractor for training and for tagging.

Three families: words with word pairs, and characters in twos and threes, both weighted by sublinear TF-IDF (Salton and
Buckley 1988); and the mean of the words' vectors, rare words counting more. A family has length 1 in each sentence.
Numbers are all the same to them. Tagging does not wait for scikit-learn: numpy and scipy are enough.
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
    """Sentences as rows: ``sparse`` words and runs of characters, a SciPy CSR matrix (rows, names); ``dense`` mean vectors (rows, d)."""

    sparse: Any
    dense: NDArray[np.floating]

    def dot(self, weights: NDArray[np.floating]) -> Floats:
        """The product with some weights, those of the dense columns last; shape (rows, weights' columns)."""
        many = self.sparse.shape[1]
        return np.asarray(self.sparse @ weights[:many] + self.dense @ weights[many:])

    def joined(self, scale: float = 1.0) -> Any:
        """All columns in one SciPy CSR matrix, the dense ones last and times ``scale``."""
        from scipy.sparse import csr_matrix, hstack

        return hstack([self.sparse, csr_matrix(self.dense * scale, dtype=np.float64)]).tocsr()

    def row(self, at: int) -> tuple[Rows, Floats]:
        """The sparse columns of one row, and their values."""
        start, end = self.sparse.indptr[at : at + 2]
        return self.sparse.indices[start:end], self.sparse.data[start:end]


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
        # Runs of characters are the most by far, and those met least often tell least.
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
        occurrences = lookup.word_columns(rows, numbers), (batch.rows[places], lookup.run_columns[runs])
        found, columns = (np.concatenate(parts) for parts in zip(*occurrences, strict=True))
        return Features(self._weigh(found, columns, size), self._mean_vectors(rows, numbers, size))

    def _weigh(self, rows: Rows, columns: Rows, size: int) -> Any:
        """TF-IDF values of all occurrences as a SciPy CSR matrix; each family has length 1 in every row."""
        from scipy.sparse import csr_matrix  # not needed to load a model: a tenth of a second

        width = max(1, len(self.names))
        keys = rows * width + columns
        short = size * width < 1 << 32  # half as wide, sorted in half the time
        keys, counts = np.unique(keys.astype(np.uint32) if short else keys, return_counts=True)
        rows, columns = np.divmod(keys.astype(np.int64), width)
        values = (1 + np.log(counts)) * self.idf[columns]
        families = 2 * rows + self._lookup.is_run[columns]
        values /= np.sqrt(np.bincount(families, values**2))[families]
        bounds = np.searchsorted(rows, np.arange(size + 1))
        return csr_matrix((values, columns, bounds), shape=(size, len(self.names)))

    def _mean_vectors(self, rows: Rows, numbers: Rows, size: int) -> NDArray[np.float32]:
        """The mean vector of each row's known words, of length 1; shape (size, d)."""
        from scipy.sparse import csr_matrix

        places = np.where(numbers < 0, -1, self._lookup.places[numbers])
        rows, places = rows[places >= 0], places[places >= 0]
        shape, bounds = (size, len(self.vectors.table)), np.searchsorted(rows, np.arange(size + 1))
        means = csr_matrix((self._lookup.rare[places], places, bounds), shape=shape) @ self.vectors.table
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
        self.is_run = np.array([name[0] == _MARK for name in names], bool)
        self.run_columns = np.flatnonzero(self.is_run)
        self.runs = Strings([names[column][1:] for column in self.run_columns])
        spoken = [(names[column], column) for column in np.flatnonzero(~self.is_run).tolist()]
        alone = {name: column for name, column in spoken if " " not in name}
        words = list(dict.fromkeys([*alone, *vectors.words]))
        self.words = {word: number for number, word in enumerate(words)} | {BETWEEN: _NEXT}
        self._columns = np.array([alone.get(word, -1) for word in words], np.int64)
        self.places = np.array([vectors.place.get(word, -1) for word in words], np.int64)
        pairs = [(name.partition(" "), column) for name, column in spoken if " " in name]
        keys = np.array([self.words[a] * len(self.words) + self.words[b] for (a, _, b), _ in pairs], np.uint64)
        self._pairs = Table(keys, np.array([column for _, column in pairs], np.int64))
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
