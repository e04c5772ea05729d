"""Reads tables that people edit, and says where one does not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policyclf.errors import LabelsError


class Row(dict[str, str]):
    """A row by column name, which knows where it stands."""

    where: str


def read_tsv(path: Path) -> Iterator[Row]:
    """The rows of a table: tab-separated, ``#`` comments, the first other line names the columns.

    Raises:
        LabelsError: a row has more or fewer fields than there are columns, or the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(path, f"cannot be read ({error})", "restore it from the package, in UTF-8") from error
    columns: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if not columns:
            columns = fields
            continue
        if len(fields) != len(columns):
            what = f"has {len(fields)} fields, not {len(columns)} ({', '.join(columns)})"
            raise LabelsError(f"{path}:{number}", what, "separate them by single tabs")
        row = Row(zip(columns, fields, strict=True))
        row.where = f"{path}:{number}"
        yield row


def read_pairs(path: Path, key: str, value: str) -> dict[str, str]:
    """Two columns of a table as a mapping."""
    return {row[key]: row[value] for row in read_tsv(path)}
