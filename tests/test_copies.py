"""Boilerplate: what is nearly the same, what is not, and that finding it does not take the square of the time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policyclf
from policyclf.emphases.copies import find_copies
from tests.golden import PAGES

PLAN = "对列入年度计划的重大产业项目优先保障用地指标，支持盘活存量闲置低效工业用地，推行弹性年期出让。"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PLAN, PLAN, True),
        (PLAN, "（三）" + PLAN, True),
        (PLAN, PLAN.replace("。", "；").replace("，", ", "), True),
        (PLAN, PLAN.replace("年度", "季度"), True),
        ("衢州市" + PLAN, "洛阳市" + PLAN, True),
        (PLAN, PLAN[:30], False),
        (PLAN, "加快建设综合性国家科学中心，布局大科学装置，支持企业牵头组建创新联合体。", False),
        ("加强组织领导。", "加强组织领导。", False),  # too short to have been copied
        ("", "", False),
    ],
)
def test_nearly_the_same(one: str, other: str, same: bool) -> None:
    assert find_copies([one, other], [0, 1]) == ([0, 0] if same else [-1, -1])


def test_a_sentence_repeated_in_one_document_is_no_copy() -> None:
    assert find_copies([PLAN, PLAN, "别的一句话，与此无关，也说得不短。"], [0, 0, 1]) == [-1, -1, -1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="土地金融人才审批平台园区", max_size=30), max_size=12), st.integers(1, 3))
def test_copies_stand_in_several_documents_and_equal_texts_together(texts: list[str], documents: int) -> None:
    where = [at % documents for at in range(len(texts))]
    groups = find_copies(texts, where)
    for group in set(groups) - {-1}:
        assert len({where[at] for at, each in enumerate(groups) if each == group}) > 1
    by_text = {text: {groups[at] for at, each in enumerate(texts) if each == text} for text in texts}
    assert all(len(found) == 1 for found in by_text.values())


def test_ten_thousand_versions_of_one_sentence() -> None:
    """With pairs compared, these would be fifty million."""
    texts = [f"第{n}号：" + PLAN for n in range(10_000)]
    assert find_copies(texts, range(len(texts))) == [0] * len(texts)


def test_a_document_that_is_there_twice_is_one_with_all_its_short_sentences() -> None:
    once = [PLAN, "引才。", "设立基金。"]
    assert find_copies([*once, *once, "引才。"], [0, 0, 0, 1, 1, 1, 2]) == [0, 1, 2, 0, 1, 2, -1]
    assert find_copies(["引才。", "引才。"], [0, 1]) == [-1, -1]


def test_copies_of_a_page_change_no_figure() -> None:
    page = policyclf.load().tag_file(PAGES[4])
    one, three = (policyclf.emphasis([replace(page, name=f"{n}") for n in range(times)]) for times in (1, 3))
    assert [(r.region, r.sentences, {k: c.count for k, c in r.cells.items()}) for r in one.regions] == [
        (r.region, r.sentences, {k: c.count for k, c in r.cells.items()}) for r in three.regions
    ]
