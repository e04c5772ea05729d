"""Fixtures that several test modules share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

import policyclf
from policyclf.tagger import Tagger

ROOT = Path(__file__).parent.parent
settings.register_profile("untimed", deadline=None)  # what is slow on a busy machine is no failure
settings.load_profile("untimed")
TYPES = ("land", "finance", "talent", "approval", "platform")


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return policyclf.load()


@pytest.fixture
def small_labels(tmp_path: Path) -> Path:
    """A labels folder of two types that trains in a blink."""
    folder = tmp_path / "labels"
    (folder / "sentences").mkdir(parents=True)
    (folder / "rules").mkdir()
    shutil.copy(ROOT / "labels" / "rules" / "lists.toml", folder / "rules")
    (folder / "measures.toml").write_text(
        '[[measure]]\nid = "land"\nzh = "土地"\nen = "Land"\ndefinition = "."\n'
        '[[measure]]\nid = "law"\nzh = "法治"\nen = "Law"\ndefinition = "."\n',
        encoding="utf-8",
    )
    (folder / "rules" / "land.toml").write_text(
        'type = "land"\n[[rule]]\nid = "land.supply"\ninstrument = "供地"\npatterns = ["供应…用地"]\n'
        'hits = ["供应工业用地。"]\nmisses = ["供应蔬菜。"]\n',
        encoding="utf-8",
    )
    said = {"land": "盘活闲置土地{}亩", "law": "成立{}个商事调解中心", "": "粮食产量达到{}万吨"}
    rows = [
        f'{{"text": "{text.format(n)}。", "measures": [{f"{chr(34)}{kind}{chr(34)}" if kind else ""}], "doc": "d{n % 3}"}}'
        for kind, text in said.items()
        for n in range(12)
    ]
    (folder / "sentences" / "ours.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
