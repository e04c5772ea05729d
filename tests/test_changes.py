"""A corpus tagged by two models: which tags flip, which regions move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from policyclf.changes import Changes, compare_tags
from policyclf.cli.compared import as_text
from policyclf.comparison import Comparison, Difference, View
from policyclf.emphases import Emphasis, emphasis
from policyclf.errors import ReadError
from policyclf.read import Page
from policyclf.tagger import Tagger


def _stricter(tagger: Tagger, kind: str) -> Tagger:
    """The same model, but it hardly ever says yes to a type."""
    known = tagger.model.classifier
    thresholds = np.where([name == kind for name in known.types], 0.999, known.thresholds)
    return Tagger(replace(tagger.model, classifier=replace(known, thresholds=thresholds)))


@pytest.fixture(scope="module")
def pages() -> list[Page | ReadError]:
    """Twelve short pages a city; the first city lends, the others build roads and, once a page, lend."""
    lends, builds = "{}发放贷款{}亿元。", "{}修路{}公里。"
    cities = {"衢州市": (5, 1), "漯河市": (1, 5), "洛阳市": (1, 5)}
    made = [
        Page(
            f"{city}-{n}.txt",
            "".join(
                text.format(city, 10 * n + m)
                for text, k in zip((lends, builds), counts, strict=True)
                for m in range(1, k + 1)
            ),
        )
        for city, counts in cities.items()
        for n in range(1, 13)
    ]
    return [*made, ReadError("gone.txt", "does not exist", "check the path")]


@pytest.fixture(scope="module")
def changes(tagger: Tagger, pages: list[Page | ReadError]) -> Changes:
    return compare_tags(pages, tagger, _stricter(tagger, "finance"))


def _report(tagger: Tagger, pages: list[Page | ReadError]) -> Emphasis:
    return emphasis(tagger.tag(page.text, name=page.name) for page in pages if isinstance(page, Page))


def test_flips_are_counted_by_type(tagger: Tagger, pages: list[Page | ReadError], changes: Changes) -> None:
    assert (changes.documents, [str(error.where) for error in changes.left_out]) == (36, ["gone.txt"])
    assert changes.gained == dict.fromkeys(changes.gained, 0)
    assert {kind for kind, count in changes.lost.items() if count} == {"finance"}
    assert changes.lost["finance"] == changes.flipped > len(changes.flips) == 5
    for flip in changes.flips:
        assert (flip.type, flip.gained, flip.before) == ("finance", False, flip.now)
        assert tagger.tag_sentences([flip.text])[0].measures.count("finance") == 1


def test_regions_move_where_the_report_says_so(tagger: Tagger, pages: list[Page | ReadError], changes: Changes) -> None:
    before, now = (
        {row.region.path: row for row in _report(t, pages).regions} for t in (tagger, _stricter(tagger, "finance"))
    )
    fallen = {
        path for path in before if before[path].cells["finance"].emphasized > now[path].cells["finance"].emphasized
    }
    assert fallen
    assert fallen <= {move.region for move in changes.moves}
    for move in changes.moves:
        cells = before[move.region].cells[move.type], now[move.region].cells[move.type]
        assert move.emphasized == tuple(cell.emphasized for cell in cells)
        assert move.lifts == tuple(cell.lift and cell.lift.value for cell in cells)


def test_the_same_model_changes_nothing(tagger: Tagger, pages: list[Page | ReadError]) -> None:
    found = compare_tags(pages[:2], tagger, tagger)
    assert (found.flipped, found.flips, found.moves) == (0, (), ())


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("zh", ("变差", "明显变差：land (base)", "finance：增 0，减", "名次变化超出区间")),
        ("en", ("worse", "Clearly worse: land (base)", "finance: 0 gained,", "Regions whose rank changes beyond")),
    ],
)
def test_it_reads_in_both_languages(changes: Changes, lang: str, says: tuple[str, ...]) -> None:
    worse, same = Difference(0.8, 0.7, (-0.15, -0.05), 40), Difference(0.8, 0.8, (-0.01, 0.01), 40)
    view = View(100, 5, {"land": worse}, same)
    text = as_text(Comparison(view, View(0, 0, {}, same), {}, changes), lang)
    assert [part for part in says if part not in text] == []
    assert text.count("{") == 0
