"""Labels to a model folder: the words' model, then its joining with the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policyclf import __version__
from policyclf.bundled import bundled
from policyclf.classifier import SIGNALS, Classifier, signals_of
from policyclf.errors import LabelsError
from policyclf.features import Floats, Vectorizer
from policyclf.labels import LabelRow, load_labels
from policyclf.measures import Measure, load_measures
from policyclf.model import Model, save_model
from policyclf.rules import Rules

Labels = NDArray[np.int8]
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How a model is fitted; every figure is the one that did best on whole documents left out (docs/decisions.md)."""

    strength: float = 4.0  # inverse of the words' L2 penalty
    join_strength: float = 1.0  # the same for the joining with the rules
    least: int = 2  # a feature stands in at least so many sentences
    folds: int = 5  # for the logits of sentences that the words' model did not see
    fewest: int = 8  # a type with fewer examples among the unseen rows learns its join on all rows


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
    options: TrainOptions | None = None,
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
    classifier = fit(rows, measures, rules, options or TrainOptions())
    examples = {kind: sum(kind in row.measures for row in rows) for kind in types}
    card = _card(folder, added, rows, examples, rules)
    save_model(Model(measures, rules, classifier, card), out, force=force)
    return TrainReport(out, len(rows), examples, len(classifier.vectorizer.names), len(rules.rules))


def fit(rows: Sequence[LabelRow], measures: Sequence[Measure], rules: Rules, options: TrainOptions) -> Classifier:
    """The classifier of some label rows; :class:`LabelsError` if a type has no example or nothing but examples."""
    types = tuple(measure.id for measure in measures)
    known = targets(rows, types)
    for at, kind in enumerate(types):
        if len({*known[:, at]} - {_UNKNOWN}) < 2:
            raise LabelsError("labels", f"hold no sentence with {kind!r}, or none without", f"label a few of {kind!r}")
    texts = [row.text for row in rows]
    vectorizer = Vectorizer.fit(texts, least=options.least)
    features = vectorizer.transform(texts)
    matrix = features.to_scipy(len(vectorizer.names))
    signals = signals_of([rules.match(text) for text in texts], types)
    unseen = np.array([row.unseen for row in rows])
    weights, bias = np.zeros((len(vectorizer.names), len(types))), np.zeros(len(types))
    join, offset = np.zeros((len(types), 1 + len(SIGNALS))), np.zeros(len(types))
    for at in range(len(types)):
        target = known[:, at]
        weights[:, at], bias[at] = _words(matrix, target, options)
        held = unseen & (target != _UNKNOWN)
        if min((target[held] == 1).sum(), (target[held] == 0).sum()) < options.fewest:
            held = target != _UNKNOWN
        logits = _unseen_logits(matrix, target, held, [row.group for row in rows], options)
        join[at], offset[at] = _join(np.column_stack([logits, signals[held, at]]), target[held], options)
    arrays = [np.float64(np.float16(array)) for array in (weights, bias, join, offset)]
    idf = np.float64(np.float16(vectorizer.idf))
    thresholds = np.full(len(types), 0.5)
    return Classifier(types, Vectorizer(vectorizer.names, idf), *arrays, thresholds)


def targets(rows: Sequence[LabelRow], types: Sequence[str]) -> Labels:
    """Yes (1), no (0) or unknown (-1) for each row and type."""
    return np.array([[_UNKNOWN if t in row.unknown else int(t in row.measures) for t in types] for row in rows], np.int8)


def _words(matrix: Any, target: NDArray[np.int8], options: TrainOptions) -> tuple[Floats, float]:
    """Weights and bias of the words' model of one type."""
    from sklearn.linear_model import LogisticRegression

    known = target != _UNKNOWN
    model = LogisticRegression(C=options.strength, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(matrix[known], target[known])
    return model.coef_[0], float(model.intercept_[0])


def _unseen_logits(
    matrix: Any, target: NDArray[np.int8], held: NDArray[np.bool_], groups: Sequence[str], options: TrainOptions
) -> Floats:
    """The words' logits of the held rows, each from a model that saw neither the row nor its document."""
    fold = np.array([hashlib.sha256(group.encode()).digest()[0] % options.folds for group in groups])
    found = np.zeros(len(target))
    for number in range(options.folds):
        test = held & (fold == number)
        if test.any():
            train = np.where(test, _UNKNOWN, target).astype(np.int8)
            weights, bias = _words(matrix, train, options)
            found[test] = matrix[test] @ weights + bias
    return found[held]


def _join(inputs: Floats, target: NDArray[np.int8], options: TrainOptions) -> tuple[Floats, float]:
    """How much the words' logit and the rules weigh, and the intercept: this is also what calibrates the score."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=options.join_strength, solver="liblinear", intercept_scaling=10.0, random_state=0)
    model.fit(inputs, target)
    return model.coef_[0], float(model.intercept_[0])


def _card(labels: Path, added: Sequence[Path], rows: Sequence[LabelRow], examples: dict[str, int], rules: Rules) -> dict[str, Any]:
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
