"""Declared rules: which expressions state a measure, and which say that there is none.

A rule has an id, the instrument it knows, patterns (:mod:`policyclf.patterns`), and its own sentences that it must and
must not hit. Its polarity says what a hit means: ``asserts`` (the type is there), ``hints`` (it may be), ``vetoes``
(these words do not mean it). One Aho-Corasick pass (Aho and Corasick 1975) over a sentence finds the few patterns
whose characters occur at all; only those are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import ahocorasick

from policyclf.errors import LabelsError
from policyclf.measures import line_of, load_toml
from policyclf.patterns import Pattern, compile_pattern
from policyclf.words import normalize

Polarity = Literal["asserts", "hints", "vetoes"]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired, and the characters (of the normalized sentence) that it fired on."""

    rule: Rule
    text: str


class Rules:
    """All rules of a labels folder.

    >>> from policyclf.bundled import bundled
    >>> rules = Rules.load(bundled("labels"), ["land", "finance", "talent", "approval", "platform"])
    >>> sorted({hit.rule.type for hit in rules.match("盘活闲置土地2000余亩。")})
    ['land']
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)

    @classmethod
    def load(cls, labels: Path, types: Sequence[str]) -> Rules:
        """Reads ``rules/*.toml``; :class:`LabelsError` naming file, line and rule where one does not hold together."""
        folder = labels / "rules"
        shared = load_toml(folder / "lists.toml") if (folder / "lists.toml").exists() else {}
        files = [path for path in sorted(folder.glob("*.toml")) if path.name != "lists.toml"]
        return cls([rule for path in files for rule in _read(path, types, shared)])

    def match(self, text: str) -> list[Hit]:
        """The rules that a sentence fires, in the order of the files."""
        return self.match_normalized(normalize(text))

    def match_normalized(self, text: str) -> list[Hit]:
        """The same of a text that :func:`policyclf.words.normalize` gave."""
        awake: set[tuple[int, int]] = set()
        if self.rules:
            for _, keys in self._automaton.iter(text):
                awake.update(keys)
        found: dict[int, Hit] = {}
        for number, which in sorted(awake):
            rule = self.rules[number]
            if number not in found and (span := rule.patterns[which].search(text)):
                found[number] = Hit(rule, text[span[0] : span[1]])
        return [h for h in found.values() if not any(pattern.search(text) for pattern in h.rule.unless)]

    def dump(self) -> list[dict[str, Any]]:
        """The rules as plain data, with their patterns translated, for a model folder."""
        return [asdict(rule) for rule in self.rules]

    @classmethod
    def restore(cls, rows: Sequence[Mapping[str, Any]]) -> Rules:
        """The inverse of :meth:`dump`."""
        return cls([Rule(**{**row, **{key: _patterns(row[key]) for key in ("patterns", "unless")}}) for row in rows])

    def failures(self) -> Iterator[str]:
        """The sentences of the rules' own that they do not treat as they say, one line each."""
        for rule in self.rules:
            alone = Rules([rule])
            yield from (f"{rule.id} must hit: {text}" for text in rule.hits if not alone.match(text))
            yield from (f"{rule.id} must not hit: {text}" for text in rule.misses if alone.match(text))

    @cached_property
    def _automaton(self) -> Any:
        keys: dict[str, list[tuple[int, int]]] = {}
        for number, rule in enumerate(self.rules):
            for which, pattern in enumerate(rule.patterns):
                for anchor in pattern.anchors:
                    keys.setdefault(anchor, []).append((number, which))
        automaton = ahocorasick.Automaton()
        for anchor, owners in keys.items():
            automaton.add_word(anchor, owners)
        automaton.make_automaton()
        return automaton


def _patterns(rows: Sequence[Mapping[str, Any]]) -> tuple[Pattern, ...]:
    return tuple(Pattern(row["source"], tuple(row["parts"]), tuple(row["anchors"])) for row in rows)


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
