"""The classifier as a scikit-learn estimator: its contract, and that it is the model that train gives."""

from __future__ import annotations

import doctest
import pickle
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import policyclf
from policyclf import MeasureClassifier
from policyclf.errors import OptionError
from policyclf.fitting import FitOptions, targets
from policyclf.labels import load_labels
from policyclf.training import train
from tests.conftest import ROOT
from tests.sampled import rows_of

TYPES = ("finance", "talent")
ROWS = rows_of(TYPES)[:120]
TEXTS = [row.text for row in ROWS]
Y = targets(ROWS, TYPES)


@pytest.fixture(scope="module")
def fitted() -> MeasureClassifier:
    return MeasureClassifier(types=TYPES, rules=False).fit(TEXTS, Y)


def test_the_page_in_the_documents_runs() -> None:
    assert doctest.testfile(str(ROOT / "docs" / "estimator.md"), module_relative=False, encoding="utf-8").failed == 0


def test_the_constructor_only_stores() -> None:
    options = {"types": ["a"], "labels": "no", "trust": -1.0, "threshold": 7.0}
    model = MeasureClassifier(**options)  # type: ignore[arg-type]
    assert model.get_params() | options == model.get_params()
    assert [name for name in vars(model) if name.endswith("_")] == []
    copied = clone(model).set_params(trust=0.5)
    assert (copied.get_params()["trust"], model.trust) == (0.5, -1.0)
    with pytest.raises(NotFittedError):
        MeasureClassifier().predict(["供地。"])


@pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
def test_cross_validation_gives_a_row_a_text_and_a_column_a_type(method: str) -> None:
    model = MeasureClassifier(types=TYPES, rules=False)
    found = cross_val_predict(model, TEXTS, Y, cv=2, method=method)
    assert found.shape == Y.shape
    assert set(np.unique(found)) == {0, 1} if method == "predict" else len(np.unique(found)) > 10


def test_a_grid_search_within_a_pipeline() -> None:
    pipe = make_pipeline(FunctionTransformer(), MeasureClassifier(types=TYPES, rules=False))
    groups = [n % 3 for n in range(len(TEXTS))]
    search = GridSearchCV(pipe, {"measureclassifier__threshold": [0.3, 0.99]}, cv=GroupKFold(3), error_score="raise")
    search.fit(TEXTS, Y, groups=groups)
    assert search.best_params_ == {"measureclassifier__threshold": 0.3}
    assert search.best_score_ == search.cv_results_["mean_test_score"].max() > 0.4


def test_what_the_methods_say_agrees(fitted: MeasureClassifier) -> None:
    said, shares = fitted.predict(TEXTS), fitted.predict_proba(TEXTS)
    assert np.array_equal(said, shares >= FitOptions().threshold - 1e-4)
    assert np.array_equal(said == 1, fitted.decision_function(TEXTS) >= 0)
    assert fitted.classes_.tolist() == list(TYPES)
    assert fitted.score(TEXTS, Y) > 0.8
    assert np.array_equal(pickle.loads(pickle.dumps(fitted)).predict_proba(TEXTS), shares)


def test_labels_that_nobody_judged_do_not_count(fitted: MeasureClassifier) -> None:
    y = Y.copy()
    y[::3, 0] = -1
    kept = np.arange(len(Y)) % 3 > 0
    partly = MeasureClassifier(types=TYPES, rules=False).fit(TEXTS, y)
    assert not np.array_equal(partly.predict_proba(TEXTS)[:, 0], fitted.predict_proba(TEXTS)[:, 0])
    one = MeasureClassifier(types=("finance",), rules=False).fit(TEXTS, Y[:, :1])
    half = np.where(kept, Y[:, 0], -1)[:, None]
    assert one.score(TEXTS, half) == pytest.approx(
        one.score([t for t, k in zip(TEXTS, kept, strict=True) if k], Y[kept, :1])
    )


def test_it_is_the_model_that_train_gives(small_labels: Path, tmp_path: Path) -> None:
    train(small_labels, tmp_path / "model")
    rows = load_labels(small_labels, ["land", "law"])
    model = MeasureClassifier(labels=small_labels)
    model.fit([row.text for row in rows], targets(rows, ["land", "law"]), groups=[row.doc for row in rows])
    texts = ["盘活闲置土地3亩。", "供应工业用地。", "成立调解中心。"]
    assert np.array_equal(model.predict_proba(texts), policyclf.load(tmp_path / "model").score_sentences(texts))


@pytest.mark.parametrize(
    ("texts", "y", "says"),
    [
        ("一句话", [[1, 0]], "is no list of texts"),
        ([1, 2], [[1, 0], [0, 1]], "is no list of texts"),
        (["a", "b"], [[1], [0]], r"has the shape \(2, 1\); 2 texts and 2 types need y of shape \(2, 2\)"),
        (["a", "b"], [[1, 2], [0, 1]], "something else than 1, 0 and -1"),
    ],
)
def test_what_does_not_fit_says_so(texts: list[str], y: list[list[int]], says: str) -> None:
    with pytest.raises(OptionError, match=says):
        MeasureClassifier(types=TYPES, rules=False).fit(texts, y)
