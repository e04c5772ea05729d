"""``policyclf evaluate``: scores by document."""

from __future__ import annotations

from pathlib import Path

import click

from policyclf.cli import options


@click.command(epilog="Example:  policyclf evaluate --labels labels")
@options.labels
@options.add
@click.option(
    "--rules", "by_rule", is_flag=True, help="Instead: how often each rule fires on the labels, and how often rightly."
)
@options.jobs
@options.fails_in_one_line
def evaluate(labels: Path | None, add: tuple[Path, ...], by_rule: bool, jobs: int) -> None:
    """Score rules, classifier and both on real documents, each left out of training in turn.

    The rules were written with the seed documents at hand: on those, a score with rules is no estimate for new text.
    """
    if by_rule:
        _rules(labels, add)
        return
    from policyclf.evaluation import evaluate as score
    from policyclf.recipe import VARIANTS

    found = score(labels, add=add, jobs=jobs)
    click.echo(f"{found.documents} documents, {found.sentences} sentences; each document left out in turn")
    for variant in VARIANTS:
        rows = [[variant, "precision", "recall", "F1", "95% interval", "support"]]
        for kind, s in found.by_type[variant].items():
            low, high = s.interval
            figures = [f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", f"{low:.2f}-{high:.2f}", str(s.support)]
            rows.append([f"  {kind}", *figures])
        mean, (low, high) = found.macro[variant]
        rows.append(["  macro", "", "", f"{mean:.3f}", f"{low:.2f}-{high:.2f}", ""])
        click.echo(options.table(rows))
    click.echo(f"Expected calibration error {found.error:.3f}. Intervals: bootstrap over documents.")
    click.echo("The rules were written with these documents at hand.")


def _rules(labels: Path | None, add: tuple[Path, ...]) -> None:
    from policyclf.bundled import bundled
    from policyclf.labels import load_labels
    from policyclf.measures import load_measures
    from policyclf.rules import Rules
    from policyclf.rulescore import score_rules

    folder = labels or bundled("labels")
    types = [measure.id for measure in load_measures(folder)]
    scores = score_rules(Rules.load(folder, types), load_labels(folder, types, add))
    rows = [["rule", "polarity", "fired", "with the type"]]
    for each in sorted(scores, key=lambda s: (s.rule.type, s.rule.polarity, -s.fired, s.rule.id)):
        share = "never fired" if each.precision is None else f"{each.precision:.0%}"
        rows.append([each.rule.id, each.rule.polarity, str(each.fired), share])
    click.echo(options.table(rows), nl=False)
    click.echo(f"{len(scores)} rules, {sum(not each.fired for each in scores)} never fired")
