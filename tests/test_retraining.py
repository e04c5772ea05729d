"""Training with added labels: what changes is said, what gets worse is refused, what was there stays whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from policyclf.cli import main
from policyclf.cli.compared import as_text
from policyclf.comparison import Comparison
from policyclf.errors import LabelsError, ModelError, OptionError, RegressionError
from policyclf.labels import check_labels, write_rows
from policyclf.measures import Measure, load_measures
from policyclf.model import load_model
from policyclf.rows import LabelRow
from policyclf.training import TrainReport, train
from tests.conftest import ROOT
from tests.sampled import labels_folder, rows_of, shuffled

TYPES = ("finance", "talent")
LAW = "law:法治保障:Law:Legislation, courts, mediation, enforcement."


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return labels_folder(tmp_path_factory.mktemp("base") / "labels", TYPES, rows_of(TYPES)[:120])


@pytest.fixture(scope="module")
def helped(base: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainReport:
    """Trained with rows like those that are there."""
    folder = tmp_path_factory.mktemp("helped")
    write_rows(folder / "more.jsonl", rows_of(TYPES)[120:600])
    return train(base, folder / "model", add=[folder / "more.jsonl"])


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """Sixty rows, thirty of a type that the base never heard of; nobody judged those for the base's types."""
    lines = (ROOT / "tests" / "cases" / "law.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    (tmp_path / "ours").mkdir()
    path = tmp_path / "ours" / "law.jsonl"
    path.write_text(
        "".join(json.dumps(row | ({"unknown": TYPES} if row["measures"] else {})) + "\n" for row in rows),
        encoding="utf-8",
    )
    return path


def test_rows_like_the_text_improve_it(helped: TrainReport) -> None:
    found = helped.comparison
    assert found is not None
    assert (found.base.sentences, found.added.sentences, found.new, found.worse) == (120, 480, {}, ())
    assert found.base.macro.change > 0
    assert found.added.macro.verdict == "better"
    assert found.added.macro.interval[0] < found.added.macro.change < found.added.macro.interval[1]
    card = load_model(helped.folder).card
    assert card["compared"]["added"]["macro"]["now"] == round(found.added.macro.now, 3)


def test_shuffled_rows_are_refused(base: Path, tmp_path: Path) -> None:
    added = tmp_path / "more.jsonl"
    write_rows(added, shuffled(rows_of(TYPES)[120:600]))
    command = ["train", "--labels", str(base), "--add", str(added), "--out", str(tmp_path / "m"), "--lang", "en"]
    done = CliRunner().invoke(main, [*command, "--json", str(tmp_path / "changes.json")])
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"Error: {tmp_path / 'm'}: would be worse: F1 of ")
    assert "--force" in line
    assert "Clearly worse: macro (base)," in done.stdout
    assert ["base", "macro"] in json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))["worse"]
    assert not (tmp_path / "m").exists()
    report = train(base, tmp_path / "m", add=[added], force=True)
    assert report.comparison is not None
    assert report.comparison.worse
    assert load_model(report.folder).card["compared"]["worse"]


def test_shuffled_rows_that_do_no_harm_are_refused_too(base: Path, tmp_path: Path) -> None:
    """A base that hardly listens to the added rows stays as good as it was; that does not make them right."""
    rows = rows_of(TYPES)[120:200]
    write_rows(tmp_path / "right.jsonl", rows)
    write_rows(tmp_path / "wrong.jsonl", shuffled(rows))
    found = train(base, tmp_path / "m", add=[tmp_path / "right.jsonl"], weight=0.01).comparison
    assert found is not None
    assert found.chance is not None
    assert found.chance.beaten
    with pytest.raises(RegressionError, match="would learn nothing: the added labels agree with it") as caught:
        train(base, tmp_path / "w", add=[tmp_path / "wrong.jsonl"], weight=0.01)
    assert isinstance(caught.value.comparison, Comparison)
    assert caught.value.comparison.worse == ()
    assert "句子和标注是否错位" in as_text(caught.value.comparison)


def test_two_runs_give_the_same_bytes_and_say_the_same(small_labels: Path, tmp_path: Path) -> None:
    added = tmp_path / "more.jsonl"
    write_rows(added, [LabelRow(f"r{n}", f"成立调解中心{n}个。", ("law",)) for n in range(6)])
    pages = [ROOT / "seeds" / "000_bfe10c32dd7d0034.txt"]
    one, two = (train(small_labels, tmp_path / f"m{n}", add=[added], weight=2, corpus=pages, jobs=n) for n in (1, 2))
    assert _files(one.folder) == _files(two.folder)
    assert one.comparison == two.comparison


def test_a_sixth_type_from_the_command_line(base: Path, law: Path, tmp_path: Path) -> None:
    def run(*args: str | Path) -> str:
        done = CliRunner().invoke(main, [str(arg) for arg in args])
        assert done.exit_code == 0, done.output
        return done.stdout

    page = tmp_path / "page.txt"
    page.write_text("衢州市设立商事调解中心，推行行政复议改革。\n\n衢州市粮食总产量稳定。", encoding="utf-8")
    model = tmp_path / "model"
    before = _files(base / "sentences"), (base / "measures.toml").read_bytes()
    text = run("train", "--labels", base, "--add", law, "--type", LAW, "--out", model, "--corpus", page)
    assert "新类型 law" in text
    assert "law：增 1，减 0" in text
    assert (_files(base / "sentences"), (base / "measures.toml").read_bytes()) == before
    assert load_measures(law.parent) == (
        Measure("law", "法治保障", "Law", "Legislation, courts, mediation, enforcement."),
    )
    rows = [json.loads(line) for line in run("tag", page, "--model", model).splitlines()]
    assert ["law" in row["measures"] for row in rows] == [
        True,
        False,
    ]  # the base's own types have 120 rows to learn from
    assert "法治保障" in run("report", page, "--model", model)
    assert "✓ Law" in run("explain", "推行行政复议改革，设立商事调解中心。", "--model", model, "--lang", "en")
    scores = run("evaluate", "--labels", base, "--add", law)
    assert [line.split()[-1] for line in scores.splitlines() if line.startswith("  law")] == ["30"] * 3
    exported = tmp_path / "law.csv"
    run("labels", "export", law, "--labels", base, "--format", "csv", "-o", exported)
    assert "法治保障" in exported.read_text(encoding="utf-8-sig").splitlines()[0]
    assert run("labels", "check", base, "--add", law) == ""


def test_the_base_says_nothing_of_a_new_type(base: Path, law: Path) -> None:
    from policyclf.bundled import bundled
    from policyclf.fitting import FitOptions
    from policyclf.labelled import load_labelled
    from policyclf.vectors import load_vectors

    found = load_labelled(base, [law], define=[Measure("law", "法治保障", "Law", "")], weight=2)
    assert found.new == ("law",)
    assert {row.unknown for row in found.base} == {("law",)}
    assert {row.weight for row in found.added} == {2.0}
    now = found.recipe(load_vectors(bundled("models/vectors")), FitOptions())
    assert 60 < sum(row.presumed == ("law",) for row in now.rows) <= 0.8 * 120 + 1
    assert {row.unknown for row in now.rows[:120]} == {("law",)}  # a score never counts what is presumed
    assert found.before(now.vectors, now.options).types == TYPES


def test_a_file_that_carries_a_type_nowhere_was_not_labelled_for_it(base: Path, law: Path) -> None:
    from policyclf.labelled import load_labelled
    from policyclf.measures import define

    other = law.with_name("ours.jsonl")
    other.write_text('{"id": "o-1", "text": "发放技改补贴。", "measures": ["finance"]}\n', encoding="utf-8")
    define(Measure("law", "法治保障", "Law", ""), law.parent)
    alone, both = load_labelled(base, [other]), load_labelled(base, [law, other])
    assert alone.new == ()
    assert [row.unknown for row in alone.added] == [()]
    assert both.new == ("law",)
    assert [row.unknown for row in both.added if row.id == "o-1"] == [("law",)]
    assert not any("law" in row.unknown for row in both.added if row.id != "o-1")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"types": []}, r"law\.jsonl:1: 'law' is no type; .*--type"),
        ({"types": [Measure("law", "法治", "Law", "")], "weight": 0}, "is no weight"),
        ({"types": [Measure("law", "法治", "Law", "")], "corpus": ["no.txt"]}, r"no\.txt: does not exist"),
        ({"types": [Measure("talent", "人", "People", "")]}, "defines 'talent' in other words"),
    ],
)
def test_what_cannot_be_trained_on_says_so(
    base: Path, law: Path, tmp_path: Path, options: dict[str, object], says: str
) -> None:
    from policyclf.errors import PolicyclfError

    with pytest.raises(PolicyclfError, match=says):
        train(base, tmp_path / "m", add=[law], **options)  # type: ignore[arg-type]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours"]
    assert [path.name for path in law.parent.iterdir()] == ["law.jsonl"]


def test_the_bundled_labels_are_never_written_to() -> None:
    added = ROOT / "labels" / "sentences" / "seeds.jsonl"
    with pytest.raises(OptionError, match="among the labels that come with policyclf"):
        train(add=[added], types=[Measure("law", "法治", "Law", "")], out="never")


def test_a_definition_keeps_what_the_file_holds(tmp_path: Path) -> None:
    from policyclf.measures import define, parse_measure

    path = tmp_path / "measures.toml"
    path.write_text('# ours\n[[measure]]\nid = "air"\nzh = "气"\nen = "Air"\ndefinition = "."\n', encoding="utf-8")
    measure = parse_measure('law:法治"保障":Law\\:: a: b')
    assert define(measure, tmp_path) == path
    assert define(measure, tmp_path) is None
    assert path.read_text(encoding="utf-8").startswith("# ours\n[[measure]]")
    assert [m.id for m in load_measures(tmp_path)] == ["air", "law"]
    assert load_measures(tmp_path)[1] == measure
    with pytest.raises(LabelsError, match=r"measures\.toml:9: defines 'law' in other words"):
        define(Measure("law", "别的", "Law", ""), tmp_path)
    for text in ("law", "law:法治", "法治:法治:Law", "law::Law", "law:a\n:b"):
        with pytest.raises(OptionError):
            parse_measure(text)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("moment", ["writing", 0.5, 1.0])
def test_a_killed_training_leaves_the_old_model_whole(small_labels: Path, tmp_path: Path, moment: str | float) -> None:
    folder = tmp_path / "model"
    train(small_labels, folder)
    before = _files(folder)
    with (small_labels / "sentences" / "ours.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"text": "建成调解中心九个。", "measures": ["law"], "doc": "d9"}\n')
    labels = _files(small_labels / "sentences")
    command = [
        sys.executable,
        "-m",
        "policyclf",
        "train",
        "--labels",
        str(small_labels),
        "--out",
        str(folder),
        "--force",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as trainer:
        if moment == "writing":
            while trainer.poll() is None and not any(tmp_path.glob(".model-*/weights.npz")):
                time.sleep(0.001)
        else:
            time.sleep(float(moment))
        trainer.send_signal(signal.SIGKILL)
    assert trainer.returncode in (-signal.SIGKILL, 0)  # a fast machine may have finished
    found = _files(folder)
    assert found == before or json.loads(found["card.json"])["trained_on"]["rows"] == 37
    load_model(folder)
    assert _files(small_labels / "sentences") == labels


def test_an_added_file_without_a_row_is_said_at_once(small_labels: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    full = tmp_path / "full.jsonl"
    write_rows(full, [LabelRow("r", "成立调解中心9个。", ("law",))])
    with pytest.raises(LabelsError, match=r"empty\.jsonl: holds no row"):
        train(small_labels, tmp_path / "m", add=[full, empty])
    assert [
        str(problem).partition(";")[0] for problem in check_labels(small_labels, ["land", "law"], [full, empty])
    ] == [f"{empty}: holds no row"]


def test_a_place_that_cannot_be_written_is_said_before_the_work(small_labels: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="is no folder that you may write to"):
        train(small_labels, tmp_path / "file" / "m")


def test_what_nobody_judged_is_no_negative(base: Path, law: Path, tmp_path: Path) -> None:
    out = tmp_path / "m"
    arguments = ["train", "--labels", base, "--add", law, "--type", LAW, "--out", out]
    assert CliRunner().invoke(main, [str(argument) for argument in arguments]).exit_code == 0
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    for view in card["scores"].values():
        scores = view["by_type"]["both"]
        assert scores["law"]["judged"] < view["sentences"]
        assert scores["law"]["judged"] < scores["land"]["judged"]
