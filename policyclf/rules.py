"""Declared rules: which expressions state a measure, and which say that there is none.

A rule has an id, the instrument it knows, patterns (:mod:`policyclf.patterns`), and its own sentences that it must and
must not hit. Its polarity says what a hit means: ``asserts`` (the type is there), ``hints`` (it may be), ``vetoes``
(these words do not mean it). All strings that patterns need are looked up in a batch of sentences at once
(:mod:`policyclf.strings`); only the few patterns whose strings all occur are tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from policyclf.errors import LabelsError
from policyclf.measures import line_of, load_toml
from policyclf.patterns import Options, Pattern, compile_pattern
from policyclf.strings import Batch, Strings
from policyclf.words import normalize, normalize_all

Polarity = Literal["asserts", "hints", "vetoes"]
_NEEDS = 3  # of a pattern's options are looked up before it is tried; a fourth rules out few more
_BEGINNING = 5  # characters of a string are looked up: enough to know which patterns to try
_AT_ONCE = 2_000  # sentences; keeps the table of sentences and options small


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

    def is_silenced(self, text: str) -> bool:
        """Does one of ``unless`` match the normalized text?"""
        simple, others = self._silencers
        return bool(simple and simple.search(text)) or any(pattern.search(text) for pattern in others)

    @cached_property
    def _silencers(self) -> tuple[re.Pattern[str] | None, tuple[Pattern, ...]]:
        """``unless`` with the patterns of one part made into a single expression."""
        simple = [pattern.regexes[0].pattern for pattern in self.unless if len(pattern.parts) == 1]
        return re.compile("|".join(simple)) if simple else None, tuple(p for p in self.unless if len(p.parts) > 1)


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
        return self.match_batch(Batch.of([normalize(text)]))[0]

    def match_batch(self, batch: Batch) -> list[list[Hit]]:
        """The same for each text of a batch of normalized ones."""
        found: list[dict[int, Hit]] = [{} for _ in batch.texts]
        for row, which in self._index.candidates(batch) if self.rules else ():
            number, pattern = self._owned[which]
            if number not in found[row] and (span := pattern.search(text := batch.texts[row])):
                found[row][number] = Hit(self.rules[number], text[span[0] : span[1]])
        return [
            [hit for hit in hits.values() if not hit.rule.is_silenced(text)]
            for text, hits in zip(batch.texts, found, strict=True)
        ]

    def dump(self) -> dict[str, Any]:
        """The rules as plain data for a model folder; options that many patterns share stand there once."""
        numbers: dict[Options, int] = {}

        def plain(piece: Any) -> Any:
            return piece if isinstance(piece, str) else [piece[0], numbers.setdefault(piece[1], len(numbers))]

        def patterns(each: Sequence[Pattern]) -> list[Any]:
            return [[pattern.source, [[plain(piece) for piece in part] for part in pattern.parts]] for pattern in each]

        rows = [
            {key: getattr(rule, key) for key in ("id", "type", "instrument", "polarity", "hits", "misses")}
            | {"patterns": patterns(rule.patterns), "unless": patterns(rule.unless)}
            for rule in self.rules
        ]
        return {"rules": rows, "options": list(numbers)}

    @classmethod
    def restore(cls, data: Mapping[str, Any]) -> Rules:
        """The inverse of :meth:`dump`."""
        shared = [tuple(options) for options in data["options"]]

        def patterns(each: Sequence[Any]) -> tuple[Pattern, ...]:
            return tuple(
                Pattern(
                    source, tuple(tuple(p if isinstance(p, str) else (p[0], shared[p[1]]) for p in q) for q in parts)
                )
                for source, parts in each
            )

        def rule(row: Mapping[str, Any]) -> Rule:
            made: dict[str, Any] = {key: patterns(row[key]) for key in ("patterns", "unless")}
            return Rule(**{**row, **made, "hits": tuple(row["hits"]), "misses": tuple(row["misses"])})

        return cls([rule(row) for row in data["rules"]])

    def failures(self) -> Iterator[str]:
        """The sentences of the rules' own that they do not treat as they say, one line each."""
        own = [
            (rule, text, wanted)
            for rule in self.rules
            for wanted in (True, False)
            for text in (rule.hits, rule.misses)[not wanted]
        ]
        fired = self.match_batch(Batch.of(normalize_all([text for _, text, _ in own])))
        for (rule, text, wanted), hits in zip(own, fired, strict=True):
            if any(hit.rule is rule for hit in hits) != wanted:
                yield f"{rule.id} must {'' if wanted else 'not '}hit: {text}"

    @cached_property
    def _owned(self) -> list[tuple[int, Pattern]]:
        """All patterns, each with the number of its rule."""
        return [(number, pattern) for number, rule in enumerate(self.rules) for pattern in rule.patterns]

    @cached_property
    def _index(self) -> _Index:
        return _Index([pattern.needs[:_NEEDS] for _, pattern in self._owned])


class _Index:
    """Which patterns may match a text at all: those for which one of each of their needed options stands in it."""

    def __init__(self, needs: Sequence[tuple[Options, ...]]) -> None:
        groups = list(dict.fromkeys(options for each in needs for options in each))
        place = {options: number for number, options in enumerate(groups)}
        holders: dict[str, list[int]] = defaultdict(list)
        for number, options in enumerate(groups):
            for string in {option[:_BEGINNING] for option in options}:
                holders[string].append(number)
        self._strings = Strings(list(holders))
        self._groups = _Lists(list(holders.values()))
        first: list[list[int]] = [[] for _ in groups]
        for which, each in enumerate(needs):
            first[place[each[0]]].append(which)
        self._patterns = _Lists(first)
        self._leads = np.array([bool(each) for each in first])
        self._rest = np.array([[place[o] for o in (each * _NEEDS)[1:_NEEDS]] for each in needs], np.int64)

    def candidates(self, batch: Batch) -> Iterator[tuple[int, int]]:
        """Texts and patterns, pair by pair, in order."""
        places, strings = self._strings.find(batch)
        rows = batch.rows[places]
        pairs = [np.zeros(0, np.int64)]
        for begin in range(0, len(batch.texts), _AT_ONCE):
            here = (rows >= begin) & (rows < begin + _AT_ONCE)
            spread, groups = self._groups.spread(rows[here] - begin, strings[here])
            stands = np.zeros((_AT_ONCE, len(self._leads)), bool)
            stands[spread, groups] = True
            lead = self._leads[groups]
            row, which = self._patterns.spread(spread[lead], groups[lead])
            all_stand = stands[row[:, None], self._rest[which]].all(axis=1)
            pairs.append(np.unique((row[all_stand] + begin) * len(self._rest) + which[all_stand]))
        found = np.divmod(np.concatenate(pairs), len(self._rest))
        return zip(*(each.tolist() for each in found), strict=True)


class _Lists:
    """Lists of numbers, by number, laid end to end."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self._sizes = np.array([len(each) for each in lists], np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._flat = np.array([number for each in lists for number in each], np.int64)

    def spread(self, rows: NDArray[np.int64], which: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Each row with every member of its list."""
        sizes = self._sizes[which]
        ends = np.cumsum(sizes)
        inside = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        return np.repeat(rows, sizes), self._flat[np.repeat(self._starts[which], sizes) + inside]


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
