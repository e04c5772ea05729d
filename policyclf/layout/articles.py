"""Which blocks of a page belong to the same article.

Bylines, datelines, end marks and photographs with a credit open and close articles. What a page displaced (a headline
behind its article, the end of an article before its beginning) is brought home by lexical cohesion, the share of
words two texts have in common (Halliday and Hasan 1976; Hearst 1997).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import log, sqrt

from policyclf.layout.blocks import Block
from policyclf.layout.marks import Marks, straddles
from policyclf.words import cut

# A displaced headline shares at least this weight of its words with its article, and clearly more than with any other.
_OWN_WORDS, _MARGIN = 0.5, 0.2
_PROSE = 45  # characters; a shorter caption is no article of its own


def number_articles(blocks: Sequence[Block], marks: Marks) -> list[Block]:
    """The blocks with their article numbers, counted in the order of the page."""
    starts = sorted(_starts(blocks, marks) | {0, len(blocks)})
    groups = [list(blocks[a:b]) for a, b in pairwise(starts)]
    homes = _resume(groups, list(range(len(groups))), marks)
    groups, homes = _tails(groups, homes)
    numbers: dict[int, int] = {}
    return [
        replace(block, article=numbers.setdefault(home, len(numbers)))
        for block, home in zip((b for g in groups for b in g), _headlines(groups, homes, marks), strict=True)
    ]


def _starts(blocks: Sequence[Block], marks: Marks) -> set[int]:
    """Where a new article, photograph, stray headline or run of furniture may begin."""
    found: set[int] = set()
    for at, block in enumerate(blocks):
        run = at
        while run and blocks[run - 1].kind == "heading":
            run -= 1
        if _opens(blocks, at, marks):
            found |= {run} if run < at else {at}
            if run and _ends(blocks, run - 1, marks):
                found.add(at)  # behind an end mark the headline may be the last article's as well as the next one's
        if _ends(blocks, at, marks):
            found.add(at + 1)
        if marks.is_("section", block.text):
            found |= {first for first in [at] if not at or not marks.is_("section", blocks[at - 1].text)}
            found |= {
                behind for behind in [at + 1] if behind == len(blocks) or not marks.is_("section", blocks[behind].text)
            }
    return found


def _opens(blocks: Sequence[Block], at: int, marks: Marks) -> bool:
    block = blocks[at]
    if block.kind == "byline" and not _ends(blocks, at, marks):
        headed = at > 0 and blocks[at - 1].kind == "heading"
        return block.text[0] in "□■◇○●▲" or (headed and "摄" not in block.text)
    if block.kind == "heading" and at:
        return block.text.startswith("# ")
    return marks.starts("dateline", block.text) or _photograph(blocks, at, marks)


def _photograph(blocks: Sequence[Block], at: int, marks: Marks) -> bool:
    """A paragraph that tells what a photograph shows, with the photographer's name below it."""
    return blocks[at].kind == "caption" and len(blocks[at].text) > _PROSE and _credited(blocks, at + 1, marks)


def _credited(blocks: Sequence[Block], at: int, marks: Marks) -> bool:
    return at < len(blocks) and blocks[at].kind == "byline" and marks.is_("credit", blocks[at].text)


def _ends(blocks: Sequence[Block], at: int, marks: Marks) -> bool:
    text = blocks[at].text
    bracketed_names = text[0] in "（(" and marks.names(text)
    return (
        bracketed_names
        or marks.is_("ending", text)
        or (_credited(blocks, at, marks) and _photograph(blocks, at - 1, marks))
    )


def _resume(groups: Sequence[Sequence[Block]], homes: list[int], marks: Marks) -> list[int]:
    """An article goes on behind a photograph that was set into it."""
    for at in range(2, len(groups)):
        before, photo, behind = groups[at - 2 : at + 1]
        interrupted = _credited(photo, len(photo) - 1, marks) and not _ends(before, len(before) - 1, marks)
        if interrupted and behind[0].kind == "body" and not _opens(behind, 0, marks):
            homes[at] = homes[at - 2]
    return homes


def _tails(groups: list[list[Block]], homes: list[int]) -> tuple[list[list[Block]], list[int]]:
    """The end of an article that stands before its beginning, where a page runs in columns, goes to its article."""
    for at in range(len(groups) - 1, 0, -1):
        bodies = [block for block in groups[at] if block.kind == "body"]
        if not bodies or bodies[-1].cut != "end":
            continue
        own, before = _words(groups[at]), groups[at - 1]
        for cut_at in range(1, len(before)):
            tail = before[cut_at:]
            if (
                tail[0].kind == "body"
                and straddles(bodies[-1].text, tail[0].text)
                and _cosine(_words(tail), own) > _cosine(_words(tail), _words(before[:cut_at]))
            ):
                tail[0] = replace(tail[0], cut="start")
                groups[at - 1 : at] = [before[:cut_at], tail]
                homes[at - 1 : at] = [homes[at - 1], homes[at]]
                break
    return groups, homes


def _headlines(groups: Sequence[Sequence[Block]], homes: Sequence[int], marks: Marks) -> list[int]:
    """The home of every block: headlines at the edges of a group go where their words are."""
    bodies: dict[int, Counter[str]] = {}
    headed: set[int] = set()
    for group, home in zip(groups, homes, strict=True):
        if any(block.kind == "body" or len(block.text) > _PROSE for block in group):
            bodies.setdefault(home, Counter()).update(_words([b for b in group if b.kind != "heading"]))
            headed |= {home} if group[0].kind == "heading" else set()
    found: list[int] = []
    for at, (group, home) in enumerate(zip(groups, homes, strict=True)):
        follows = at + 1 < len(groups) and _opens(groups[at + 1], 0, marks)
        default = home if home in bodies or not follows else homes[at + 1]
        text = [n for n, block in enumerate(group) if block.kind != "heading"]
        open_to = {
            each: words for each, words in bodies.items() if home not in bodies or each == home or each not in headed
        }
        for start, run in _runs(group):
            inside = bool(text) and text[0] < start < text[-1]
            stray = run[0].kind == "heading" and not inside and len(bodies) > 1
            found += [_cohesive(run, open_to, default) if stray else default] * len(run)
    return found


def _runs(group: Sequence[Block]) -> list[tuple[int, list[Block]]]:
    """The blocks of a group, headings that touch in one run, each run with its place."""
    found: list[tuple[int, list[Block]]] = []
    for at, block in enumerate(group):
        if found and block.gap == 0 and block.kind == found[-1][1][-1].kind == "heading":
            found[-1][1].append(block)
        else:
            found.append((at, [block]))
    return found


def _cohesive(heading: Sequence[Block], bodies: dict[int, Counter[str]], default: int) -> int:
    """The article that holds most of a headline's words; ``default`` unless another one clearly does."""
    words = _words(heading)
    weights = {word: log(1 + len(bodies) / (1 + sum(word in body for body in bodies.values()))) for word in words}
    total = sum(weights.values())
    if not total:
        return default
    shares = {home: sum(weights[word] for word in words if word in body) / total for home, body in bodies.items()}
    best = max(shares, key=lambda home: (shares[home], home == default))
    clear = shares[best] >= _OWN_WORDS and shares[best] >= shares.get(default, 0.0) + _MARGIN
    return best if clear else default


def _words(blocks: Sequence[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in cut(block.text) if len(word) > 1)


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    size = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return sum(n * other[word] for word, n in one.items()) / size if size else 0.0
