"""The learning curve: more labels help where there is something to learn, and it says where they no longer do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policyclf.cli import main
from policyclf.curve import Curve, learning_curve
from policyclf.errors import LabelsError
from policyclf.labels import write_rows
from policyclf.rows import LabelRow
from tests.sampled import labels_folder, rows_of

TYPES = ("finance", "talent")


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small folder and a file that adds to it."""
    folder = tmp_path_factory.mktemp("curve")
    write_rows(folder / "more.jsonl", rows_of(TYPES)[60:260])
    return labels_folder(folder / "labels", TYPES, rows_of(TYPES)[:60]), folder / "more.jsonl"


@pytest.fixture(scope="module")
def curve(labels: tuple[Path, Path]) -> Curve:
    return learning_curve(labels[0], add=[labels[1]], draws=2)


def test_more_labels_help(curve: Curve) -> None:
    macro = [point for point in curve.points if point.type == "macro"]
    assert [point.labels / 208 for point in macro] == pytest.approx(
        [0.125, 0.25, 0.5, 1.0], abs=0.02
    )  # four fifths of 260
    assert macro[-1].f1 > macro[0].f1 + 0.1
    assert all(point.interval[0] <= point.f1 <= point.interval[1] for point in macro)
    assert curve.gains["macro"].change == pytest.approx(macro[-1].f1 - macro[-2].f1)
    assert (curve.documents, curve.sentences, set(curve.gains)) == (260, 260, {*TYPES, "macro"})
    examples = {point.type: point.examples for point in curve.points if point.labels == macro[-1].labels}
    assert examples["finance"] + examples["talent"] >= 104  # every second row carries one


def test_two_runs_agree_on_all_labels(labels: tuple[Path, Path], curve: Curve) -> None:
    one = learning_curve(labels[0], add=[labels[1]], draws=1)
    assert one.points[-3:] == curve.points[-3:]  # all labels are all labels


def test_labels_that_are_easy_do_not_ask_for_more(tmp_path: Path) -> None:
    said = {"finance": "设立产业基金{}支。", "talent": "引进博士{}名。", "": "粮食产量达到{}万吨。"}
    rows = [
        LabelRow(f"{kind}{n}", text.format(n), (kind,) if kind else (), doc=f"d{n % 8}")
        for kind, text in said.items()
        for n in range(40)
    ]
    found = CliRunner().invoke(
        main, ["evaluate", "--labels", str(labels_folder(tmp_path / "l", TYPES, rows)), "--curve", "--draws", "1"]
    )
    assert found.exit_code == 0
    assert "没有类型的提高超出区间" in found.output


def test_it_comes_as_text_table_and_data(curve: Curve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyclf.curve.learning_curve", lambda *_, **__: curve)
    command = ["evaluate", "--curve"]
    outputs: dict[str, str] = {}
    for form in ("text", "csv", "json"):
        done = CliRunner().invoke(main, [*command, "--format", form, "--lang", "en", "-o", str(tmp_path / form)])
        assert (done.exit_code, done.output) == (0, "")
        outputs[form] = (tmp_path / form).read_text(encoding="utf-8-sig")
    data = json.loads(outputs["json"])
    rows = list(csv.DictReader(io.StringIO(outputs["csv"])))
    assert [float(row["f1"]) for row in rows] == [point["f1"] for point in data["points"]]
    last = data["points"][-1]["f1"]  # rounded already: the text may round the other way
    assert any(f"{last + off:.3f}" in outputs["text"] for off in (-0.0005, 0, 0.0005))
    assert "The last doubling (104 to 208 labels) changed macro" in outputs["text"]


def test_too_few_labels_say_so(small_labels: Path) -> None:
    with pytest.raises(LabelsError, match="holds 36 rows; label at least 80"):
        learning_curve(small_labels)
