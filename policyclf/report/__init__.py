"""Emphasis for people and for other programs: a table to read, a page to click, a picture, CSV, JSON."""

from __future__ import annotations

from policyclf.report.html import as_html
from policyclf.report.plain import as_csv, as_json
from policyclf.report.png import as_png
from policyclf.report.terminal import as_text

__all__ = ["as_csv", "as_html", "as_json", "as_png", "as_text"]
