"""The report as Markdown, for pasting into a document, a wiki or an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyclf.emphases import Cell, Emphasis, Evidence
from policyclf.report.about import About
from policyclf.report.method import method
from policyclf.report.phrases import MARKS, mark, phrases
from policyclf.report.terminal import finding, label

_SPECIAL = re.compile(r"([\\`*_\[\]|~$]|\A(?:[-+#]|\d+(?=[.)])))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def as_markdown(emphasis: Emphasis, about: About, *, lang: str = "zh", evidence: int = 2) -> str:
    """Table, findings with up to ``evidence`` sentences each, and the method note. What documents say cannot become markup."""
    say = phrases(lang)
    lines = [f"# {say['title'].format(e=emphasis)}", "", *_table(emphasis, lang), "", say["legend"]]
    if any(cell.finding for row in emphasis.regions for cell in row.cells.values()):
        lines += [say["marks"].format(**MARKS)]
    lines += ["", *_findings(emphasis, lang, evidence), f"## {say['method']}", ""]
    for title, text in method(emphasis, about, lang):
        lines += [f"**{title}** {escaped(text)}", ""]
    if about.left_out:
        lines += [f"## {say['left out']}", ""]
        lines += [f"- {escaped(f'{each.where}: {each.what}; {each.remedy}')}" for each in about.left_out]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(emphasis: Emphasis, lang: str) -> Iterator[str]:
    say = phrases(lang)
    heads = [say["region"], say["articles"], say["sentences"], *(measure.name(lang) for measure in emphasis.measures)]
    yield table_row(map(escaped, heads))
    yield table_row(["---", *["---:"] * (len(heads) - 1)])
    for row in emphasis.regions:
        cells = [row.cells[measure.id] for measure in emphasis.measures]
        shown = [_shown(cell, share=row.too_few != "sentences") for cell in cells]
        yield table_row([escaped(label(row, emphasis.regions)), str(row.articles), str(row.sentences), *shown])


def _shown(cell: Cell, *, share: bool) -> str:
    """A cell's count with its share, which says nothing of a handful of sentences."""
    return (
        f"{mark(cell)} {cell.count} ({cell.share.value:.0%})".strip()
        if cell.count and share
        else str(cell.count or "·")
    )


def _findings(emphasis: Emphasis, lang: str, most: int) -> Iterator[str]:
    say, kinds = phrases(lang), {measure.id: measure.name(lang) for measure in emphasis.measures}
    found = [
        (row, kind)
        for row in emphasis.regions
        for kind in (*row.strongest, *(kind for kind, cell in row.cells.items() if cell.finding == "less"))
    ]
    if found:
        yield f"## {say['findings']}"
        yield ""
    for row, kind in found:
        cell = row.cells[kind]
        yield f"- {mark(cell)} **{escaped(row.region.path)}** {escaped(finding(kinds[kind], cell, lang))}"
        if cell.finding == "more":
            yield from quotes(cell.evidence[:most])
    few = [escaped(label(row, emphasis.regions)) for row in emphasis.regions if row.too_few]
    if few:
        yield ""
        yield say["not compared"] + say["separator"].join(few)
    yield ""


def quotes(found: Sequence[Evidence]) -> Iterator[str]:
    """Sentences as an inner list, each with the place it stands at."""
    for evidence in found:
        yield f"  - {escaped(evidence.sentence.text)} ({escaped(evidence.doc)}:{evidence.sentence.start})"


def escaped(text: str) -> str:
    """Text that shows as it stands: no markup, no line breaks.

    >>> print(escaped("- <b>*重点*</b> | 1"))
    \\- &lt;b&gt;\\*重点\\*&lt;/b&gt; \\| 1
    """
    flat = " ".join(text.split())
    return _SPECIAL.sub(r"\\\1", "".join(_ENTITIES.get(character, character) for character in flat))


def table_row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
