"""``policyclf labels suggest``: which sentences to label next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policyclf.cli import exchange, options

if TYPE_CHECKING:
    from policyclf.errors import PolicyclfError
    from policyclf.rows import LabelRow

_SAYS = {
    "zh": "{out}：{n} 句待标注，其中随机对照 {control}，拿不准 {uncertain}，规则与词语不一致 {disagreement}；来自 {documents} 篇文档",
    "en": "{out}: {n} sentences to label, of them {control} at random (control), {uncertain} uncertain, {disagreement} where rules "
    "and words disagree; from {documents} documents",
}

_FEWER = {
    "zh": "不足 {n} 句：其余句子已标注、重复或不成句",
    "en": "fewer than {n}: the other sentences are labelled, repeated or no prose",
}


@click.command(epilog="Example:  policyclf labels suggest pages/ -n 50 --format label-studio -o tasks.json")
@options.paths
@options.out
@click.option("-n", type=click.IntRange(min=1), default=50, show_default=True, help="How many sentences.")
@click.option(
    "--control",
    type=options.share,
    default=0.2,
    show_default=True,
    help="The share of them drawn at random, for honest estimates.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of that chance: another seed, another draw.")
@click.option(
    "--format",
    "form",
    type=click.Choice(exchange.FORMATS),
    default="jsonl",
    show_default=True,
    help="The format to write.",
)
@options.model
@click.option(
    "--names", type=click.Choice(["zh", "en", "id"]), default="zh", show_default=True, help="How types are called."
)
@options.labels
@options.add
@options.homes
@options.lang
@options.jobs
@options.force
@options.fails_in_one_line
def suggest(
    paths: tuple[Path, ...],
    out: Path | None,
    n: int,
    control: float,
    seed: int,
    form: str,
    model: Path | None,
    names: Literal["zh", "en", "id"],
    labels: Path | None,
    add: tuple[Path, ...],
    homes: Path | None,
    lang: str,
    jobs: int,
    force: bool,
) -> None:
    """Choose the sentences of a corpus to label next, with the tags and scores that they have now.

    Those the model is unsure of, or on which rules and words disagree, unlike each other and spread over regions; and a share drawn at
    random, marked control, which alone shows honestly how good a model is. Left out: what --labels and --add hold already.
    """
    from policyclf import __version__
    from policyclf.candidates import candidates
    from policyclf.cli import work
    from policyclf.exchange import FORMATS, Guess, Names, Writing, export_rows
    from policyclf.suggesting import SuggestOptions, as_row
    from policyclf.suggesting import suggest as choose

    options.refuse_to_replace(out, force=force)
    known = Names(exchange.measures(labels, model, add), names)
    errors: list[PolicyclfError] = []
    labelled = list(_labelled(labels, add, known.ids))
    asked = candidates(work.tag_all(paths, model, jobs, None, homes, errors), known.ids)
    found = choose(asked, work.tagger(model).model, SuggestOptions(n, control, seed), labelled)
    called = [(kind, known.write(kind)) for kind in known.ids]
    rows = [as_row(each, called) for each in found]
    made = f"policyclf {__version__}"
    guesses = {s.candidate.row.text: Guess(s.candidate.tagged, s.candidate.scores, made) for s in found}
    guess = (lambda texts: [guesses[text] for text in texts]) if FORMATS[form].scores else None
    exchange.write(export_rows(rows, Writing(known, guess), form), out, force=force)
    times = Counter(each.chosen for each in found)
    counts = {name: times[name] for name in ("control", "uncertain", "disagreement")}
    documents = len({row.doc for row in rows})
    click.echo(_SAYS[lang].format(out=out or "-", n=len(rows), documents=documents, **counts), err=True)
    if len(rows) < n:
        click.echo(_FEWER[lang].format(n=n), err=True)
    options.report_left_out(errors)


def _labelled(labels: Path | None, add: Sequence[Path], types: Sequence[str]) -> Iterator[LabelRow]:
    """Rows that need not be labelled again: of a labels folder, whose types may be others, and of added files."""
    from policyclf.bundled import bundled
    from policyclf.labels import load_labels, read_rows
    from policyclf.measures import load_measures

    folder = labels if labels is not None else bundled("labels")
    yield from load_labels(folder, [measure.id for measure in load_measures(folder)])
    for path in add:
        yield from (row for _, row in read_rows(path, types) if len(row.unknown) < len(types))
