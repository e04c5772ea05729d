"""``policyclf labels suspects``: rows whose labels are probably wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from policyclf.cli import exchange, options

if TYPE_CHECKING:
    from policyclf.rows import LabelRow
    from policyclf.suspecting import Doubt, Suspect

_SAYS = {
    "zh": {
        "none": "没有可疑的标注",
        "count": "{n} 句的标注可疑，按可疑程度排列",
        True: "标了“{name}”，而没见过这篇文档的模型只给 {score:.2f}",
        False: "没标“{name}”，而没见过这篇文档的模型给 {score:.2f}",
        "rules": "；规则：{rules}",
        "like": "；最相近而标注相反的：{id} {text}",
        "labels": "标注",
        "nothing": "无",
    },
    "en": {
        "none": "no label is suspect",
        "count": "{n} sentences with suspect labels, the most suspect first",
        True: "labelled {name}, to which a model that did not see the document gives only {score:.2f}",
        False: "not labelled {name}, to which a model that did not see the document gives {score:.2f}",
        "rules": "; rules: {rules}",
        "like": "; most like it and labelled the other way: {id} {text}",
        "labels": "labelled",
        "nothing": "none",
    },
}
_SHOWN = 60  # characters of the sentence most like it


@click.command(epilog="Example:  policyclf labels suspects --add ours.jsonl -n 20")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@options.add
@options.out
@click.option("-n", type=click.IntRange(min=1), default=50, show_default=True, help="How many sentences at most.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *exchange.FORMATS]),
    default="text",
    show_default=True,
    help="To read, or rows with the reason in a field of its own, to label again in a tool.",
)
@click.option(
    "--vectors", type=click.Path(path_type=Path), help="A folder of word vectors; the bundled one if left out."
)
@options.lang
@options.jobs
@options.force
@options.fails_in_one_line
def suspects(
    folder: Path | None,
    add: tuple[Path, ...],
    out: Path | None,
    n: int,
    form: str,
    vectors: Path | None,
    lang: Literal["zh", "en"],
    jobs: int,
    force: bool,
) -> None:
    """List the rows whose labels are probably wrong, with the reason: those of added files, or of the whole labels folder if
    none is added.

    Five models, each trained without a fifth of the documents, say what they think of that fifth; rows on which they are as sure of the
    opposite as they are elsewhere of such labels are suspect. A person decides; nothing is changed.
    """
    from policyclf.bundled import bundled
    from policyclf.exchange import Names, Writing, export_rows
    from policyclf.fitting import FitOptions
    from policyclf.labelled import load_labelled
    from policyclf.suspecting import suspects as find
    from policyclf.vectors import load_vectors

    options.refuse_to_replace(out, force=force)
    labelled = load_labelled(folder if folder is not None else bundled("labels"), add)
    embedded = load_vectors(vectors if vectors is not None else bundled("models/vectors"))
    recipe = labelled.recipe(embedded, FitOptions())
    with options.watching("policyclf") as watch:
        found = find(recipe, labelled.added, most=n, jobs=jobs, watch=watch)
    names = {measure.id: measure.name(lang) for measure in labelled.measures}
    if form == "text":
        options.write(_text(found, names, lang), out, force=force)
        return
    rows = [_row(each, names, lang) for each in found]
    exchange.write(export_rows(rows, Writing(Names(labelled.measures, lang)), form), out, force=force)


def _text(found: list[Suspect], names: Mapping[str, str], lang: str) -> str:
    say = _SAYS[lang]
    lines = [say["count"].format(n=len(found)) if found else say["none"]]
    for each in found:
        given = "、".join(names[kind] for kind in each.row.measures) or say["nothing"]
        who = f" ({each.row.annotator})" if each.row.annotator else ""
        lines += ["", f"{each.row.id}  {say['labels']}: {given}{who}", f"  {each.row.text}"]
        lines += [f"  - {_reason(doubt, names, lang)}" for doubt in each.doubts]
    return "\n".join(lines) + "\n"


def _reason(doubt: Doubt, names: Mapping[str, str], lang: str) -> str:
    say = _SAYS[lang]
    text = say[doubt.given].format(name=names[doubt.type], score=doubt.score)
    if doubt.rules:
        text += say["rules"].format(rules="、".join(f"{instrument}（{hit}）" for instrument, hit in doubt.rules))
    like = doubt.like.text if len(doubt.like.text) <= _SHOWN else doubt.like.text[:_SHOWN] + "…"
    return text + say["like"].format(id=doubt.like.id, text=like)


def _row(each: Suspect, names: Mapping[str, str], lang: str) -> LabelRow:
    """The row with the reason, for a tool."""
    return replace(
        each.row, more={**each.row.more, "suspect": " | ".join(_reason(d, names, lang) for d in each.doubts)}
    )
