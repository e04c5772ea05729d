"""Files, folders and standard input to text: encodings and formats.

A format is one function from bytes to text, entered in ``FORMATS`` under its file endings.
"""

from __future__ import annotations

import codecs
import hashlib
import lzma
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policyclf.errors import ReadError

LONGEST_LINE = 1_000_000  # characters; no page has such a line, and a regular expression should not meet one

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffd]")
_USUAL = re.compile(
    r"[\t\n\r\f\x20-\x7e\u00a0-\u00ff\u2000-\u2fff\u3000-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A text, the name it goes by in every output, and the hash of the bytes it was read from."""

    name: str
    text: str
    sha256: str = ""


def read(paths: Iterable[str | Path]) -> Iterator[Page | ReadError]:
    """The pages under some paths, in order, a folder's files by name; ``-`` is standard input.

    What cannot be read comes as a :class:`ReadError` in its place, so that one bad file of a thousand does not
    stop the other 999. A file that is named twice is read once.

    >>> [type(page).__name__ for page in read(["no-such-file.txt"])]
    ['ReadError']
    """
    seen: set[str] = set()
    for path in paths:
        if str(path) == "-":
            yield _page("-", ".txt", sys.stdin.buffer.read)
            continue
        path = Path(path)
        if not os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises where a folder above may not be read
            if _first(path, seen):
                yield _page(str(path), path.suffix.lower(), path.read_bytes)
            continue
        files = list(_files(path))
        if not files:
            yield ReadError(path, "holds no file that can be read", f"expected {', '.join(sorted(FORMATS))}")
        for file in files:
            if isinstance(file, ReadError):
                yield file
            elif _first(file, seen):
                yield _page(str(file), file.suffix.lower(), file.read_bytes)


def read_page(path: str | Path) -> Page:
    """One page; raises :class:`ReadError` when it cannot be read."""
    if os.path.isdir(path):  # noqa: PTH112
        raise ReadError(path, "is a folder", "name one of its files")
    page = next(iter(read([path])))
    if isinstance(page, ReadError):
        raise page
    return page


def _first(path: Path, seen: set[str]) -> bool:
    """Is this file met for the first time, by whatever name?"""
    place = os.path.realpath(path)
    new = place not in seen
    seen.add(place)
    return new


def _files(folder: Path) -> Iterator[Path | ReadError]:
    """Files below a folder that hold texts, readable or not, by path; hidden ones and those of a running program left out."""
    refused: list[ReadError] = []

    def refuse(error: OSError) -> None:
        refused.append(
            ReadError(error.filename, f"cannot be opened ({error.strerror})", "ask for the right to read it")
        )

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in (FORMATS.keys() | _FOREIGN.keys()):
                yield Path(where) / name
    yield from refused


def _page(name: str, suffix: str, load: Callable[[], bytes]) -> Page | ReadError:
    try:
        data = load()
        if suffix in _FOREIGN and suffix not in FORMATS:
            return ReadError(name, f"is {_FOREIGN[suffix]}, which is not read", "save its text as a .txt file")
        text = FORMATS.get(suffix, decode)(data)
    except FileNotFoundError:
        return ReadError(name, "does not exist", "check the path")
    except OSError as error:
        return ReadError(name, f"cannot be opened ({error.strerror})", "ask for the right to read it")
    except ValueError as error:
        return ReadError(name, str(error), "save it as plain text in UTF-8")
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        return ReadError(name, "is empty", "remove it, or check how it was saved")
    if len(text) > LONGEST_LINE and max(map(len, text.splitlines())) > LONGEST_LINE:
        return ReadError(name, f"has a line of over {LONGEST_LINE:,} characters", "break it into paragraphs")
    return Page(name, text, hashlib.sha256(data).hexdigest())


def decode(data: bytes) -> str:
    """Text from bytes in UTF-8, UTF-16 or UTF-32 (with or without mark) or GB18030; :class:`ValueError` for other data.

    >>> decode("土地".encode("gbk")), decode("土地".encode("utf-16"))
    ('土地', '土地')
    """
    for begins, what in _SIGNATURES:
        if begins.match(data):
            raise ValueError(f"is {what}, not text")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ValueError(f"is marked as {encoding} but is not") from error
    for encoding in (
        "utf-8",
        *(("utf-16-le", "utf-16-be") if b"\x00" in data[:4096] else ()),
        "gb18030",
        "utf-16-le",
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    raise ValueError("is not text in UTF-8, UTF-16 or GB18030")


def _compressed(data: bytes) -> str:
    try:
        return decode(lzma.decompress(data))
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError("is no xz file, or a broken one") from error


def _plausible(text: str) -> bool:
    """Almost no control characters, and nearly all characters of the blocks that Chinese pages use."""
    sample = text[:100_000]
    return len(_CONTROL.findall(sample)) * 200 <= len(sample) and len(_USUAL.findall(sample)) >= 0.95 * len(sample)


# What documents are often kept in, by file ending and by how the file begins: such a file is named, never passed over.
_FOREIGN = {
    ".pdf": "a PDF file",
    **dict.fromkeys((".doc", ".docx", ".wps", ".rtf", ".odt"), "a word processor's file"),
    **dict.fromkeys((".html", ".htm", ".mht", ".mhtml"), "a web page"),
    **dict.fromkeys((".caj", ".ofd", ".epub"), "an electronic document"),
}
_SIGNATURES = (
    (re.compile(rb"%PDF-"), "a PDF file"),
    (re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf"), "a word processor's or an archive's file"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", re.I), "a web page"),
)

# Formats by file ending. Markdown is read as it stands: its marks are part of the text that offsets count in.
FORMATS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), decode),
    ".xz": _compressed,
}
