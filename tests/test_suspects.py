"""``policyclf labels suspects``: labels that were made wrong on purpose are found, and the reason is said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from policyclf.bundled import bundled
from policyclf.cli.labels import labels
from policyclf.errors import LabelsError
from policyclf.labels import load_labels, write_rows
from policyclf.recipe import Recipe
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.suspecting import confident, suspects
from policyclf.vectors import Vectors, load_vectors
from tests.conftest import TYPES


@pytest.fixture(scope="session")
def vectors() -> Vectors:
    return load_vectors(bundled("models/vectors"))


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(labels, ["suspects", *[str(arg) for arg in args]])


def test_planted_errors_are_found(vectors: Vectors) -> None:
    """Of 500 real and written rows, 5% get a type too many or too few. No rules: they would find more (docs/labels.md)."""
    chance = np.random.default_rng(0)
    every = load_labels(bundled("labels"), TYPES)
    rows = [every[at] for at in sorted(chance.permutation(len(every))[:500])]
    wrong: set[str] = set()
    for at in chance.permutation(len(rows))[: len(rows) // 20].tolist():
        kind = str(chance.choice(rows[at].measures or TYPES))
        without = tuple(each for each in rows[at].measures if each != kind)
        rows[at] = replace(rows[at], measures=without if kind in rows[at].measures else (*without, kind))
        wrong.add(rows[at].id)
    found = suspects(Recipe(rows, TYPES, Rules(()), vectors))
    first = [each.row.id for each in found[: len(rows) // 10]]
    assert len(wrong & {*first}) >= 0.4 * len(wrong)  # by chance a tenth
    assert [each.margin for each in found] == sorted((each.margin for each in found), reverse=True)
    for each in found:
        for doubt in each.doubts:
            assert doubt.given == (doubt.type in each.row.measures)
            assert doubt.given != (doubt.type in doubt.like.measures)


def test_of_labels_and_scores_alone() -> None:
    labels = np.array([[1, 0], [1, 1], [0, 0], [0, -1], [-1, 0]], np.int8)
    scores = np.array([[0.9, 0.1], [0.05, 0.9], [0.1, 0.95], [0.8, 0.9], [0.99, np.nan]])
    margins, sure = confident(labels, scores)
    assert np.argwhere(sure).tolist() == [[1, 0], [2, 1], [3, 0]]
    assert margins[1, 0] == pytest.approx(0.9)
    assert margins[2, 1] == pytest.approx(0.9)
    assert not confident(np.zeros((3, 1), np.int8), np.full((3, 1), 0.9))[1].any()  # a type that nobody gave


def test_what_one_document_alone_holds_is_not_judged(vectors: Vectors) -> None:
    rows = [LabelRow(f"a{n}", f"盘活闲置土地{n}亩。", ("land",), doc="a") for n in range(6)]
    rows += [LabelRow(f"b{n}", f"粮食产量达到{n}万吨。", (), doc="b") for n in range(6)]
    assert suspects(Recipe(rows, ("land",), Rules(()), vectors)) == []
    with pytest.raises(LabelsError, match="all of one document"):
        suspects(Recipe(rows[:6], ("land",), Rules(()), vectors))


@pytest.fixture
def spoilt(small_labels: Path) -> Path:
    """Labels of which one is wrong."""
    path = small_labels / "sentences" / "ours.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = json.dumps(json.loads(lines[3]) | {"measures": ["law"], "annotator": "王"}, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return small_labels


def test_the_reason_is_said_in_words(spoilt: Path) -> None:
    done = _run(spoilt)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "1 句的标注可疑，按可疑程度排列"
    assert lines[2:4] == ["ours-4  标注: 法治 (王)", "  盘活闲置土地3亩。"]
    assert re.match("  - 标了“法治”，而没见过这篇文档的模型只给 0\\.[01]", lines[4])
    assert lines[5].startswith("  - 没标“土地”，而没见过这篇文档的模型给 0.9")
    assert lines[5].rpartition("；")[2].startswith("最相近而标注相反的：ours-")
    english = _run(spoilt, "--lang", "en").stdout
    assert "- not labelled Land, to which a model that did not see the document gives 0." in english


def test_rows_for_a_tool_and_added_rows_alone(spoilt: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.jsonl"
    assert _run(spoilt, "--format", "jsonl", "-o", out).exit_code == 0
    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (row["id"], row["measures"]) == ("ours-4", ["law"])
    assert row["suspect"].startswith("标了“法治”")
    assert " | 没标“土地”" in row["suspect"]
    assert "is there already" in _run(spoilt, "-o", out).stderr
    added = tmp_path / "added.jsonl"
    write_rows(
        added, [LabelRow("n", "成立9个商事调解中心。", (), doc="n"), LabelRow("m", "粮食产量达到9万吨。", (), doc="m")]
    )
    text = _run(spoilt, "--add", added, "--lang", "en").stdout
    assert [line for line in text.splitlines() if "labelled: " in line] == ["n  labelled: none"]
