"""``policyclf report``: what each region emphasizes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from policyclf.cli import options
from policyclf.document import Level
from policyclf.errors import OptionError, PolicyclfError


@click.command(epilog="Example:  policyclf report pages/ --by city --html report.html --json report.json")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(path_type=Path, allow_dash=True, readable=False))
@options.out
@click.option(
    "--by",
    type=click.Choice(["province", "city", "county"]),
    default="city",
    show_default=True,
    help="Level of the rows.",
)
@options.also("--csv", "csv_file", "the figures as CSV")
@options.also("--xlsx", "xlsx_file", "figures, evidence and method as a workbook for Excel")
@options.also("--json", "json_file", "figures and evidence as JSON")
@options.also("--html", "html_file", "a page to read, click and print; it needs no network")
@options.also("--markdown", "markdown_file", "table, findings and method as Markdown, for pasting")
@options.also("--png", "png_file", "the heat map as a picture for a slide")
@click.option("--evidence", type=click.IntRange(min=0), default=2, show_default=True, help="Sentences shown a finding.")
@options.labelled
@click.option(
    "--check",
    "checked",
    type=click.Path(path_type=Path),
    help="Instead: are the files still those of this report (JSON or HTML)?",
)
@options.model
@options.region
@options.homes
@options.lang
@options.jobs
@options.force
@click.pass_context
@options.fails_in_one_line
def report(
    context: click.Context, paths: tuple[Path, ...], out: Path | None, by: Level, csv_file: Path | None,
    xlsx_file: Path | None, json_file: Path | None, html_file: Path | None, markdown_file: Path | None,
    png_file: Path | None, evidence: int, labelled: tuple[Path, ...], checked: Path | None, model: Path | None,
    region: str | None, homes: Path | None, lang: str, jobs: int, force: bool,
) -> None:  # fmt: skip
    """Report what each region emphasizes, with the sentences behind it.

    The report goes to standard output (or --out); the other forms are files besides it.
    """
    if checked is not None:
        _check(checked)
        return
    if not paths:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    from policyclf import report as forms
    from policyclf.cli import work
    from policyclf.emphases import emphasis
    from policyclf.exchange.tables import openpyxl

    targets = [
        path for path in (out, csv_file, xlsx_file, json_file, html_file, markdown_file, png_file) if path is not None
    ]
    for path in targets:  # what is missing or in the way is said before long work
        options.refuse_to_replace(path, force=force, read=paths)
        if targets.count(path) > 1:
            raise OptionError(path, "is named for two forms of the report", "give each a file of its own")
    if xlsx_file is not None:
        openpyxl()
    if png_file is not None:
        forms.matplotlib()
    labels = work.labelled(labelled, model)
    errors: list[PolicyclfError] = []
    documents = list(work.tag_all(paths, model, jobs, region, homes, errors))
    known = work.tagger(model).model
    found = emphasis(documents, by=by, measures=known.measures, card=known.card, labels=labels)
    if found.documents:
        about = forms.about(known.card, str(model or "bundled"), errors)

        def page() -> str:
            provinces = found
            if by != "province":
                provinces = emphasis(documents, by="province", measures=known.measures, card=known.card, labels=labels)
            return forms.as_html(found, about, lang=lang, provinces=provinces, rules=known.rules)

        made: list[tuple[Path | None, Callable[[], str | bytes]]] = [
            (csv_file, lambda: forms.as_csv(found)),
            (xlsx_file, lambda: forms.as_xlsx(found, about, lang=lang)),
            (json_file, lambda: forms.as_json(found, about, lang=lang)),
            (html_file, page),
            (markdown_file, lambda: forms.as_markdown(found, about, lang=lang, evidence=evidence)),
            (png_file, lambda: forms.as_png(found, lang=lang)),
        ]
        for path, content in [(path, form()) for path, form in made if path is not None]:
            options.write(content, path, force=force)
        text = forms.as_text(found, lang=lang, colour=out is None and options.colour(), evidence=evidence)
        options.write(text, out, force=force)
    options.report_left_out(errors)


def _check(path: Path) -> None:
    """One line for each file that is not as it was; exit status 1 if there is any."""
    from policyclf.report import check_report

    found = list(check_report(path))
    for each in found:
        if each.state != "same":
            click.echo(f"{each.state}: {each.name}")
    same = sum(each.state == "same" for each in found)
    click.echo(f"{same} of {len(found)} files are as they were when {path} was made")
    if same < len(found):
        sys.exit(1)
