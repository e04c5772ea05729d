"""Labels to a model folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from policyclf import __version__
from policyclf.bundled import bundled
from policyclf.fitting import FitOptions, fit
from policyclf.labels import LabelRow, load_labels
from policyclf.measures import load_measures
from policyclf.model import Model, save_model
from policyclf.rules import Rules


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What was trained on and where it was written."""

    folder: Path
    rows: int
    examples: dict[str, int]
    features: int
    rules: int


def train(
    labels: str | Path | None = None,
    out: str | Path = "models/mine",
    *,
    add: Iterable[str | Path] = (),
    options: FitOptions | None = None,
    force: bool = False,
) -> TrainReport:
    """Trains on a labels folder and added label files and writes a model folder.

    The same labels give the same folder, byte for byte, with the same versions of the libraries. Raises
    :class:`LabelsError` for labels that do not hold together and :class:`ModelError` if ``out`` exists and ``force`` is not set.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    added = [Path(path) for path in add]
    measures, out = load_measures(folder), Path(out)
    types = [measure.id for measure in measures]
    rows, rules = load_labels(folder, types, added), Rules.load(folder, types)
    classifier = fit(rows, types, rules, options or FitOptions())
    examples = {kind: sum(kind in row.measures for row in rows) for kind in types}
    card = _card(folder, added, rows, examples, rules)
    save_model(Model(measures, rules, classifier, card), out, force=force)
    return TrainReport(out, len(rows), examples, len(classifier.vectorizer.names), len(rules.rules))


def _card(
    labels: Path, added: Sequence[Path], rows: Sequence[LabelRow], examples: dict[str, int], rules: Rules
) -> dict[str, Any]:
    sources = [*sorted((labels / "sentences").rglob("*.jsonl")), *added]
    return {
        "policyclf": __version__,
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "jieba")},
        "trained_on": {
            "rows": len(rows),
            "unseen_by_rule_writers": sum(row.unseen for row in rows),
            "examples": examples,
            "rules": len(rules.rules),
            "files": {_name(path, labels): hashlib.sha256(path.read_bytes()).hexdigest() for path in sources},
        },
    }


def _name(path: Path, labels: Path) -> str:
    return path.relative_to(labels).as_posix() if path.is_relative_to(labels) else path.name
