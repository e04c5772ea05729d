"""The heat map as a picture for a slide, drawn by matplotlib (an extra: it brings its own fonts, but none for Chinese)."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any

from policyclf.emphases import Cell, Emphasis, RegionEmphasis
from policyclf.errors import OptionError
from policyclf.report.page import LIMITS, words_of
from policyclf.report.phrases import mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS = 20  # regions that can be read on a slide
_INCHES, _DPI = (12.8, 7.2), 150  # 1920 by 1080 pixels
_INK, _SOFT, _PAPER, _SHADE = "#1f2328", "#5d6570", "#ffffff", (29 / 255, 95 / 255, 168 / 255)
_DARKEST, _DARKEST_FEW = 0.56, 0.42
_FONTS = (
    *(
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
        "PingFang SC",
        "Hiragino Sans GB",
    ),
    *(
        "Microsoft YaHei",
        "Noto Sans CJK JP",
        "WenQuanYi Micro Hei",
        "WenQuanYi Zen Hei",
        "SimHei",
        "Heiti SC",
        "SimSun",
    ),
)


def matplotlib() -> None:
    """:class:`OptionError` where the library that draws is not installed."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError as error:
        hint = "pip install 'policyclf[png]', or '.[png]' in its folder"
        raise OptionError("--png", "needs matplotlib", hint) from error


def as_png(emphasis: Emphasis, *, lang: str = "zh") -> bytes:
    """The heat map of shares as a PNG picture of 1920 by 1080 pixels, with the 20 regions that state most measures.

    Marks and stripes mean what they mean in the HTML report.

    Raises:
        OptionError: matplotlib is not installed, or no font of this machine has the characters needed.
    """
    matplotlib()
    from matplotlib.figure import Figure

    words = words_of(lang)
    enough = [row for row in emphasis.regions if row.sentences >= emphasis.settings.fewest_sentences]
    rows = (enough or list(emphasis.regions))[:ROWS]
    names = [measure.name(lang) for measure in emphasis.measures]
    notes = [
        words["png.rows"].format(shown=len(rows), regions=len(emphasis.regions), documents=emphasis.documents),
        words["png.key"].format(articles=f"{emphasis.settings.fewest_articles:g}"),
    ]
    family = _font("".join([*words.values(), *names, *(row.region.name for row in rows)]))
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=_PAPER)
    axes = figure.add_axes((0.17, 0.13, 0.8, 0.71))
    style: dict[str, Any] = {"family": [family, "DejaVu Sans"], "color": _INK}
    figure.text(0.03, 0.92, words["title"], size=24, weight="bold", **style)
    for number, note in enumerate(notes):
        figure.text(0.03, 0.065 - 0.03 * number, note, size=10, **{**style, "color": _SOFT})
    _draw(axes, rows, names, style)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _draw(axes: Axes, rows: list[RegionEmphasis], names: list[str], style: dict[str, Any]) -> None:
    axes.set(xlim=(0, len(names)), ylim=(max(len(rows), 1), 0))
    axes.set_axis_off()
    size = min(14.0, 250 / max(len(rows), 1))
    for column, name in enumerate(names):
        axes.text(column + 0.5, -0.25, name, ha="center", va="bottom", size=13, weight="bold", **style)
    for at, row in enumerate(rows):
        axes.text(-0.08, at + 0.5, row.region.name, ha="right", va="center", size=size, **style)
        for column, cell in enumerate(row.cells.values()):
            _draw_cell(axes, column, at, cell, size, style)


def _draw_cell(axes: Axes, column: int, row: int, cell: Cell, size: float, style: dict[str, Any]) -> None:
    from matplotlib.patches import Rectangle

    limits = LIMITS["share"]
    alpha = sum(cell.share.value >= limit for limit in limits) / len(limits)
    alpha *= _DARKEST if cell.enough else _DARKEST_FEW
    place = (column + 0.02, row + 0.06), 0.96, 0.88
    sure = cell.sure and cell.finding == "more"
    axes.add_patch(Rectangle(*place, facecolor=(*_SHADE, alpha), edgecolor=_PAPER, hatch=None if cell.enough else "//"))
    if sure:
        axes.add_patch(Rectangle(*place, fill=False, edgecolor=_INK, linewidth=1.5))
    text = f"{mark(cell)} {cell.share.value:.0%}".strip() if cell.count else "0"
    weight = "bold" if sure else "normal"
    axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", size=size, weight=weight, **style)


def _font(text: str) -> str:
    """A font of this machine that has all Chinese characters of a text; the well-made ones first."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    needed = {ord(character) for character in text if character > "⺀"}
    if name := _covering(needed):
        return name
    known = {font.fname for font in fontManager.ttflist}
    for path in sorted(set(findSystemFonts()) - known):  # matplotlib does not look again after its first use
        with contextlib.suppress(OSError, RuntimeError):  # a damaged font is no reason to fail
            fontManager.addfont(path)
    if name := _covering(needed):
        return name
    shown = "".join(map(chr, sorted(needed)[:6]))
    what = f"no font of this machine has all the characters needed ({shown}…)"
    raise OptionError("--png", what, "install one, as Noto Sans CJK SC (Debian: fonts-noto-cjk)")


def _covering(needed: set[int]) -> str:
    """The first font that has all characters; empty if there is none."""
    from matplotlib.font_manager import fontManager, get_font

    order = {name: place for place, name in enumerate(_FONTS)}
    fonts = sorted(fontManager.ttflist, key=lambda font: (order.get(font.name, len(order)), font.name, font.fname))
    return next(
        (f.name for f in fonts if f.style == "normal" and needed <= get_font(f.fname).get_charmap().keys()),
        "",
    )
