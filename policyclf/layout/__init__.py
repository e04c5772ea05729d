"""Page text to articles: hard-wrapped lines joined, captions and bylines set apart, articles told from one another."""

from __future__ import annotations

from policyclf.layout.articles import number_articles
from policyclf.layout.blocks import Block, make_blocks, slice_pieces
from policyclf.layout.lines import paragraphs, read_lines
from policyclf.layout.marks import Marks

__all__ = ["Block", "layout", "slice_pieces"]


def layout(text: str) -> list[Block]:
    """The blocks of a page, in its order: paragraphs, headings, captions, bylines, furniture.

    Each block's text is the concatenation of its ``pieces`` of ``text``; no character but white space is lost.

    >>> [(b.kind, b.article) for b in layout("招才有道\\n\\n□ 李明\\n\\n今年以来，本市引进博士12名。\\n\\n（作者单位：市人社局）")]
    [('heading', 0), ('byline', 0), ('body', 0), ('byline', 0)]
    """
    marks = Marks.load()
    blocks = make_blocks(paragraphs(read_lines(text), marks), marks)
    return number_articles(blocks, marks) if blocks else []
