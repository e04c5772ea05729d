"""``policyclf train``: labels to a model folder."""

from __future__ import annotations

from pathlib import Path

import click

from policyclf.cli import options


@click.command(epilog="Example:  policyclf train --add ours.jsonl --out models/ours")
@options.labels
@options.add
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
@options.jobs
@options.force
@options.fails_in_one_line
def train(labels: Path | None, add: tuple[Path, ...], vectors: Path | None, out: Path, jobs: int, force: bool) -> None:
    """Train a model on labelled sentences and rules; the same labels give the same model, byte for byte."""
    from policyclf.errors import ModelError
    from policyclf.training import train as fit

    if out.exists() and not force:
        raise ModelError(out, "is there already", "name another folder with --out, or replace it with --force")
    found = fit(labels, out, add=add, vectors=vectors, force=force, jobs=jobs)
    click.echo(f"{found.folder}: {found.rows} sentences, {found.rules} rules, {found.features} features")
    click.echo("  ".join(f"{kind} {count}" for kind, count in found.examples.items()))
