"""What docs/example.md says of the five pages, worked out anew; run to make its pictures anew."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import policyclf
from policyclf.emphases import Emphasis, RegionEmphasis
from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
_ROWS = 8  # regions of the table
_QUOTED = 64  # characters of a sentence
_CELL = "浙江省/嘉兴市|finance"


@cache
def _seeds() -> Emphasis:
    tagger = policyclf.load()
    pages = [tagger.tag_file(path) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return policyclf.emphasis(pages, measures=tagger.measures, card=tagger.model.card)


def counts() -> str:
    """What was read, in a sentence."""
    seeds = _seeds()
    compared = sum(not row.too_few for row in seeds.regions)
    return (
        f"{seeds.documents} files, {seeds.articles} articles, {seeds.sentences} sentences; {seeds.homeless} of them speak of no region, the others of "
        f"{len(seeds.regions)}. {sum(row.sentences >= seeds.settings.fewest_sentences for row in seeds.regions)} regions have "
        f"{seeds.settings.fewest_sentences} sentences or more, and {compared or 'none'} of these have articles enough to be compared with the others.\n"
    )


def regions() -> str:
    """A table of the regions with most text: what their articles state most, and one sentence that states it."""
    lines = ["| region | articles | sentences on measures | most of them on | one of these |", "|---|---|---|---|---|"]
    names = {measure.id: measure.en.lower() for measure in _seeds().measures}
    return "\n".join([*lines, *(_row(row, names) for row in _seeds().regions[:_ROWS])]) + "\n"


def _row(row: RegionEmphasis, names: dict[str, str]) -> str:
    kind = max(row.cells, key=lambda kind: row.cells[kind].count)
    texts = [each.sentence.text for each in row.cells[kind].evidence]
    text = next((text for text in texts if len(text) <= _QUOTED), texts[0])
    text = text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
    return f"| {row.region.name} | {row.articles} | {row.measured} | {names[kind]}: {row.cells[kind].count} | {text.replace('|', '¦')} |"


def pictures() -> None:
    """The heat map for a slide; the page on a screen and on a phone; the sentences behind one cell."""
    from PIL import Image

    from tests.browser import browser, opened

    with TemporaryDirectory() as folder, browser() as found:
        pages = {lang: Path(folder) / f"{lang}.html" for lang in ("zh", "en")}
        _report("zh", "--html", pages["zh"])
        _report("en", "--html", pages["en"], "--png", PICTURES / "heat.png")
        with opened(found, pages["en"], width=1200) as seen:
            seen.page.set_viewport_size({"width": 1200, "height": 1000})
            seen.page.screenshot(path=PICTURES / "page.png")
        with opened(found, pages["en"], at=_CELL, width=1200) as seen:
            seen.page.screenshot(path=PICTURES / "evidence.png")
        with opened(found, pages["zh"], width=390, scheme="dark") as seen:
            seen.page.evaluate("document.querySelector('#heat').scrollIntoView()")
            seen.page.screenshot(path=PICTURES / "phone.png")
    for picture in PICTURES.glob("*.png"):  # a palette of 64 colours: a third of the size, and no difference to be seen
        Image.open(picture).quantize(64, dither=Image.Dither.NONE).save(picture, optimize=True)


def _report(lang: str, *options: str | Path) -> None:
    command = [sys.executable, "-m", "policyclf", "report", "seeds/", "--lang", lang, "--force", *map(str, options)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    pictures()
