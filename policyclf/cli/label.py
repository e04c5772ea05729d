"""``policyclf label``: labelling in a terminal, a sentence at a time."""

from __future__ import annotations

import contextlib
import getpass
import io
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policyclf.cli import exchange, options

if TYPE_CHECKING:
    from policyclf.candidates import Candidate
    from policyclf.errors import PolicyclfError
    from policyclf.measures import Measure
    from policyclf.sitting import Sitting


@click.command(epilog="Example:  policyclf label page.txt --annotator 王 -o ours.jsonl")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The labels; FILE's name with .labels.jsonl, here, if left out. Goes on where it stops.",
)
@click.option("--annotator", default="", help="Who labels; the name of the account if left out.")
@click.option("--blind", is_flag=True, help="Do not show what the model or an earlier reader says.")
@click.option("--again", is_flag=True, help="Ask also what is labelled already, to change it.")
@options.model
@options.labels
@options.homes
@options.lang
@options.fails_in_one_line
def label(
    path: Path,
    out: Path | None,
    annotator: str,
    blind: bool,
    again: bool,
    model: Path | None,
    labels: Path | None,
    homes: Path | None,
    lang: str,
) -> None:
    """Label sentences in the terminal, one at a time, with what stands around it and the tags it has now.

    FILE is a page, a folder of pages, or rows of any label format, such as those of labels suggest. Every answer is saved at once; the
    same command goes on where it stopped. Asked are the types of the model, or of --labels, and of a
    measures.toml beside the labels.
    """
    from policyclf.cli import screen
    from policyclf.cli.keys import keys
    from policyclf.errors import OptionError
    from policyclf.sitting import Answers, Sitting

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise OptionError("label", "needs a terminal", "for labelling elsewhere see labels suggest and labels export")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of another encoding shows what it can
    out = out or Path(f"{path.name or 'pages'}.labels.jsonl")
    measures = exchange.measures(labels, model, [path, out])
    names = {measure.id: measure.name(lang) for measure in measures}
    if len(screen.type_keys(list(names))) < len(names):
        raise OptionError("label", f"has no keys for {len(names)} types", "name a folder of fewer with --labels")
    if out.exists() and path.exists() and out.samefile(path):
        raise OptionError(out, "is the file that is asked from", "name another for the labels with -o")
    answers = Answers(out, list(names), annotator or _account())
    asked, errors = _asked(path, measures, model, homes)
    sitting = Sitting(asked, answers, again=again)
    with keys() as key, contextlib.suppress(KeyboardInterrupt, EOFError):  # all is saved
        _loop(sitting, names, lang, blind, key)
    say, left = screen.SAYS[lang], len(sitting.asked) - sitting.at
    counts = {"done": sitting.at - sitting.skipped, "skipped": sitting.skipped, "before": sitting.before, "left": left}
    screen.show([say["saved"].format(out=out, **counts)])
    options.report_left_out(errors)


def _account() -> str:
    from policyclf.errors import OptionError

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # an account without a name, as containers have it
        raise OptionError("label", "does not know who labels", "say it with --annotator") from error


def _asked(
    path: Path, measures: tuple[Measure, ...], model: Path | None, homes: Path | None
) -> tuple[list[Candidate], list[PolicyclfError]]:
    """The sentences of a page or a folder, and what could not be read; or the rows of a file of labels."""
    from policyclf.candidates import candidates, of_rows
    from policyclf.cli import work
    from policyclf.errors import OptionError
    from policyclf.exchange import Names, Reading
    from policyclf.read import FORMATS

    errors: list[PolicyclfError] = []
    if path.is_dir() or path.suffix.lower() in FORMATS:
        found = list(candidates(work.tag_all([path], model, 1, None, homes, errors), [m.id for m in measures]))
        if errors and not found:
            raise errors[0]
    else:
        rows = exchange.read([path], Reading(Names(measures), "unknown"), None).rows
        found = of_rows(rows, work.tagger(model))
    if not found:
        raise OptionError(path, "holds no sentence to label", "give a page, a folder, or what labels suggest wrote")
    return found, errors


def _loop(sitting: Sitting, names: Mapping[str, str], lang: str, blind: bool, key: Callable[[], str]) -> None:
    """Asks until all sentences are answered or the reader quits."""
    from policyclf.cli import screen
    from policyclf.sitting import Choice

    say, types = screen.SAYS[lang], screen.type_keys(list(names))
    while True:
        if sitting.current is None:
            screen.done(lang)
            if key().lower() != "u" or not sitting.undo():
                return
            continue
        choice, note = sitting.start(blind=blind), ""
        place = sitting.at
        while sitting.at == place and sitting.current is not None:
            screen.draw(sitting, choice, names, lang, blind=blind, note=note)
            pressed, note = key().lower(), ""
            if pressed == "q":
                return
            if pressed in types:
                choice = choice.turn(types[pressed])
            elif pressed in "\r\n ":
                sitting.answer(choice, datetime.now(UTC).isoformat(timespec="seconds"))
            elif pressed == "s":
                sitting.skip()
            elif pressed == "u":
                note = "" if sitting.undo() else say["first"]
            elif pressed == "0":
                choice = Choice()
            elif pressed == "?":
                choice = Choice(unknown=frozenset(names))
            elif pressed == "=" and not blind:
                choice = Choice(frozenset(sitting.current.tagged) & frozenset(names))
            elif pressed == "h":
                note = say["help"]
            else:
                note = say["what"].format(key=pressed if pressed.isprintable() else repr(pressed))
