"""Words: the same with either segmenter, and never the library-wide one."""

from __future__ import annotations

import sys

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyclf import words
from policyclf.words import normalize, normalize_all
from tests.golden import PAGES


def test_both_segmenters_give_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rjieba")
    text = "".join(page.read_bytes().decode() for page in PAGES)
    words._segmenter.cache_clear()
    fast = words.cut(text)
    words._segmenter.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    try:
        assert words.cut(text) == fast
    finally:
        words._segmenter.cache_clear()


def test_a_callers_words_do_not_leak_in() -> None:
    before = words.cut("推行容缺受理")
    jieba.add_word("推行容缺受理")
    try:
        words._segmenter.cache_clear()
        assert words.cut("推行容缺受理") == before
    finally:
        jieba.del_word("推行容缺受理")


def test_normalized_text_has_no_quotes_or_space() -> None:
    assert words.normalize("「Ｍ０」 ‘用 地’，＋\n（试行）") == "m0用地,+(试行)"


@given(st.lists(st.text(st.sampled_from("土地 ，“Ｍ０ﬁ\u0301\0\n\x1e"), max_size=6), max_size=5))
def test_many_texts_are_normalized_as_each_alone(texts: list[str]) -> None:
    assert normalize_all(texts) == [normalize(text) for text in texts]
