"""fastText, as doccano writes it and as it is written by hand: labels and text, and nothing else of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyclf.errors import LabelsError, OptionError
from policyclf.exchange.record import Found, build, each
from policyclf.exchange.settings import Reading, Writing
from policyclf.exchange.source import Source
from policyclf.rows import LabelRow

_MARK = "__label__"


def read(source: Source, reading: Reading) -> Found:
    """Lines of ``__label__NAME … text``, quoted as in CSV where they hold a comma or a quotation mark."""

    def convert(where: str, line: str) -> list[LabelRow]:
        names, text = _split(line)
        yes = reading.names.need(names, where)
        judged = reading.names.ids if yes else reading.blank(where)
        fallback = f"{source.stem}-{where.rpartition(':')[2]}"
        return [build(where, text, {}, reading, yes=yes, judged=judged, annotator=source.annotator, fallback=fallback)]

    return each(_quoted(source), convert)


def write(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """Text and labels; the format has no place for anything else of a row."""
    for row in rows:
        names = [writing.names.write(kind, " \u3000\t\"',") for kind in row.measures]
        line = "".join(f"{_MARK}{name} " for name in names) + row.text + " "
        if any(mark in line for mark in ',"\n\r'):
            line = '"' + line.replace('"', '""') + '"'
        elif line.startswith(" ") and _split(line) != (names, row.text):
            line = line.lstrip()
        if _split(line) != (names, row.text) or row.text.startswith("\ufeff"):
            raise OptionError(
                row.id, "begins or ends in a way that fastText's format cannot hold", "export it as doccano-jsonl"
            )
        yield line.encode() + b"\n"


def _quoted(source: Source) -> Iterator[tuple[str, str | LabelsError]]:
    """Lines, those joined that stand in one pair of quotation marks."""
    held: list[str] = []
    start, marks = "", 0
    with source.text() as file:
        for number, line in enumerate(file, 1):
            if not held and not line.strip():
                continue
            if held or line.startswith('"'):
                start = start or f"{source.name}:{number}"
                held.append(line)
                marks += line.count('"')
                if marks % 2 == 0:
                    yield start, "".join(held)
                    held, start, marks = [], "", 0
            else:
                yield f"{source.name}:{number}", line
    if held:
        yield start, LabelsError(start, "opens a quotation mark that nothing closes", "double it, or remove it")


def _split(line: str) -> tuple[list[str], str]:
    """The labels and the text of a line."""
    line = line.rstrip("\r\n")
    if len(line) > 1 and line[0] == line[-1] == '"' and '"' not in line[1:-1].replace('""', ""):
        line = line[1:-1].replace('""', '"')
    names: list[str] = []
    line = line.strip()
    while line.startswith(_MARK):
        name, _, rest = line.partition(" ")
        names.append(name.removeprefix(_MARK))
        line = rest.lstrip()
    return names, line
