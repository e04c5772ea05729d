"""Tagging: what users rely on of every tagged sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyclf.errors import OptionError, ReadError
from policyclf.explain import explain
from policyclf.tagger import Tagger
from tests.conftest import TYPES
from tests.golden import PAGES

PARTS = [
    "盘活闲置土地2000亩",
    "设立产业基金",
    "引进博士",
    "推行告知承诺制",
    "建设科技孵化器",
    "衢州市",
    "，",
    "。",
    "；",
    "\n",
    "GDP",
]


@settings(deadline=None)
@given(text=st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_scores_measures_and_evidence_agree(tagger: Tagger, text: str) -> None:
    for s in tagger.tag(text).sentences:
        assert tuple(s.scores) == TYPES
        assert all(0 <= score <= 1 for score in s.scores.values())
        assert s.measures == tuple(
            t for t, limit in zip(TYPES, tagger.model.classifier.thresholds, strict=True) if s.scores[t] >= limit
        )
        assert tuple(s.evidence) == s.measures


def test_what_rules_and_words_disagree_on_is_for_review(tagger: Tagger) -> None:
    sure, vetoed, alone = tagger.tag_sentences(
        ["供应工业用地300亩。", "高层次人才引不进、留不住。", "某市承诺的500万元奖励，三年未兑现。"]
    )
    assert (sure.measures, sure.review) == (("land",), ())
    assert "talent" in vetoed.measures
    assert "talent" in vetoed.review  # a rule says that it only states a problem
    assert "finance" in alone.measures
    assert "finance" in alone.review  # the words alone say so


def test_a_page_is_tagged_sentence_by_sentence(tagger: Tagger) -> None:
    document = tagger.tag_file(PAGES[2])
    assert document.name == str(PAGES[2])
    assert [s.article for s in document.articles[1]] == [1] * len(document.articles[1])
    assert all(not s.measures for s in document.sentences if s.kind in ("byline", "furniture"))
    assert any(s.measures == ("land", "approval") for s in document.sentences)


def test_a_sentence_scores_the_same_alone_and_in_company(tagger: Tagger) -> None:
    texts = ["盘活闲置土地2000亩。", "", "今天下雨。", "设立产业基金。"]
    together = [row.scores for row in tagger.tag_sentences(texts)]
    assert together == [tagger.tag_sentences([text])[0].scores for text in texts]


def test_the_callers_region_is_the_home(tagger: Tagger) -> None:
    rows = tagger.tag_sentences(["我市设立产业基金。", "义乌市建设孵化器。"], region="330800")
    assert [[region.path for region in row.regions] for row in rows] == [["浙江省/衢州市"], ["浙江省/金华市/义乌市"]]
    with pytest.raises(OptionError):
        tagger.tag("今天下雨。", region="亚特兰蒂斯")


def test_an_explanation_sums_to_the_score(tagger: Tagger) -> None:
    text = "衢江区盘活闲置土地2000余亩，设立产业基金。"
    found, row = explain(tagger, text), tagger.tag_sentences([text])[0]
    for part in found.types:
        assert part.base + part.words + part.rules == pytest.approx(part.log_odds)
        assert part.score == pytest.approx(row.scores[part.type], abs=1e-4)
        assert part.tagged == (part.type in row.measures)
    assert found.attribution.regions[0].name == "衢江区"


def test_a_broken_character_is_no_error(tagger: Tagger) -> None:
    assert list(tagger.tag("\ud800衢江区盘活闲置土地2000余亩。").sentences[0].measures) == ["land"]


def test_one_text_where_several_are_meant_is_refused(tagger: Tagger) -> None:
    for several in (tagger.tag_sentences, tagger.score_sentences):
        with pytest.raises(OptionError, match="is a single text"):
            several("衢江区盘活闲置土地。")
    assert repr(tagger) == "Tagger(land, finance, talent, approval, platform)"


def test_a_folder_is_no_file(tagger: Tagger) -> None:
    with pytest.raises(ReadError, match="is a folder"):
        tagger.tag_file(PAGES[0].parent)
