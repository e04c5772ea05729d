"""Files of annotation tools to rows, and rows to such files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from policyclf.errors import LabelsError, OptionError
from policyclf.exchange.record import is_unjudged
from policyclf.exchange.registry import FORMATS, Format, detect
from policyclf.exchange.settings import Reading, WholeFileError, Writing
from policyclf.exchange.source import sources
from policyclf.labels import Ledger
from policyclf.rows import LabelRow


@dataclass(frozen=True, slots=True)
class Imported:
    """The rows of some files, how many said once more what another had said, and everything that is wrong."""

    rows: tuple[LabelRow, ...]
    repeated: int
    formats: tuple[str, ...]
    cautions: tuple[str, ...]
    problems: tuple[LabelsError, ...]


def import_files(paths: Iterable[Path], reading: Reading, form: str = "") -> Imported:
    """The rows of files in one format, or each in the format that its content shows.

    Rows of one reader that contradict each other are problems; one that repeats another is left out. Nothing may be
    taken over where there are problems: the rows are then not all.

    >>> import tempfile
    >>> from policyclf.exchange import Names
    >>> from policyclf.measures import Measure
    >>> path = Path(tempfile.mkdtemp()) / "all.jsonl"
    >>> _ = path.write_text('{"id": 1, "text": "盘活厂房。", "label": ["土地"]}', encoding="utf-8")
    >>> found = import_files([path], Reading(Names((Measure("land", "土地", "Land", "."),))))
    >>> found.formats, found.rows[0].id, found.rows[0].measures
    (('doccano-jsonl',), 'all-1', ('land',))
    """
    ledger = Ledger(reading.names.ids)
    rows: list[LabelRow] = []
    problems: list[LabelsError] = []
    formats: list[str] = []
    repeated = 0
    for path in paths:
        try:
            for where, found, name in open_rows(path, reading, form):
                if name not in formats:
                    formats.append(name)
                if isinstance(found, LabelsError):
                    problems.append(found)
                    continue
                said = ledger.add(where, found)
                if said.clash:
                    problems.append(said.contradiction(where))
                elif said.nothing_new:
                    repeated += 1
                else:
                    rows.append(found)
        except WholeFileError as error:
            problems.append(error)
    cautions = tuple(FORMATS[name].caution for name in formats if FORMATS[name].caution)
    return Imported(tuple(rows), repeated, tuple(formats), cautions, tuple(problems))


def open_rows(path: Path, reading: Reading, form: str = "") -> Iterator[tuple[str, LabelRow | LabelsError, str]]:
    """Every row of a file or what is wrong with it, with its place and the name of the format."""
    for source in sources(path):
        name = form or detect(source)
        for where, found in FORMATS[name].read(source, reading):
            if reading.empty == "skip" and isinstance(found, LabelRow) and is_unjudged(found, reading.names.ids):
                continue
            yield where, found, name


def export_rows(
    rows: Sequence[LabelRow], writing: Writing, form: str, incomplete: Literal["refuse", "skip"] = "refuse"
) -> Iterator[bytes]:
    """The bytes of a file in a format; :class:`OptionError` before the first where it cannot hold what rows say.

    ``incomplete`` rows, in which some types were not judged, are refused or left out where a format has no place for that.

    >>> from policyclf.exchange import Names
    >>> from policyclf.measures import Measure
    >>> names = Names((Measure("land", "土地", "Land", "."),))
    >>> b"".join(export_rows([LabelRow("1", "盘活厂房。", ("land",))], Writing(names), "fasttext")).decode()
    '__label__土地 盘活厂房。 \\n'
    """
    known, types = FORMATS[form], writing.names.ids
    if writing.guess is not None and not known.scores:
        able = ", ".join(name for name, each in FORMATS.items() if each.scores)
        raise OptionError(form, "has no place for a model's scores", f"leave --model out, or use {able}")
    kept = [row for row in rows if incomplete != "skip" or _holds(known, row, types)]
    for row in kept:
        if not _holds(known, row, types):
            able = ", ".join(name for name, each in FORMATS.items() if each.partial and each.unjudged == "own")
            what = f"was not judged on {', '.join(row.unknown)}, and {form} cannot say so"
            raise OptionError(row.id, what, f"leave such rows out with --incomplete skip, or use {able}")
    if known.unjudged == "empty":
        empty = {is_unjudged(row, types): row.id for row in kept if not row.measures}
        if len(empty) > 1:
            what = f"was not labelled, and {empty[False]} was found to have no type; {form} writes both alike"
            raise OptionError(empty[True], what, "export them apart")
    return known.write(kept, writing)


def _holds(form: Format, row: LabelRow, types: Sequence[str]) -> bool:
    """Whether a format has a place for what nobody judged in a row."""
    if not row.unknown:
        return True
    return form.unjudged != "no" if is_unjudged(row, types) else form.partial
