"""``policyclf tag``: sentences with their measures and regions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from policyclf.cli import options
from policyclf.document import TaggedDocument
from policyclf.errors import PolicyclfError


@click.command(epilog="Example:  policyclf tag pages/ --format csv -o tagged.csv")
@options.paths
@options.out
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "text"]), default="jsonl", show_default=True)
@options.model
@options.region
@options.homes
@click.option(
    "--year", type=click.IntRange(1980, 2100), help="The year of the texts, where names and dates do not say it."
)
@options.lang
@options.jobs
@options.force
@options.fails_in_one_line
def tag(
    paths: tuple[Path, ...],
    out: Path | None,
    form: str,
    model: Path | None,
    region: str | None,
    homes: Path | None,
    year: int | None,
    lang: str,
    jobs: int,
    force: bool,
) -> None:
    """Tag sentences of files, folders or standard input (-) with measures and regions.

    jsonl: one object a sentence. csv: opens right in Excel. text: tagged sentences to read.
    """
    from policyclf.cli import work

    options.refuse_to_replace(out, force=force, read=paths)
    errors: list[PolicyclfError] = []
    documents: Iterable[TaggedDocument] = work.tag_all(paths, model, jobs, region, homes, errors)
    if out is not None:
        documents = list(documents)
    if form == "csv":
        pieces: Iterable[str] = [_csv(documents, year, [measure.id for measure in work.measures(model)])]
    elif form == "text":
        names = {measure.id: measure.name(lang) for measure in work.measures(model)}
        pieces = (_text(document, names) for document in documents)
    else:
        pieces = (json.dumps(row, ensure_ascii=False) + "\n" for document in documents for row in rows(document, year))
    if out is None:
        for piece in pieces:
            click.echo(piece, nl=False)
    elif documents:  # no file where nothing could be read
        options.write("".join(pieces), out, force=force)
    options.report_left_out(errors)


def rows(document: TaggedDocument, year: int | None = None) -> Iterator[dict[str, Any]]:
    """The output rows of a document; ``year`` where it is known, ``regions_then`` where a region was called otherwise in the document's year."""
    from policyclf.regions import Gazetteer, year_of

    table = Gazetteer.load()
    year = year or year_of(document.name, [s.sentence for s in document.sentences])
    for number, s in enumerate(document.sentences):
        mention, then = s.attribution.mention, [table.then(r, year) if year else r for r in s.regions]
        yield {
            "doc": document.name,
            **({"year": year} if year else {}),
            "article": s.article,
            "sentence": number,
            "kind": s.kind,
            "start": s.start,
            "end": s.end,
            "text": s.text,
            "regions": [region.path for region in s.regions],
            "codes": [region.code for region in s.regions],
            "region_basis": s.region_basis,
            **({"regions_then": [r.path for r in then]} if then != list(s.regions) else {}),
            "region_mention": [mention.text, mention.start, mention.end] if mention else None,
            "region_confidence": s.attribution.confidence,
            **({"region_candidates": [r.path for r in s.attribution.candidates]} if s.attribution.candidates else {}),
            "measures": list(s.measures),
            "scores": dict(s.scores),
            "review": list(s.review),
            "evidence": {kind: list(found) for kind, found in s.evidence.items()},
        }


def _csv(documents: Iterable[TaggedDocument], year: int | None, types: list[str]) -> str:
    from policyclf.report.plain import csv_text

    where = ["doc", "year", "article", "sentence", "kind", "start", "end", "text"]
    place = [
        "regions",
        "codes",
        "region_basis",
        "region_mention",
        "region_confidence",
        "region_candidates",
        "regions_then",
    ]
    said = ["measures", "review", "evidence"]
    flat = (_flat(row) for document in documents for row in rows(document, year))
    return csv_text(flat, [*where, *place, *said, *types])


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its lists in one cell each, and a column a type for its score."""
    lists = ("regions", "codes", "region_candidates", "regions_then", "measures", "review")
    evidence = "; ".join(f"{kind}: {', '.join(found)}" for kind, found in row["evidence"].items())
    mention = (row["region_mention"] or [""])[0]
    cells = {key: ";".join(row.get(key, ())) for key in lists}
    return {**row, **cells, "region_mention": mention, "evidence": evidence, **row["scores"]}


def _text(document: TaggedDocument, names: Mapping[str, str]) -> str:
    lines = [click.style(document.name, bold=True)] if document.name else []
    place: tuple[str, ...] = ()
    for s in document.sentences:
        if not s.measures:
            continue
        here = tuple(region.path for region in s.regions)
        if here != place:
            lines.append("  " + click.style("、".join(here) or "—", fg="cyan"))
            place = here
        tags = " ".join(f"[{names[kind]}]" for kind in s.measures)
        lines.append(f"    {click.style(tags, fg='green')} {s.text}")
    return "\n".join(lines) + "\n" if lines else ""
