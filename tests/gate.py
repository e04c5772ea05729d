"""The quality gate: scores that the project computes from its own files may not fall below their floors.

python tests/gate.py                   raise the floors to what is reached now
python tests/gate.py --allow-lower     also lower them; say why in the commit
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "quality_floors.json"
_SLACK = 0.005  # another version of a library may move a score by so much


def reached() -> dict[str, float]:
    """F1 by view and type, and macro, of the committed model's card; test_training proves that its labels build it."""
    scores = json.loads((ROOT / "models" / "default" / "card.json").read_text(encoding="utf-8"))["scores"]
    found: dict[str, float] = {}
    for view, each in scores.items():
        found[f"{view} macro"] = each["macro"]["both"][0]
        found |= {f"{view} {kind}": score["f1"] for kind, score in each["by_type"]["both"].items()}
    return found


def main() -> int:
    old: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    now = {name: round(value - _SLACK, 3) for name, value in reached().items()}
    lower = [f"{name}: {old[name]} to {value}" for name, value in now.items() if value < old.get(name, 0.0)]
    if lower and "--allow-lower" not in sys.argv:
        sys.stderr.write("would lower: " + "; ".join(lower) + "\n")
        return 1
    FLOORS.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
