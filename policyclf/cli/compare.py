"""``policyclf compare``: two regions, or one over time."""

from __future__ import annotations

from pathlib import Path

import click

from policyclf.cli import options
from policyclf.errors import PolicyclfError


@click.command(epilog="Example:  policyclf compare pages/ --between 衢州市 洛阳市")
@options.paths
@options.out
@click.option("--between", nargs=2, metavar="REGION REGION", help="Two regions, each with all that lies in it.")
@click.option("--over-time", metavar="REGION", help="One region, each year against the year before.")
@click.option(
    "--years",
    type=click.Path(path_type=Path),
    help="A CSV of two columns, document and year; left out, years are read from names and texts.",
)
@options.also("--csv", "csv_file", "the differences as CSV")
@options.also("--json", "json_file", "differences and evidence as JSON")
@options.also("--markdown", "markdown_file", "the comparison as Markdown, for pasting")
@click.option("--evidence", type=click.IntRange(min=0), default=2, show_default=True, help="Sentences shown a side.")
@options.labelled
@options.model
@options.region
@options.homes
@options.lang
@options.jobs
@options.force
@options.fails_in_one_line
def compare(
    paths: tuple[Path, ...], out: Path | None, between: tuple[str, str] | None, over_time: str | None,
    years: Path | None, csv_file: Path | None, json_file: Path | None, markdown_file: Path | None, evidence: int,
    labelled: tuple[Path, ...], model: Path | None, region: str | None, homes: Path | None, lang: str, jobs: int,
    force: bool,
) -> None:  # fmt: skip
    """Compare two regions, or one region over time, with the sentences behind each difference.

    A region is a path (浙江省/衢州市), a six-digit code, or a name that means one region only.
    """
    if bool(between) == bool(over_time):
        raise click.UsageError("give either --between REGION REGION or --over-time REGION")
    from policyclf import report as forms
    from policyclf.cli import work
    from policyclf.emphases import compare as compared

    for path in (out, csv_file, json_file, markdown_file):
        options.refuse_to_replace(path, force=force, read=paths)
    labels, dates = work.labelled(labelled, model), work.years(years)
    errors: list[PolicyclfError] = []
    documents = list(work.tag_all(paths, model, jobs, region, homes, errors))
    if documents:
        known = work.tagger(model).model
        found = compared(
            documents,
            between=between or None,
            over_time=over_time,
            years=dates,
            measures=known.measures,
            card=known.card,
            labels=labels,
        )
        about = forms.about(known.card, str(model or "bundled"), errors)
        if csv_file is not None:
            options.write(forms.as_csv(found), csv_file, force=force)
        if json_file is not None:
            options.write(forms.comparison_json(found, about), json_file, force=force)
        if markdown_file is not None:
            options.write(forms.comparison_markdown(found, lang=lang, evidence=evidence), markdown_file, force=force)
        text = forms.comparison_text(found, lang=lang, colour=out is None and options.colour(), evidence=evidence)
        options.write(text, out, force=force)
    options.report_left_out(errors)
