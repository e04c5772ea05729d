"""Word vectors of the field, from plain unlabelled text: counts, PPMI, SVD.

Words that stand beside the same words get similar vectors, so that a word no label row holds can still be known by
its company. Method: positive pointwise mutual information with smoothed contexts, factorized by a truncated SVD with
square-rooted singular values (Levy, Goldberg and Dagan 2015). Stored as bytes with one scale a vector.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf.errors import ModelError, OptionError
from policyclf.words import cut

FILES = ("words.txt", "vectors.npz")
_WINDOW = 5  # words to either side; nearer ones count more
_SMOOTHING = 0.75  # exponent of the contexts' counts


@dataclass(frozen=True)
class Vectors:
    """Words, the commonest first, and their vectors of length 1: ``bytes_`` (n, d) int8 times ``scale`` (n)."""

    words: tuple[str, ...]
    bytes_: NDArray[np.int8]
    scale: NDArray[np.float32]

    @cached_property
    def table(self) -> NDArray[np.float32]:
        """All vectors; shape (n, d)."""
        return np.asarray(self.bytes_ * self.scale[:, None])

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Row of each word."""
        return {word: row for row, word in enumerate(self.words)}

    def nearest(self, word: str, most: int = 10) -> list[tuple[str, float]]:
        """The words whose vectors point most nearly the same way, with their cosine; none for an unknown word."""
        if word not in self.place:
            return []
        cosine = self.table @ self.table[self.place[word]]
        order = np.argsort(-cosine, kind="stable")[1 : most + 1]
        return [(self.words[row], float(cosine[row])) for row in order]


def save_vectors(vectors: Vectors, folder: Path, provenance: Mapping[str, Any], *, force: bool = False) -> None:
    """Writes ``vectors.npz``, ``words.txt`` and ``provenance.json``; :class:`OptionError` if they are there already."""
    if folder.exists() and not force:
        raise OptionError(folder, "is there already", "name another folder with --out, or replace it with --force")
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in dump_vectors(vectors).items():
        (folder / name).write_bytes(data)
    text = json.dumps(provenance, ensure_ascii=False, indent=1) + "\n"
    (folder / "provenance.json").write_text(text, encoding="utf-8")


def load_vectors(folder: Path) -> Vectors:
    """Reads a folder of vectors; :class:`ModelError` if it holds none.

    >>> from policyclf.bundled import bundled
    >>> [word for word, _ in load_vectors(bundled("models/vectors")).nearest("贴息", 3)]
    ['保费', '贷款', '财政补贴']
    """
    try:
        return restore_vectors({name: (folder / name).read_bytes() for name in FILES})
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(folder, "holds no word vectors", "build them with policyclf vectors") from error


def dump_vectors(vectors: Vectors) -> dict[str, bytes]:
    """The vectors as files, by name."""
    out = io.BytesIO()
    np.savez(out, vectors=vectors.bytes_, scale=vectors.scale)
    return dict(zip(FILES, ("\n".join(vectors.words).encode(), out.getvalue()), strict=True))


def restore_vectors(data: Mapping[str, bytes]) -> Vectors:
    """The inverse of :func:`dump_vectors`; :class:`ValueError` or :class:`KeyError` for other data."""
    with np.load(io.BytesIO(data["vectors.npz"]), allow_pickle=False) as stored:
        return Vectors(tuple(data["words.txt"].decode().split("\n")), stored["vectors"], stored["scale"])


def build_vectors(
    texts: Iterable[tuple[str, float]], *, size: int = 128, most_words: int = 28_000, seed: int = 0
) -> Vectors:
    """Vectors from (paragraph, weight) pairs; the same pairs give the same vectors.

    A weight counts a paragraph as so many: a small corpus of the right kind against a large one of another kind. Raises
    :class:`OptionError` where the text is too little for ``size`` dimensions.
    """
    from sklearn.utils.extmath import randomized_svd

    paragraphs = [(cut(text), weight) for text, weight in texts]
    counts: Counter[str] = Counter()
    for words, weight in paragraphs:
        for word in words:
            counts[word] += weight  # type: ignore[assignment]
    del counts[""]  # punctuation
    kept = sorted(counts, key=lambda word: (-counts[word], word))[:most_words]
    if len(kept) <= size:
        raise OptionError("vectors", f"{len(kept)} words are too few for {size} dimensions", "give more text")
    left, values, _ = randomized_svd(_ppmi(paragraphs, kept), n_components=size, n_iter=4, random_state=seed)
    table = left * np.sqrt(values)
    table /= np.maximum(1e-9, np.linalg.norm(table, axis=1, keepdims=True))
    scale = np.maximum(1e-9, np.abs(table).max(axis=1)) / 127
    return Vectors(tuple(kept), np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float32))


def _ppmi(paragraphs: list[tuple[list[str], float]], kept: list[str]) -> Any:
    """Positive pointwise mutual information of the kept words, as a sparse matrix."""
    from scipy.sparse import csr_matrix

    place = {word: row for row, word in enumerate(kept)}
    gap = [-1] * _WINDOW  # between paragraphs
    ids = np.array([n for words, _ in paragraphs for n in [*(place.get(w, -1) for w in words), *gap]], np.int32)
    weights = np.repeat([w for _, w in paragraphs], [len(words) + _WINDOW for words, _ in paragraphs])
    shape = (len(kept), len(kept))
    counts = csr_matrix(shape)
    for distance in range(1, _WINDOW + 1):
        left, right = ids[:-distance], ids[distance:]
        both = (left >= 0) & (right >= 0)
        share = weights[:-distance][both] * ((_WINDOW + 1 - distance) / _WINDOW)
        counts = counts + csr_matrix((share, (left[both], right[both])), shape=shape)
    found = (counts + counts.T).tocoo()
    words = np.bincount(found.row, found.data, len(kept))
    contexts = words**_SMOOTHING
    contexts *= words.sum() / contexts.sum()
    mutual = np.log(found.data * words.sum() / (words[found.row] * contexts[found.col]))
    keep = mutual > 0
    return csr_matrix((mutual[keep], (found.row[keep], found.col[keep])), shape=shape)
