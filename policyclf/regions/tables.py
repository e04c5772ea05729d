"""Reads the tables and word lists under ``data/`` that people edit, and says where one does not hold together."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from policyclf import tables
from policyclf.errors import LabelsError
from policyclf.tables import Row

DATA = Path(__file__).parent / "data"


def read_tsv(name: str, folder: Path = DATA) -> Iterator[Row]:
    """The rows of a table of the gazetteer, by its name; see :func:`policyclf.tables.read_tsv`."""
    return tables.read_tsv(folder / name)


def read_pairs(name: str, key: str, value: str) -> dict[str, str]:
    """Two columns of such a table as a mapping."""
    return tables.read_pairs(DATA / name, key, value)


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
