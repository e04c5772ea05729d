"""Labels to a model folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from policyclf import __version__
from policyclf.bundled import bundled
from policyclf.evaluation import Scores, score_documents, score_unseen
from policyclf.fitting import FitOptions, fit
from policyclf.labels import load_labels
from policyclf.measures import load_measures
from policyclf.model import Model, save_model
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.vectors import Vectors, load_vectors


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
    vectors: str | Path | None = None,
    options: FitOptions | None = None,
    force: bool = False,
    jobs: int = 1,
) -> TrainReport:
    """Trains on a labels folder, added label files and word vectors (the bundled ones if left out); writes a model folder.

    The card holds the scores of :mod:`policyclf.evaluation` where the labels allow them: ten more models are fitted for
    that, over ``jobs`` processes. The same labels give the same folder, byte for byte, with the same versions of the libraries. Raises
    :class:`LabelsError` for labels that do not hold together and :class:`ModelError` if ``out`` exists and ``force`` is not set.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    added = [Path(path) for path in add]
    measures, out = load_measures(folder), Path(out)
    types = [measure.id for measure in measures]
    rows, rules = load_labels(folder, types, added), Rules.load(folder, types)
    embedded = load_vectors(Path(vectors) if vectors is not None else bundled("models/vectors"))
    classifier = fit(rows, types, rules, embedded, options or FitOptions())
    examples = {kind: sum(kind in row.measures for row in rows) for kind in types}
    card = _card(folder, added, rows, examples, rules) | {"scores": _scored(rows, types, rules, embedded, jobs)}
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


def _scored(
    rows: Sequence[LabelRow], types: Sequence[str], rules: Rules, vectors: Vectors, jobs: int
) -> dict[str, Any]:
    """Scores for the card: documents left out in turn where there are several, and rows that no rule-writer saw."""
    found: dict[str, Scores] = {}
    if len({row.doc for row in rows if row.doc}) > 1:
        found["documents_left_out"] = score_documents(rows, types, rules, vectors, jobs=jobs)
    if sum(row.unseen for row in rows) > 1:
        found["unseen_by_rule_writers"] = score_unseen(rows, types, rules, vectors, jobs=jobs)
    return {name: _plain(asdict(scores)) for name, scores in found.items()}


def _plain(value: Any) -> Any:
    """Numbers to three places: what lies behind them is noise."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return round(value, 3) if isinstance(value, float) else value
