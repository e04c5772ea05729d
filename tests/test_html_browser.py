"""The HTML report as people meet it: opened from disk in a real browser, on a phone and on a screen, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator

import policyclf
from policyclf.emphases import Cell, Emphasis
from policyclf.report.about import about
from policyclf.report.html import as_html
from policyclf.tagger import Tagger
from tests.browser import Seen, browser, opened
from tests.conftest import ROOT
from tests.made_documents import made_documents

HOSTILE = '<script>window.hacked = 1</script>"><img src=x onerror="window.hacked = 2">'
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def seeds(tagger: Tagger) -> Emphasis:
    return policyclf.emphasis(
        [tagger.tag_file(path) for path in sorted((ROOT / "seeds").glob("*.txt"))],
        measures=tagger.measures,
        card=tagger.model.card,
    )


@pytest.fixture(scope="module")
def made(tagger: Tagger) -> Emphasis:
    """Regions with findings, one of a single article, and sentences that try to be markup."""
    documents = made_documents(14, tagger.measures, articles=8, sentences=12, opening=HOSTILE)
    return policyclf.emphasis(documents, measures=tagger.measures, card=tagger.model.card)


@pytest.fixture(scope="module")
def pages(
    chromium: Browser, tagger: Tagger, seeds: Emphasis, made: Emphasis, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, emphasis in (("seeds", seeds), ("made", made)):
        for lang in ("zh", "en"):
            found[f"{name}-{lang}"] = folder / f"{name}-{lang}.html"
            text = as_html(emphasis, about(tagger.model.card), lang=lang, provinces=emphasis, rules=tagger.model.rules)
            found[f"{name}-{lang}"].write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def seen(chromium: Browser, pages: dict[str, Path]) -> Iterator[Seen]:
    """The page on made documents, in English."""
    with opened(chromium, pages["made-en"]) as found:
        yield found
        assert found.complaints == []


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("seeds-zh", 390, "dark"), ("seeds-en", 1440, "light"), ("made-zh", 1440, "dark"), ("made-en", 390, "light")],
)
def test_opens_from_disk_alone_and_fits_the_window(
    chromium: Browser, pages: dict[str, Path], name: str, width: int, scheme: Scheme
) -> None:
    with opened(chromium, pages[name], width=width, scheme=scheme) as seen:
        seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")  # draws what waits to be seen
        seen.page.locator(".chart svg").nth(4).wait_for(state="attached")
        assert (
            seen.page.locator("h1").inner_text()
            == {"zh": "各地强调什么", "en": "What each region emphasizes"}[name[-2:]]
        )
        schemes: tuple[Scheme, ...] = ("light", "dark")
        for each in schemes:
            seen.page.emulate_media(color_scheme=each)
            paper = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, re.findall(r"\d+", paper)[:3])) < 3 * 128) == (each == "dark")
        for pixels in (390, 1440, width):
            seen.page.set_viewport_size({"width": pixels, "height": 900})
            assert seen.overflow <= 0
        dialog = _open(seen, seen.page.locator("table.heat .cell").first.get_attribute("data-cell") or "")
        assert seen.overflow <= 0
        assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth")
        assert seen.complaints == []
        assert seen.requests == [pages[name].as_uri()]


def test_charts_drawn_late_move_nothing_below_them(seen: Seen) -> None:
    height = "document.documentElement.scrollHeight"
    charts = seen.page.locator(".chart svg")
    drawn, before = charts.count(), seen.page.evaluate(height)
    seen.page.locator(".charts").scroll_into_view_if_needed()
    charts.nth(4).wait_for(state="attached")
    assert (drawn, seen.page.evaluate(height)) == (0, before)


def _open(seen: Seen, cell: str) -> Locator:
    seen.page.locator(f"table.heat [data-cell='{cell}']").click()
    return seen.page.locator("dialog[open]")


def _cells(emphasis: Emphasis) -> list[tuple[str, str, Cell]]:
    return [(row.region.path, kind, cell) for row in emphasis.regions for kind, cell in row.cells.items()]


def test_a_cell_opens_its_sentences_with_the_words_that_decided(
    chromium: Browser, pages: dict[str, Path], seeds: Emphasis
) -> None:
    at, (_, _, cell) = max(enumerate(_cells(seeds)), key=lambda each: each[1][2].count)
    with opened(chromium, pages["seeds-en"]) as seen:
        dialog = _open(seen, str(at))
        quotes = dialog.locator("blockquote > p:first-child").all_inner_texts()
        assert quotes == [" ".join(each.sentence.text.split()) for each in cell.evidence[:20]]
        assert f"The 20 surest of {cell.count} sentences" in dialog.inner_text()
        first = dialog.locator("blockquote").first
        assert all(words in cell.evidence[0].sentence.text for words in first.locator("mark").all_inner_texts())
        assert first.locator("mark").count() > 0
        source = first.locator("footer").inner_text()
        assert Path(cell.evidence[0].doc).name in source
        assert f"“{cell.evidence[0].title.lstrip('# ')}”" in source
        assert f"characters {cell.evidence[0].sentence.start}–{cell.evidence[0].sentence.end}" in source
        seen.page.keyboard.press("Escape")
        assert seen.page.locator("dialog[open]").count() == 0


def test_the_map_is_walked_with_the_keyboard_and_a_cell_has_an_address(
    chromium: Browser, pages: dict[str, Path], made: Emphasis, seen: Seen
) -> None:
    seen.page.locator("table.heat .cell").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter"):
        seen.page.keyboard.press(key)
    title = seen.page.locator("dialog[open] h2").inner_text()
    row = made.regions[1]
    assert title == f"{row.region.name} · {made.measures[1].en}"
    with opened(chromium, pages["made-en"], at=seen.page.url.partition("#")[2]) as other:
        assert other.page.locator("dialog[open] h2").inner_text() == title


def _column(seen: Seen, name: str) -> list[str]:
    return seen.page.locator(f"table.figures td.{name}").all_inner_texts()


def test_the_table_sorts_and_what_cannot_be_compared_goes_last(seen: Seen, made: Emphasis) -> None:
    compared = sorted((cell.lift.value for _, _, cell in _cells(made) if cell.lift), reverse=True)
    seen.page.locator("[data-sort=lift]").click()
    shown = [float(text[1:].split()[0]) for text in _column(seen, "lift")]
    assert shown == pytest.approx(compared[: len(shown)], abs=0.06)
    assert seen.page.locator("th[aria-sort=descending]").inner_text().startswith("Lift")
    seen.page.locator("[data-sort=lift]").click()
    assert float(_column(seen, "lift")[0][1:].split()[0]) == pytest.approx(compared[-1], abs=0.06)
    while seen.page.locator("#table .more button").last.is_enabled():
        seen.page.locator("#table .more button").last.click()
    assert _column(seen, "lift")[-1] == "too few articles"


def test_the_table_filters(seen: Seen, made: Emphasis) -> None:
    rows = seen.page.locator("table.figures tbody tr")
    seen.page.locator("#table-find").fill(made.regions[0].region.name)
    assert rows.count() == len(made.measures)
    seen.page.locator("#table-type").select_option("talent")
    assert (rows.count(), _column(seen, "type")) == (1, ["Talent"])
    seen.page.locator("#table-find").fill("")
    seen.page.locator("#table-only").check()
    found = [cell for _, kind, cell in _cells(made) if kind == "talent" and cell.finding]
    assert rows.count() == len(found) > 0
    assert all(text for text in _column(seen, "finding"))


def test_a_region_of_one_article_tops_nothing(seen: Seen, made: Emphasis) -> None:
    (alone,) = (row.region.name for row in made.regions if row.articles == 1)
    for at in range(len(made.measures)):
        seen.page.locator("#heat-sort").select_option(str(at))
        names = [text.split("\n")[0] for text in seen.page.locator("table.heat tbody th").all_inner_texts()]
        assert names[-1] == alone
    for figure in ("share", "corrected", "lift", "z", "finding"):
        seen.page.locator(f"[data-sort={figure}]").click()
        assert seen.page.locator("table.figures tbody th").first.inner_text() != alone


def test_the_map_shows_other_figures_and_finds_a_region(seen: Seen, made: Emphasis) -> None:
    row = made.regions[2]
    seen.page.locator("#heat-find").fill(row.region.name)
    seen.page.locator("#heat-figure").select_option("lift")
    texts = seen.page.locator("table.heat .cell").all_inner_texts()
    lifts = [cell.lift.value for cell in row.cells.values() if cell.lift]
    assert [float(text.lstrip("▲△▼▽\n ×")) for text in texts if "×" in text] == pytest.approx(lifts, abs=0.06)
    seen.page.locator("#heat-find").fill("no such place")
    assert seen.page.locator("#heat .more").inner_text() == "No such region"


def test_markup_in_a_document_is_text(seen: Seen) -> None:
    first = seen.page.locator("#findings blockquote > p:first-child").first
    assert first.inner_text().startswith(HOSTILE)
    seen.page.locator("#findings button.open").first.click()
    assert HOSTILE in seen.page.locator("dialog[open]").inner_text()
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator("img, main script, dialog script, iframe, object").count() == 0


def test_the_page_lets_no_other_script_run(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened(chromium, pages["made-en"]) as seen:
        seen.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'window.hacked = 1'}))"
        )
        assert seen.page.evaluate("window.hacked") is None
        assert any("Content Security Policy" in text for text in seen.complaints)


def test_on_paper_all_is_drawn_and_no_control_is_left(seen: Seen) -> None:
    seen.page.emulate_media(media="print")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.page.locator(".chart svg").count() == 5
    assert seen.page.locator("table.figures tbody tr").count() == 14 * 5
    assert not seen.page.locator(".controls").first.is_visible()
    assert seen.page.locator("table.heat").is_visible()
