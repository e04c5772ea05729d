"""Emphasis for people and for other programs: a table to read, CSV, JSON."""

from __future__ import annotations

from policyclf.report.plain import as_csv, as_json
from policyclf.report.terminal import as_text

__all__ = ["as_csv", "as_json", "as_text"]
