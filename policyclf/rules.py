"""Declared rules: which expressions state a measure, and which say that there is none.

A rule has an id, the instrument it knows, patterns (:mod:`policyclf.patterns`), and its own sentences that it must and
must not hit. Its polarity says what a hit means: ``asserts`` (the type is there), ``hints`` (it may be), ``vetoes``
(these words do not mean it). Only the few patterns are tried that may match at all (:mod:`policyclf.prefilter`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from policyclf.errors import LabelsError
from policyclf.measures import line_of, load_toml
from policyclf.patterns import Pattern, compile_pattern
from policyclf.prefilter import Lookup, Prefilter
from policyclf.strings import Batch, Ints
from policyclf.words import normalize, normalize_all

Polarity = Literal["asserts", "hints", "vetoes"]


@dataclass(frozen=True)
class Rule:
    """A declared rule of one type; ``unless`` silences it wherever it matches in the sentence."""

    id: str
    type: str
    instrument: str
    polarity: Polarity
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class Hit(NamedTuple):
    """A rule that fired, and the characters (of the normalized sentence) that it fired on."""

    rule: Rule
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Which texts fire which rules: the text's number in ``rows``, the rule's in ``numbers``, pair by pair and ascending."""

    texts: Sequence[str]
    rules: Sequence[Rule]
    rows: Ints
    numbers: Ints
    spans: Sequence[tuple[int, int]]

    def hits(self, row: int) -> list[Hit]:
        """The rules that one text fires, in the order of the files."""
        start, end = np.searchsorted(self.rows, [row, row + 1]).tolist()
        fired = zip(self.numbers[start:end].tolist(), self.spans[start:end], strict=True)
        return [Hit(self.rules[number], self.texts[row][first:last]) for number, (first, last) in fired]


class Rules:
    """All rules of a labels folder.

    >>> from policyclf.bundled import bundled
    >>> rules = Rules.load(bundled("labels"), ["land", "finance", "talent", "approval", "platform"])
    >>> sorted({hit.rule.type for hit in rules.match("盘活闲置土地2000余亩。")})
    ['land']
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._given = rules

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order of the files."""
        return tuple(self._given)

    @classmethod
    def load(cls, labels: Path, types: Sequence[str]) -> Rules:
        """Reads ``rules/*.toml``; :class:`LabelsError` naming file, line and rule where one does not hold together."""
        folder = labels / "rules"
        shared = load_toml(folder / "lists.toml") if (folder / "lists.toml").exists() else {}
        files = [path for path in sorted(folder.glob("*.toml")) if path.name != "lists.toml"]
        return cls([rule for path in files for rule in _read(path, types, shared)])

    def match(self, text: str) -> list[Hit]:
        """The rules that a sentence fires, in the order of the files."""
        return self.match_batch(Batch.of([normalize(text)])).hits(0)

    def match_batch(self, batch: Batch) -> Matches:
        """The same for a batch of normalized texts."""
        texts, many, (lookup, firing, silencing) = batch.texts, len(self.rules), self._prefilters
        standing = lookup.find(batch)
        found: dict[int, tuple[int, int]] = {}  # by text and rule in one number, in order
        for row, number, pattern, start in firing.candidates(standing):
            if (key := row * many + number) not in found and (span := pattern.search(texts[row], start)):
                found[key] = span
        fired = np.zeros(len(texts) * many, bool)
        fired[list(found)] = True
        for row, number, pattern, start in silencing.candidates(standing, fired.reshape(len(texts), many)):
            if (key := row * many + number) in found and pattern.search(texts[row], start):
                del found[key]
        rows, numbers = np.divmod(np.fromiter(found, np.int64), max(1, many))
        return Matches(texts, self.rules, rows, numbers, list(found.values()))

    def failures(self) -> Iterator[str]:
        """The sentences of the rules' own that they do not treat as they say, one line each."""
        own = [
            (rule, text, wanted)
            for rule in self.rules
            for wanted in (True, False)
            for text in (rule.hits, rule.misses)[not wanted]
        ]
        fired = self.match_batch(Batch.of(normalize_all([text for _, text, _ in own])))
        for row, (rule, text, wanted) in enumerate(own):
            if any(hit.rule is rule for hit in fired.hits(row)) != wanted:
                yield f"{rule.id} must {'' if wanted else 'not '}hit: {text}"

    @cached_property
    def _prefilters(self) -> tuple[Lookup, Prefilter, Prefilter]:
        """Of the patterns that make a rule fire, and of those that silence it, with what looks up the options of both."""
        own = normalize_all([text for rule in self.rules for text in (*rule.hits, *rule.misses)])
        firing = [(number, pattern) for number, rule in enumerate(self.rules) for pattern in rule.patterns]
        silencing = [(number, pattern) for number, rule in enumerate(self.rules) for pattern in rule.unless]
        lookup = Lookup([pattern for _, pattern in (*firing, *silencing)], own)
        return lookup, Prefilter(firing, lookup), Prefilter(silencing, lookup)


def check_rules(labels: Path, types: Sequence[str]) -> Iterator[LabelsError]:
    """What is wrong with the rules of a labels folder: the first that cannot be read; else each sentence of their own that they do not treat as they say."""
    try:
        rules = Rules.load(labels, types)
    except LabelsError as error:
        yield error
        return
    for failure in rules.failures():
        yield LabelsError(labels / "rules", f"holds a rule against its own sentence: {failure}", "mend one of the two")


def _read(path: Path, types: Sequence[str], shared: Mapping[str, Any]) -> Iterator[Rule]:
    data = load_toml(path)
    kind = str(data.get("type", ""))
    if kind not in types:
        raise LabelsError(f"{path}:1", f"has the type {kind!r}", f"write type = one of {', '.join(types)}")
    lists = {**shared, **data.get("lists", {})}
    seen: set[str] = set()
    for row in data.get("rule", []):
        name = str(row.get("id", ""))
        where = f"{path}:{line_of(path, name)}"
        if not name or name in seen:
            raise LabelsError(where, f"rule id {name!r} is missing or stands twice", "give each rule an id of its own")
        seen.add(name)
        yield _rule(row, name, kind, where, lists)


def _rule(row: Mapping[str, Any], name: str, kind: str, where: str, lists: Mapping[str, Sequence[str]]) -> Rule:
    unknown = set(row) - {"id", "instrument", "polarity", "patterns", "unless", "hits", "misses"}
    if unknown:
        raise LabelsError(where, f"rule {name} has the unknown key {sorted(unknown)[0]!r}", "see labels/README.md")
    polarity = row.get("polarity", "asserts")
    if polarity not in get_args(Polarity):
        raise LabelsError(where, f"rule {name} has polarity {polarity!r}", "write asserts, hints or vetoes")
    if not row.get("patterns") or not row.get("hits") or not row.get("misses"):
        raise LabelsError(where, f"rule {name} lacks patterns, hits or misses", "give at least one of each")
    compiled: dict[str, tuple[Pattern, ...]] = {}
    for key in ("patterns", "unless"):
        try:
            compiled[key] = tuple(compile_pattern(source, lists) for source in row.get(key, []))
        except ValueError as error:
            raise LabelsError(where, f"rule {name}: {key} {error}", "see labels/README.md for the language") from error
    examples = tuple(row["hits"]), tuple(row["misses"])
    return Rule(
        name,
        kind,
        str(row.get("instrument", "")),
        polarity,
        compiled["patterns"],
        compiled["unless"],
        *examples,
    )
