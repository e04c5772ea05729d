"""Reads the tables and word lists under ``data/`` that people edit, and says where one does not hold together."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from policyclf.errors import LabelsError

DATA = Path(__file__).parent / "data"


class Row(dict[str, str]):
    """A row by column name, which knows where it stands."""

    where: str


def read_tsv(name: str, folder: Path = DATA) -> Iterator[Row]:
    """The rows of a table: tab-separated, ``#`` comments, the first other line names the columns.

    Raises:
        LabelsError: a row has more or fewer fields than there are columns, or the file cannot be read.
    """
    path = folder / name
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


def read_pairs(name: str, key: str, value: str, folder: Path = DATA) -> dict[str, str]:
    """Two columns of a table as a mapping."""
    return {row[key]: row[value] for row in read_tsv(name, folder)}


@functools.cache
def words(folder: Path = DATA) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """``words.toml``: section -> list name -> words.

    Raises:
        LabelsError: the file is no TOML, or a list holds something that is no string.
    """
    path = folder / "words.toml"
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabelsError(path, f"cannot be read ({error})", "mend the line that it names") from error
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for section, lists in raw.items():
        if not isinstance(lists, dict):
            raise LabelsError(path, f"{section} stands outside a section", "put it under [section]")
        out[section] = {}
        for name, values in lists.items():
            if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
                raise LabelsError(path, f"[{section}] {name} is no list of words", 'write name = ["…", "…"]')
            out[section][name] = tuple(values)
    return out
