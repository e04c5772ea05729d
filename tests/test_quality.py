"""No score falls below its floor unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import gate


def test_scores_stay_above_their_floors() -> None:
    floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    reached = gate.reached()
    assert set(floors) == set(reached)
    assert {name: value for name, value in reached.items() if value < floors[name]} == {}


def test_floors_are_lowered_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr("sys.argv", ["gate.py"])
    assert gate.main() == 0
    high = dict.fromkeys(gate.reached(), 1.0)
    gate.FLOORS.write_text(json.dumps(high), encoding="utf-8")
    assert gate.main() == 1
    assert json.loads(gate.FLOORS.read_text(encoding="utf-8")) == high
    monkeypatch.setattr("sys.argv", ["gate.py", "--allow-lower"])
    assert gate.main() == 0
    assert json.loads(gate.FLOORS.read_text(encoding="utf-8")) != high
