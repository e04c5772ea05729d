"""Tables, in CSV and in Excel's XLSX: rows as dictionaries by the names of the columns."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

from policyclf.errors import LabelsError, OptionError
from policyclf.exchange.settings import WholeFileError
from policyclf.exchange.source import Source

LONGEST_CELL = 32_767  # of Excel
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_THEN = (1980, 1, 1, 0, 0, 0)


def table(source: Source) -> Iterator[tuple[str, list[str]]]:
    """The rows of a CSV or of the first sheet of an XLSX, the heading first."""
    with source.open() as file:
        packed = file.read(2) == b"PK"
    return _sheet(source) if packed else source.table()


def dictionaries(source: Source) -> Iterator[tuple[str, dict[str, str] | LabelsError]]:
    """The rows below the heading, empty cells left out."""
    rows = table(source)
    where, heading = next(rows, (source.name, []))
    names = [name.strip().lstrip("\ufeff") for name in heading]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise WholeFileError(where, f"has two columns {twice!r}", "rename or remove one")
    for where, cells in rows:
        if len(cells) < len(names) or any(cells[len(names) :]):
            yield where, LabelsError(where, f"has {len(cells)} cells under {len(names)} columns", "mend its quotes")
        else:
            yield where, {name: cell for name, cell in zip(names, cells, strict=False) if cell and name}


def columns(source: Source) -> list[str]:
    """The names of the columns."""
    _, heading = next(table(source), ("", []))
    return [name.strip().lstrip("\ufeff") for name in heading]


def csv_bytes(rows: Iterable[Mapping[str, Any]], names: Sequence[str], *, mark: bool = False) -> Iterator[bytes]:
    """A CSV piece by piece; ``mark`` puts the byte-order mark first, without which Excel takes UTF-8 for GBK.

    >>> b"".join(csv_bytes([{"text": "盘活", "x": 1}], ["text"])).decode()
    'text\\r\\n盘活\\r\\n'
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore")
    out.write("\ufeff" if mark else "")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        if out.tell() > 1 << 16:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def xlsx_bytes(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> Iterator[bytes]:
    """An XLSX of one sheet; the same rows give the same bytes."""
    excel = openpyxl()
    rows = list(rows)
    for row in rows:
        _refuse(row, names)
    book = excel.Workbook(write_only=True)
    sheet = book.create_sheet("labels")
    sheet.append(list(names))
    for row in rows:
        sheet.append([text_cell(excel, sheet, row.get(name)) for name in names])
    yield saved(book)


def saved(book: Any) -> bytes:
    """A workbook's file; the same content gives the same bytes."""
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue())


def fit(text: str) -> str:
    r"""What a cell can hold of a text: control characters shown as U+FFFD, the end cut off where it is too long.

    >>> fit("盘活\x00厂房")
    '盘活�厂房'
    """
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _refuse(row: Mapping[str, Any], names: Sequence[str]) -> None:
    """Before the first cell is written: a sheet that was begun cannot be put aside."""
    for value in (row.get(name) for name in names):
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            what = f"is longer than a cell of Excel holds ({LONGEST_CELL:,})"
            raise OptionError(str(row.get("id")), what, "export it as csv")
        if isinstance(value, str) and _CONTROL.search(value):
            what = "holds a control character, which XLSX cannot hold"
            raise OptionError(str(row.get("id")), what, "export it as csv")


def text_cell(excel: Any, sheet: Any, value: Any) -> Any:
    """A value, or a cell that holds text as text, also where Excel would read it as a formula or an error."""
    if not isinstance(value, str) or value == "":
        return value if value != "" else None
    cell = excel.cell.WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # text, also where it looks like an error of Excel: #N/A
    return cell


def _sheet(source: Source) -> Iterator[tuple[str, list[str]]]:
    excel = openpyxl()
    try:
        with source.open() as file:
            book = excel.load_workbook(file, read_only=True, data_only=True)
            try:
                width = 0
                for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
                    row = [_text(cell) for cell in cells]
                    width = width or len(row)
                    row += [""] * (width - len(row))  # empty cells at the end are not stored
                    if any(cell.strip() for cell in row):
                        yield f"{source.name}:{number}", row
            finally:
                book.close()
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise WholeFileError(source.name, "is no XLSX, or a broken one", "save it again, or as CSV") from error


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _same_bytes(data: bytes) -> bytes:
    """The same archive with no time of writing in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = _CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            fresh = zipfile.ZipInfo(info.filename, _THEN)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, content)
    return out.getvalue()


def openpyxl() -> Any:
    """The library, or :class:`OptionError` with what to install."""
    try:
        import_module("openpyxl.cell")
        return import_module("openpyxl")
    except ImportError as error:
        raise OptionError(
            "xlsx", "needs openpyxl", "pip install 'policyclf[excel]', or save the table as CSV"
        ) from error
