"""A file to import: its bytes, its encoding, and its records with the line each stands at."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from policyclf.errors import LabelsError
from policyclf.exchange.settings import WholeFileError

_CHUNK = 1 << 20
_CJK = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_SURE = 3  # Chinese characters of a line that is UTF-8: bytes of GB18030 read so by chance make one, hardly three
_SPACE = re.compile(r"[\s]*")
_JSON_REMEDY = "one object a line, or one array of objects"


@dataclass(frozen=True)
class Source:
    """A file, or a member of a zip; ``annotator`` is the person that doccano names such a member after."""

    name: str
    stem: str
    path: Path
    data: bytes | None = None
    annotator: str = ""

    def open(self) -> IO[bytes]:
        """Its bytes from the beginning."""
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise WholeFileError(self.path, f"cannot be read ({error.strerror})", "check the path") from error

    @cached_property
    def encoding(self) -> str:
        """Strict UTF-8, else GB18030, which Excel in China writes; :class:`LabelsError` naming the line for a mixture."""
        bad, marked = 0, False
        with self.open() as file:
            for number, raw in enumerate(file, 1):
                if number == 1 and raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                    raise WholeFileError(self.name, "is in UTF-16", "save it as UTF-8")
                marked = marked or (number == 1 and raw.startswith(b"\xef\xbb\xbf"))
                if not _decodes(raw, "utf-8"):
                    bad = number
                    break
        if not bad:
            return "utf-8-sig" if marked else "utf-8"
        with self.open() as file:
            for number, raw in enumerate(file, 1):
                utf8 = _decodes(raw, "utf-8") and len(_CJK.findall(raw.decode("utf-8"))) >= _SURE
                if utf8 or (marked and number == bad):
                    where = f"{self.name}:{max(bad, number)}"
                    raise WholeFileError(where, "is in another encoding than the lines before", "save all as UTF-8")
                if not _decodes(raw, "gb18030"):
                    raise WholeFileError(f"{self.name}:{number}", "is neither UTF-8 nor GB18030", "save it as UTF-8")
        return "gb18030"

    def text(self) -> io.TextIOWrapper:
        """Its text; line ends as they are."""
        return io.TextIOWrapper(self.open(), encoding=self.encoding, newline="")

    def lines(self) -> Iterator[tuple[str, str]]:
        """Its lines that are not blank, without their end, with their place."""
        with self.open() as file:
            for number, raw in enumerate(file, 1):
                line = raw.decode(self.encoding if number == 1 else self.encoding.removesuffix("-sig")).rstrip("\r\n")
                if line.strip():
                    yield f"{self.name}:{number}", line

    def objects(self) -> Iterator[tuple[str, dict[str, Any] | LabelsError]]:
        """The objects of JSON Lines or of one JSON array, as they come."""
        is_array = next((line.lstrip().startswith("[") for _, line in self.lines()), False)
        for where, found in self._array() if is_array else self._json_lines():
            if isinstance(found, (dict, LabelsError)):
                yield where, found
            else:
                yield where, LabelsError(where, "is no JSON object", _JSON_REMEDY)

    def _json_lines(self) -> Iterator[tuple[str, Any]]:
        for where, line in self.lines():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                found = LabelsError(where, f"is not JSON ({getattr(error, 'msg', error)})", _JSON_REMEDY)
            yield where, found

    def _array(self) -> Iterator[tuple[str, Any]]:
        """Element by element, a piece of the file at a time: an array of a million tasks need not fit into memory."""
        decode = json.JSONDecoder().raw_decode
        with self.text() as file:
            buffer, line, ended = file.read(_CHUNK), 1, False
            while "[" not in buffer:  # behind white space
                buffer += file.read(_CHUNK)
            at = buffer.index("[") + 1
            line += buffer.count("\n", 0, at)
            while True:
                start = _skip(buffer, at)
                line += buffer.count("\n", at, start)
                at = start
                where = f"{self.name}:{line}"
                if at < len(buffer) and buffer[at] == "]":
                    return
                try:
                    if at == len(buffer):
                        raise json.JSONDecodeError("ends before the array does", buffer, at)
                    value, end = decode(buffer, at)
                except (ValueError, RecursionError) as error:
                    if ended or not _cut_off(error, buffer):
                        message = getattr(error, "msg", str(error))
                        raise WholeFileError(where, f"is not JSON ({message})", _JSON_REMEDY) from error
                    piece = file.read(_CHUNK)
                    buffer, at, ended = buffer[at:] + piece, 0, not piece
                    continue
                yield where, value
                line += buffer.count("\n", at, end)
                at = end

    def table(self) -> Iterator[tuple[str, list[str]]]:
        """The rows of a CSV with commas, semicolons or tabs, with the line each begins at."""
        with self.text() as file:
            heading = file.readline()
            file.seek(0)
            rows = csv.reader(file, delimiter=max(",\t;", key=heading.count), strict=True)
            line = 1
            while True:
                where = f"{self.name}:{line}"
                try:
                    row = next(rows, None)
                except csv.Error as error:
                    raise WholeFileError(where, f"cannot be read as CSV ({error})", "save it again as CSV") from error
                if row is None:
                    return
                if any(cell.strip() for cell in row):
                    yield where, row
                line = rows.line_num + 1


def sources(path: Path) -> list[Source]:
    """The file itself, or the files of a zip as doccano exports it: ``all.jsonl``, or one file an annotator."""
    if str(path) == "-":
        whole = Source("-", "stdin", path, sys.stdin.buffer.read())
    else:
        whole = Source(str(path), path.stem, path)
    with whole.open() as file:
        magic = file.read(4)
    if not magic:
        raise WholeFileError(path, "is empty", "export it again")
    if magic != b"PK\x03\x04" or path.suffix.lower() == ".xlsx":
        return [whole]
    try:
        with whole.open() as file, zipfile.ZipFile(file) as archive:
            names = [name for name in sorted(archive.namelist()) if not _is_folder_or_hidden(name)]
            if "xl/workbook.xml" in names:
                return [whole]
            members = [(Path(name), archive.read(name)) for name in names]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise WholeFileError(path, f"is a zip that cannot be read ({error})", "export it again") from error
    found = [
        Source(f"{path}({inner})", inner.stem, inner, data, "" if inner.stem == "all" else inner.stem)
        for inner, data in members
        if data
    ]
    if not found:
        raise WholeFileError(path, "is a zip without a file in it", "export it again")
    return found


def _is_folder_or_hidden(name: str) -> bool:
    """What systems add to a zip: folders, and files about files."""
    return name.endswith("/") or any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _skip(buffer: str, at: int) -> int:
    """Behind white space and one comma."""
    match = _SPACE.match(buffer, at)
    at = match.end() if match else at
    if buffer[at : at + 1] == ",":
        match = _SPACE.match(buffer, at + 1)
        at = match.end() if match else at + 1
    return at


def _cut_off(error: Exception, buffer: str) -> bool:
    """Whether JSON stops because the piece of the file does, and not because it is wrong."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated string") or error.pos > len(buffer) - 16
