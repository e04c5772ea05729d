"""Emphasis: figures worked out by hand, what holds of all figures, and no finding from too little."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

import policyclf
from benchmarks import coverage
from policyclf.document import Region, TaggedDocument
from policyclf.emphases import Emphasis, Figure, Rates, emphasis, rates_of
from policyclf.emphases.correction import Correction
from policyclf.errors import OptionError
from policyclf.measures import Measure
from policyclf.rows import LabelRow
from tests.tagged import HE, LONG, LUO, QU, TYPES, corpus, tagged

MANY = [(5, 5), (3, 7), (6, 4), (4, 6), (5, 5), (2, 8)]
FEW = [(1, 9), (0, 10), (2, 8), (1, 9), (1, 9), (0, 10)]


def _card(**rates: tuple[float, float, int]) -> dict[str, Any]:
    """A card that measured precision, recall and support of each type on 500 sentences."""
    names = ("precision", "recall", "support")
    both = {kind: dict(zip(names, each, strict=True)) for kind, each in rates.items()}
    return {"scores": {"documents_left_out": {"sentences": 500, "by_type": {"both": both}}}}


def test_counts_shares_and_lift() -> None:
    pages = [
        tagged("a", [((QU,), ("land",), 6), ((QU,), (), 10), ((LONG,), ("land", "finance"), 2), ((), (), 5)]),
        tagged("b", [((LUO,), ("land",), 1), ((LUO,), (), 39), ((LUO, QU), (), 2)]),
        *corpus((QU, MANY), (LUO, FEW)),
    ]
    first, second = emphasis(pages, by="city").regions
    assert (first.region.path, first.sentences, first.measured, first.documents, first.articles) == (
        "浙江省/衢州市", 80, 33, 3, 8
    )  # fmt: skip
    cell = first.cells["land"]
    assert (cell.count, cell.total, cell.measured, cell.others) == (33, 80, 33, (6, 102))
    assert cell.share.value == pytest.approx(33 / 80)
    assert first.cells["finance"].mix.value == pytest.approx(2 / 33)
    assert cell.lift is not None
    assert cell.lift.value == pytest.approx((33.5 / 81) / (6.5 / 103))
    assert cell.log_odds is not None
    mix = 20 * 39 / 182
    odds = math.log((33 + mix) / (47 + 20 - mix)) - math.log((6 + mix) / (96 + 20 - mix))
    assert cell.log_odds.value == pytest.approx(odds)
    assert first.strongest == ("land",)
    assert second.cells["land"].finding == "less"
    assert first.cells["finance"].too_few == "cases"


def test_totals() -> None:
    pages = [tagged("a", [((QU,), ("land",), 3), ((), (), 5)], [((LUO,), (), 2)]), tagged("b", [((), ("land",), 1)])]
    result = emphasis(pages)
    assert (result.documents, result.articles, result.sentences, result.homeless) == (2, 3, 11, 6)
    assert [(source.name, source.articles, source.sentences) for source in result.sources] == [
        ("a", 2, 10),
        ("b", 1, 1),
    ]


def test_a_sentence_of_two_counties_counts_once_for_their_city() -> None:
    result = emphasis([tagged("a", [((QU, LONG), ("land",), 3)])], by="city")
    assert [(row.region.name, row.sentences) for row in result.regions] == [("衢州市", 3)]


def test_what_is_said_of_a_province_stays_there() -> None:
    pages = [tagged("a", [((HE,), (), 3), ((LUO,), (), 2)])]
    assert {row.region.path: row.sentences for row in emphasis(pages, by="county").regions} == {
        "河南省": 3, "河南省/洛阳市": 2
    }  # fmt: skip
    (row,) = emphasis(pages, by="province").regions
    assert (row.region.path, row.sentences) == ("河南省", 5)


@pytest.mark.parametrize(
    ("here", "there", "few"),
    [
        (MANY, FEW, ""),
        ([(50, 50)], FEW, "articles"),  # one article, however long and clear
        ([(500, 0), (0, 1), (1, 0)], FEW, "articles"),  # three, but worth little more than one
        ([(1, 1), (1, 1), (1, 1), (1, 0)], FEW, "sentences"),
        ([(0, 9), (1, 9), (0, 10), (1, 9), (0, 8)], FEW, "cases"),
        (MANY, [(1, 4)], "others"),
        (MANY, [(20, 20)], "others"),
        (MANY, [], "others"),
    ],
)
def test_too_few_to_say(here: list[tuple[int, int]], there: list[tuple[int, int]], few: str) -> None:
    result = emphasis(corpus((QU, here), (LUO, there)))
    cell = next(row for row in result.regions if row.region.code == "330800").cells["land"]
    assert cell.too_few == few
    assert (cell.lift is None, cell.log_odds is None, cell.z is None) == (bool(few),) * 3
    assert (cell.finding == "") or not few
    assert (cell.share.interval is None) == (few not in ("", "others"))


def test_one_article_never_leads() -> None:
    """Regions of six articles with ordinary shares, and one whose only article is all land."""
    regions = [Region(f"省/市{n}", f"{n:06d}", "city") for n in range(6)]
    result = emphasis([*corpus(*((region, FEW) for region in regions)), *corpus((LUO, [(60, 0)]))])
    (lone,) = (row for row in result.regions if row.region == LUO)
    assert lone.cells["land"].share == Figure(1.0)
    assert not lone.strongest
    assert lone.too_few == "articles"


def test_articles_that_agree_by_accident_are_not_a_certainty() -> None:
    """Four articles with the same share have no spread among them; the few degrees of freedom keep z small."""
    result = emphasis(corpus((QU, [(3, 7)] * 4), (LUO, FEW)))
    cell = next(row for row in result.regions if row.region.code == "330800").cells["land"]
    low, high = cell.share.interval or (0.3, 0.3)
    assert high - low > 0.01


def test_intervals_are_as_wide_as_a_textbooks() -> None:
    """With many articles of one length, the interval of a share is that of a mean of articles."""
    chance = np.random.default_rng(0)
    articles = [(int(n), 20 - int(n)) for n in chance.binomial(20, chance.beta(3, 7, 60))]
    cell = emphasis(corpus((QU, articles), (LUO, FEW))).regions[0].cells["land"]
    shares = np.array([many / 20 for many, _ in articles])
    interval = ttest_ind(shares, np.zeros(1000), equal_var=False).confidence_interval()
    assert cell.share.interval == pytest.approx(interval, abs=0.008)


def test_sure_allows_for_the_number_of_cells() -> None:
    result = emphasis(corpus((QU, [(8, 2)] * 10 + [(7, 3)] * 5), (LUO, FEW * 3)))
    cell = result.regions[0].cells["land"]
    assert cell.finding == "more"
    assert cell.sure
    hints = emphasis(corpus(*((Region(f"省/市{n}", f"{n:06d}", "city"), FEW) for n in range(30))), by="city")
    assert not any(row.cells["land"].sure for row in hints.regions)


def test_intervals_hold_the_truth_where_it_is_known() -> None:
    """A few of the corpora of benchmarks/coverage.py; the whole of it is in docs/report.md."""
    measures = [Measure(kind, kind, kind, "") for kind in coverage.TYPES]
    found: dict[str, list[bool]] = defaultdict(list)
    for number in range(25):
        documents, truth, card, _ = coverage.corpus(np.random.default_rng(number))
        for name, _, holds, _ in coverage.held(emphasis(documents, measures=measures, card=card), truth):
            found[name].append(holds)
    rates = {name: np.mean(holds) for name, holds in found.items()}
    naive = {name for name in rates if name.startswith("naive")}
    ours = set(rates) - naive - {"ours, errors ignored"}
    assert {name for name in ours if not 0.92 < rates[name] < 0.98} == set()
    assert {name for name in naive if rates[name] > 0.85} == set()


# What holds of all figures.

_articles = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None)
@given(_articles, _articles, _articles)
def test_shares_lie_in_0_1_and_intervals_hold_their_figure(
    one: list[tuple[int, int]], two: list[tuple[int, int]], three: list[tuple[int, int]]
) -> None:
    result = emphasis(corpus((QU, one), (LUO, two), (HE, three)), by="city")
    for row in result.regions:
        assert 0 <= row.effective <= row.articles + 1e-9
        for cell in row.cells.values():
            for figure in (cell.share, cell.mix, cell.corrected):
                assert figure is None or 0 <= figure.value <= 1
            for figure in (cell.share, cell.mix, cell.corrected, cell.lift, cell.corrected_lift, cell.log_odds):
                if figure is not None and figure.interval is not None:
                    low, high = figure.interval
                    assert low <= figure.value <= high
            if cell.share.interval:
                assert cell.share.interval[0] >= 0
                assert cell.share.interval[1] <= 1


@settings(max_examples=10, deadline=None)
@given(_articles, _articles, st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(
    one: list[tuple[int, int]], two: list[tuple[int, int]], chance: Any
) -> None:
    pages = [*corpus((QU, one), (LUO, two)), tagged("z", [((LUO, QU), ("land",), 3)])]
    mixed = pages.copy()
    chance.shuffle(mixed)
    assert emphasis(pages) == emphasis(mixed)


def test_the_seed_decides_the_figures() -> None:
    pages = corpus((QU, MANY), (LUO, FEW))
    assert emphasis(pages, seed=1) == emphasis(pages, seed=1)
    first, second = (emphasis(pages, seed=seed).regions[0].cells["land"].share for seed in (1, 2))
    assert first.interval != second.interval
    assert first.interval == pytest.approx(second.interval, abs=0.05)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([QU, LUO])), min_size=1, max_size=30), st.integers(2, 4))
def test_documents_given_twice_count_once(rows: list[tuple[bool, Region]], times: int) -> None:
    said = [
        ((region,), ("land",) if yes else (), f"第{n}项工作要抓紧推进落实到位{n * 7919}")
        for n, (yes, region) in enumerate(rows)
    ]
    once = emphasis([tagged("a", said)])
    again = emphasis([tagged(f"a{n}", said) for n in range(times)])
    assert again.sentences == once.sentences
    assert again.copies.groups == len(said)
    assert again.copies.sentences == len(said) * (times - 1)
    counts = [
        [(row.region, row.sentences, row.articles, row.cells["land"].count) for row in r.regions] for r in (once, again)
    ]
    assert counts[0] == counts[1]


def test_a_copied_sentence_counts_once_in_each_region_and_says_where_else_it_stands() -> None:
    text = "对列入计划的重大产业项目优先保障用地指标和能耗指标。"
    result = emphasis([tagged("a", [((QU,), ("land",), text)]), tagged("b", [((LUO,), ("land",), text + "\n")])])
    assert result.sentences == 1
    for row in result.regions:
        assert (row.sentences, row.cells["land"].count) == (1, 1)
    (evidence,) = result.regions[0].cells["land"].evidence
    assert len(evidence.copies) == 1
    assert [each.copies for each in result.copies.largest] == [("b",)]


# Correction.


def test_rates_come_back_from_a_card() -> None:
    rates = rates_of(_card(land=(0.8, 0.9, 50)))
    assert rates == {"land": Rates(hits=45, positives=50, passed=439, negatives=450)}
    assert rates_of({}) == {}
    assert rates_of(_card(land=(0.0, 0.0, 7))) == {}


def test_the_bundled_card_holds_rates_of_all_types() -> None:
    result = emphasis([])
    assert tuple(result.rates) == TYPES
    for rates in result.rates.values():
        assert 0.5 < rates.sensitivity <= 1
        assert 0.9 < rates.specificity <= 1


@pytest.mark.parametrize(("precision", "recall"), [(1.0, 0.5), (0.5, 1.0), (0.9, 0.9)])
def test_corrected_share_is_that_of_rogan_and_gladen(precision: float, recall: float) -> None:
    pages = corpus((QU, MANY), (LUO, FEW))
    card = _card(land=(precision, recall, 100))
    cell = emphasis(pages, card=card).regions[0].cells["land"]
    rates = rates_of(card)["land"]
    se, sp = ((hits + 0.5) / (of + 1) for hits, of in ((rates.hits, rates.positives), (rates.passed, rates.negatives)))
    assert cell.corrected is not None
    assert cell.corrected.value == pytest.approx(min(1.0, max(0.0, (cell.share.value + sp - 1) / (se + sp - 1))))
    assert cell.corrected_by == "rogan-gladen"
    assert cell.corrected_lift is not None


def test_the_uncertainty_of_the_rates_is_in_the_interval() -> None:
    share, low, high = (np.array([[value]]) for value in (0.2, 0.1, 0.3))
    widths = []
    for times in (1, 10, 1000):
        rates = Rates(8 * times, 10 * times, 97 * times, 100 * times)
        _, bottom, top = Correction(["land"], {"land": rates}).interval(share, low, high)
        widths.append(float((top - bottom)[0, 0]))
    assert widths[0] > widths[1] > widths[2] > 0.2 / 0.78


def test_a_type_that_the_model_cannot_tell_is_not_corrected() -> None:
    pages = corpus((QU, MANY), (LUO, FEW))
    cell = emphasis(pages, card=_card(land=(0.1, 0.12, 50))).regions[0].cells["land"]
    assert (cell.corrected, cell.corrected_lift, cell.corrected_by) == (None, None, "")
    assert cell.lift is not None


def test_without_rates_nothing_is_corrected() -> None:
    pages = corpus((QU, MANY), (LUO, FEW))
    measures = emphasis([]).measures
    assert {cell.corrected for row in emphasis(pages, measures=measures).regions for cell in row.cells.values()} == {
        None
    }


def _labels(pages: list[TaggedDocument], wrong: float) -> list[LabelRow]:
    """Labels of every sentence that take back a part of the tags."""
    chance = np.random.default_rng(0)
    return [
        LabelRow(s.text, s.text, s.measures if chance.random() > wrong else (), unknown=("finance",))
        for page in pages
        for s in page.sentences
    ]


def test_labels_of_these_documents_correct_by_prediction_powered_inference() -> None:
    pages = corpus((QU, MANY * 3), (LUO, FEW * 3))
    pages = [
        replace(
            page,
            sentences=tuple(
                replace(s, sentence=replace(s.sentence, text=f"{page.name}{s.text}")) for s in page.sentences
            ),
        )
        for page in pages
    ]  # no sentence stands twice
    labels = _labels(pages, wrong=0.3)
    result = emphasis(pages, labels=labels)
    cell = result.regions[0].cells["land"]
    truth = sum("land" in row.measures for row in labels if row.text.startswith(QU.code)) / cell.total
    assert result.labelled == len(labels)
    assert cell.corrected_by == "ppi"
    assert cell.corrected is not None
    assert cell.corrected.value == pytest.approx(truth)  # all sentences are labelled: nothing is left to predict
    assert result.rates["land"].source == "labels"
    assert result.rates["finance"].source == "card"


def test_labels_of_other_texts_change_nothing() -> None:
    pages = corpus((QU, MANY), (LUO, FEW))
    assert emphasis(pages, labels=[LabelRow("1", "别处的一句话。", ("land",))]) == emphasis(pages)


def test_no_such_level() -> None:
    with pytest.raises(OptionError, match="one of province, city, county"):
        policyclf.emphasis([], by="town")  # type: ignore[arg-type]


def test_nothing_to_count() -> None:
    result = emphasis([])
    assert isinstance(result, Emphasis)
    assert result.regions == ()
    assert result.to_rows() == []


def test_documents_of_another_model_are_refused_and_not_counted_as_zero() -> None:
    page = policyclf.load().tag("衢州市盘活闲置土地500亩。", name="a.txt")
    more = replace(page, sentences=tuple(replace(s, scores={**s.scores, "law": 0.9}) for s in page.sentences))
    with pytest.raises(
        OptionError, match=r"a\.txt: was tagged with the types .*law.*; give measures and card of its tagger"
    ):
        policyclf.emphasis([page, more])
    law = Measure("law", "法治", "Law", ".")
    with pytest.raises(OptionError, match="not law; give"):
        policyclf.emphasis([page], measures=[law])
    assert policyclf.emphasis([more], measures=[law]).regions[0].sentences == 1
