"""Rules as a model folder holds them: plain data, in which options that many patterns share stand once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from policyclf.patterns import Options, Pattern
from policyclf.rules import Rule, Rules


class StoredRules(Rules):
    """The rules of a model folder, made when they are first asked for: they are two fifths of what loading a model would take."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order of the files."""
        data = json.loads(self._data)
        shared = [tuple(options) for options in data["options"]]

        def patterns(each: Sequence[Any]) -> tuple[Pattern, ...]:
            return tuple(
                Pattern(tuple(tuple(p if isinstance(p, str) else (p[0], shared[p[1]]) for p in q) for q in parts))
                for parts in each
            )

        def rule(row: Mapping[str, Any]) -> Rule:
            made: dict[str, Any] = {key: patterns(row[key]) for key in ("patterns", "unless")}
            return Rule(**{**row, **made, "hits": tuple(row["hits"]), "misses": tuple(row["misses"])})

        return tuple(rule(row) for row in data["rules"])


def dump_rules(rules: Rules) -> dict[str, Any]:
    """The plain data that :class:`StoredRules` reads as JSON."""
    numbers: dict[Options, int] = {}

    def plain(piece: Any) -> Any:
        return piece if isinstance(piece, str) else [piece[0], numbers.setdefault(piece[1], len(numbers))]

    def patterns(each: Sequence[Pattern]) -> list[Any]:
        return [[[plain(piece) for piece in part] for part in pattern.parts] for pattern in each]

    rows = [
        {key: getattr(rule, key) for key in ("id", "type", "instrument", "polarity", "hits", "misses")}
        | {"patterns": patterns(rule.patterns), "unless": patterns(rule.unless)}
        for rule in rules.rules
    ]
    return {"rules": rows, "options": list(numbers)}
