"""``policyclf labels``: check labelled sentences, exchange them with annotation tools, compare readers.

``suggest`` and ``suspects`` have modules of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from policyclf.cli import exchange, options
from policyclf.cli.suggest import suggest
from policyclf.cli.suspects import suspects

if TYPE_CHECKING:
    from policyclf.exchange import Agreement
    from policyclf.rows import LabelRow


@click.group(epilog="Example:  policyclf labels import project.json -o ours.jsonl")
def labels() -> None:
    """Check labelled sentences, exchange them with annotation tools, compare readers, find what to label or mend next."""


labels.add_command(suggest)
labels.add_command(suspects)


@labels.command(epilog="Example:  policyclf labels check labels")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@options.add
@options.fails_in_one_line
def check(folder: Path | None, add: tuple[Path, ...]) -> None:
    """List everything that is wrong with the rows and rules of a labels folder, a line each; the bundled folder if left out."""
    from policyclf.bundled import bundled
    from policyclf.labels import check_labels
    from policyclf.measures import load_measures, with_own
    from policyclf.rules import check_rules

    folder = folder if folder is not None else bundled("labels")
    types = [measure.id for measure in with_own(load_measures(folder), add)]
    found = 0
    for problem in (*check_labels(folder, types, add), *check_rules(folder, types)):
        click.echo(str(problem))
        found += 1
    click.echo(f"{folder}: {found} problems" if found else f"{folder}: nothing wrong", err=True)
    sys.exit(1 if found else 0)


@labels.command("import", epilog="Example:  policyclf labels import all.jsonl --empty none -o ours.jsonl")
@exchange.files
@options.out
@exchange.form
@exchange.empty
@exchange.field
@click.option("--annotator", default="", help="Who labelled, where the files do not say.")
@click.option(
    "--columns",
    type=click.Choice(["refuse", "keep", "ignore"]),
    default="refuse",
    show_default=True,
    help="What to do with columns of a table that mean nothing here.",
)
@options.labels
@options.force
@options.fails_in_one_line
def import_(
    files: tuple[Path, ...],
    out: Path | None,
    form: str | None,
    empty: Literal["none", "unknown", "skip"] | None,
    field: str,
    annotator: str,
    columns: Literal["refuse", "keep", "ignore"],
    labels: Path | None,
    force: bool,
) -> None:
    """Turn files of annotation tools, or tables, into label rows that train --add takes.

    Types may be named by id, in Chinese or in English. Every row that is wrong is named; then nothing is written.
    """
    from policyclf.exchange import Reading
    from policyclf.labels import dump_rows, write_rows

    options.refuse_to_replace(out, force=force)
    found = exchange.read(files, Reading(exchange.names(labels, "id", files), empty, annotator, field, columns), form)
    if out is None:
        for line in dump_rows(found.rows):
            click.echo(line, nl=False)
    else:
        write_rows(out, found.rows, force=force)
    repeated = f", {found.repeated} left out that say once more what another says" if found.repeated else ""
    click.echo(f"{out or '-'}: {len(found.rows)} rows from {', '.join(found.formats)}{repeated}", err=True)


@labels.command(epilog="Example:  policyclf labels export ours.jsonl --format label-studio -o tasks.json")
@exchange.files
@options.out
@click.option("--format", "form", type=click.Choice(exchange.FORMATS), required=True, help="The format to write.")
@options.model
@click.option(
    "--names", type=click.Choice(["zh", "en", "id"]), default="zh", show_default=True, help="How types are called."
)
@click.option(
    "--incomplete",
    type=click.Choice(["refuse", "skip"]),
    default="refuse",
    show_default=True,
    help="What to do with rows where some types were not judged, in a format that cannot say so.",
)
@exchange.empty
@exchange.field
@options.labels
@options.force
@options.fails_in_one_line
def export(
    files: tuple[Path, ...],
    out: Path | None,
    form: str,
    model: Path | None,
    names: Literal["zh", "en", "id"],
    incomplete: Literal["refuse", "skip"],
    empty: Literal["none", "unknown", "skip"] | None,
    field: str,
    labels: Path | None,
    force: bool,
) -> None:
    """Write label rows in the format of an annotation tool; --model adds what a model would say, with its scores."""
    from policyclf.exchange import Reading, Writing, export_rows

    options.refuse_to_replace(out, force=force)
    known = exchange.names(labels, names, files)
    rows = exchange.read(files, Reading(known, empty, field=field), None).rows
    guess = exchange.guesser(model, known.ids) if model is not None else None
    exchange.write(export_rows(rows, Writing(known, guess), form, incomplete), out, force=force)


@labels.command(epilog="Example:  policyclf labels agreement wang.jsonl li.jsonl")
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@click.option("--readers", nargs=2, metavar="NAME NAME", help="Whose rows of A, and whose of B.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@exchange.empty
@exchange.field
@options.labels
@options.out
@options.force
@options.fails_in_one_line
def agreement(
    first: Path,
    second: Path,
    readers: tuple[str, str] | None,
    form: str,
    empty: Literal["none", "unknown", "skip"] | None,
    field: str,
    labels: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """Compare two readers: Cohen's kappa and F1 for each type, and the sentences they differ on.

    A and B are label rows or files of any annotation tool.
    """
    from policyclf.exchange import Reading
    from policyclf.exchange import agreement as compare

    options.refuse_to_replace(out, force=force)
    names = exchange.names(labels, "zh", (first, second))
    sides = [exchange.read([path], Reading(names, empty, field=field), None).rows for path in (first, second)]
    if readers is not None:
        sides = [_of(rows, reader, path) for rows, reader, path in zip(sides, readers, (first, second), strict=True)]
    found = compare(sides[0], sides[1], names.ids)
    options.write(_json(found.to_dict()) if form == "json" else _text(found), out, force=force)


def _of(rows: Sequence[LabelRow], reader: str, path: Path) -> tuple[LabelRow, ...]:
    from policyclf.errors import OptionError

    found = tuple(row for row in rows if row.annotator == reader)
    if not found:
        known = ", ".join(sorted({row.annotator for row in rows if row.annotator})) or "nobody"
        raise OptionError(path, f"has no row of reader {reader!r}", f"it names {known}")
    return found


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _text(found: Agreement) -> str:
    rows = [["type", "kappa", "F1", "sentences", "both", "only A", "only B"]]
    for kind, c in found.by_type.items():
        figures = ["-" if value is None else f"{value:.3f}" for value in (c.kappa, c.f1)]
        rows.append([kind, *figures, *(str(n) for n in (c.sentences, c.both, c.first, c.second))])
    lines = [
        f"{found.sentences} sentences labelled by both, {found.only_first} only in A, {found.only_second} only in B"
    ]
    text = "\n".join(lines) + "\n" + options.table(rows)
    for each in found.differences:
        sides = f"A: {', '.join(each.first) or '-'}  B: {', '.join(each.second) or '-'}"
        text += f"{each.id}  {sides}\n    {each.text}\n"
    return text
