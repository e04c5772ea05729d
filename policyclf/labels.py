"""The label store: labelled sentences in JSON Lines, read, checked and written.

A sentence may stand there several times when the rows name different readers in ``annotator``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from policyclf.errors import LabelsError
from policyclf.files import replacing
from policyclf.rows import LabelRow, as_object, faults, row_of

UNSEEN = "unseen"

_CODE = "save it as UTF-8, or take it in with policyclf labels import"
NO_ROW = "holds no row", "label a few sentences (policyclf label), or leave it out"  # of an added file
_FORM = "write one object a line, remove the line, or take the file in with policyclf labels import"


def load_labels(labels: Path, types: Sequence[str], add: Iterable[Path] = ()) -> list[LabelRow]:
    """All rows of ``labels/sentences`` and of added files, in the order of the files' names.

    Raises :class:`LabelsError` that names file, line and remedy for a broken line, an unknown type, an empty text, or two
    rows of one reader that say different things of one sentence.

    >>> from policyclf.bundled import bundled
    >>> rows = load_labels(bundled("labels"), ["land", "finance", "talent", "approval", "platform"])
    >>> rows[0].source, len({row.id for row in rows}) == len(rows)
    ('seed', True)
    """
    base, added = load_with_added(labels, types, add)
    return base + added


def load_with_added(
    labels: Path, types: Sequence[str], add: Iterable[Path] = ()
) -> tuple[list[LabelRow], list[LabelRow]]:
    """The same, the rows of the folder and those of the added files apart."""
    base: list[LabelRow] = []
    added: list[LabelRow] = []
    ledger = Ledger(types)
    for rows, paths in ((base, _files(labels)), (added, add)):
        for path in paths:
            for where, row in read_rows(path, types):
                said = ledger.add(where, row)
                if said.clash:
                    raise said.contradiction(where)
                rows.append(row)
    return base, added


def read_rows(path: Path, types: Sequence[str]) -> Iterator[tuple[str, LabelRow]]:
    """The rows of one file with the place each stands at; :class:`LabelsError` at the first that is wrong."""
    for where, found in _scan(path, types):
        if not isinstance(found, LabelRow):
            raise found[0]
        yield where, found


def check_labels(labels: Path, types: Sequence[str], add: Iterable[Path] = ()) -> Iterator[LabelsError]:
    """Everything that is wrong with the rows of a labels folder and of added files, in their order.

    Besides what :func:`load_labels` refuses, that is sentences that one reader labelled twice, and ids that name two
    sentences.

    >>> from policyclf.bundled import bundled
    >>> list(check_labels(bundled("labels"), ["land", "finance", "talent", "approval", "platform"]))
    []
    """
    ledger, add = Ledger(types), tuple(add)
    for path in (*_files(labels), *add):
        empty = path in add
        try:
            for where, found in _scan(path, types):
                empty = False
                if not isinstance(found, LabelRow):
                    yield from found
                    continue
                said = ledger.add(where, found)
                if said.clash:
                    yield said.contradiction(where)
                elif said.nothing_new:
                    yield LabelsError(where, f"says once more what {said.first} says", "remove one")
                if said.taken:
                    yield LabelsError(where, f"has the id of another sentence, {said.taken}", "give it its own id")
            if empty:
                yield LabelsError(path, *NO_ROW)
        except LabelsError as error:  # the file as a whole
            yield error


@dataclass(frozen=True, slots=True)
class Said:
    """What a ledger knew of a sentence before: ``first`` place, types on which a new row would ``clash`` with it."""

    first: str = ""
    clash: tuple[str, ...] = ()
    nothing_new: bool = False
    taken: str = ""

    def contradiction(self, where: str) -> LabelsError:
        """The error for a row at ``where`` that clashes."""
        what = f"contradicts {self.first} on the same sentence ({', '.join(self.clash)})"
        return LabelsError(where, what, "decide by the codebook, keep one")


class Ledger:
    """Who said what of which sentence, and where: finds contradictions, repetitions and ids used twice.

    It keeps hashes, not texts, so that a million rows fit.

    >>> ledger = Ledger(["land"])
    >>> _ = ledger.add("a:1", LabelRow("1", "盘活厂房。", ("land",)))
    >>> ledger.add("a:2", LabelRow("2", "盘活 厂房。", ())).clash
    ('land',)
    >>> ledger.add("a:3", LabelRow("1", "盘活厂房。", (), annotator="second reader")).clash
    ()
    """

    def __init__(self, types: Sequence[str]) -> None:
        self._bits = {name: 1 << at for at, name in enumerate(types)}
        self._said: dict[bytes, tuple[str, int, int]] = {}
        self._ids: dict[str, tuple[str, bytes]] = {}

    def add(self, where: str, row: LabelRow) -> Said:
        """Notes a row, and returns what was known."""
        sentence = _digest(*row.sentence)
        first_id, owner = self._ids.setdefault(row.id, (where, sentence))
        taken = first_id if owner != sentence else ""
        key = _digest(row.annotator, *row.sentence) if row.annotator else sentence
        yes = sum(self._bits[name] for name in row.measures)
        no = sum(bit for name, bit in self._bits.items() if name not in row.unknown) & ~yes
        if key not in self._said:
            self._said[key] = (where, yes, no)
            return Said(taken=taken)
        first, before_yes, before_no = self._said[key]
        clash = (yes & before_no) | (no & before_yes)
        if not clash:
            self._said[key] = (first, yes | before_yes, no | before_no)
        new = (yes & ~before_yes) | (no & ~before_no)
        return Said(first, tuple(name for name, bit in self._bits.items() if bit & clash), not new, taken)


def _digest(*parts: str) -> bytes:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _files(labels: Path) -> list[Path]:
    files = sorted((labels / "sentences").rglob("*.jsonl"))
    if not files:
        raise LabelsError(labels / "sentences", "holds no .jsonl file", "check that this is a labels folder")
    return files


def _scan(path: Path, types: Sequence[str]) -> Iterator[tuple[str, LabelRow | tuple[LabelsError, ...]]]:
    """Every line's row, or what is wrong with it; line by line, so that a file need not fit into memory."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise LabelsError(path, f"cannot be read ({error.strerror})", "check the path") from error
    with file:
        try:
            for number, raw in enumerate(file, 1):
                where = f"{path}:{number}"
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                    if line.strip():
                        data = json.loads(line)
                        wrong = tuple(LabelsError(where, *fault) for fault in faults(data, types))
                        yield where, wrong or row_of(data, types, f"{path.stem}-{number}", path.stem.startswith(UNSEEN))
                except UnicodeDecodeError:
                    yield where, (LabelsError(where, "is not UTF-8", _CODE),)
                except (ValueError, RecursionError) as error:
                    what = f"is not JSON ({getattr(error, 'msg', error)})"
                    yield where, (LabelsError(where, what, _FORM),)
        except OSError as error:
            raise LabelsError(path, f"cannot be read ({error.strerror})", "check the path") from error


def dump_rows(rows: Iterable[LabelRow]) -> Iterator[bytes]:
    """The lines of a store file, sorted by document, id and reader: version control then shows real changes only."""
    for row in sorted(rows, key=_place):
        yield json.dumps(as_object(row), ensure_ascii=False).encode() + b"\n"


def write_rows(path: Path, rows: Iterable[LabelRow], *, force: bool = False) -> None:
    """Writes a store file in one step; :class:`OptionError` if it is there already and ``force`` is not set."""
    with replacing(path, force=force) as file:
        file.writelines(dump_rows(rows))


def _place(row: LabelRow) -> tuple[object, ...]:
    """Where a row stands in its file: ids count as people count, ours-2 before ours-10."""
    parts = re.split(r"([0-9]+)", row.id)
    numbers = tuple((len(p.lstrip("0")), p.lstrip("0"), p) if n % 2 else (0, p, p) for n, p in enumerate(parts))
    return row.doc, numbers, row.annotator, row.at, row.text
