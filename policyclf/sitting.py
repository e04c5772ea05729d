"""Labelling by hand, one sentence at a time: what is asked, what was answered, and a file that is whole after each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from policyclf.candidates import Candidate
from policyclf.labels import read_rows, write_rows
from policyclf.rows import LabelRow

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is said of a sentence: the types that apply and those left unknown; of all others, no.

    >>> Choice().turn("land"), Choice().turn("land").turn("land").unknown
    (Choice(yes=frozenset({'land'}), unknown=frozenset()), frozenset({'land'}))
    """

    yes: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()

    def turn(self, kind: str) -> Choice:
        """No becomes yes, yes becomes unknown, unknown becomes no."""
        if kind in self.yes:
            return Choice(self.yes - {kind}, self.unknown | {kind})
        return Choice(self.yes if kind in self.unknown else self.yes | {kind}, self.unknown - {kind})


def is_labelled(row: LabelRow) -> bool:
    """Whether somebody labelled a row: it names a type or a reader, or leaves nothing open."""
    return bool(row.measures or row.annotator or not row.unknown)


class Answers:
    """The rows of a store file, of which one reader adds or takes back his own.

    The file is replaced in one step by each change, so that a crash loses nothing that was answered. Rows that somebody else
    wrote to it meanwhile stay.
    """

    def __init__(self, path: Path, types: Sequence[str], reader: str) -> None:
        self.path, self.types, self.reader = path, tuple(types), reader
        self._rows: list[LabelRow] = []
        self._seen: tuple[int, int, int] | None = None
        self._reload()

    def of(self, row: LabelRow) -> tuple[LabelRow, ...]:
        """What the reader said of a row's sentence before."""
        return tuple(each for each in self._rows if self._is_own(each, row.sentence))

    def answered(self) -> set[Key]:
        """The sentences that the reader has answered."""
        return {row.sentence for row in self._rows if row.annotator == self.reader}

    def put(self, key: Key, rows: Sequence[LabelRow]) -> None:
        """Makes ``rows`` all that the reader says of a sentence; none takes back what he said."""
        self._reload()
        self._rows = [*(row for row in self._rows if not self._is_own(row, key)), *rows]
        write_rows(self.path, self._rows, force=True)
        self._seen = _state(self.path)

    def _is_own(self, row: LabelRow, key: Key) -> bool:
        return row.annotator == self.reader and row.sentence == key

    def _reload(self) -> None:
        """Reads the file if it is not the one last seen."""
        state = _state(self.path)
        if state is not None and state != self._seen:
            self._rows = [row for _, row in read_rows(self.path, self.types)]
            self._seen = state


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class Sitting:
    """Sentences asked one after the other; those answered before are passed over unless ``again``."""

    def __init__(self, asked: Sequence[Candidate], answers: Answers, *, again: bool = False) -> None:
        known = set() if again else answers.answered()
        once = {
            each.row.sentence: each for each in reversed(asked)
        }  # the same sentence at the same place is asked once
        self.asked = [each for key, each in reversed(once.items()) if key not in known]
        self.before = len(once) - len(self.asked)  # answered in earlier sittings
        self.answers, self.at, self.skipped = answers, 0, 0
        self._past: list[tuple[bool, tuple[LabelRow, ...]]] = []  # skipped?, what was said before
        self._said: dict[Key, Choice] = {}

    @property
    def current(self) -> Candidate | None:
        """The sentence that is asked; None when all were."""
        return self.asked[self.at] if self.at < len(self.asked) else None

    def start(self, *, blind: bool = False) -> Choice:
        """The choice to begin with: the reader's earlier one, else the row's own labels unless ``blind``, else no to all."""
        assert self.current is not None
        if self.current.row.sentence in self._said:
            return self._said[self.current.row.sentence]
        own = self.answers.of(self.current.row)
        row = own[-1] if own else self.current.row
        if not own and (blind or not is_labelled(row)):
            return Choice()
        return Choice(frozenset(row.measures), frozenset(row.unknown))

    def answer(self, choice: Choice, at: str) -> None:
        """Saves the answer with the reader's name and the time, and goes on."""
        assert self.current is not None
        row, types = self.current.row, self.answers.types
        before = self.answers.of(row)
        yes, unknown = (tuple(kind for kind in types if kind in found) for found in (choice.yes, choice.unknown))
        given = replace(row, measures=yes, unknown=unknown, annotator=self.answers.reader, at=at)
        self.answers.put(row.sentence, [given])
        self._past.append((False, before))
        self._said[row.sentence] = choice
        self.at += 1

    def skip(self) -> None:
        """Goes on; another sitting asks the sentence again."""
        self._past.append((True, ()))
        self.skipped += 1
        self.at += 1

    def undo(self) -> bool:
        """Goes back by one, taking back what was saved; False at the beginning."""
        if not self._past:
            return False
        skipped, before = self._past.pop()
        self.at -= 1
        if skipped:
            self.skipped -= 1
        else:
            self.answers.put(self.asked[self.at].row.sentence, before)
        return True
