"""Which region each sentence speaks of: documents written for this project, and the values that come back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyclf.document import Kind, Sentence
from policyclf.errors import OptionError
from policyclf.regions import Gazetteer, attribute
from policyclf.sentences import split

CASES = Path(__file__).parent / "cases" / "regions"
WRITTEN: list[dict[str, Any]] = json.loads((CASES / "written.json").read_text(encoding="utf-8"))
# First seen and after the mechanisms were mended: 0.886 and 0.997, 0.811 and 0.993; lower a floor only with a reason.
# The third set: 0.886 before the second one's errors were mended, 0.902 after, then mended itself.
FLOORS = {"documents.jsonl": 0.98, "documents2.jsonl": 0.98, "documents3.jsonl": 0.97}
# Whole pages, written and labelled by somebody who had not seen this code; from the fourth set on read by a second one. Each
# ran once unseen (docs/regions.md has the figures: 0.78 to 0.91), was then read and mended, and guards that since: no measure.
# Two, ad and ae, were never read: they measure. Keep them so: look at their figures, not at their sentences.
PAGES = {
    "pages_a.jsonl": 0.98,
    "pages_b.jsonl": 0.98,
    "pages_c.jsonl": 0.98,
    "pages_d.jsonl": 0.88,
    "pages_e.jsonl": 0.93,
    "pages_f.jsonl": 0.89,
    "pages_g.jsonl": 0.9,
    "pages_h.jsonl": 0.91,
    "pages_i.jsonl": 0.94,
    "pages_j.jsonl": 0.88,
    "pages_k.jsonl": 0.93,
    "pages_o.jsonl": 0.84,
    "pages_p.jsonl": 0.92,
    "pages_q.jsonl": 0.88,
    "pages_s.jsonl": 0.88,
    "pages_t.jsonl": 0.88,
    "pages_u.jsonl": 0.94,
    "pages_v.jsonl": 0.88,
    "pages_w.jsonl": 0.84,
    "pages_x.jsonl": 0.9,
    "pages_y.jsonl": 0.85,
    "pages_z.jsonl": 0.84,
    "pages_aa.jsonl": 0.9,
    "pages_ab.jsonl": 0.86,
    "pages_ac.jsonl": 0.85,
    "pages_ad.jsonl": 0.81,
    "pages_ae.jsonl": 0.86,
}


def sentences(rows: list[tuple[str, Kind, int]]) -> list[Sentence]:
    """Sentences on lines of their own, in the order given."""
    out, at = [], 0
    for text, kind, article in rows:
        out.append(Sentence(text, kind, article, ((at, at + len(text)),)))
        at += len(text) + 1
    return out


def lines(*texts: str) -> list[Sentence]:
    return sentences([(text, "body", 0) for text in texts])


def paths(found: list[Sentence], **options: Any) -> list[list[str]]:
    return [[r.path for r in a.regions] for a in attribute(found, **options)]


@pytest.mark.parametrize("case", WRITTEN, ids=[c["why"] for c in WRITTEN])
def test_written_documents(case: dict[str, Any]) -> None:
    rows = [(r[1], r[0], r[3] if len(r) > 3 else 0) for r in case["sentences"]]
    region = Gazetteer.load().region(case["region"]) if "region" in case else None
    got = paths(sentences(rows), name=case.get("name", ""), region=region)
    want = [r[2] for r in case["sentences"]]
    wrong = [(r[0], w, g) for r, w, g in zip(rows, want, got, strict=True) if sorted(w) != sorted(g)]
    assert not wrong


@pytest.mark.parametrize("name", FLOORS)
def test_documents_labelled_before_the_rules_saw_them(name: str) -> None:
    right = total = 0
    for document in map(json.loads, (CASES / name).read_text(encoding="utf-8").splitlines()):
        rows = document["sentences"]
        for row, got in zip(rows, paths(sentences([(r["text"], r["kind"], r["article"]) for r in rows])), strict=True):
            answers = [row["regions"], *row.get("alt_regions", [])]
            right += sorted(got) in [sorted(answer) for answer in answers]
            total += 1
    assert total >= 200
    assert right / total >= FLOORS[name]


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_pages_through_the_pipeline(name: str) -> None:
    right = total = 0
    for page in map(json.loads, (CASES / name).read_text(encoding="utf-8").splitlines()):
        document = split(page["text"], page["name"])
        found: dict[str, list[list[str]]] = {}
        for sentence, result in zip(document.sentences, attribute(document.sentences, name=page["name"]), strict=True):
            found.setdefault(squeeze(sentence.text), []).append(sorted(r.path for r in result.regions))
        for row in page["sentences"]:
            got = found.get(squeeze(row["text"]), [])
            answers = [sorted(answer) for answer in [row["regions"], *row.get("alt_regions", [])]]
            right += bool(got) and (got.pop(0) if len(got) > 1 else got[0]) in answers
            total += 1
    assert total >= 250
    assert right / total >= PAGES[name]


@pytest.mark.parametrize(
    "text",
    [
        "2024年12月3日至2025年12月31日前推动衢州市发展。",
        "一" * 30 + "啊杭州市出台办法。",
        "1" * 20_000,
        "2024年" * 5_000,
        "各区县" * 30 + "杭州市",
        "不是" * 5_000,
        "与" + "一" * 5_000,
        "、".join(["杭州市"] * 2_000),
    ],
    ids=range(8),
)
def test_no_text_takes_forever(text: str) -> None:
    assert len(attribute(lines("衢州市出台办法。", text))) == 2


def test_a_thought_is_not_a_report() -> None:
    told = "越来越多的人才扎根园区。"
    rows = ("衢江区出台办法。", told, "可见，隶属关系只是手段。", "改革是否到位，群众说了算。")
    assert paths(lines(*rows), region=Gazetteer.load().region("330803"))[1:] == [["浙江省/衢州市/衢江区"], [], []]


@pytest.mark.parametrize(
    ("texts", "want"),
    [
        # a verb of the dictionary tells who acts, also abroad
        (("浙江省出台办法。", "晋江坚守实业。"), [["浙江省"], ["福建省/泉州市/晋江市"]]),
        # words that are names need more than a verb-like neighbour
        (("湖南省：会同县入选。", "会同有关部门建立机制。"), [["湖南省/怀化市/会同县"], None]),
        (("枣庄市修订办法。", "新建县道不低于二级。"), [["山东省/枣庄市"], ["山东省/枣庄市"]]),
        (("杭州市制定条例。", "改造老城区管网。"), [["浙江省/杭州市"], ["浙江省/杭州市"]]),
        (("健全县域经济机制。", "完善合作市场规则。"), [[], []]),
        # all parts of the home are the home
        (("郑州市制定条例。", "市、县（市）、上街区人民政府应当公布规划。"), [["河南省/郑州市"], ["河南省/郑州市"]]),
        # what is only measured against
        (
            ("衢江区出台办法。", "增速居全市第一，高于全省平均水平。"),
            [["浙江省/衢州市/衢江区"], ["浙江省/衢州市/衢江区"]],
        ),
        # a pair of two
        (("深港双方发布清单。",), [["广东省/深圳市", "香港特别行政区"]]),
        # who is only written to
        (("衢州市印发办法。", "各县（市、区）人民政府，智造新城管委会："), [["浙江省/衢州市"], ["浙江省/衢州市"]]),
        # where an unnamed doer goes
        (("安化县出台措施。", "在北京、上海等城市开设专卖店。"), [["湖南省/益阳市/安化县"], ["湖南省/益阳市/安化县"]]),
    ],
)
def test_mechanisms(texts: tuple[str, ...], want: list[list[str] | None]) -> None:
    for got, answer in zip(paths(lines(*texts)), want, strict=True):
        assert answer is None or sorted(got) == sorted(answer), texts


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("我市将新增工业用地指标一千亩。", []),
        ("该县设立基金，武进国家高新区、苏州工业园区跟进。", ["江苏省/常州市/武进区", "江苏省/苏州市"]),
        ("全县各乡镇要抓好春耕。", []),
        ("朝阳区推进审批改革。", []),
        ("苏州、无锡两市与上海市共建科创走廊。", ["江苏省/苏州市", "江苏省/无锡市", "上海市"]),
        (
            "恩施州、黔东南州和凉山州签约。",
            ["湖北省/恩施土家族苗族自治州", "贵州省/黔东南苗族侗族自治州", "四川省/凉山彝族自治州"],
        ),
        ("前郭县对企业发放补贴。", ["吉林省/松原市/前郭尔罗斯蒙古族自治县"]),
        ("五大连池市文旅产业提速。", ["黑龙江省/黑河市/五大连池市"]),
        ("朝阳全市工业稳定增长。", ["辽宁省/朝阳市"]),
        ("川渝高竹新区设立基金。", ["四川省/广安市/邻水县", "重庆市/渝北区"]),
        ("延边州建成中心，珲春市设立分中心。", ["吉林省/延边朝鲜族自治州", "吉林省/延边朝鲜族自治州/珲春市"]),
        ("业内人士认为，成本取决于电价。", []),
    ],
)
def test_sentences_that_break_other_tools(text: str, want: list[str]) -> None:
    assert paths(lines(text)) == [want]


def test_an_ambiguous_name_is_left_undecided_with_its_readings() -> None:
    (result,) = attribute(lines("朝阳区推进审批改革。"))
    assert (result.regions, result.basis) == ((), "none")
    assert [r.path for r in result.candidates] == ["北京市/朝阳区", "吉林省/长春市/朝阳区"]


def test_the_caller_s_region_settles_an_ambiguous_name() -> None:
    home = Gazetteer.load().region("北京市")
    assert paths(lines("朝阳区推进审批改革。"), region=home) == [["北京市/朝阳区"]]


def test_reasons() -> None:
    named, referred, inherited = attribute(lines("龍游縣出台办法。", "该县设立基金。", "对企业给予补贴。"))
    assert (named.basis, referred.basis, inherited.basis) == ("named", "coreference", "inherited")
    assert named.mention is not None
    assert (named.mention.text, named.mention.start, named.mention.end) == ("龍游縣", 0, 3)
    assert referred.mention is not None
    assert referred.mention.text == "该县"
    assert inherited.mention is None
    assert named.confidence > referred.confidence > inherited.confidence


def test_no_sentence_no_attribution() -> None:
    assert attribute([]) == []


def test_an_unknown_region_names_the_nearest() -> None:
    with pytest.raises(OptionError, match=r"write it like .*衢江区"):
        Gazetteer.load().region("浙江省/衢江区")


PLACES = [
    "衢州市",
    "浙江",
    "南山区",
    "该县",
    "我市",
    "全省",
    "河南漯河",
    "资源",
    "珠三角",
    "赴",
    "、",
    "与",
    "“",
    "《",
    "。",
    "；",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PLACES), st.text(max_size=6)), min_size=1, max_size=8).map("".join)
KINDS = st.sampled_from(["body", "heading", "caption", "byline", "furniture"])
ROWS = st.lists(st.tuples(TEXTS, KINDS, st.integers(0, 2)), max_size=8)


@settings(deadline=None, max_examples=150)
@given(ROWS)
def test_any_text_gives_regions_of_the_table_and_mentions_that_slice_back(rows: list[tuple[str, Kind, int]]) -> None:
    table = Gazetteer.load()
    found = sentences(rows)
    results = attribute(found)
    assert len(results) == len(found)
    for sentence, result in zip(found, results, strict=True):
        assert all(table.region(r.path) == r for r in (*result.regions, *result.candidates))
        assert 0 <= result.confidence <= 1
        assert (result.basis == "none") == (not result.regions)
        assert len(set(result.regions)) == len(result.regions)
        if result.mention:
            assert sentence.text[result.mention.start : result.mention.end] == result.mention.text
    assert attribute(found) == results


@settings(deadline=None, max_examples=50)
@given(ROWS, ROWS)
def test_one_document_does_not_change_another(
    first: list[tuple[str, Kind, int]], second: list[tuple[str, Kind, int]]
) -> None:
    alone = attribute(sentences(second))
    attribute(sentences(first))
    assert attribute(sentences(second)) == alone


@settings(deadline=None, max_examples=50)
@given(ROWS, st.sampled_from(["浙江省/衢州市/衢江区", "重庆市", "湖北省/仙桃市"]))
def test_a_given_home_is_what_plain_body_text_inherits(rows: list[tuple[str, Kind, int]], path: str) -> None:
    home = Gazetteer.load().region(path)
    (result,) = attribute(lines("对新办企业给予补贴。"), region=home)
    assert result.regions == (home,)
    assert len(attribute(sentences(rows), region=home)) == len(rows)
