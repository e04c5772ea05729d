"""The heat map as a picture, and what is said where it cannot be drawn."""

from __future__ import annotations

import os
import struct
import sys

import pytest
from matplotlib import font_manager

import policyclf
from policyclf.emphases import Emphasis
from policyclf.errors import OptionError
from policyclf.measures import load_measures
from policyclf.report.png import as_png
from tests.browser import DEMANDED
from tests.conftest import ROOT
from tests.made_documents import made_documents


@pytest.fixture(scope="module")
def made() -> Emphasis:
    measures = load_measures(ROOT / "labels")
    return policyclf.emphasis(made_documents(25, measures, articles=4, sentences=10), measures=measures)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_for_a_slide_the_same_each_time(made: Emphasis, lang: str) -> None:
    try:
        picture = as_png(made, lang=lang)
    except OptionError as error:
        if os.environ.get(DEMANDED):
            raise
        pytest.skip(str(error))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1920, 1080)
    assert picture == as_png(made, lang=lang)


def test_without_a_chinese_font_it_says_what_to_install(made: Emphasis, monkeypatch: pytest.MonkeyPatch) -> None:
    latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    with pytest.raises(OptionError, match=r"no font of this machine has all the characters needed.*fonts-noto-cjk"):
        as_png(made)


def test_a_font_installed_after_matplotlib_looked_is_found(made: Emphasis, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [font.fname for font in font_manager.fontManager.ttflist if "CJK" in font.name]
    if not paths:
        pytest.skip("no Noto Sans CJK here")
    latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    assert as_png(made)


def test_without_matplotlib_it_says_what_to_install(made: Emphasis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(OptionError, match=r"pip install 'policyclf\[png\]'"):
        as_png(made)
