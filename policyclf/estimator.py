"""The classifier as a scikit-learn estimator: lists of texts in, a multi-label indicator matrix out.

For those who have their own cross-validation, grid search or pipeline. What it fits is what :func:`policyclf.train` fits; what
scikit-learn asks of an estimator is kept: the constructor only stores, ``fit`` learns, learned attributes end in ``_``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from policyclf.bundled import bundled
from policyclf.classifier import Classifier
from policyclf.errors import OptionError
from policyclf.features import Floats
from policyclf.fitting import FitOptions
from policyclf.measures import load_measures
from policyclf.recipe import Recipe, guess, rules_of
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.vectors import load_vectors


class MeasureClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Tags sentences with types of measure.

    Parameters: ``types``, the ids of the columns of ``y`` (those of the labels folder if left out); ``labels``, the folder that
    types and rules are read from (the bundled one); ``rules``, whether its rules take part; ``vectors``, a folder of word
    vectors (the bundled one); ``strength``, ``trust``, ``threshold`` and the other options of
    :class:`policyclf.fitting.FitOptions`, whose values hold where one is left out.

    Learned: ``classes_`` (the ids, shape (k,)), ``classifier_``, ``rules_``.

    >>> texts = ["盘活闲置土地", "供应工业用地", "设立产业基金", "发放贷款贴息"] * 5
    >>> y = [[1, 0], [1, 0], [0, 1], [0, 1]] * 5
    >>> model = MeasureClassifier(types=("land", "finance"), rules=False).fit(texts, y)
    >>> model.predict(["盘活工业用地", "设立贷款基金"])
    array([[1, 0],
           [0, 1]])
    """

    def __init__(
        self,
        *,
        types: Sequence[str] | None = None,
        labels: str | Path | None = None,
        rules: bool = True,
        vectors: str | Path | None = None,
        strength: float | None = None,
        least: int | None = None,
        trust: float | None = None,
        threshold: float | None = None,
    ) -> None:
        self.types = types
        self.labels = labels
        self.rules = rules
        self.vectors = vectors
        self.strength = strength
        self.least = least
        self.trust = trust
        self.threshold = threshold

    def fit(
        self,
        X: Sequence[str],  # noqa: N803
        y: ArrayLike,
        *,
        groups: Sequence[str] | None = None,
        sample_weight: Sequence[float] | None = None,
    ) -> MeasureClassifier:
        """Learns from texts (n) and labels (n, k): 1 yes, 0 no, -1 not judged.

        ``groups`` (n) are the documents of the texts: the joining of words and rules is then learned without what a document's
        sentences share. Raises :class:`OptionError` where shapes do not fit, :class:`LabelsError` where a type has no example or nothing else.
        """
        folder = Path(self.labels) if self.labels is not None else bundled("labels")
        known = tuple(measure.id for measure in load_measures(folder))
        types = tuple(self.types) if self.types is not None else known
        texts, target = _texts(X), np.asarray(y)
        if target.shape != (len(texts), len(types)):
            shape = f"{len(texts)} texts and {len(types)} types need y of shape ({len(texts)}, {len(types)})"
            raise OptionError("y", f"has the shape {target.shape}; {shape}", "name its columns with types=")
        if not np.isin(target, (-1, 0, 1)).all():
            raise OptionError(
                "y", "holds something else than 1, 0 and -1", "see sklearn.preprocessing.MultiLabelBinarizer"
            )
        names = [str(n) for n in range(len(texts))] if groups is None else list(map(str, groups))
        weights = np.ones(len(texts)) if sample_weight is None else np.asarray(sample_weight, float)
        rows = [
            LabelRow(
                str(n),
                text,
                tuple(kind for kind, value in zip(types, each, strict=True) if value == 1),
                tuple(kind for kind, value in zip(types, each, strict=True) if value == -1),
                doc=name,
                weight=float(weight),
            )
            for n, (text, each, name, weight) in enumerate(zip(texts, target, names, weights, strict=True))
        ]
        rules = rules_of(Rules.load(folder, known), types) if self.rules else Rules([])
        vectors = load_vectors(Path(self.vectors) if self.vectors is not None else bundled("models/vectors"))
        self.classes_ = np.array(types)
        self.rules_ = rules
        self.classifier_: Classifier = Recipe(rows, types, rules, vectors, self._options()).fit()
        return self

    def predict_proba(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Calibrated probabilities, each type for itself; shape (n, k)."""
        check_is_fitted(self)
        return np.asarray(guess(self.classifier_, self.rules_, _texts(X)).scores[-1])

    def decision_function(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Log-odds above those of the type's threshold: positive where :meth:`predict` says yes; shape (n, k)."""
        return _log_odds(self.predict_proba(X)) - _log_odds(np.asarray(self.classifier_.thresholds))

    def predict(self, X: Sequence[str]) -> NDArray[np.int64]:  # noqa: N803
        """Indicator matrix: 1 where the probability reaches the type's threshold; shape (n, k)."""
        check_is_fitted(self)
        return np.asarray(guess(self.classifier_, self.rules_, _texts(X)).said[-1].astype(np.int64))

    def score(self, X: Sequence[str], y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:  # noqa: N803
        """Macro-F1, by which models are compared everywhere in policyclf; labels of -1 do not count.

        The share of rows that are right in every type, which is scikit-learn's usual score of such a matrix, says little where most
        rows carry no type.
        """
        truth, said = np.asarray(y), self.predict(X)
        weight = np.ones(len(said)) if sample_weight is None else np.asarray(sample_weight, float)
        right, claimed, there = (
            weight @ each for each in ((truth == 1) & (said == 1), (truth >= 0) & (said == 1), truth == 1)
        )
        whole = claimed + there
        return float(np.mean(2 * right / np.where(whole > 0, whole, 1)))

    def _options(self) -> FitOptions:
        given = {field.name: getattr(self, field.name, None) for field in fields(FitOptions)}
        return replace(FitOptions(), **{name: value for name, value in given.items() if value is not None})

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array, tags.input_tags.sparse = True, False, False
        tags.target_tags.multi_output, tags.target_tags.single_output = True, False
        tags.classifier_tags.multi_label = True
        return tags


def _texts(values: Any) -> list[str]:
    """A list of texts; :class:`OptionError` for one text, numbers or a table."""
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise OptionError("X", "is no list of texts", "give a list of str, or a column of a table")
    return [str(value) for value in values]


def _log_odds(shares: Floats) -> Floats:
    clipped = np.clip(shares, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(clipped / (1 - clipped)))
