"""Emphasis for people and for other programs: a table to read, a page to click, a picture, a workbook, Markdown, CSV, JSON."""

from __future__ import annotations

from policyclf.report.about import About, LeftOut, about
from policyclf.report.check import Checked, check_report
from policyclf.report.comparison import comparison_markdown, comparison_text
from policyclf.report.html import as_html
from policyclf.report.markdown import as_markdown
from policyclf.report.plain import as_csv, as_json, comparison_json
from policyclf.report.png import as_png, matplotlib
from policyclf.report.terminal import as_text
from policyclf.report.workbook import as_xlsx

__all__ = [
    "About",
    "Checked",
    "LeftOut",
    "about",
    "as_csv",
    "as_html",
    "as_json",
    "as_markdown",
    "as_png",
    "as_text",
    "as_xlsx",
    "check_report",
    "comparison_json",
    "comparison_markdown",
    "comparison_text",
    "matplotlib",
]
