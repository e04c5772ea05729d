"""The report as a table to read in a terminal, with the best evidence under it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from policyclf.emphases import Cell, Emphasis, Evidence, Figure, RegionEmphasis
from policyclf.report.phrases import MARKS, mark, phrases

_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_SHOWN = 60  # characters of an evidence sentence
_TYPES = 3  # shown of a region that is not compared


def as_text(emphasis: Emphasis, *, lang: str = "zh", colour: bool = False, evidence: int = 2) -> str:
    """The table, then for each region what it emphasizes with up to ``evidence`` sentences a type."""
    say = phrases(lang)
    lines = [style(say["title"].format(e=emphasis), _BOLD, colour)]
    if emphasis.copies.groups:
        lines.append(say["copies"].format(c=emphasis.copies))
    lines.append("")
    if not emphasis.regions:
        return "\n".join([*lines, say["none"], ""])
    lines += _table(emphasis, lang, colour)
    lines += ["", *(style(line, _DIM, colour) for line in _legend(emphasis, lang)), ""]
    for row in emphasis.regions:
        lines += _findings(row, emphasis, lang, colour, evidence)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(emphasis: Emphasis, lang: str, colour: bool) -> Iterator[str]:
    say = phrases(lang)
    names = [label(row, emphasis.regions) for row in emphasis.regions]
    first = max(map(width, [*names, say["region"]]))
    widths = [max(12, width(measure.name(lang))) for measure in emphasis.measures]
    counts = [max(6, width(say[name])) for name in ("articles", "sentences")]
    head = [
        left(say["region"], first),
        *(right(say[n], w) for n, w in zip(("articles", "sentences"), counts, strict=True)),
    ]
    head += [right(measure.name(lang), wide) for measure, wide in zip(emphasis.measures, widths, strict=True)]
    yield style("  ".join(head), _BOLD, colour)
    yield "─" * width("  ".join(head))
    for row, name in zip(emphasis.regions, names, strict=True):
        cells = [left(name, first), right(str(row.articles), counts[0]), right(str(row.sentences), counts[1])]
        if row.sentences < emphasis.settings.fewest_sentences:
            yield style("  ".join([*cells, say["few"]]), _DIM, colour)
            continue
        for measure, wide in zip(emphasis.measures, widths, strict=True):
            cell = row.cells[measure.id]
            text = f"{mark(cell)} {cell.count}  {cell.share.value:4.0%}".lstrip() if cell.count else "·"
            cells.append(
                style(right(text, wide), _BOLD if cell.finding else _DIM, colour and (cell.sure or not cell.enough))
            )
        yield "  ".join(cells)


def _legend(emphasis: Emphasis, lang: str) -> Iterator[str]:
    say, cells = phrases(lang), [cell for row in emphasis.regions for cell in row.cells.values()]
    yield say["legend"]
    if any(cell.finding for cell in cells):
        yield say["marks"].format(**MARKS)
    compared = sum(not row.too_few for row in emphasis.regions)
    yield say["compared"].format(compared=compared, regions=len(emphasis.regions), s=emphasis.settings)
    if any(cell.corrected for cell in cells):
        yield say["corrected legend"]


def _findings(row: RegionEmphasis, emphasis: Emphasis, lang: str, colour: bool, most: int) -> Iterator[str]:
    """What a region says more or less of than others; of one that is not compared, what its texts say most."""
    kinds = {measure.id: measure.name(lang) for measure in emphasis.measures}
    say, few = phrases(lang), row.too_few
    shown = [*row.strongest, *(kind for kind, cell in row.cells.items() if cell.finding == "less")]
    if few and row.sentences >= emphasis.settings.fewest_sentences:
        counted = sorted(row.cells, key=lambda kind: -row.cells[kind].count)[:_TYPES]
        shown = [kind for kind in counted if row.cells[kind].count >= emphasis.settings.fewest_cases]
    if not shown:
        return
    reason = "article" if few == "articles" and row.articles == 1 else few
    why = style(say[f"few {reason}"].format(row=row), _DIM, colour) if few else ""
    yield style(row.region.path, _BOLD, colour) + why
    for kind in shown:
        cell = row.cells[kind]
        yield f"  {mark(cell) or '·'} {finding(kinds[kind], cell, lang)}"
        if cell.finding != "less":
            yield from evidence_lines(cell.evidence, most, colour)
    yield ""


def finding(name: str, cell: Cell, lang: str) -> str:
    """A cell in a line: plain share, corrected share, lift, each with its interval."""
    say = phrases(lang)
    text = say["share"].format(
        kind=name, count=cell.count, share=cell.share.value, interval=_ends(cell.share, lang, "%")
    )
    if cell.corrected:
        text += say["corrected"].format(share=cell.corrected.value, interval=_ends(cell.corrected, lang, "%"))
    if cell.lift:
        text += say["lift"].format(lift=cell.lift.value, interval=_ends(cell.lift, lang), z=cell.z)
    return text


def evidence_lines(found: Sequence[Evidence], most: int, colour: bool) -> Iterator[str]:
    """The first sentences, each with the place it stands at."""
    for evidence in found[:most]:
        text = evidence.sentence.text
        text = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
        also = f" +{len(evidence.copies)}" if evidence.copies else ""
        yield "      " + text + " " + style(f"[{evidence.doc}:{evidence.sentence.start}{also}]", _DIM, colour)


def _ends(figure: Figure, lang: str, unit: str = "") -> str:
    """The interval in words, or nothing."""
    if figure.interval is None:
        return ""
    low, high = (f"{end:.0%}"[:-1] if unit else f"{end:.1f}" for end in figure.interval)
    return phrases(lang)["interval"].format(low=low, high=high, unit=unit)


def label(row: RegionEmphasis, rows: Sequence[RegionEmphasis]) -> str:
    """The region's name, with its parent's where another region has the same name."""
    same = sum(other.region.name == row.region.name for other in rows)
    return row.region.path if same > 1 else row.region.name


def style(text: str, code: str, on: bool) -> str:
    return f"{code}{text}{_OFF}" if on else text


def width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def left(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def right(text: str, wide: int) -> str:
    return " " * (wide - width(text)) + text
