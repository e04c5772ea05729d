"""``policyclf report``: what each region emphasizes."""

from __future__ import annotations

from pathlib import Path

import click

from policyclf.cli import options
from policyclf.document import Level
from policyclf.errors import PolicyclfError


@click.command(epilog="Example:  policyclf report pages/ --by city --csv emphasis.csv")
@options.paths
@options.out
@click.option(
    "--by",
    type=click.Choice(["province", "city", "county"]),
    default="city",
    show_default=True,
    help="Level of the rows.",
)
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the figures as CSV.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write figures and evidence as JSON.",
)
@click.option(
    "--html",
    "html_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a page to read, click and print; it needs no network.",
)
@click.option(
    "--png",
    "png_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the heat map as a picture for a slide.",
)
@click.option("--evidence", type=click.IntRange(min=0), default=2, show_default=True, help="Sentences shown a finding.")
@options.model
@options.region
@options.homes
@options.lang
@options.jobs
@options.force
@options.fails_in_one_line
def report(
    paths: tuple[Path, ...], out: Path | None, by: Level, csv_file: Path | None, json_file: Path | None,
    html_file: Path | None, png_file: Path | None, evidence: int,
    model: Path | None, region: str | None, homes: Path | None, lang: str, jobs: int, force: bool,
) -> None:  # fmt: skip
    """Report what each region emphasizes, with the sentences behind it."""
    from policyclf.cli import work
    from policyclf.emphases import emphasis
    from policyclf.report import as_csv, as_html, as_json, as_png, as_text
    from policyclf.report.about import about

    for path in (out, csv_file, json_file, html_file, png_file):
        options.refuse_to_replace(path, force=force)
    errors: list[PolicyclfError] = []
    documents = list(work.tag_all(paths, model, jobs, region, homes, errors))
    measures, card = work.measures(model), work.tagger(model).model.card
    found = emphasis(documents, by=by, measures=measures, card=card)
    if found.documents:
        text = as_text(found, lang=lang, colour=out is None and options.colour(), evidence=evidence)
        options.write(text, out, force=force)
        if csv_file is not None:
            options.write(as_csv(found), csv_file, force=force)
        if json_file is not None:
            options.write(as_json(found), json_file, force=force)
        if html_file is not None:
            page = as_html(
                found,
                about(card, str(model or "bundled"), errors),
                lang=lang,
                provinces=None
                if by == "province"
                else emphasis(documents, by="province", measures=measures, card=card),
                rules=work.tagger(model).model.rules,
            )
            options.write(page, html_file, force=force)
        if png_file is not None:
            options.write(as_png(found, lang=lang), png_file, force=force)
    options.report_left_out(errors)
