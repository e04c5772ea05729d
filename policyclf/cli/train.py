"""``policyclf train``: labels to a model folder, and what added labels change."""

from __future__ import annotations

import json
from pathlib import Path

import click

from policyclf.cli import options
from policyclf.document import Level


@click.command(epilog="Example:  policyclf train --add ours.jsonl --out models/ours")
@options.labels
@options.add
@click.option(
    "--weight",
    type=float,
    default=1.0,
    show_default=True,
    help="How many sentences of the labels folder an added one is worth.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="ID:中文:ENGLISH[:DEFINITION]",
    help="A type that the added sentences bring along (repeatable); written to measures.toml beside the added file.",
)
@click.option(
    "--corpus",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Pages to tag with the model before and the new one: which tags flip, which regions move (repeatable).",
)
@click.option(
    "--by",
    type=click.Choice(["province", "city", "county"]),
    default="city",
    show_default=True,
    help="Level of the regions that may move.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write what changed as JSON.",
)
@click.option(
    "--vectors", type=click.Path(path_type=Path), help="A folder of word vectors; the bundled one if left out."
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("models/mine"),
    show_default=True,
    help="The model folder to write.",
)
@options.lang
@options.jobs
@click.option(
    "--force", is_flag=True, help="Replace what is there already, and write a model that is worse than before."
)
@options.fails_in_one_line
def train(
    labels: Path | None, add: tuple[Path, ...], weight: float, types: tuple[str, ...], corpus: tuple[Path, ...], by: Level,
    json_file: Path | None, vectors: Path | None, out: Path, lang: str, jobs: int, force: bool,
) -> None:  # fmt: skip
    """Train a model on labelled sentences and rules; the same labels give the same model, byte for byte.

    With --add, what the labels folder alone gives is tested against what it gives with the added sentences, in the same folds of whole
    documents. A model that is clearly worse is not written without --force.
    """
    from policyclf.cli.compared import as_text
    from policyclf.comparison import Comparison
    from policyclf.errors import RegressionError
    from policyclf.measures import parse_measure
    from policyclf.training import train as fit

    options.refuse_to_replace(json_file, force=force)

    def show(comparison: Comparison) -> None:
        click.echo(as_text(comparison, lang), nl=False)
        if json_file is not None:
            text = json.dumps(comparison.to_dict(), ensure_ascii=False, indent=1) + "\n"
            options.write(text, json_file, force=force)

    defined = [parse_measure(text) for text in types]
    try:
        with options.watching("policyclf") as watch:
            found = fit(
                labels, out, add=add, weight=weight, types=defined, corpus=corpus, by=by, vectors=vectors, force=force, jobs=jobs, watch=watch
            )  # fmt: skip
    except RegressionError as error:
        if isinstance(error.comparison, Comparison):
            show(error.comparison)
        raise
    click.echo(f"{found.folder}: {found.rows} sentences, {found.rules} rules, {found.features} features")
    click.echo("  ".join(f"{kind} {count}" for kind, count in found.examples.items()))
    for path in found.defined:
        click.echo(f"{path}: defines {', '.join(m.id for m in defined)}", err=True)
    if found.comparison is not None:
        show(found.comparison)
        if found.comparison.refused:
            click.echo("note: written all the same because of --force", err=True)
        options.report_left_out(found.comparison.corpus.left_out if found.comparison.corpus is not None else ())
