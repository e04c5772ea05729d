"""One headless Chromium for all tests that look at a page; they are skipped where there is none, unless one is demanded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

DEMANDED = "POLICYCLF_NEEDS_BROWSER"  # set by continuous integration: a missing browser fails there
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Nothing but the pages under test: no first run, no updates, no network of the browser's own.
_OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium with a new, empty profile."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        say = pytest.fail if os.environ.get(DEMANDED) else pytest.skip
        say("no browser found; install Chromium (Debian: apt-get install chromium) to run the tests of the HTML report")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, headless=True, args=_OPTIONS)
        try:
            yield found
        finally:
            found.close()


@dataclass
class Seen:
    """An open page, and what it complained of or asked the network for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@contextmanager
def opened(
    browser: Browser, path: Path, *, at: str = "", width: int = 1440, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Seen]:
    """A page opened from disk in a window of its own; ``at`` is the part of the address behind #."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    seen = Seen(context.new_page())
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    try:
        seen.page.goto(path.as_uri() + (f"#{at}" if at else ""))
        seen.page.wait_for_selector("html[data-ready]", state="attached", timeout=10_000)
        yield seen
    finally:
        context.close()
