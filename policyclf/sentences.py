"""Paragraphs to sentences, the units that the codebook labels, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyclf.document import Cut, Document, Kind, Sentence
from policyclf.layout import Block, layout, slice_pieces

# A unit ends with 。！？； and the closing quotes and brackets behind it, or the end of bold type (**…。** …).
_UNIT = re.compile(r"[^。！？；!?;]*(?:[。！？；!?;]+[”’」』》）)】\"']*(?:\*\*(?!\S))?|\Z)")
_RUN_IN_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、].{2,38}[。：]?\Z")


def split(text: str, name: str = "") -> Document:
    """A page's text as a document of sentences.

    >>> document = split("一是建设园区；\\n二是引进人才。“谁用谁评价。”", name="page.txt")
    >>> [(s.text, s.start, s.end) for s in document.sentences]
    [('一是建设园区；', 0, 7), ('二是引进人才。', 8, 15), ('“谁用谁评价。”', 15, 23)]
    """
    return Document(name, text, tuple(s for block in layout(text) for s in _units(block)))


def _units(block: Block) -> Iterator[Sentence]:
    spans = [_stripped(block.text, m.start(), m.end()) for m in _UNIT.finditer(block.text) if m.group().strip()]
    if block.kind not in ("body", "caption"):
        spans = [(0, len(block.text))]
    for number, (start, end) in enumerate(spans):
        text = block.text[start:end]
        run_in = number == 0 and len(spans) > 1 and _RUN_IN_HEADING.match(text) is not None
        kind: Kind = "heading" if run_in else block.kind
        cut = _cut(block.cut, number == 0, number == len(spans) - 1)
        yield Sentence(text, kind, block.article, slice_pieces(block.pieces, start, end), cut)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _cut(cut: Cut, first: bool, last: bool) -> Cut:
    start, end = cut in ("start", "both") and first, cut in ("end", "both") and last
    return "both" if start and end else "start" if start else "end" if end else ""
