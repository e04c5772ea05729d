"""The shape of the package: who imports whom, what is public, what an import costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import policyclf
from tests.golden import ROOT

# A module imports only from lines above its own.
ORDER = (
    "errors",
    "files",
    "bundled",
    "tables",
    "characters",
    "document",
    "words",
    "strings",
    "measures",
    "read",
    "layout",
    "sentences",
    "regions",
    "patterns",
    "prefilter",
    "rules",
    "stored",
    "vectors",
    "features",
    "classifier",
    "scoring",
    "model",
    "rows",
    "labels",
    "exchange",
    "rulescore",
    "tagger",
    "candidates",
    "sitting",
    "suggesting",
    "explain",
    "emphases",
    "report",
    "fitting",
    "recipe",
    "presume",
    "estimator",
    "labelled",
    "evaluation",
    "suspecting",
    "changes",
    "comparison",
    "curve",
    "training",
    "cli",
)
PACKAGE = ROOT / "policyclf"


def _rooms(path: Path) -> set[str]:
    """The rooms of the package that a module imports at any depth; names only for type checkers left out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("policyclf."):
            found.add((node.module or "").split(".")[1])
    return found


def test_imports_go_one_way() -> None:
    wrong: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in ("__init__", "__main__"):
            continue
        assert room in ORDER, f"{path}: a room that the order does not know"
        wrong += [f"{room} imports {other}" for other in _rooms(path) if ORDER.index(other) > ORDER.index(room)]
    assert wrong == []


def test_public_names() -> None:
    assert set(policyclf.__all__) == {
        *(
            "Comparison",
            "Emphasis",
            "MeasureClassifier",
            "PolicyclfError",
            "Region",
            "Scores",
            "TaggedDocument",
            "TaggedSentence",
            "Tagger",
            "TrainReport",
        ),
        *("compare", "emphasis", "evaluate", "load", "train"),
    }
    assert all(callable(getattr(policyclf, name)) for name in policyclf.__all__)


def _loaded(code: str) -> set[str]:
    code += "; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_an_import_costs_nothing_and_tagging_does_not_need_scikit_learn() -> None:
    assert not {"numpy", "sklearn", "jieba", "click"} & _loaded("import policyclf")
    assert not {"numpy", "sklearn", "jieba"} & _loaded("from policyclf.cli import main")
    assert not {"sklearn", "scipy", "jieba"} & _loaded("import policyclf; policyclf.load()")
    tagged = _loaded("import policyclf; policyclf.load().tag('衢州市设立产业基金。')")
    assert "numpy" in tagged
    assert not {"sklearn", "pandas", "joblib"} & tagged


def test_the_library_never_prints() -> None:
    for path in PACKAGE.rglob("*.py"):
        if "cli" not in path.parts:
            assert "import click" not in path.read_text(encoding="utf-8"), path
