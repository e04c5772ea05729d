"""``policyclf evaluate``: scores by document."""

from __future__ import annotations

from pathlib import Path

import click

from policyclf.cli import options


@click.command(epilog="Example:  policyclf evaluate --labels labels")
@options.labels
@options.add
@options.jobs
@options.fails_in_one_line
def evaluate(labels: Path | None, add: tuple[Path, ...], jobs: int) -> None:
    """Score rules, classifier and both on real documents, each left out of training in turn.

    The rules were written with the seed documents at hand: on those, a score with rules is no estimate for new text.
    """
    from policyclf.evaluation import VARIANTS
    from policyclf.evaluation import evaluate as score

    found = score(labels, add=add, jobs=jobs)
    click.echo(f"{found.documents} documents, {found.sentences} sentences; each document left out of training in turn")
    for variant in VARIANTS:
        rows = [[variant, "precision", "recall", "F1", "95% interval", "support"]]
        for kind, s in found.by_type[variant].items():
            low, high = s.interval
            rows.append(
                [
                    f"  {kind}",
                    f"{s.precision:.3f}",
                    f"{s.recall:.3f}",
                    f"{s.f1:.3f}",
                    f"{low:.2f}-{high:.2f}",
                    str(s.support),
                ]
            )
        mean, (low, high) = found.macro[variant]
        rows.append(["  macro", "", "", f"{mean:.3f}", f"{low:.2f}-{high:.2f}", ""])
        click.echo(options.table(rows))
    click.echo("Intervals: bootstrap over documents. The rules were written with these documents at hand.")
