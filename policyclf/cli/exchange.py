"""What the commands on labels share: the formats, the options that say how files are read, and what a model says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from policyclf.exchange import Guess, Imported, Names
    from policyclf.measures import Measure

_MOST = 100  # problems of an import that are shown one by one

# Written out here so that --help need not import the formats; a test holds it against their table.
FORMATS = (
    *("jsonl", "doccano-jsonl", "doccano-json", "doccano-csv", "fasttext"),
    *("label-studio", "label-studio-min", "label-studio-csv", "argilla", "argilla-flat"),
    *("prodigy", "prodigy-binary", "label-sleuth", "csv", "csv-names", "xlsx", "xlsx-names"),
)
files = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
form = click.option("--format", "form", type=click.Choice(FORMATS), help="The format; by its content if left out.")
empty = click.option(
    "--empty",
    type=click.Choice(["none", "unknown", "skip"]),
    help="What an empty label means: no type applies, or nobody labelled it (skip: leave such rows out).",
)
field = click.option("--field", default="", help="The question, tag or column that holds the types.")


def names(labels: Path | None, lang: Literal["zh", "en", "id"], files: Sequence[Path] = ()) -> Names:
    """The names of a labels folder's types, and of those in a measures.toml beside a file."""
    from policyclf.bundled import bundled
    from policyclf.exchange import Names
    from policyclf.measures import load_measures, with_own

    return Names(with_own(load_measures(labels if labels is not None else bundled("labels")), files), lang)


def measures(labels: Path | None, model: Path | None, files: Sequence[Path] = ()) -> tuple[Measure, ...]:
    """The types of a labels folder (of the model if none is named), and of a measures.toml beside a file: maybe more than the model knows."""
    from policyclf.cli import work
    from policyclf.errors import OptionError
    from policyclf.measures import load_measures, with_own

    known = work.measures(model)
    found = with_own(load_measures(labels) if labels is not None else known, files)
    if not {measure.id for measure in known} <= {measure.id for measure in found}:
        raise OptionError(labels or "labels", "lacks types that the model knows", "name the folder it was trained on")
    return found


def read(files: Sequence[Path], reading: Any, form: str | None) -> Imported:
    """The rows of files; every problem as a line, and exit status 1, if there is any."""
    from policyclf.exchange import import_files

    found = import_files(files, reading, form or "")
    for problem in found.problems[:_MOST]:
        click.echo(f"Error: {problem}", err=True)
    if len(found.problems) > _MOST:
        click.echo(f"Error: {len(found.problems) - _MOST:,} more; mend these first", err=True)
    if found.problems:
        sys.exit(1)
    for caution in found.cautions:
        click.echo(f"note: {caution}", err=True)
    return found


def guesser(model: Path, types: Sequence[str]) -> Callable[[Sequence[str]], list[Guess]]:
    from policyclf import __version__
    from policyclf.errors import OptionError
    from policyclf.exchange import Guess
    from policyclf.tagger import load

    tagger = load(model)
    known = tagger.model.classifier
    if set(known.types) != set(types):
        raise OptionError(model, "knows other types than the labels folder", "name its own with --labels")

    def guess(texts: Sequence[str]) -> list[Guess]:
        name = f"policyclf {__version__}"
        return [
            Guess(
                tuple(
                    kind
                    for kind, score, least in zip(known.types, row, known.thresholds, strict=True)
                    if score >= least
                ),
                {kind: float(score) for kind, score in zip(known.types, row, strict=True)},
                name,
            )
            for row in tagger.score_sentences(texts)
        ]

    return guess


def write(pieces: Iterable[bytes], out: Path | None, *, force: bool) -> None:
    """To a file in one step, never over another without ``force``; or to standard output."""
    from policyclf.files import replacing

    if out is None:
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        with replacing(out, force=force) as file:
            file.writelines(pieces)
