"""Evaluation: whole documents left out, rules and classifier alone and together."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyclf.errors import LabelsError
from policyclf.evaluation import evaluate
from policyclf.recipe import VARIANTS
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.rulescore import score_rules


def test_scores_of_labels_that_are_easy(small_labels: Path) -> None:
    found = evaluate(small_labels)
    assert (found.documents, found.sentences) == (3, 36)
    assert tuple(found.by_type) == VARIANTS
    land = found.by_type["classifier"]["land"]
    assert (land.support, land.f1, land.interval) == (12, 1.0, (1.0, 1.0))
    assert found.by_type["rules"]["land"].f1 == 0  # its one rule knows another instrument
    assert found == evaluate(small_labels, jobs=2)


def test_every_rule_is_counted(small_labels: Path) -> None:
    rules = Rules.load(small_labels, ["land", "law"])
    rows = [
        LabelRow("1", "供应工业用地。", ("land",)),
        LabelRow("2", "供应商业用地。", ()),
        LabelRow("3", "供应用地。", (), ("land",)),
    ]
    (score,) = score_rules(rules, rows)
    assert (score.fired, score.right, score.precision) == (2, 1, 0.5)
    assert score_rules(rules, [])[0].precision is None


def test_one_document_is_not_enough(small_labels: Path) -> None:
    path = small_labels / "sentences" / "ours.jsonl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"d1"', '"d0"').replace('"d2"', '"d0"'), encoding="utf-8")
    with pytest.raises(LabelsError, match="labels fewer than two documents"):
        evaluate(small_labels)
