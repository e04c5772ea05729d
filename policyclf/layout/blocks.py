"""Blocks: paragraphs with their kind, and sentences that the page cut in two made whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyclf.document import Cut, Kind
from policyclf.layout.lines import Line
from policyclf.layout.marks import Marks, is_closed, straddles

_LONGEST_HEADING = 45  # full-width characters; longer lines without a full stop are broken paragraphs
_LONGEST_LABEL = 12  # characters, with its mark, of what heads a passage and is no item
_SENTENCE_END = re.compile("[。！？；!?;]")
_OPEN_END = re.compile("[，、,的和与及将把对为在以并]$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, caption or mark; ``text`` is the concatenation of its ``pieces`` of the page."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    kind: Kind
    gap: int
    article: int = 0
    cut: Cut = ""


def make_blocks(paragraphs: Sequence[Sequence[Line]], marks: Marks) -> list[Block]:
    """Paragraphs with their kinds, bracketed bylines at their end split off, broken ones rejoined."""
    blocks = [part for lines in paragraphs for part in _split_tail(_block(lines), marks)]
    kinds = [_kind(blocks, at, marks) for at in range(len(blocks))]
    return _rejoin([replace(b, kind=k, cut=c) for b, (k, c) in zip(blocks, kinds, strict=True)], marks)


def _block(lines: Sequence[Line]) -> Block:
    pieces = tuple((line.start, line.end) for line in lines)
    return Block("".join(line.text for line in lines), pieces, "body", lines[0].gap)


def _split_tail(block: Block, marks: Marks) -> list[Block]:
    """``…第一方阵。(作者单位：…)`` is a paragraph and a byline."""
    at = marks.tail(block.text)
    if at in (0, len(block.text)) or marks.is_("byline", block.text):
        return [block]
    before, behind = slice_pieces(block.pieces, 0, at), slice_pieces(block.pieces, at, len(block.text))
    return [replace(block, text=block.text[:at].rstrip(), pieces=_trim(block.text[:at], before)),
            Block(block.text[at:], behind, "byline", 0)]  # fmt: skip


def slice_pieces(pieces: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The pieces of the page under the characters ``start`` to ``end`` of a block's text."""
    found, at = [], 0
    for left, right in pieces:
        low, high = max(start - at, 0), min(end - at, right - left)
        if low < high:
            found.append((left + low, left + high))
        at += right - left
    return tuple(found)


def _trim(text: str, pieces: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return slice_pieces(pieces, 0, len(text.rstrip()))


def _kind(blocks: Sequence[Block], at: int, marks: Marks) -> tuple[Kind, Cut]:
    """What a block is, by its looks and its neighbours, and whether the page broke it off."""
    block, text = blocks[at], blocks[at].text
    before = blocks[at - 1].text if at else ""
    behind = blocks[at + 1].text if at + 1 < len(blocks) else ""
    signed = marks.is_("byline", behind) or marks.names(behind)
    short = len(text) <= (2 if signed else 1) * _LONGEST_HEADING and not is_closed(text)
    if marks.is_("section", text) or marks.is_("furniture", text):
        return "furniture", ""
    if marks.is_("byline", text) or marks.is_("ending", text) or marks.names(text):
        return "byline", ""
    if short and marks.is_("credit", text):
        return "byline" if "记者" in text or text[0] in "（(" else "caption", ""
    if marks.one_name(text) and before and not is_closed(before) and len(behind) > _LONGEST_HEADING:
        return "byline", ""
    if marks.is_("caption", text):
        return "caption", ""
    if text.startswith("#"):
        return "heading", ""
    if not (short and signed) and _broken(text, blocks[at + 1 : at + 5]):
        return "body", "end"
    listed = marks.starts("item", text) and any(marks.starts("item", each) for each in (before, behind))
    if short and listed and ("，" in text or len(text) > _LONGEST_LABEL):
        return "body", ""  # ● 企业开办时间压缩至0.5个工作日 is an item of several, ■ 区位 heads a passage
    if short:
        # A picture leaves a gap of several empty lines above its caption; a heading has text right below it.
        below = block.gap >= 3 and not (is_closed(before) and len(behind) > _LONGEST_HEADING)
        return "caption" if below and not marks.starts("opening", text) else "heading", ""
    return "body", ""


def _broken(text: str, behind: Sequence[Block]) -> bool:
    """Did the page break this text off inside a sentence?"""
    if is_closed(text):
        return False
    if len(text) > _LONGEST_HEADING or _SENTENCE_END.search(text):
        return True
    rest = next((n for n, block in enumerate(behind) if is_closed(block.text)), None)
    if rest is None or not (straddles(text, behind[rest].text) or _OPEN_END.search(text)):
        return False
    # A headline has no comma and its text right below; a sentence has one, or was cut by a picture and its gap.
    return "，" in text or "," in text or (rest > 0 and behind[0].gap >= 3)


def _rejoin(blocks: Sequence[Block], marks: Marks) -> list[Block]:
    """Joins a paragraph that breaks off with its rest, past the captions that stand between them."""
    found: list[Block] = []
    pending: Block | None = None
    between: list[Block] = []
    for block in blocks:
        if pending is not None and _continues(block, marks):
            joined = replace(
                block, text=pending.text + block.text, pieces=pending.pieces + block.pieces, gap=pending.gap
            )
            block, captions = (
                joined,
                [replace(b, kind="caption") if b.kind == "heading" else b for b in between],
            )
            pending, between = None, []
        elif pending is not None:
            signature = block.kind == "byline" and not marks.is_("credit", block.text)
            if block.kind != "body" and block.text[0] != "#" and not signature and len(between) < 4:
                between.append(block)
                continue
            found += [pending, *between]
            pending, between, captions = None, [], []
        else:
            captions = []
        if block.cut == "end":
            pending, between = block, captions
        else:
            found += [block, *captions]
    return found if pending is None else [*found, pending, *between]


def _continues(block: Block, marks: Marks) -> bool:
    return block.kind == "body" and not marks.starts("opening", block.text) and not marks.starts("dateline", block.text)
