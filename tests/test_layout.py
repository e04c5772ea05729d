"""Layout and sentences: cases from the world, and what holds for every text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyclf.errors import LabelsError
from policyclf.layout.marks import Marks
from policyclf.sentences import split

CASES = json.loads((Path(__file__).parent / "cases" / "layout.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["about"])[:50])
def test_page(case: dict[str, Any]) -> None:
    found = [[s.kind, s.article, s.text] for s in split(case["page"]).sentences]
    assert found == case["units"]


_PARTS = (
    *(
        "衢江区盘活土地。",
        "衢江区盘",
        "活土地",
        "□ 李明",
        "（作者单位：市局）",
        "图为车间。",
        "版6",
        "\n",
        "\n\n",
        "\n\n\n\n",
    ),
    *(
        "“好！”他说；",
        " ",
        "\u3000\u3000",
        "新华社记者 李明 摄",
        "一是引才。",
        "# 标题",
        "本报讯 今天，",
        "，",
        "Q1 2024",
        "\r\n",
    ),
)
_PAGES = st.lists(st.sampled_from(_PARTS), max_size=40).map("".join)


@given(_PAGES | st.text(max_size=80))
def test_units_are_slices_of_the_page_and_nothing_is_lost(text: str) -> None:
    sentences = split(text).sentences
    pieces = sorted(piece for s in sentences for piece in s.pieces)
    assert all("".join(text[a:b] for a, b in s.pieces) == s.text for s in sentences)
    assert all(left[1] <= right[0] for left, right in pairwise(pieces))
    rest = "".join(
        text[a:b] for a, b in zip([0, *(p[1] for p in pieces)], [*(p[0] for p in pieces), len(text)], strict=True)
    )
    assert not rest.strip(
        " \t\xa0\u3000\ufeff\u200b\u200c\u200d\r\n\f\v\x1c\x1d\x1e\x1f\x85\u2028\u2029\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u1680"
    )


@given(_PAGES)
def test_article_numbers_have_no_gap(text: str) -> None:
    articles = split(text).articles
    assert all(articles)


def test_the_break_of_a_displaced_tail_is_marked() -> None:
    head = "农行某支行为科技企业放贷五千万元，贷款企业获得感增强，某支行的科技贷款业务从去年开始成为全市支行的样板，今年一季度贷款成"
    page = (
        "城乡融合发展的样板\n\n李明 王芳\n\n城乡融合的关键在人，乡村的未来在产业，城乡融合发展让村民就近就业。\n\n"
        f"功推广到全市支行，科技企业的贷款余额大幅增长，支行贷款服务更好。\n\n支行的科技贷款\n\n周强\n\n{head}\n"
    )
    cuts = {s.text[:4]: (s.article, s.cut) for s in split(page).sentences}
    assert cuts["功推广到"] == (1, "start")
    assert cuts["农行某支"] == (1, "end")


def test_broken_marks_name_their_list(tmp_path: Path) -> None:
    path = tmp_path / "marks.toml"
    path.write_text('section = ["("]\n', encoding="utf-8")
    with pytest.raises(LabelsError, match=r"marks\.toml: the list 'section' cannot be read"):
        Marks(path)
