"""Labels and taxonomy: what is read, and what each broken row says."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyclf.bundled import bundled
from policyclf.errors import LabelsError
from policyclf.labels import load_labels
from policyclf.measures import load_measures
from tests.conftest import TYPES


def test_bundled_labels_hold_together() -> None:
    rows = load_labels(bundled("labels"), TYPES)
    assert len({row.id for row in rows}) == len(rows)
    assert {row.source for row in rows} == {"seed", "written"}
    assert all(row.doc for row in rows if row.source == "seed")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", r"more\.jsonl:2: is not JSON"),
        ('{"text": " ", "measures": []}', r"more\.jsonl:2: has no text"),
        ("[]", "has no text"),
        ('{"text": "x"}', "measures is not a list of types"),
        ('{"text": "x", "measures": "land"}', "measures is not a list of types"),
        ('{"text": "x", "measures": ["water"]}', "'water' is no type; one of land, law"),
        ('{"text": "x", "measures": ["land"], "unknown": ["land"]}', "says both yes and unknown of 'land'"),
        ('{"text": "盘 活。", "measures": []}', r"contradicts .*more\.jsonl:1 on the same sentence"),
    ],
)
def test_a_broken_row_names_its_place(small_labels: Path, line: str, says: str) -> None:
    path = small_labels / "sentences" / "more.jsonl"
    path.write_text('{"text": "盘活。", "measures": ["land"]}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(LabelsError, match=says) as caught:
        load_labels(small_labels, ["land", "law"])
    assert caught.value.remedy


def test_unknown_types_and_unseen_rows_are_kept_apart(small_labels: Path) -> None:
    path = small_labels / "sentences" / "unseen.jsonl"
    path.write_text('\ufeff{"text": "设厅。", "measures": ["law"], "unknown": ["land"]}\n\n', encoding="utf-8")
    (row,) = [row for row in load_labels(small_labels, ["land", "law"]) if row.unseen]
    assert (row.id, row.measures, row.unknown, row.group) == ("unseen-1", ("law",), ("land",), "unseen-1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "defines no measure"),
        ('[[measure]]\nid = "land"\n', r"measures\.toml:2: a measure lacks one of"),
        ('[[measure]]\nid = "土地"\nzh="a"\nen="b"\ndefinition="c"\n', "is no id"),
        ('[[measure]]\nid = "a"\nzh="a"\nen="b"\ndefinition="c"\n' * 2, "is defined twice"),
    ],
)
def test_a_broken_taxonomy_names_its_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "measures.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LabelsError, match=says):
        load_measures(tmp_path)


def test_no_labels_at_all(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match=r"cannot be read \(No such file"):
        load_measures(tmp_path)
    with pytest.raises(LabelsError, match=r"holds no \.jsonl file"):
        load_labels(tmp_path, ["land"])
