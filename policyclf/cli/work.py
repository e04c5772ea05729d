"""Tags many files, over worker processes if asked, and keeps what could not be read for the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from policyclf.cli.options import progress
from policyclf.document import TaggedDocument
from policyclf.errors import OptionError, PolicyclfError, ReadError
from policyclf.labels import read_rows
from policyclf.measures import Measure
from policyclf.read import Page, read, read_page
from policyclf.regions import Gazetteer
from policyclf.rows import LabelRow
from policyclf.tagger import Tagger, load


@cache
def tagger(model: Path | None) -> Tagger:
    """The tagger of a process, loaded once."""
    return load(model)


def measures(model: Path | None) -> tuple[Measure, ...]:
    """The types that a model knows."""
    return tagger(model).measures


def tag_all(
    paths: Sequence[Path],
    model: Path | None,
    jobs: int,
    region: str | None,
    homes: Path | None,
    errors: list[PolicyclfError],
) -> Iterator[TaggedDocument]:
    """The tagged documents in order; inputs that cannot be used go to ``errors``."""
    tagger(model)  # a bad model or region is one error, not one a file
    known = _homes(homes) if homes is not None else {}
    if region is not None:
        Gazetteer.load().region(region)
    pages = _met(read(paths), known, homes, errors)
    if jobs == 1:
        results = (_tag(page, model, _home(page, known, region)) for page in pages)
    else:
        from joblib import Parallel, delayed

        results = Parallel(n_jobs=jobs, return_as="generator")(
            delayed(_tag)(page, model, _home(page, known, region)) for page in pages
        )
    with progress(results, "policyclf") as shown:
        for result in shown:
            if isinstance(result, PolicyclfError):
                errors.append(result)
            else:
                yield result


def _met(
    pages: Iterable[Page | ReadError], known: Mapping[str, str], homes: Path | None, errors: list[PolicyclfError]
) -> Iterator[Page | ReadError]:
    """The pages; documents of the file of regions that none of them is go to ``errors``."""
    left = set(known)
    for page in pages:
        name = str(page.where) if isinstance(page, ReadError) else page.name
        left -= {name, Path(name).name}
        yield page
    if left:
        few = ", ".join(sorted(left)[:3]) + (" …" if len(left) > 3 else "")
        what = f"names {len(left)} documents that were not read: {few}"
        errors.append(OptionError(f"{homes}", what, "write paths or names as they are read"))


def _tag(page: Page | ReadError, model: Path | None, region: str | None) -> TaggedDocument | PolicyclfError:
    if isinstance(page, ReadError):
        return page
    return replace(tagger(model).tag(page.text, name=page.name, region=region), sha256=page.sha256)


def _home(page: Page | ReadError, known: Mapping[str, str], region: str | None) -> str | None:
    """The region of a page: what the file says of its path or its name, else the one given for all."""
    if isinstance(page, ReadError):
        return None
    return known.get(page.name) or known.get(Path(page.name).name) or region


def labelled(files: Sequence[Path], model: Path | None) -> list[LabelRow]:
    """The rows of files of labelled sentences."""
    types = [measure.id for measure in measures(model)]
    return [row for file in files for _, row in read_rows(file, types)]


def years(path: Path | None) -> dict[str, int]:
    """Document to year from a CSV of two columns."""
    if path is None:
        return {}
    found: dict[str, int] = {}
    for where, document, year in _pairs(path, ("年份", "year", "Year")):
        if not (year.isdecimal() and len(year) == 4):
            raise OptionError(where, f"{year!r} is no year", "write four digits")
        if found.setdefault(document, int(year)) != int(year):
            raise OptionError(where, f"gives {document!r} another year than a line above", "keep one of the two")
    return found


def _homes(path: Path) -> dict[str, str]:
    """Document to region from a CSV of two columns."""
    table = Gazetteer.load()
    found: dict[str, str] = {}
    for where, document, region in _pairs(path, ("地区", "region", "Region")):
        try:
            here = table.region(region).path
        except OptionError as error:
            raise OptionError(where, f"{region!r} is no region", error.remedy) from error
        if found.setdefault(document, here) != here:
            raise OptionError(where, f"gives {document!r} another region than a line above", "keep one of the two")
    return found


def _pairs(path: Path, headings: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Place, document and value of each line of a CSV; a heading of the second column is passed over."""
    for number, row in enumerate(csv.reader(io.StringIO(read_page(path).text.lstrip("\ufeff"))), 1):
        if len(row) >= 2 and not (number == 1 and row[1].strip() in headings):
            yield f"{path}:{number}", row[0].strip(), row[1].strip()
