"""Size and opening time of the HTML report on a large made corpus: 2,000 regions, 8 types, 200,000 sentences.

The time is from the navigation to the page being drawn, in headless Chromium, and beside it that of
the report on few regions, which is what the libraries and the browser take. Run: python -m benchmarks.report_html
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

import policyclf
from policyclf.report.about import about
from policyclf.report.html import as_html
from tests.browser import browser, opened
from tests.made_documents import made_documents, made_measures

TYPES, ARTICLES, SENTENCES = 8, 10, 10  # sentences an article, articles a region
ROUNDS = 3


def _write(regions: int, path: Path) -> None:
    """Makes the corpus and writes its report, with the time of each step."""
    measures = made_measures(TYPES)
    documents = list(made_documents(regions, measures, articles=ARTICLES, sentences=SENTENCES, level="county"))
    start = time.perf_counter()
    result = policyclf.emphasis(documents, by="county", measures=measures)
    provinces = policyclf.emphasis(documents, by="province", measures=measures)
    counted = time.perf_counter()
    path.write_text(as_html(result, about({}), provinces=provinces), encoding="utf-8")
    wrote = time.perf_counter()
    print(
        f"{len(result.regions):5d} regions, {result.sentences:7,d} sentences: "
        f"counted in {counted - start:5.1f} s, written in {wrote - counted:4.1f} s, {path.stat().st_size / 1e6:4.1f} MB"
    )


def _open(found: Browser, path: Path) -> float:
    """Seconds until the page is drawn, the median of some rounds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        with opened(found, path) as seen:
            seen.page.wait_for_function("performance.getEntriesByName('drawn').length")
            times.append(float(seen.page.evaluate("performance.getEntriesByName('drawn')[0].startTime")) / 1000)
    return median(times)


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as found:
        seconds = []
        for regions in sizes:
            path = Path(folder) / f"{regions}.html"
            _write(regions, path)
            seconds.append(_open(found, path))
            print(f"      opens in {seconds[-1]:.2f} s, {seconds[-1] / seconds[0]:.1f} times the smallest")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [20, 2000])
