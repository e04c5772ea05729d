"""Tagged documents made by hand, for tests of what is counted from them."""

from __future__ import annotations

from collections.abc import Sequence

from policyclf.document import Attribution, Region, Sentence, TaggedDocument, TaggedSentence

QU = Region("浙江省/衢州市/衢江区", "330803", "county")
LONG = Region("浙江省/衢州市/龙游县", "330825", "county")
LUO = Region("河南省/洛阳市", "410300", "city")
HE = Region("河南省", "410000", "province")
TYPES = ("land", "finance", "talent", "approval", "platform")

# Regions, types and count of sentences; or a text for a single one.
Row = tuple[tuple[Region, ...], tuple[str, ...], int | str]


def tagged(name: str, *articles: Sequence[Row]) -> TaggedDocument:
    """A document of some articles, each of some rows. A sentence without a text of its own is too short to be a copy."""
    found: list[TaggedSentence] = []
    for number, rows in enumerate(articles):
        for regions, measures, what in rows:
            for text in [what] if isinstance(what, str) else [""] * what:
                start = found[-1].end if found else 0
                text = text or f"句{len(found)}。"
                sentence = Sentence(text, "body", number, ((start, start + len(text)),))
                scores = {kind: 0.9 if kind in measures else 0.1 for kind in TYPES}
                found.append(TaggedSentence(sentence, Attribution(regions, "named"), measures, scores))
    return TaggedDocument(name, tuple(found))


def corpus(*regions: tuple[Region, Sequence[tuple[int, int]]], kind: str = "land") -> list[TaggedDocument]:
    """A document a region, an article for each pair of sentences with and without the type."""
    return [
        tagged(region.code, *([((region,), (kind,), many), ((region,), (), rest)] for many, rest in articles))
        for region, articles in regions
    ]
