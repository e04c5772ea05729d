"""``policyclf explain``: why a sentence gets its tags."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from policyclf.cli import options


@click.command(epilog="Example:  policyclf explain 衢江区盘活闲置土地2000余亩。")
@click.argument("sentence")
@options.model
@options.region
@options.lang
@options.fails_in_one_line
def explain(sentence: str, model: Path | None, region: str | None, lang: str) -> None:
    """Show why SENTENCE (- reads it from standard input) gets its tags: words and rules, in log-odds that sum to the score."""
    from policyclf.cli import work
    from policyclf.errors import OptionError
    from policyclf.explain import explain as take_apart

    text = sys.stdin.read().strip() if sentence == "-" else sentence.strip()
    if not text:
        raise OptionError("SENTENCE", "is empty", "give a sentence in quotation marks")
    found = take_apart(work.tagger(model), text, region=region)
    names = {measure.id: measure.name(lang) for measure in work.measures(model)}
    zh = lang == "zh"
    places = "、".join(f"{r.path} {r.code}" for r in found.attribution.regions) or ("无" if zh else "none")
    click.echo(f"{'地区' if zh else 'Region'}: {places} ({found.attribution.basis})")
    if found.attribution.candidates:
        click.echo(f"{'可能是' if zh else 'Could be'}: {'、'.join(r.path for r in found.attribution.candidates)}")
    for part in found.types:
        mark = click.style("✓", fg="green") if part.tagged else " "
        words, rules, base = ("词语", "规则", "起点") if zh else ("words", "rules", "base")
        click.echo(
            f"{mark} {names[part.type]}  {part.score:.3f} = σ({base} {part.base:+.2f}  {words} {part.words:+.2f}  {rules} {part.rules:+.2f})"
        )
        if part.tagged or part.hits:
            if part.hits:
                click.echo("    " + "  ".join(f"{hit.rule.id} [{hit.rule.instrument}] {hit.text}" for hit in part.hits))
            click.echo("    " + "  ".join(f"{name} {pull:+.2f}" for name, pull in part.heaviest))
