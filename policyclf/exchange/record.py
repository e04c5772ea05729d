"""What a record of a tool says, and the row that it becomes: the rules that all formats share.

What the store knows of a sentence besides its labels travels through a tool as flat text fields that the tool shows
and keeps: ``row_id``, ``doc``, ``before`` and so on, the row's own extra fields, and ``more``, JSON of those that are not plain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from policyclf.errors import LabelsError
from policyclf.exchange.settings import Reading, WholeFileError
from policyclf.rows import LabelRow, faults, row_of

T = TypeVar("T")
Found = Iterator[tuple[str, LabelRow | LabelsError]]  # the rows of a file, or what is wrong, with their places

FIELD = "measure"  # the question, control or tag that holds the types in what we write

_NOTES = ("doc", "before", "source", "genre")
_READER = ("annotator", "at")
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")  # what every tool takes as the name of a field
_MORE = "more"
OURS = frozenset(("row_id", *_NOTES, *_READER, _MORE))  # the fields that travel with a row


def build(
    where: str,
    text: Any,
    notes: Mapping[str, Any],
    reading: Reading,
    *,
    yes: Iterable[str],
    judged: Collection[str],
    fallback: str,
    annotator: Any = "",
    at: Any = "",
) -> LabelRow:
    """The row of a record: ``yes`` and ``judged`` are ids of types, ``notes`` the fields that travelled with it.

    Raises :class:`LabelsError` for what the store would not take.
    """
    data: dict[str, Any] = {}
    for key, value in notes.items():
        if key == "row_id":
            data["id"] = value
        elif key == _MORE and isinstance(value, str) and (packed := _unpack(value)) is not None:
            data.update(packed)
        elif key not in ("id", "text", "measures", "unknown"):
            data[key] = value
    carries = set(yes)
    data["text"] = text
    data["measures"] = sorted(carries)
    data["unknown"] = [kind for kind in reading.names.ids if kind not in carries and kind not in judged]
    data["annotator"] = annotator or reading.annotator or data.get("annotator")
    data["at"] = _time(at, where) or data.get("at")
    for what, remedy in faults(data, reading.names.ids):
        raise LabelsError(where, what, remedy)
    return row_of(data, reading.names.ids, fallback)


def notes_of(
    row: LabelRow, *, reader: bool = True, reserved: Callable[[str], bool] = lambda key: False
) -> dict[str, str]:
    """The fields that travel with a row; ``reserved`` names those that mean something else in the tool.

    >>> notes_of(LabelRow("7", "盘活厂房。", ("land",), doc="a.txt", more={"city": "衢州", "页": 3}))
    {'row_id': '7', 'doc': 'a.txt', 'city': '衢州', 'more': '{"页": 3}'}
    """
    own = (*OURS, "id", "text", "measures", "unknown", "data", "label", "labels", FIELD)
    found = {"row_id": row.id}
    found |= {key: value for key in (*_NOTES, *(_READER if reader else ())) if (value := getattr(row, key))}
    packed: dict[str, Any] = {}
    for key in sorted(row.more):
        value = row.more[key]
        plain = isinstance(value, str) and value != "" and _PLAIN.fullmatch(key) and key not in own
        if plain and not reserved(key):
            found[key] = value
        else:
            packed[key] = value
    if packed:
        found[_MORE] = json.dumps(packed, ensure_ascii=False)
    return found


def is_unjudged(row: LabelRow, types: Sequence[str]) -> bool:
    """Whether nobody judged any type of a row."""
    return not row.measures and len(row.unknown) == len(types)


def judged_types(row: LabelRow, types: Sequence[str]) -> tuple[str, ...]:
    """The types that somebody judged."""
    return tuple(kind for kind in types if kind not in row.unknown)


def each(records: Iterable[tuple[str, T | LabelsError]], convert: Callable[[str, T], Iterable[LabelRow]]) -> Found:
    """The rows of all records; what is wrong with one comes in its place, what is wrong with all is raised."""
    for where, record in records:
        try:
            if isinstance(record, LabelsError):
                raise record
            for row in convert(where, record):
                yield where, row
        except WholeFileError:
            raise
        except LabelsError as error:
            yield where, error


def text_list(value: Any, where: str) -> list[str]:
    """Labels in a list, alone, as ``{"choices": […]}``, or as JSON of one of these in the cell of a table."""
    if isinstance(value, str) and value.strip()[:1] in ("[", "{"):
        with_json = _json(value)
        value = value if with_json is None else with_json
    if isinstance(value, dict):
        value = value.get("choices", value)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise LabelsError(where, f"the label is no list of types ({str(value)[:40]})", "export a text classification")
    return value


def text_key(data: Mapping[str, Any], where: str) -> str:
    """``text``, or the only field that is a text and none of ours."""
    texts = [key for key, value in data.items() if isinstance(value, str) and key not in OURS]
    if "text" in data or len(texts) == 1:
        return "text" if "text" in data else texts[0]
    raise LabelsError(where, "has no field 'text'", "rename the field that holds the sentence")


def json_array(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A JSON array, an element a line, so that version control can compare it."""
    before = b"[\n"
    for record in records:
        yield before + json.dumps(record, ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _time(value: Any, where: str) -> str:
    """A time as it stands, or from the seconds since 1970 that some tools write."""
    if not isinstance(value, (int, float)):
        return str(value or "")
    try:
        return datetime.fromtimestamp(int(value), UTC).isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise LabelsError(where, f"the time of labelling is none ({value})", "remove it") from error


def _unpack(text: str) -> dict[str, Any] | None:
    value = _json(text)
    return value if isinstance(value, dict) else None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
