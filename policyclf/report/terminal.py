"""The report as a table to read in a terminal, with the best evidence under it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from policyclf.emphases import Emphasis, RegionEmphasis

_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_SHOWN = 60  # characters of an evidence sentence

_PHRASES = {
    "zh": {
        "title": "各地区强调什么：{documents} 篇文档，{sentences} 句，其中 {homeless} 句不涉及具体地区",
        "region": "地区",
        "sentences": "句数",
        "few": "句数太少，不作比较",
        "legend": "格中为该类措施的句数和占本地区句数的比例。▲ 占比高于其他地区合计（95% 区间之外）。"
        "不足 {sentences} 句的地区、不足 {cases} 句的格不作比较。",
        "lift": "{kind}：占 {share}，是其他地区的 {lift:.1f} 倍（95% 区间 {low:.1f}–{high:.1f}，{count} 句）",
        "none": "没有一句话说到具体地区。",
        "separator": "、",
    },
    "en": {
        "title": "What each region emphasizes: {documents} documents, {sentences} sentences, {homeless} of them about no region",
        "region": "Region",
        "sentences": "Sentences",
        "few": "too few to say",
        "legend": "A cell holds the sentences that state a measure of the type and their share of the region's sentences. "
        "▲ a larger share than all other regions together (beyond the 95% interval). Regions with fewer than {sentences} "
        "sentences and cells with fewer than {cases} are not compared.",
        "lift": "{kind}: {share} of sentences, {lift:.1f} times the share elsewhere (95% interval {low:.1f}–{high:.1f}, {count} sentences)",
        "none": "No sentence speaks of a region.",
        "separator": ", ",
    },
}


def as_text(emphasis: Emphasis, *, lang: str = "zh", colour: bool = False, evidence: int = 2) -> str:
    """The table, then for each region what it emphasizes with up to ``evidence`` sentences a type."""
    say = _PHRASES[lang]
    title = say["title"].format(documents=emphasis.documents, sentences=emphasis.sentences, homeless=emphasis.homeless)
    lines = [_style(title, _BOLD, colour), ""]
    if not emphasis.regions:
        return "\n".join([*lines, say["none"], ""])
    lines += _table(emphasis, lang, colour)
    lines += [
        "",
        _style(
            say["legend"].format(sentences=emphasis.settings.fewest_sentences, cases=emphasis.settings.fewest_cases),
            _DIM,
            colour,
        ),
        "",
    ]
    for row in emphasis.regions:
        lines += _findings(row, emphasis, lang, colour, evidence)
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(emphasis: Emphasis, lang: str, colour: bool) -> Iterator[str]:
    say = _PHRASES[lang]
    names = [_label(row, emphasis) for row in emphasis.regions]
    first = max(map(_width, [*names, say["region"]]))
    widths = [max(12, _width(measure.name(lang))) for measure in emphasis.measures]
    count = max(6, _width(say["sentences"]))
    head = [_left(say["region"], first), _right(say["sentences"], count)]
    head += [_right(measure.name(lang), width) for measure, width in zip(emphasis.measures, widths, strict=True)]
    yield _style("  ".join(head), _BOLD, colour)
    yield "─" * (first + count + sum(widths) + 2 * len(head) - 2)
    for row, name in zip(emphasis.regions, names, strict=True):
        cells = [_left(name, first), _right(str(row.sentences), count)]
        if row.sentences < emphasis.settings.fewest_sentences:
            yield _style("  ".join([*cells, say["few"]]), _DIM, colour)
            continue
        for measure, width in zip(emphasis.measures, widths, strict=True):
            cell = row.cells[measure.id]
            text = f"{'▲ ' if cell.emphasized else ''}{cell.count}  {cell.share.value:4.0%}" if cell.count else "·"
            cells.append(
                _style(
                    _right(text, width),
                    _BOLD if cell.emphasized else _DIM,
                    colour and (cell.emphasized or not cell.enough),
                )
            )
        yield "  ".join(cells)


def _label(row: RegionEmphasis, emphasis: Emphasis) -> str:
    """The region's name, with its parent's where another region has the same name."""
    same = sum(other.region.name == row.region.name for other in emphasis.regions)
    return row.region.path if same > 1 else row.region.name


def _findings(row: RegionEmphasis, emphasis: Emphasis, lang: str, colour: bool, most: int) -> Iterator[str]:
    kinds = {measure.id: measure.name(lang) for measure in emphasis.measures}
    if not row.strongest:
        return
    yield _style(row.region.path, _BOLD, colour)
    for kind in row.strongest:
        cell = row.cells[kind]
        assert cell.lift and cell.lift.interval
        low, high = cell.lift.interval
        share = f"{cell.share.value:.0%}"
        yield "  ▲ " + _PHRASES[lang]["lift"].format(
            kind=kinds[kind], share=share, lift=cell.lift.value, low=low, high=high, count=cell.count
        )
        for evidence in cell.evidence[:most]:
            text = evidence.sentence.text
            text = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
            yield "      " + text + " " + _style(f"[{evidence.doc}:{evidence.sentence.start}]", _DIM, colour)
    yield ""


def _style(text: str, code: str, on: bool) -> str:
    return f"{code}{text}{_OFF}" if on else text


def _width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _left(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text
