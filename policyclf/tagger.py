"""The pipeline: text to sentences with their regions and measures, and the evidence for both."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from policyclf.bundled import bundled
from policyclf.document import Attribution, Document, Region, Sentence, TaggedDocument, TaggedSentence
from policyclf.errors import OptionError
from policyclf.features import Floats
from policyclf.measures import Measure
from policyclf.model import Model, load_model
from policyclf.read import read_page
from policyclf.regions import Gazetteer, attribute
from policyclf.scoring import Scored, lead_ins, score
from policyclf.sentences import split

_UNTAGGED = ("byline", "furniture")  # who wrote it and what page it stood on state no measure
_WORDS = 3  # heaviest features named as evidence of a tag
_NEAR = 0.15  # of a threshold: scores between 0.20 and 0.50 are right two to seven times in ten (docs/model.md)


@dataclass(frozen=True)
class Tagger:
    """Tags texts with a model.

    >>> import policyclf
    >>> tagger = policyclf.load()
    >>> row = tagger.tag_sentences(["衢江区盘活闲置土地2000余亩。"], region="浙江省/衢州市")[0]
    >>> row.measures, [region.path for region in row.regions], row.region_basis
    (('land',), ['浙江省/衢州市/衢江区'], 'named')
    """

    model: Model

    def __repr__(self) -> str:
        return f"Tagger({', '.join(measure.id for measure in self.measures)})"  # all of the model fills a screen

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The types of measure this tagger knows."""
        return self.model.measures

    def tag(self, text: str, *, name: str = "", region: str | None = None) -> TaggedDocument:
        """Tags a page's text; ``region`` (path or six-digit code) is its home where that is known."""
        document = split(text, name)
        return self._tag(document, attribute(document.sentences, name=name, region=_region(region)))

    def tag_file(self, path: str | Path, *, region: str | None = None) -> TaggedDocument:
        """Tags a file; :class:`ReadError` when it cannot be read."""
        page = read_page(path)
        return replace(self.tag(page.text, name=page.name, region=region), sha256=page.sha256)

    def tag_sentences(self, texts: Sequence[str], *, region: str | None = None) -> list[TaggedSentence]:
        """Tags sentences that are split already and stand in order, as those of one article; :class:`OptionError` for a single text."""
        _several(texts)
        sentences: list[Sentence] = []
        start = 0
        for text in texts:
            sentences.append(Sentence(text, "body", 0, ((start, start + len(text)),)))
            start += len(text)
        document = Document("", "".join(texts), tuple(sentences))
        return list(self._tag(document, attribute(sentences, region=_region(region))).sentences)

    def score_sentences(self, texts: Sequence[str]) -> Floats:
        """Probabilities of the types alone, without regions or evidence, of sentences that stand in order; shape (sentences, types)."""
        _several(texts)
        return score(self.model.classifier, self.model.rules, texts, lead_ins(texts)).scores

    def _tag(self, document: Document, attributions: Sequence[Attribution]) -> TaggedDocument:
        classifier = self.model.classifier
        silent = np.array([s.kind in _UNTAGGED for s in document.sentences], bool)
        texts = ["" if s.kind in _UNTAGGED else s.text for s in document.sentences]
        leads = lead_ins(texts)
        found = score(classifier, self.model.rules, texts, leads)
        found.scores[silent] = 0
        doubtful = self._doubtful(found, np.array([bool(lead) for lead in leads], bool)) & ~silent[:, None]
        tagged: list[TaggedSentence] = []
        for row, sentence in enumerate(document.sentences):
            scores = dict(zip(classifier.types, found.scores[row].tolist(), strict=True))
            measures = {
                kind: at for at, kind in enumerate(classifier.types) if scores[kind] >= classifier.thresholds[at]
            }
            evidence = {kind: self._evidence(found, row, kind, at, leads[row]) for kind, at in measures.items()}
            named = {kind: round(value, 4) for kind, value in scores.items()}
            review = tuple(kind for kind, doubt in zip(classifier.types, doubtful[row], strict=True) if doubt)
            tagged.append(TaggedSentence(sentence, attributions[row], tuple(measures), named, evidence, review))
        return TaggedDocument(document.name, tuple(tagged))

    def _doubtful(self, found: Scored, led: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Where a person should look, shape (sentences, types): the score is near the threshold, or rules and words disagree.

        Of the tags on three sets of real text far from the threshold 8% were wrong where a rule asserts the type, 30% where
        the words alone do, and 31% where a rule vetoes it. ``led``: an item has what its lead-in states, and needs no rule.
        """
        thresholds = self.model.classifier.thresholds
        asserted, vetoed = found.signals[:, :, 0] > 0, found.signals[:, :, 2] > 0
        tagged, near = found.scores >= thresholds, np.abs(found.scores - thresholds) < _NEAR
        alone = tagged & ~asserted & self._ruled & ~led[:, None]
        doubtful: NDArray[np.bool_] = near | (asserted & ~vetoed & ~tagged) | (tagged & vetoed) | alone
        return doubtful

    @functools.cached_property
    def _ruled(self) -> NDArray[np.bool_]:
        """Which types have rules that assert them; one that a user adds may have none."""
        known = {rule.type for rule in self.model.rules.rules if rule.polarity == "asserts"}
        return np.array([kind in known for kind in self.model.classifier.types], bool)

    def _evidence(self, found: Scored, row: int, kind: str, at: int, lead: str) -> tuple[str, ...]:
        """The rules that fired, those that assert first, the lead-in if the tag rests on it, and the heaviest words."""
        fired = sorted(
            (hit.rule for hit in found.matches.hits(row) if hit.rule.type == kind), key=lambda rule: rule.polarity
        )
        return (
            *(f"rule:{rule.id}" for rule in fired),
            *([f"lead-in:{lead}"] if found.inherited[row, at] >= self.model.classifier.thresholds[at] else []),
            *self.model.classifier.heaviest(found.features, row, at, _WORDS),
        )


def load(model: str | Path | None = None) -> Tagger:
    """A tagger with the bundled model, or with the model folder given; :class:`ModelError` if that is none."""
    return Tagger(load_model(Path(model) if model is not None else bundled("models/default")))


def _several(texts: Sequence[str]) -> None:
    if isinstance(texts, str):  # a sequence of one-character sentences otherwise
        raise OptionError("texts", "is a single text", "give a list of sentences, or use tag()")


def _region(region: str | None) -> Region | None:
    return None if region is None else Gazetteer.load().region(region)
