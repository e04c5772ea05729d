"""The values that flow through the pipeline: frozen, and each carrying where it came from.

A ``Document`` holds the ``Sentence`` values that reading yields, grouped into articles; ``TaggedSentence`` joins to a
sentence its ``Attribution`` (which regions, and why) and its measures with their evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

Kind = Literal["body", "heading", "caption", "byline", "furniture"]
Basis = Literal["named", "coreference", "inherited", "none"]
Level = Literal["province", "city", "county"]
Cut = Literal["", "start", "end", "both"]


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """An administrative division: ``path`` of official names, six-digit ``code`` (GB/T 2260), ``level``.

    >>> Region("浙江省/衢州市/衢江区", "330803", "county").name
    '衢江区'
    """

    path: str
    code: str
    level: Level

    # Regions are compared and put in sets throughout: a third of the time of what a dataclass does with three fields.
    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Region):
            return NotImplemented
        return self.path == other.path and self.code == other.code and self.level == other.level

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of text: a sentence, a heading, a list item, a caption.

    ``pieces`` are the slices of the document that the text is made of, in order and without overlap; their
    concatenation without layout white space is ``text``. There are several where the page cut the sentence (a
    caption in the middle of it). ``cut`` says at which end the page lost the rest of the sentence.
    """

    text: str
    kind: Kind
    article: int
    pieces: tuple[tuple[int, int], ...]
    cut: Cut = ""

    @property
    def start(self) -> int:
        """Offset of the first character, in characters of the document's text."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its units, in the order of the text; ``articles`` groups them."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def articles(self) -> tuple[tuple[Sentence, ...], ...]:
        """The units of each article, by article number."""
        return _by_article(self.sentences)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name as it stands in a sentence; offsets count in the sentence's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Which regions a sentence speaks of, and why.

    ``basis``: ``named`` in the sentence, referred to (``coreference``: 我市, 该区), ``inherited`` from the article, or
    ``none``. ``mention`` is the name it rests on where that stands in this sentence. ``confidence`` is in [0, 1].
    ``candidates`` are the readings of a name that was left undecided.
    """

    regions: tuple[Region, ...] = ()
    basis: Basis = "none"
    mention: Mention | None = None
    confidence: float = 1.0
    candidates: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence with its regions and measures, and the evidence for both.

    ``scores`` holds one calibrated probability per type, ``measures`` the types whose score reaches their
    threshold, in taxonomy order; ``evidence`` names, per tagged type, the rules that fired and the heaviest words.
    ``review`` are the types that a person should look at: the score is near the threshold, or rules and words disagree (one asserts, the other does not).
    """

    sentence: Sentence
    attribution: Attribution
    measures: tuple[str, ...]
    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    review: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def kind(self) -> Kind:
        return self.sentence.kind

    @property
    def article(self) -> int:
        return self.sentence.article

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    @property
    def regions(self) -> tuple[Region, ...]:
        return self.attribution.regions

    @property
    def region_basis(self) -> Basis:
        return self.attribution.basis


@dataclass(frozen=True, slots=True)
class TaggedDocument:
    """The tagged units of one document, in the order of its text; ``sha256`` of the file's bytes where it was read from one."""

    name: str
    sentences: tuple[TaggedSentence, ...]
    sha256: str = ""

    @property
    def articles(self) -> tuple[tuple[TaggedSentence, ...], ...]:
        """The tagged units of each article, by article number."""
        return _by_article(self.sentences)


_S = TypeVar("_S", Sentence, TaggedSentence)


def _by_article(sentences: tuple[_S, ...]) -> tuple[tuple[_S, ...], ...]:
    found: list[list[_S]] = [[] for _ in range(1 + max((s.article for s in sentences), default=-1))]
    for sentence in sentences:
        found[sentence.article].append(sentence)
    return tuple(map(tuple, found))
