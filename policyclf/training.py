"""Labels to a model folder, compared with what the labels gave before some were added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from policyclf import __version__
from policyclf.bundled import bundled
from policyclf.changes import Changes, compare_tags
from policyclf.classifier import Classifier
from policyclf.comparison import Comparison, compare
from policyclf.document import Level
from policyclf.errors import OptionError, ReadError, RegressionError
from policyclf.evaluation import HeldOut, folds_of, join, score, tasks
from policyclf.fitting import FitOptions
from policyclf.labelled import Labelled, load_labelled
from policyclf.measures import Measure, define
from policyclf.model import Model, refuse_to_replace, save_model
from policyclf.read import Page, read
from policyclf.recipe import Recipe, Task, Watch, key, run
from policyclf.rows import LabelRow
from policyclf.tagger import Tagger
from policyclf.vectors import load_vectors


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What was trained on, where it was written, and what added rows changed (None where none were added).

    ``defined`` are the files that new types were written to.
    """

    folder: Path
    rows: int
    examples: dict[str, int]
    features: int
    rules: int
    comparison: Comparison | None = None
    defined: tuple[Path, ...] = ()


def train(
    labels: str | Path | None = None,
    out: str | Path = "models/mine",
    *,
    add: Iterable[str | Path] = (),
    weight: float = 1.0,
    types: Iterable[Measure] = (),
    corpus: Iterable[str | Path] = (),
    by: Level = "city",
    vectors: str | Path | None = None,
    options: FitOptions | None = None,
    force: bool = False,
    jobs: int = 1,
    watch: Watch | None = None,
) -> TrainReport:
    """Trains on a labels folder, added label files and word vectors (the bundled ones if left out); writes a model folder.

    ``weight`` is how many base rows an added row is worth. ``types`` defines types that the folder does not know; their definitions
    go to ``measures.toml`` beside the first added file, where they are found from then on.

    The card holds the scores of :mod:`policyclf.evaluation` where the labels allow them. With added rows, the base labels alone are fitted in
    the same folds and compared (:mod:`policyclf.comparison`), and, where pages of a ``corpus`` are given, on those, in a
    report ``by`` province, city or county. Five more models are fitted for the scores, five for the comparison, one for the
    corpus, over ``jobs`` processes; ``watch`` is told how many are done. The same labels give the same folder, byte for byte, with the same versions of the libraries.

    Raises :class:`LabelsError` for labels that do not hold together, :class:`ModelError` if ``out`` exists, and
    :class:`RegressionError` if the model would be clearly worse than without the added rows, or these agree with it no more
    than by chance; ``force`` overrides both of the last.
    """
    folder = Path(labels) if labels is not None else bundled("labels")
    added, out, types = [Path(path) for path in add], Path(out), tuple(types)
    refuse_to_replace(out, force=force)
    _check(weight, types, added)
    found = load_labelled(folder, added, define=types, weight=weight)
    pages = _pages(corpus, added)
    embedded = load_vectors(Path(vectors) if vectors is not None else bundled("models/vectors"))
    now = found.recipe(embedded, options or FitOptions())
    before = found.before(embedded, now.options) if added else None
    fitted = _follow(now, before, bool(pages), found.tested, jobs, watch)
    examples = {kind: sum(kind in row.measures for row in now.rows) for kind in now.types}
    card = _card(folder, added, now, examples, weight) | {
        "scores": _scored(fitted.held) if fitted.held is not None else {}
    }
    model = Model(found.measures, found.rules, fitted.model, card)
    comparison = None
    if fitted.held is not None and fitted.held_before is not None:
        changes = None
        if before is not None and fitted.before is not None:
            changes = _changes(pages, before, fitted.before, model, by, jobs)
        comparison = compare(fitted.held_before, fitted.held, found.added, corpus=changes)
        if comparison.refused and not force:
            raise _regression(out, comparison)
        card["compared"] = _plain({name: each for name, each in comparison.to_dict().items() if name != "corpus"})
    save_model(model, out, force=force)
    defined = _define(types, added, found)
    size = len(fitted.model.vectorizer.names)
    return TrainReport(out, len(now.rows), examples, size, len(found.rules.rules), comparison, defined)


def _check(weight: float, types: Sequence[Measure], added: Sequence[Path]) -> None:
    if not 0 < weight < float("inf"):
        raise OptionError(f"weight {weight}", "is no weight", "give a number above 0; 1 is the weight of a base row")
    if types and not added:
        raise OptionError(types[0].id, "is defined, but no row is added", "give its rows with --add")
    ours = bundled("labels").resolve()
    for path in added if types else ():
        if ours in path.resolve().parents:
            raise OptionError(
                path, "lies among the labels that come with policyclf", "keep your rows in a folder of your own"
            )


def _pages(corpus: Iterable[str | Path], added: Sequence[Path]) -> list[Page | ReadError]:
    pages = list(read(corpus))
    errors = [page for page in pages if isinstance(page, ReadError)]
    if pages and not added:
        raise OptionError("--corpus", "shows what added rows change, and none are added", "give them with --add")
    if errors and len(errors) == len(pages):
        raise errors[0]
    return pages


@dataclass(frozen=True)
class _Fitted:
    """The model and, where rows were added, the one before (for a corpus); what both say in the folds."""

    model: Classifier
    before: Classifier | None
    held: HeldOut | None
    held_before: HeldOut | None


def _follow(
    now: Recipe, before: Recipe | None, corpus: bool, tested: Sequence[LabelRow], jobs: int, watch: Watch | None
) -> _Fitted:
    """Everything that must be fitted, in one go: the model, the one before for a corpus, and both in the folds."""
    folds = folds_of(tested) if len(set(map(key, tested))) > 1 else []
    whole = [Task(now)] + ([Task(before)] if before is not None and corpus else [])
    recipes = ([now] + ([before] if before is not None else [])) if folds else []
    work = [*whole, *(task for recipe in recipes for task in tasks(recipe, folds))]
    results = list(run(work, jobs, watch))
    models = [classifier for classifier, _ in results[: len(whole)]]
    guessed = [guess for _, guess in results[len(whole) :]]
    held = [
        join(recipe.types, folds, guessed[n * len(folds) : (n + 1) * len(folds)]) for n, recipe in enumerate(recipes)
    ]
    assert models[0] is not None
    older = models[1] if models[1:] else None
    return _Fitted(models[0], older, held[0] if held else None, held[1] if held[1:] else None)


def _changes(
    pages: Sequence[Page | ReadError], before: Recipe, older: Classifier, model: Model, by: Level, jobs: int
) -> Changes:
    measures = tuple(measure for measure in model.measures if measure.id in before.types)
    return compare_tags(pages, Tagger(Model(measures, before.rules, older, {})), Tagger(model), by=by, jobs=jobs)


def _regression(out: Path, comparison: Comparison) -> RegressionError:
    """The worst of what got worse, in one line, or that the added labels say nothing."""
    if comparison.worse:
        view, kind, found = min(comparison.worse, key=lambda each: each[2].change)
        low, high = found.interval
        what = f"would be worse: F1 of {kind} on the {view} sentences {found.before:.3f} to {found.now:.3f} ({low:+.3f} to {high:+.3f})"
    else:
        chance = comparison.chance
        assert chance is not None
        what = f"would learn nothing: the added labels agree with it (F1 {chance.f1:.3f}) no more than shuffled ones ({chance.shuffled:.3f})"
    remedy = "look at the added rows (policyclf labels check, suspects), or write it all the same with --force"
    error = RegressionError(out, what, remedy)
    error.comparison = comparison
    return error


def _define(types: Sequence[Measure], added: Sequence[Path], found: Labelled) -> tuple[Path, ...]:
    """Writes new types beside the first added file, if they are not found there yet."""
    written = [define(measure, added[0].parent) for measure in types if measure.id in found.new]
    return tuple(dict.fromkeys(path for path in written if path is not None))


def _card(
    labels: Path, added: Sequence[Path], recipe: Recipe, examples: dict[str, int], weight: float
) -> dict[str, Any]:
    sources = [*sorted((labels / "sentences").rglob("*.jsonl")), *added]
    return {
        "policyclf": __version__,
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "jieba")},
        "trained_on": {
            "rows": len(recipe.rows),
            "unseen_by_rule_writers": sum(row.unseen for row in recipe.rows),
            "examples": examples,
            "rules": len(recipe.rules.rules),
            "files": {_name(path, labels): hashlib.sha256(path.read_bytes()).hexdigest() for path in sources},
            **({"weight_of_added": weight} if weight != 1 else {}),
        },
    }


def _name(path: Path, labels: Path) -> str:
    return path.relative_to(labels).as_posix() if path.is_relative_to(labels) else path.name


def _scored(held: HeldOut) -> dict[str, Any]:
    """Scores for the card: rows of documents where there are several, and rows that no rule-writer saw."""
    documents, unseen = held.where(lambda row: bool(row.doc) and not row.unseen), held.where(lambda row: row.unseen)
    found: dict[str, Any] = {}
    if len({row.doc for row in documents.rows}) > 1:
        found["documents_left_out"] = score(documents)
    if len(unseen.rows) > 1:
        found["unseen_by_rule_writers"] = score(unseen)
    return {name: _plain(asdict(scores)) for name, scores in found.items()}


def _plain(value: Any) -> Any:
    """Numbers to three places: what lies behind them is noise."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return round(value, 3) if isinstance(value, float) else value
