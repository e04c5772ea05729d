"""How each rule does on labelled sentences: how often it fires, and how often its type is there when it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from policyclf.rows import LabelRow
from policyclf.rules import Rule, Rules


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A rule, the sentences it ``fired`` on and those of them that carry its type (``right``)."""

    rule: Rule
    fired: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of its hits that carry the type; of a veto that is the share it was wrong on. None if it never fired."""
        return self.right / self.fired if self.fired else None


def score_rules(rules: Rules, rows: Sequence[LabelRow]) -> list[RuleScore]:
    """Every rule on the rows that somebody judged for its type, in the order of the files.

    >>> from policyclf.bundled import bundled
    >>> from policyclf.rules import Rules
    >>> rules = Rules.load(bundled("labels"), ["land", "finance", "talent", "approval", "platform"])
    >>> rows = [LabelRow("1", "盘活闲置土地2000亩。", ("land",))]
    >>> {(score.fired, score.right) for score in score_rules(rules, rows) if score.fired}
    {(1, 1)}
    """
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        for hit in rules.match(row.text):
            if hit.rule.type not in row.unknown:
                fired[hit.rule.id] += 1
                right[hit.rule.id] += hit.rule.type in row.measures
    return [RuleScore(rule, fired[rule.id], right[rule.id]) for rule in rules.rules]
