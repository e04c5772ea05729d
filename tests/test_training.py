"""Training and model folders: reproducible, complete, checked before use, never over another unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import policyclf
from policyclf.errors import LabelsError, ModelError
from policyclf.model import load_model
from policyclf.training import train
from tests.conftest import ROOT

COMMITTED = ROOT / "models" / "default"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_committed_model_is_what_its_labels_build(tmp_path: Path) -> None:
    train(ROOT / "labels", tmp_path / "built", jobs=2)
    built, committed = _files(tmp_path / "built"), _files(COMMITTED)
    made_with = json.loads(committed["card.json"])["versions"]
    if made_with != json.loads(built["card.json"])["versions"]:
        pytest.skip(f"the committed model was built with {made_with}; with other versions the last bits may differ")
    assert built == committed, "labels or code changed: make model"


def test_a_new_type_needs_no_code(small_labels: Path, tmp_path: Path) -> None:
    report = train(small_labels, tmp_path / "mine")
    tagger = policyclf.load(tmp_path / "mine")
    rows = tagger.tag_sentences(["成立5个商事调解中心。", "供应工业用地。", "粮食产量达到8万吨。"])
    assert [row.measures for row in rows] == [("law",), ("land",), ()]
    assert rows[1].evidence["land"][0] == "rule:land.supply"
    assert report.examples == {"land": 12, "law": 12}
    result = policyclf.emphasis([tagger.tag("衢州市成立5个商事调解中心。")], measures=tagger.measures)
    assert result.regions[0].cells["law"].count == 1


def test_a_model_is_never_replaced_unasked(small_labels: Path, tmp_path: Path) -> None:
    train(small_labels, tmp_path / "mine")
    before = _files(tmp_path / "mine")
    with pytest.raises(ModelError, match="is there already"):
        train(small_labels, tmp_path / "mine")
    train(small_labels, tmp_path / "mine", force=True)
    assert _files(tmp_path / "mine") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_force_does_not_delete_a_folder_that_is_no_model(small_labels: Path) -> None:
    with pytest.raises(ModelError, match="is not a model folder"):
        train(small_labels, small_labels, force=True)
    assert (small_labels / "measures.toml").is_file()


def test_a_type_without_examples(small_labels: Path, tmp_path: Path) -> None:
    with (small_labels / "measures.toml").open("a", encoding="utf-8") as file:
        file.write('[[measure]]\nid = "water"\nzh = "水"\nen = "Water"\ndefinition = "."\n')
    with pytest.raises(LabelsError, match="hold no sentence with 'water'"):
        train(small_labels, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("card.json", b"{", r"card\.json: is missing or damaged"),
        ("card.json", b'{"protocol": 99, "files": {}}', "was written by protocol 99"),
        ("weights.npz", b"PK", r"weights\.npz: is not the file that was saved"),
        ("features.txt", None, r"features\.txt: cannot be read"),
    ],
)
def test_a_damaged_model_says_what_is_wrong(
    small_labels: Path, tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    folder = tmp_path / "mine"
    train(small_labels, folder)
    (folder / name).unlink() if data is None else (folder / name).write_bytes(data)
    with pytest.raises(ModelError, match=says) as caught:
        load_model(folder)
    assert "policyclf train" in caught.value.remedy


def test_no_model_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is no model folder"):
        policyclf.load(tmp_path / "no")
