"""Emphasis: figures worked out by hand, roll-up, and no finding from too little."""

from __future__ import annotations

import csv
import io
import json

import pytest

import policyclf
from policyclf.document import Attribution, Region, Sentence, TaggedDocument, TaggedSentence
from policyclf.emphases import Cell, emphasis
from policyclf.errors import OptionError
from policyclf.report import as_csv, as_json, as_text

QU = Region("浙江省/衢州市/衢江区", "330803", "county")
LONG = Region("浙江省/衢州市/龙游县", "330825", "county")
LUO = Region("河南省/洛阳市", "410300", "city")
HE = Region("河南省", "410000", "province")


def _document(name: str, *rows: tuple[tuple[Region, ...], tuple[str, ...], int]) -> TaggedDocument:
    """A document of ``count`` sentences of each kind."""
    found: list[TaggedSentence] = []
    for regions, measures, count in rows:
        for _ in range(count):
            at = len(found)
            sentence = Sentence(f"句{at}。", "body", 0, ((at, at + 1),))
            scores = {t: 0.9 if t in measures else 0.1 for t in ("land", "finance", "talent", "approval", "platform")}
            found.append(TaggedSentence(sentence, Attribution(regions, "named"), measures, scores, {}))
    return TaggedDocument(name, tuple(found))


def test_counts_shares_and_lift() -> None:
    pages = [
        _document("a", ((QU,), ("land",), 6), ((QU,), (), 10), ((LONG,), ("land", "finance"), 2), ((), (), 5)),
        _document("b", ((LUO,), ("land",), 1), ((LUO,), (), 39), ((LUO, QU), (), 2)),
    ]
    result = emphasis(pages, by="city")
    first, second = result.regions
    assert (first.region.path, first.sentences, first.documents) == ("浙江省/衢州市", 20, 2)
    assert (result.documents, result.sentences, result.homeless) == (2, 65, 5)
    cell = first.cells["land"]
    assert (cell.count, cell.share, cell.others) == (8, 0.4, (1, 42))
    assert cell.lift == pytest.approx((8.5 / 20.5) / (1.5 / 42.5))
    low, high = cell.interval
    assert low < cell.lift < high
    assert first.strongest == ("land",)
    assert not second.strongest
    assert not first.cells["finance"].enough  # two sentences


def test_a_sentence_of_two_counties_counts_once_for_their_city() -> None:
    result = emphasis([_document("a", ((QU, LONG), ("land",), 3))], by="city")
    assert [(row.region.name, row.sentences) for row in result.regions] == [("衢州市", 3)]


def test_what_is_said_of_a_province_stays_there() -> None:
    result = emphasis([_document("a", ((HE,), (), 3), ((LUO,), (), 2))], by="county")
    assert {row.region.path: row.sentences for row in result.regions} == {"河南省": 3, "河南省/洛阳市": 2}
    (row,) = emphasis([_document("a", ((HE,), (), 3), ((LUO,), (), 2))], by="province").regions
    assert (row.region.path, row.sentences) == ("河南省", 5)


@pytest.mark.parametrize(
    ("count", "total", "others"), [(2, 20, (0, 50)), (3, 9, (0, 50)), (9, 20, (0, 9)), (0, 0, (0, 0))]
)
def test_too_few_to_say(count: int, total: int, others: tuple[int, int]) -> None:
    cell = Cell(count, total, others, ())
    assert not cell.enough
    assert not cell.emphasized
    assert cell.lift > 0


def test_the_table_can_be_read_in_both_languages() -> None:
    result = emphasis([_document("a.txt", ((QU,), ("land",), 9), ((QU,), (), 4), ((LUO,), (), 12), ((HE,), (), 2))])
    chinese, english = as_text(result), as_text(result, lang="en")
    assert "▲ 9   69%" in chinese
    assert "句数太少" in chinese
    assert "too few to say" in english
    assert "Land: 69% of sentences" in english
    assert "句0。 [a.txt:0]" in chinese
    assert "\x1b" not in chinese
    assert "\x1b[1m" in as_text(result, colour=True)
    assert "没有一句话说到具体地区" in as_text(emphasis([]))


def test_other_forms_hold_the_same_figures() -> None:
    result = emphasis([_document("a.txt", ((QU,), ("land",), 9), ((LUO,), (), 12))])
    rows = list(csv.DictReader(io.StringIO(as_csv(result).removeprefix("\ufeff"))))
    land = next(row for row in rows if row["measure"] == "land" and row["code"] == "330800")
    assert (land["count"], land["sentences"], land["enough"]) == ("9", "9", "False")
    data = json.loads(as_json(result, most=2))
    assert [each["text"] for each in data["evidence"]] == ["句0。", "句1。"]
    assert len(data["rows"]) == 10
    frame = pytest.importorskip("pandas").DataFrame
    assert isinstance(result.to_frame(), frame)


def test_no_such_level() -> None:
    with pytest.raises(OptionError, match="one of province, city, county"):
        policyclf.emphasis([], by="town")  # type: ignore[arg-type]
