"""A comparison in a terminal, or as Markdown for pasting: what differs, with its interval, and the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterator

from policyclf.emphases import Comparison, Difference, Figure, RegionEmphasis
from policyclf.report.markdown import escaped, quotes
from policyclf.report.phrases import MARKS, mark, phrases
from policyclf.report.terminal import evidence_lines, left, right, style, width

_BOLD, _DIM = "\x1b[1m", "\x1b[2m"
_NAMED = 5  # undated documents named
_TOLD = 3  # sentences on either side, of what is told without being compared


def comparison_text(comparison: Comparison, *, lang: str = "zh", colour: bool = False, evidence: int = 2) -> str:
    """The sides, then each difference beyond its interval with the sentences of both sides."""
    lines = [style(_title(comparison, lang), _BOLD, colour), "", *_table(comparison, lang, colour), ""]
    for heading, differences in _sections(comparison, lang):
        lines.append(style(heading, _BOLD, colour))
        lines += _findings(comparison, differences, lang, colour, evidence)
        lines.append("")
    lines += (style(note, _DIM, colour) for note in _notes(comparison, lang))
    return "\n".join(lines).rstrip("\n") + "\n"


def comparison_markdown(comparison: Comparison, *, lang: str = "zh", evidence: int = 2) -> str:
    """The same as Markdown."""
    say = phrases(lang)
    lines = [f"# {escaped(_title(comparison, lang))}", ""]
    lines += [f"- {escaped(say['side'].format(name=_name(side, lang), row=side))}" for side in comparison.sides]
    for heading, differences in _sections(comparison, lang):
        lines += ["", f"## {escaped(heading)}", ""]
        for each in _shown(comparison, differences):
            lines.append(f"- {mark(each) or '·'} {escaped(_line(comparison, each, lang))}")
            for side in (each.one, each.other):
                lines += quotes(comparison.sides[side].cells[each.measure].evidence[:evidence])
        lines += ["", *(escaped(line) for line in _remarks(comparison, differences, lang))]
    return "\n".join([*lines, "", *map(escaped, _notes(comparison, lang))]).rstrip("\n") + "\n"


def _title(comparison: Comparison, lang: str) -> str:
    one, *others = comparison.sides
    if one.year is not None:
        return phrases(lang)["over time"].format(one=one.region.path)
    return phrases(lang)["between"].format(one=one.region.path, other=others[0].region.path)


def _name(side: RegionEmphasis, lang: str) -> str:
    return side.region.path if side.year is None else f"{side.year}年" if lang == "zh" else str(side.year)


def _table(comparison: Comparison, lang: str, colour: bool) -> Iterator[str]:
    """A row a side: articles, sentences, and the share of each type with its interval."""
    say = phrases(lang)
    rows = [["", say["articles"], say["sentences"], *(measure.name(lang) for measure in comparison.measures)]]
    for side in comparison.sides:
        cells = [side.cells[measure.id] for measure in comparison.measures]
        shares = [
            f"{c.count} {c.share.value:4.0%}{_ends(c.share, lang, percent=True)}" if c.count else "·" for c in cells
        ]
        rows.append([_name(side, lang), str(side.articles), str(side.sentences), *shares])
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for at, row in enumerate(rows):
        cells_ = [left(row[0], widths[0]), *(right(c, w) for c, w in zip(row[1:], widths[1:], strict=True))]
        yield style("  ".join(cells_), _BOLD, colour and at == 0)
        if at == 0:
            yield "─" * width("  ".join(cells_))


def _sections(comparison: Comparison, lang: str) -> Iterator[tuple[str, list[Difference]]]:
    """The differences of each pair of sides under its heading."""
    pairs = dict.fromkeys((each.one, each.other) for each in comparison.differences)
    for one, other in pairs:
        names = {"one": _name(comparison.sides[one], lang), "other": _name(comparison.sides[other], lang)}
        found = [each for each in comparison.differences if (each.one, each.other) == (one, other)]
        yield phrases(lang)["against"].format(**names), sorted(found, key=lambda each: -abs(each.z or 0.0))


def _findings(
    comparison: Comparison, differences: list[Difference], lang: str, colour: bool, most: int
) -> Iterator[str]:
    for each in _shown(comparison, differences):
        yield f"  {mark(each) or '·'} {_line(comparison, each, lang)}"
        for side in (each.one, each.other):
            found = comparison.sides[side].cells[each.measure].evidence
            if found and most:
                yield "    " + _name(comparison.sides[side], lang)
                yield from evidence_lines(found, most, colour)
    for line in _remarks(comparison, differences, lang):
        yield style("  " + line, _DIM, colour)


def _shown(comparison: Comparison, differences: list[Difference]) -> list[Difference]:
    """What differs; where articles are too few for that, what the texts say, the widest gap first."""
    found = [each for each in differences if each.finding]
    told = [each for each in differences if each.too_few == "articles" and max(_counts(comparison, each)) >= _TOLD]
    return found + sorted(told, key=lambda each: -abs(_gap(comparison, each).value))


def _counts(comparison: Comparison, each: Difference) -> tuple[int, int]:
    one, other = (comparison.sides[side].cells[each.measure].count for side in (each.one, each.other))
    return one, other


def _gap(comparison: Comparison, each: Difference) -> Figure:
    one, other = (comparison.sides[side].cells[each.measure].share.value for side in (each.one, each.other))
    return each.gap or Figure(one - other)


def _line(comparison: Comparison, each: Difference, lang: str) -> str:
    say = phrases(lang)
    kinds = {measure.id: measure.name(lang) for measure in comparison.measures}
    shares = [comparison.sides[side].cells[each.measure].share.value for side in (each.one, each.other)]
    gap = _gap(comparison, each)
    text = say["gap"].format(
        kind=kinds[each.measure], one=shares[0], other=shares[1], gap=100 * gap.value, interval=_points(gap, lang)
    )
    if each.ratio:
        text += say["ratio"].format(ratio=each.ratio.value, interval=_ends(each.ratio, lang))
    if each.corrected_ratio:
        ratio = each.corrected_ratio
        text += say["ratio corrected"].format(ratio=ratio.value, interval=_ends(ratio, lang))
    return text


def _remarks(comparison: Comparison, differences: list[Difference], lang: str) -> Iterator[str]:
    """That nothing differs, and what was not compared, by reason."""
    say, kinds = phrases(lang), {measure.id: measure.name(lang) for measure in comparison.measures}
    if not any(each.finding for each in differences) and not all(each.too_few for each in differences):
        yield say["no difference"]
    for reason in sorted({each.too_few for each in differences} - {""}):
        few = [kinds[each.measure] for each in differences if each.too_few == reason]
        yield say["too few"].format(why=say[f"why {reason}"], list=say["separator"].join(few))


def _notes(comparison: Comparison, lang: str) -> Iterator[str]:
    say, undated = phrases(lang), comparison.undated
    if undated:
        names = say["separator"].join(undated[:_NAMED]) + ("…" if len(undated) > _NAMED else "")
        yield say["undated"].format(count=len(undated), names=names)
    if comparison.copies.groups:
        yield say["copies"].format(c=comparison.copies)
    if any(each.finding for each in comparison.differences):
        yield say["difference marks"].format(**MARKS)


def _ends(figure: Figure, lang: str, *, percent: bool = False) -> str:
    if figure.interval is None:
        return ""
    low, high = figure.interval
    if percent:
        return phrases(lang)["interval"].format(low=f"{100 * low:.0f}", high=f"{100 * high:.0f}", unit="%")
    return phrases(lang)["interval"].format(low=f"{low:.1f}", high=f"{high:.1f}", unit="")


def _points(gap: Figure, lang: str) -> str:
    if gap.interval is None:
        return ""
    low, high = gap.interval
    return phrases(lang)["points"].format(low=100 * low, high=100 * high)
