"""Which characters of a sentence decided its tag: those that rules fired on, and the heaviest words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from policyclf.document import TaggedSentence
from policyclf.rules import Rule, Rules
from policyclf.words import normalize

_RULE = "rule:"
_RUN = "_"  # begins the name of a run of characters


class Marks(NamedTuple):
    """``spans`` (start, end) in characters of the sentence, in order and apart; ``instruments`` that the rules know."""

    spans: tuple[tuple[int, int], ...]
    instruments: tuple[str, ...]


class Marker:
    """Finds the characters behind a sentence's evidence; without rules, those of the words alone.

    >>> import policyclf
    >>> tagger = policyclf.load()
    >>> row = tagger.tag_sentences(["衢江区盘活闲置土地2000余亩。"])[0]
    >>> found = Marker(tagger.model.rules).marks(row, "land")
    >>> [row.text[start:end] for start, end in found.spans], found.instruments[0]
    (['盘活闲置土地2000余亩'], '低效用地再开发')
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in rules.rules} if rules else {}

    def marks(self, sentence: TaggedSentence, kind: str) -> Marks:
        """What decided that ``sentence`` states ``kind``."""
        names = sentence.evidence.get(kind, ())
        rules = [self._rules[name] for each in names if (name := each.removeprefix(_RULE)) in self._rules]
        plain, places = _aligned(sentence.text)
        words = [name for name in names if not name.startswith(_RULE)]
        spans = [span for rule in rules if (span := _first(rule, plain))]
        spans += _places((name for name in words if name[0] != _RUN), plain)
        spans = spans or _places(
            words, plain
        )  # a run of characters begins and ends inside words: only if nothing else is known
        raw = [(places[start], places[end - 1] + 1) for start, end in spans if end > start]
        return Marks(_joined(raw), tuple(dict.fromkeys(rule.instrument for rule in rules if rule.instrument)))


def _aligned(text: str) -> tuple[str, list[int]]:
    """The text as rules see it, and where each of its characters stands in the text.

    >>> _aligned("“ＡＢ” 地")
    ('ab地', [1, 2, 5])
    """
    parts = [normalize(character) for character in text]
    return "".join(parts), list(chain.from_iterable([at] * len(part) for at, part in enumerate(parts)))


def _first(rule: Rule, plain: str) -> tuple[int, int] | None:
    """Where a rule fires."""
    return next((span for pattern in rule.patterns if (span := pattern.search(plain))), None)


def _places(names: Iterable[str], plain: str) -> list[tuple[int, int]]:
    """All places of some words; a single character would mark half of a sentence, and ``0`` stands for any number."""
    words = [name.removeprefix(_RUN).replace(" ", "") for name in names]
    wanted = "|".join(re.escape(word) for word in words if len(word) > 1 and "0" not in word)
    return [match.span() for match in re.finditer(wanted, plain)] if wanted else []


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that touch made one.

    >>> _joined([(4, 6), (0, 2), (1, 4)])
    ((0, 6),)
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)
