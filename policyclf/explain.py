"""Why a sentence gets its tags: every score taken apart into terms that sum to it."""

from __future__ import annotations

from dataclasses import dataclass

from policyclf.document import Attribution
from policyclf.rules import Hit
from policyclf.scoring import score
from policyclf.tagger import Tagger
from policyclf.words import normalize


@dataclass(frozen=True, slots=True)
class Explanation:
    """One type: ``base`` + ``words`` + ``rules`` = ``log_odds``, the logit of ``score``.

    ``heaviest`` are single words, pairs and runs of characters (``_``) with their part of ``words``, by size; ``hits`` the rules that fired.
    """

    type: str
    score: float
    tagged: bool
    log_odds: float
    base: float
    words: float
    rules: float
    heaviest: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence's regions and, per type in taxonomy order, the parts of its score."""

    text: str
    attribution: Attribution
    types: tuple[Explanation, ...]


def explain(tagger: Tagger, text: str, *, region: str | None = None, most: int = 6) -> ExplainedSentence:
    """Takes the scores of one sentence apart, naming the ``most`` heaviest words a type.

    >>> import policyclf
    >>> from policyclf.explain import explain
    >>> land = explain(policyclf.load(), "盘活闲置土地2000余亩。").types[0]
    >>> land.type, land.tagged, abs(land.base + land.words + land.rules - land.log_odds) < 1e-9
    ('land', True, True)
    """
    classifier = tagger.model.classifier
    found = score(classifier, tagger.model.rules, [text])
    tagged = tagger.tag_sentences([text], region=region)[0]
    types: list[Explanation] = []
    for at, kind in enumerate(classifier.types):
        scale = float(classifier.join[at, 0])
        pulls = [(name, pull * scale) for name, pull in classifier.pulls(normalize(text), at)]
        words = sum(pull for _, pull in pulls)
        base = float(classifier.offset[at] + classifier.bias[at] * scale)
        rules = float(found.signals[0, at] @ classifier.join[at, 1:])
        types.append(
            Explanation(
                type=kind,
                score=float(found.scores[0, at]),
                tagged=kind in tagged.measures,
                log_odds=base + words + rules,
                base=base,
                words=words,
                rules=rules,
                heaviest=tuple(pulls[:most]),
                hits=tuple(hit for hit in found.matches.hits(0) if hit.rule.type == kind),
            )
        )
    return ExplainedSentence(text, tagged.attribution, tuple(types))
