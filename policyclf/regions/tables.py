"""Reads the tables and word lists under ``data/`` that people edit, and says where one does not hold together."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

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
        LabelsError: the file is no TOML, a list holds something that is no string, or one that is asked for is not there.
    """
    path = folder / "words.toml"
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabelsError(path, f"cannot be read ({error})", "mend the line that it names") from error
    out = _Needed[Mapping[str, tuple[str, ...]]](path, "the section [{}]")
    for section, lists in raw.items():
        if not isinstance(lists, dict):
            raise LabelsError(path, f"{section} stands outside a section", "put it under [section]")
        found = _Needed[tuple[str, ...]](path, f"the list {{}} of [{section}]")
        for name, values in lists.items():
            if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
                raise LabelsError(path, f"[{section}] {name} is no list of words", 'write name = ["…", "…"]')
            found[name] = tuple(values)
        out[section] = found
    return out


_V = TypeVar("_V")


class _Needed(dict[str, _V]):
    """What the code asks for is there, or the error says what is missing where."""

    def __init__(self, path: Path, what: str) -> None:
        self._path, self._what = path, what

    def __missing__(self, key: str) -> _V:
        raise LabelsError(self._path, f"lacks {self._what.format(key)}", "put it back; it may be empty")
