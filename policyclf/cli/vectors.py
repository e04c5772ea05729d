"""``policyclf vectors``: word vectors of a field from plain text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from policyclf.cli import options


@click.command(epilog="Example:  policyclf vectors corpus/reports=4 corpus/statutes.txt.xz --out models/vectors-ours")
@click.argument("corpora", nargs=-1, required=True, metavar="PATH[=WEIGHT]...")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The folder to write.")
@click.option("--size", type=click.IntRange(2, 512), default=128, show_default=True, help="Dimensions.")
@click.option("--words", type=click.IntRange(min=100), default=28_000, show_default=True, help="The commonest so many.")
@options.force
@options.fails_in_one_line
def vectors(corpora: tuple[str, ...], out: Path, size: int, words: int, force: bool) -> None:
    """Build word vectors from unlabelled text, for train --vectors: files, folders, .xz; a WEIGHT counts a text as so many."""
    from policyclf.errors import OptionError, ReadError
    from policyclf.read import Page, read
    from policyclf.vectors import build_vectors, save_vectors

    if out.exists() and not force:
        raise OptionError(out, "is there already", "name another folder with --out, or replace it with --force")
    texts: list[tuple[str, float]] = []
    sources: list[dict[str, object]] = []
    errors: list[ReadError] = []
    for each in corpora:
        path, _, number = (
            each.rpartition("=") if each.rpartition("=")[2].replace(".", "", 1).isdigit() else (each, "", "1")
        )
        for page in read([path]):
            if isinstance(page, Page):
                texts += [(line.strip(), float(number)) for line in page.text.splitlines() if line.strip()]
                digest = hashlib.sha256(page.text.encode()).hexdigest()
                source = {"file": Path(page.name).name, "weight": float(number), "characters": len(page.text)}
                sources.append({**source, "sha256_of_text": digest})
            else:
                errors.append(page)
    if texts:
        found = build_vectors(texts, size=size, most_words=words)
        save_vectors(found, out, {"method": "PPMI, SVD", "size": size, "sources": sources}, force=force)
        click.echo(f"{out}: {len(found.words)} words, {size} dimensions, from {len(sources)} texts")
    options.report_left_out(errors)
