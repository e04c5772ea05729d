"""Strings found in a batch of texts are those that a plain search finds, at the places where it finds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policyclf.strings import Batch, Strings

text = st.text(st.sampled_from("土地金融人才a0𠀀"), max_size=12)


@given(st.lists(text, max_size=6), st.lists(text.filter(bool), max_size=8, unique=True))
def test_find_is_a_search_for_each_string(texts: list[str], wanted: list[str]) -> None:
    batch = Batch.of(texts)
    places, numbers = Strings(wanted).find(batch)
    whole = "".join(text + "\n" for text in texts)
    expected = {(at, n) for n, string in enumerate(wanted) for at in range(len(whole)) if whole.startswith(string, at)}
    assert {(int(place), int(number)) for place, number in zip(places, numbers, strict=True)} == expected
    assert len(places) == len(expected)
    assert [texts[row] for row in batch.rows[places]] == [texts[whole[:at].count("\n")] for at in places]
