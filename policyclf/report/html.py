"""The report as one HTML file that opens from disk, off line, and cannot be made to run what a document holds.

Text of documents stands only in JSON, in which no character can end the script element that holds it, and reaches the
page as text nodes; a content security policy lets nothing run but the scripts of this package, named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from policyclf.emphases import Emphasis
from policyclf.report.about import About
from policyclf.report.marks import Marker
from policyclf.report.page import page_data
from policyclf.rules import Rules

_LIBRARIES = ("vendor/d3.min.js", "vendor/plot.umd.min.js")
_PARTS = ("core", "controls", "evidence", "findings", "heat", "intervals", "tiles", "table", "notes", "main")
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def as_html(
    emphasis: Emphasis,
    about: About,
    *,
    lang: str = "zh",
    provinces: Emphasis | None = None,
    rules: Rules | None = None,
) -> str:
    """The report as a page in Chinese (``zh``) or English (``en``).

    ``provinces`` is an emphasis of the same documents by province, for the tile map (left out without it). ``rules``, the
    model's, let the page mark what they fired on; without them it marks the heaviest words alone.

    >>> import policyclf
    >>> from policyclf.report.about import about
    >>> result = policyclf.emphasis([policyclf.load().tag("嘉善县盘活闲置厂房。", name="</script>.txt")])
    >>> page = as_html(result, about({}), lang="en")
    >>> page.count("</script>.txt"), page.startswith("<!doctype html>")
    (0, True)
    """
    data = page_data(emphasis, about, lang=lang, provinces=provinces, marker=Marker(rules))
    scripts = [_asset(name) for name in _LIBRARIES] + ["".join(_asset(f"{name}.js") for name in _PARTS)]
    slots = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "policy": _policy(scripts),
        "version": html.escape(about.version),
        "title": html.escape(data["title"]),
        "noscript": html.escape(data["words"]["noscript"]),
        "style": _asset("style.css"),
        "sources": as_script_data([{"name": s.name, "sha256": s.sha256} for s in emphasis.sources]),
        "data": as_script_data(data),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: slots[slot[1]], _asset("page.html"))


def as_script_data(value: Any) -> str:
    r"""JSON that may stand inside a script element.

    >>> as_script_data("</script>&")
    '"\\u003c/script\\u003e\\u0026"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)


def _policy(scripts: list[str]) -> str:
    """Nothing is loaded from anywhere; only these scripts run. Styles may stand in elements: the chart library sets them."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@cache
def _asset(name: str) -> str:
    return (files("policyclf.report") / "assets" / name).read_text(encoding="utf-8")
