"""``policyclf labels suggest``: what is chosen, why, and what comes out in each format."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policyclf.candidates import Candidate, candidates
from policyclf.cli.exchange import FORMATS
from policyclf.cli.labels import labels
from policyclf.errors import OptionError
from policyclf.exchange import Names, Reading, import_files
from policyclf.rows import LabelRow
from policyclf.suggesting import SuggestOptions, suggest
from policyclf.tagger import Tagger
from tests.conftest import ROOT, TYPES

PLAIN = ("今年粮食产量达到{}万吨。", "全市气温回升{}度。", "运动会有{}人参加。", "旅客达到{}万人次。")
DOUBTFUL = (
    "支持{}家企业做大做强。",
    "完善{}项服务机制，促进要素集聚。",
    "推动{}个项目建设和人才工作。",
    "优化{}项企业服务。",
)
PLACES = ("衢州市", "漯河市", "深圳市", "东莞市")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pages of four cities; one of them says twice what another says."""
    folder = tmp_path_factory.mktemp("corpus")
    for number, place in enumerate(PLACES):
        texts = [f"{place}召开会议。"]
        texts += [text.format(10 + number) for text in (*PLAIN, *DOUBTFUL)]
        texts += [f"{place}盘活闲置土地{number + 2}00亩，设立产业基金。", "会议强调安全生产。"]
        (folder / f"{number}.txt").write_text("".join(texts), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled types with a single labelled sentence: reading thousands each time would take the tests' time."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "sentences").mkdir()
    shutil.copy(ROOT / "labels" / "measures.toml", folder)
    (folder / "sentences" / "one.jsonl").write_text(
        '{"text": "会议强调安全生产。", "measures": []}\n', encoding="utf-8"
    )
    return folder


def _run(*args: str | Path) -> Result:
    return CliRunner().invoke(labels, ["suggest", *[str(arg) for arg in args]])


def _pool(tagger: Tagger, corpus: Path) -> list[Candidate]:
    return list(candidates(tagger.tag_file(path) for path in sorted(corpus.iterdir())))


def test_what_the_model_knows_is_not_asked(tagger: Tagger, corpus: Path) -> None:
    pool = _pool(tagger, corpus)
    found = suggest(pool, tagger.model, SuggestOptions(8, control=0))
    assert len(found) == 8
    assert {each.chosen for each in found} <= {"uncertain", "disagreement"}
    assert all(each.types for each in found)
    at = float(tagger.model.classifier.thresholds[0])
    nearest = [max(min(s / at, (1 - s) / (1 - at)) for s in each.candidate.scores.values()) for each in found]
    others = [max(min(s / at, (1 - s) / (1 - at)) for s in each.scores.values()) for each in pool]
    assert sum(nearest) / len(nearest) > 1.2 * sum(others) / len(others)
    assert not any("粮食" in each.candidate.row.text for each in found)


def test_it_is_spread_over_regions_and_not_the_same_again(tagger: Tagger, corpus: Path) -> None:
    found = suggest(_pool(tagger, corpus), tagger.model, SuggestOptions(8, control=0))
    regions = Counter(str(each.candidate.row.more["region"]) for each in found)
    assert set(regions.values()) == {2}
    assert len({each.candidate.row.text[:2] for each in found}) >= 3


def test_a_share_is_drawn_at_random_from_all(tagger: Tagger, corpus: Path) -> None:
    pool = _pool(tagger, corpus)
    draws = Counter[str]()
    for seed in range(60):
        found = suggest(pool, tagger.model, SuggestOptions(10, control=0.5, seed=seed))
        control = [each.candidate.row.text for each in found if each.chosen == "control"]
        assert len(control) == 5
        draws.update(control)
    assert len(draws) > 0.95 * len({each.row.text for each in pool})  # what the model is sure of, too
    again = [suggest(pool, tagger.model, SuggestOptions(10, seed=3)) for _ in range(2)]
    assert again[0] == again[1]


def test_a_text_is_asked_once_and_a_labelled_one_not_at_all(tagger: Tagger, corpus: Path) -> None:
    pool = _pool(tagger, corpus)
    found = suggest(pool, tagger.model, SuggestOptions(1000))
    texts = [each.candidate.row.text for each in found]
    assert len(texts) == len(set(texts)) == len({each.row.text for each in pool})
    assert texts.count("会议强调安全生产。") == 1
    known = [LabelRow("x", " 会议强调 安全生产。", ())]
    assert "会议强调安全生产。" not in [s.candidate.row.text for s in suggest(pool, tagger.model, None, known)]
    with pytest.raises(OptionError, match="no sentence that is not labelled yet"):
        suggest(pool, tagger.model, None, [each.row for each in pool])


def test_context_stays_within_the_article(tagger: Tagger) -> None:
    document = tagger.tag(
        "推进企业发展\n\n龙游县盘活厂房500亩，推动制造业项目落地。该县奖励企业。\n\n（记者 王某）", name="a.txt"
    )
    found = list(candidates([document], ["land", "law"]))
    assert [c.row.id for c in found] == ["a.txt#0", "a.txt#1", "a.txt#2"]
    assert dict(found[1].context) == {
        "before": "推进企业发展",
        "heading": "推进企业发展",
        "after": "该县奖励企业。",
        "region": "浙江省/衢州市/龙游县",
    }
    assert found[0].row.unknown == ("land", "law")
    assert "after" not in found[2].context


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "label-sleuth"])
def test_every_format_brings_the_sentences_back(
    form: str, tagger: Tagger, corpus: Path, few: Path, tmp_path: Path
) -> None:
    out = tmp_path / "tasks"
    args = (corpus, "--labels", few, "-n", "10", "--format", form, "-o", out, "--seed", "1")
    done = _run(*args, "--lang", "en")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith(f"{out}: 10 sentences to label, of them 2 at random (control), ")
    found = import_files([out], Reading(Names(tagger.measures), "unknown"), form)
    assert found.problems == ()
    assert [row.unknown for row in found.rows] == [TYPES] * 10
    if form != "fasttext":  # which holds nothing but the text
        assert Counter(row.more["chosen"] for row in found.rows)["control"] == 2
        assert all(row.more["scores"].startswith(("土地 0.", "土地 1.")) for row in found.rows)
        assert all(row.doc and row.id for row in found.rows)
    first = out.read_bytes()
    assert _run(*args, "--force").exit_code == 0
    assert out.read_bytes() == first


def test_a_model_chooses_beforehand_where_a_tool_can_show_it(corpus: Path) -> None:
    tasks = json.loads(_run(corpus, "-n", "8", "--format", "label-studio").stdout)
    said = {task["data"]["text"]: task["predictions"][0]["result"] for task in tasks}
    tagged = {task["data"]["text"]: task["data"].get("tagged", "") for task in tasks}
    for text, result in said.items():
        names = result[0]["value"]["choices"] if result else []
        assert "; ".join(names) == tagged[text]
    assert any(tagged.values())


def test_a_type_that_the_model_does_not_know_is_open_too(corpus: Path, few: Path, tmp_path: Path) -> None:
    ours = tmp_path / "law.jsonl"
    ours.write_text('{"text": "运动会有10人参加。", "measures": ["law"]}\n', encoding="utf-8")
    own = '[[measure]]\nid = "law"\nzh = "法治"\nen = "Law"\ndefinition = "."\n'
    (tmp_path / "measures.toml").write_text(own, encoding="utf-8")
    rows = [json.loads(line) for line in _run(corpus, "--labels", few, "--add", ours, "-n", "99").stdout.splitlines()]
    assert {tuple(row["unknown"]) for row in rows} == {(*TYPES, "law")}
    assert not any("法治" in row["scores"] or row["text"] == "运动会有10人参加。" for row in rows)


def test_bad_input_is_one_line(corpus: Path, few: Path, tmp_path: Path, small_labels: Path) -> None:
    done = _run(corpus, "--labels", few, "--format", "label-sleuth", "-o", tmp_path / "x")
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert "label-sleuth cannot say so" in done.stderr
    done = _run(corpus, "--labels", small_labels)
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        done.stderr == f"Error: {small_labels}: lacks types that the model knows; name the folder it was trained on\n"
    )
    done = _run(corpus, "--labels", few, tmp_path / "no.txt", "-n", "3", "-o", tmp_path / "y")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("left out: ")
    assert len((tmp_path / "y").read_text(encoding="utf-8").splitlines()) == 3
    done = _run(corpus, "-o", tmp_path / "y")
    assert "is there already" in done.stderr
    done = _run(
        corpus, "--add", tmp_path / "y", "-n", "1000", "--format", "csv"
    )  # unlabelled rows are still to be asked
    assert done.exit_code == 0
    assert all(text in done.stdout for text in ("粮食产量", "气温"))
