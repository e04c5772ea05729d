"""Sentences of tagged documents as rows that nobody labelled yet, with the context that a reader needs.

What a reader is shown travels as plain text fields of the row, so that every annotation tool can show it too: ``before``,
``after``, ``heading``, ``region``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policyclf.document import TaggedDocument
from policyclf.rows import LabelRow
from policyclf.tagger import Tagger

_UNASKED = ("byline", "furniture")  # who wrote it and what page it stood on state no measure
CONTEXT = ("heading", "after", "region")  # besides ``before``, which every row has


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence to label: its ``row``, and what a model says of it now: ``tagged`` types and a score for each type."""

    row: LabelRow
    tagged: tuple[str, ...]
    scores: Mapping[str, float]

    @property
    def context(self) -> Mapping[str, str]:
        """``before``, ``after``, ``heading`` and ``region``, as far as they are known."""
        more = {key: str(self.row.more[key]) for key in CONTEXT if self.row.more.get(key)}
        return {"before": self.row.before, **more} if self.row.before else more


def candidates(documents: Iterable[TaggedDocument], types: Sequence[str] = ()) -> Iterator[Candidate]:
    """Every sentence of some documents, in their order, that may state a measure.

    ``types`` are those to judge, which may be more than a model knows; its own if left out.

    >>> import policyclf
    >>> document = policyclf.load().tag("衢江区盘活闲置厂房。\\n设立产业基金。", name="a.txt")
    >>> [(c.row.id, c.tagged, dict(c.context)) for c in candidates([document])]
    [('a.txt#0', ('land',), {'after': '设立产业基金。', 'region': '浙江省/衢州市/衢江区'}), ('a.txt#1', ('finance',), {'before': '衢江区盘活闲置厂房。', 'region': '浙江省/衢州市/衢江区'})]
    """
    for document in documents:
        numbers = [number for number, s in enumerate(document.sentences) if s.kind not in _UNASKED]
        heading = ""
        for at, number in enumerate(numbers):
            s = document.sentences[number]
            near = [_text(document, numbers[n], s.article) if 0 <= n < len(numbers) else "" for n in (at - 1, at + 1)]
            if at == 0 or document.sentences[numbers[at - 1]].article != s.article:
                heading = ""
            fields = {"heading": heading, "after": near[1], "region": "、".join(r.path for r in s.regions)}
            row = LabelRow(
                f"{document.name}#{number}",
                s.text,
                (),
                tuple(types or s.scores),
                doc=document.name,
                before=near[0],
                more={key: value for key, value in fields.items() if value},
            )
            yield Candidate(row, s.measures, s.scores)
            if s.kind == "heading":
                heading = s.text


def _text(document: TaggedDocument, number: int, article: int) -> str:
    """A neighbour's text, if it stands in the same article."""
    return document.sentences[number].text if document.sentences[number].article == article else ""


def of_rows(rows: Sequence[LabelRow], tagger: Tagger) -> list[Candidate]:
    """Rows of a file, labelled or not, with what a model says of each."""
    classifier = tagger.model.classifier
    found: list[Candidate] = []
    for row, scores in zip(rows, tagger.score_sentences([row.text for row in rows]) if rows else (), strict=True):
        named = dict(zip(classifier.types, (round(float(score), 4) for score in scores), strict=True))
        limits = zip(classifier.types, scores, classifier.thresholds, strict=True)
        found.append(Candidate(row, tuple(kind for kind, score, least in limits if score >= least), named))
    return found
