"""Options that mean the same in every command, and the one place where errors become a line on standard error."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from policyclf.errors import OptionError, PolicyclfError
from policyclf.files import replacing

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class _Share(click.FloatRange):
    """A share from 0 to 1; ``nan`` lies in no range, though no comparison says so."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        return self.fail(f"{value} is no number.", param, ctx) if number != number else number


share = _Share(0, 1)

paths = click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(path_type=Path, allow_dash=True, readable=False),
)
out = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here instead of standard output.",
)
force = click.option("--force", is_flag=True, help="Replace what is there already.")
model = click.option("--model", type=click.Path(path_type=Path), help="A model folder; the bundled model if left out.")
labels = click.option("--labels", type=click.Path(path_type=Path), help="A labels folder; the bundled one if left out.")
add = click.option(
    "--add", multiple=True, type=click.Path(path_type=Path), help="A file of labelled sentences (repeatable)."
)
lang = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the output."
)
jobs = click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Worker processes.")
region = click.option(
    "--region", help="The region that the texts speak of, a path (浙江省/衢州市) or a six-digit code."
)

labelled = click.option(
    "--labelled",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Labelled sentences of these documents, drawn at random: they correct the shares (JSON Lines, repeatable).",
)

homes = click.option(
    "--regions", "homes", type=click.Path(path_type=Path), help="A CSV of two columns, document and region, for many."
)


def also(flag: str, name: str, what: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """An option for another form of a report, in a file of its own."""
    return click.option(flag, name, type=click.Path(path_type=Path, dir_okay=False), help=f"Also write {what}.")


def fails_in_one_line(command: Callable[P, R]) -> Callable[P, R]:
    """Turns every error of the library into one line on standard error and exit status 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PolicyclfError as error:
            raise click.ClickException(str(error)) from error

    return run


def write(content: str | bytes, path: Path | None, *, force: bool) -> None:
    """To a file in one step, never over another without ``force``; or to standard output."""
    if path is None:
        click.echo(content, nl=False)
        return
    with replacing(path, force=force) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def refuse_to_replace(path: Path | None, *, force: bool, read: Iterable[Path] = ()) -> None:
    """Called before long work, so that it is not done in vain; what is ``read`` is not even replaced by force."""
    if path is not None and path.exists() and any(_holds(source, path) for source in read):
        raise OptionError(path, "is one of the pages to be read", "name another file")
    if path is not None and path.exists() and not force:
        raise OptionError(path, "is there already", "name another file, or replace it with --force")
    if path is not None and not path.parent.is_dir():
        raise OptionError(path.parent, "is no folder", "make it first, or name another place")


def _holds(source: Path, path: Path) -> bool:
    """Whether a file is a page that is read: named itself, or one of a folder's (a table among them is none)."""
    if not source.exists():
        return False
    from policyclf.read import FORMATS  # loaded by the commands that read pages alone

    page = path.suffix.lower() in FORMATS
    return source.samefile(path) or (page and source.resolve() in path.resolve().parents)


def report_left_out(errors: Iterable[PolicyclfError]) -> None:
    """One line for each input that could not be used; exit status 1 if there is any."""
    found = [click.style("left out: ", fg="red") + str(error) for error in errors]
    for line in found:
        click.echo(line, err=True)
    if found:
        sys.exit(1)


@contextlib.contextmanager
def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterator[Iterable[T]]:
    """A bar on standard error when a person watches; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield items
        return
    with click.progressbar(items, length=total, label=label, file=sys.stderr) as bar:
        yield bar


@contextlib.contextmanager
def watching(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """The same for work that says how much of it is done."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def watch(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield watch


def colour() -> bool:
    """Colours only on a terminal, and not where NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def table(rows: list[list[str]]) -> str:
    """Rows of cells in columns: the first to the left, the others to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines: list[str] = []
    for row in rows:
        gaps = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = [cell + gap if n == 0 else gap + cell for n, (cell, gap) in enumerate(zip(row, gaps, strict=True))]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def _width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
