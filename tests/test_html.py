"""The HTML report as a file: what it carries, how much, and that no document can get out of its place in it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policyclf
from policyclf.document import TaggedDocument
from policyclf.emphases import Emphasis
from policyclf.measures import load_measures
from policyclf.report import page
from policyclf.report.about import About, about
from policyclf.report.html import as_html, as_script_data
from policyclf.report.marks import Marker
from policyclf.tagger import Tagger
from tests.conftest import ROOT
from tests.made_documents import made_documents

ASSETS = ROOT / "policyclf" / "report" / "assets"
PARTS = sorted(ASSETS.glob("*.js"))
MEASURES = load_measures(ROOT / "labels")


def _emphasis(documents: list[TaggedDocument]) -> Emphasis:
    return policyclf.emphasis(documents, measures=MEASURES)


@pytest.fixture(scope="module")
def made() -> Emphasis:
    return _emphasis(list(made_documents(4, MEASURES, articles=5, sentences=40)))


def _data(text: str, name: str = "data") -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


def _page(emphasis: Emphasis, what: About | None = None, lang: str = "en") -> str:
    return as_html(emphasis, what or about({}), lang=lang)


def test_every_figure_stands_in_the_page_as_it_is(made: Emphasis) -> None:
    data = _data(_page(made))
    rows = {(row["region"], row["measure"]): row for row in made.to_rows()}
    kinds = [each["id"] for each in data["types"]]
    assert len(data["cells"]["count"]) == len(rows)
    for at, count in enumerate(data["cells"]["count"]):
        row = rows[data["regions"]["path"][at // len(kinds)], kinds[at % len(kinds)]]
        assert count == row["count"]
        assert data["cells"]["share"][at][0] == pytest.approx(row["share"], abs=1e-4)
        assert (data["cells"]["finding"][at], data["cells"]["few"][at]) == (row["finding"], row["too_few"])


def test_a_page_is_the_same_each_time_and_knows_its_sources(made: Emphasis) -> None:
    text = _page(made)
    assert text == _page(made)
    assert [each["name"] for each in _data(text, "policyclf-sources")] == [source.name for source in made.sources]


def test_what_could_not_be_read_is_said(made: Emphasis) -> None:
    error = policyclf.PolicyclfError("a<b>.txt", "is no text", "leave it out")
    assert _data(_page(made, about({}, errors=[error])))["left_out"] == [["a<b>.txt", "is no text", "leave it out"]]


def test_evidence_is_capped_evenly_and_the_cap_is_said(made: Emphasis, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _data(_page(made))
    assert whole["capped"]  # some cell has more than 20 sentences
    assert max(map(len, whole["evidence"])) == whole["cap"] == page.MOST_A_CELL
    monkeypatch.setattr(page, "MOST_BYTES", 20_000)
    small = _data(_page(made))
    assert small["capped"]
    held = [len(shown) for shown, count in zip(small["evidence"], small["cells"]["count"], strict=True) if count > 5]
    assert 1 <= min(held) <= max(held) <= min(held) + 1 < whole["cap"]


def test_only_the_scripts_of_the_package_may_run(made: Emphasis) -> None:
    text = _page(made)
    policy = re.search(r'Security-Policy" content="([^"]*)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert re.findall(r"'sha256-([^']*)'", policy[1]) == hashes
    assert "unsafe" not in policy[1].split("style-src")[0]


@given(st.text() | st.dictionaries(st.text(), st.lists(st.text() | st.none())))
def test_no_text_ends_the_script_that_holds_it(value: Any) -> None:
    packed = as_script_data(value)
    assert not set(packed) & set("<>&\u2028\u2029")
    assert json.loads(packed) == value


def test_parts_make_elements_from_text_only_and_load_nothing() -> None:
    for path in (*PARTS, ASSETS / "style.css", ASSETS / "page.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|https?:|@import|url\(", text
        ), path


def test_phrases_are_there_in_both_languages_with_the_same_slots() -> None:
    zh, en = page.words_of("zh"), page.words_of("en")
    slots = {key: set(re.findall(r"\{(\w+)", text)) for key, text in zh.items()}
    assert {key: set(re.findall(r"\{(\w+)", text)) for key, text in en.items()} == slots
    said = {key for path in PARTS for key in re.findall(r'say\("([^"]+)"', path.read_text(encoding="utf-8"))}
    assert said <= set(zh)


def test_libraries_are_those_that_the_table_names() -> None:
    rows = re.findall(
        r"\| `(\S+)` \| .* \| `([0-9a-f]{64})` \|", (ASSETS / "vendor" / "README.md").read_text(encoding="utf-8")
    )
    assert {name for name, _ in rows} == {path.name for path in (ASSETS / "vendor").glob("*.js")}
    for name, known in rows:
        assert hashlib.sha256((ASSETS / "vendor" / name).read_bytes()).hexdigest() == known
        assert (ASSETS / "vendor" / f"{name.split('.')[0]}.LICENSE").exists()


MARKED: Mapping[str, tuple[str, str, str]] = {
    "a rule": ("衢江区盘活“闲置”土地２０００余亩。", "land", "盘活“闲置”土地２０００余亩"),
    "spaces of the layout": ("该市设立 产业 基金10亿元。", "finance", "产业 基金"),
}


@pytest.mark.parametrize(("text", "kind", "words"), MARKED.values(), ids=MARKED)
def test_marked_are_the_words_of_the_text_itself(tagger: Tagger, text: str, kind: str, words: str) -> None:
    row = tagger.tag_sentences([text])[0]
    spans = Marker(tagger.model.rules).marks(row, kind).spans
    assert any(words in text[start:end] for start, end in spans)
    assert all(start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(spans))


def test_without_rules_the_heaviest_words_are_marked(tagger: Tagger) -> None:
    row = tagger.tag_sentences(["衢江区盘活闲置土地2000余亩。"])[0]
    assert Marker().marks(row, "land").spans
    assert not Marker().marks(row, "land").instruments
    assert Marker().marks(row, "talent") == ((), ())


def test_an_empty_report_is_a_page_too() -> None:
    assert _data(_page(_emphasis([])))["totals"]["sentences"] == 0


def test_the_page_is_written_by_the_command(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from policyclf.cli import main

    (tmp_path / "a.txt").write_text("嘉善县盘活闲置厂房。", encoding="utf-8")
    out = tmp_path / "out.html"
    command = ["report", str(tmp_path / "a.txt"), "--html", str(out), "--lang", "en"]
    assert CliRunner().invoke(main, command).exit_code == 0
    data = _data(out.read_text(encoding="utf-8"))
    assert data["provinces"][0]["name"] == "浙江省"
    assert data["sentences"][0][5] == "嘉善县盘活闲置厂房。"
    again = CliRunner().invoke(main, command)
    assert again.exit_code == 1
    assert "--force" in again.output
    assert CliRunner().invoke(main, [*command, "--force"]).exit_code == 0
