"""Argilla 2: records as ``to_list`` gives them, nested or flat, in JSON or JSON Lines.

Only the flat form always says which responses were submitted; drafts and discarded ones are no labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from policyclf.errors import LabelsError
from policyclf.exchange.record import FIELD, Found, build, each, is_unjudged, json_array, notes_of, text_key, text_list
from policyclf.exchange.settings import Guess, Reading, WholeFileError, Writing
from policyclf.exchange.source import Source
from policyclf.rows import LabelRow

CAUTION = "the nested form does not say which responses are drafts: export with flatten=True to be sure"

_NOT_SUBMITTED = ("draft", "discarded")
_OF_RECORD = ("id", "status", "_server_id", "inserted_at", "updated_at")
_PARTS = ("fields", "metadata", "vectors", "responses", "suggestions")
_AT = "at"


def read(source: Source, reading: Reading) -> Found:
    """A row a submitted response, nested or flat; a record without one is a sentence that nobody labelled."""
    return each(source.objects(), lambda where, record: _rows(where, record, source, reading))


def _rows(where: str, record: Mapping[str, Any], source: Source, reading: Reading) -> Iterator[LabelRow]:
    flat = "fields" not in record
    asked = _flat(record) if flat else _nested(record.get("responses"))
    rest = {key: value for key, value in record.items() if key not in _OF_RECORD and not _is_answer(key)}
    fields = rest if flat else record["fields"]
    if not isinstance(fields, dict):
        raise LabelsError(where, "has no fields", "export it with records.to_list()")
    key = text_key(fields, where)
    notes = {name: value for name, value in fields.items() if name != key}
    notes |= {} if flat else dict(record.get("metadata") or {})
    times = notes.get(_AT)
    notes.setdefault("row_id", record.get("id"))
    given = [each for each in asked.get(_question(asked, where, reading), ()) if each[2] not in _NOT_SUBMITTED]
    fallback = f"{source.stem}-{where.rpartition(':')[2]}"
    for value, user, _ in given:
        notes[_AT] = _time(times, user)
        yes = reading.names.need(text_list(value, where), where)
        judged = reading.names.ids
        yield build(where, fields[key], notes, reading, yes=yes, judged=judged, annotator=user, fallback=fallback)
    if not given:
        yield build(where, fields[key], notes, reading, yes=(), judged=(), fallback=fallback)


Answer = tuple[Any, str, str]  # value, user, status


def _nested(responses: Any) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for question, answers in (responses if isinstance(responses, dict) else {}).items():
        given = [each for each in answers or [] if isinstance(each, dict)]
        found[question] = [(a.get("value"), str(a.get("user_id") or ""), str(a.get("status") or "")) for a in given]
    return found


def _flat(record: Mapping[str, Any]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for key, values in record.items():
        if key.endswith(".responses"):
            users, statuses = record.get(f"{key}.users") or [], record.get(f"{key}.status") or []
            found[key.removesuffix(".responses")] = [
                (value, _at(users, number), _at(statuses, number)) for number, value in enumerate(values or [])
            ]
    return found


def _at(values: Sequence[Any], number: int) -> str:
    return str(values[number] or "") if number < len(values) else ""


def _is_answer(key: str) -> bool:
    return any(f".{part}" in key for part in ("responses", "suggestion"))


def _question(asked: Mapping[str, Any], where: str, reading: Reading) -> str:
    """The question that asks for types: the one named, or ours, or the only one."""
    if reading.field:
        return reading.field
    if FIELD in asked or not asked:
        return FIELD
    if len(asked) > 1:
        what = f"asks several questions: {', '.join(sorted(asked))}"
        raise WholeFileError(where, what, "name the one that asks for types with --field")
    return next(iter(asked))


def write_nested(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """Records with fields, metadata, suggestions and responses, each with its status."""
    return json_array(_record(name, group, guess, writing) for name, group, guess in _groups(rows, writing))


def write_flat(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """The same with everything at the top."""
    return json_array(_flatten(_record(name, group, guess, writing)) for name, group, guess in _groups(rows, writing))


def _groups(rows: Sequence[LabelRow], writing: Writing) -> Iterator[tuple[str, Sequence[LabelRow], Guess | None]]:
    """The rows of each sentence with an id of its own: Argilla takes a second record of an id for a change of the first."""
    found: dict[str, list[LabelRow]] = {}
    for number, row in enumerate(rows):
        alone = is_unjudged(row, writing.names.ids)
        key = str(number) if alone else json.dumps([row.text, notes_of(row, reader=False)], ensure_ascii=False)
        found.setdefault(key, []).append(row)
    taken: set[str] = set()
    for group, guess in writing.guesses(list(found.values()), lambda group: group[0].text):
        name, number = group[0].id, 2
        while name in taken:
            name, number = f"{group[0].id}-{number}", number + 1
        taken.add(name)
        yield name, group, guess


def _record(name: str, group: Sequence[LabelRow], guess: Guess | None, writing: Writing) -> dict[str, Any]:
    first = group[0]
    unjudged = is_unjudged(first, writing.names.ids)
    notes = notes_of(first, reader=unjudged, reserved=lambda key: key in _OF_RECORD + _PARTS)
    times = {row.annotator: row.at for row in group if row.at}
    if times and not unjudged:
        same = len(times) == len(group) and len(set(times.values())) == 1
        notes[_AT] = first.at if same else json.dumps(times, ensure_ascii=False)
    record: dict[str, Any] = {"id": name, "status": "pending" if unjudged else "completed", "_server_id": None}
    record |= {"fields": {"text": first.text}, "metadata": notes, "vectors": {}, "suggestions": {}, "responses": {}}
    if guess is not None and guess.types:
        names = [writing.names.write(kind) for kind in guess.types]
        scores = [round(guess.scores[kind], 4) for kind in guess.types]
        record["suggestions"] = {FIELD: {"value": names, "score": scores, "agent": guess.model}}
    if not unjudged:
        record["responses"] = {FIELD: [_response(row, writing) for row in group]}
    return record


def _response(row: LabelRow, writing: Writing) -> dict[str, Any]:
    names = [writing.names.write(kind) for kind in row.measures]
    return {"value": names, "user_id": row.annotator or None, "status": "submitted"}


def _flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {key: record[key] for key in ("id", "status", "_server_id")}
    flat |= {**record["metadata"], **record["fields"]}
    for name, answers in (record["responses"] or {FIELD: []}).items():
        flat[f"{name}.responses"] = [answer["value"] for answer in answers]
        flat[f"{name}.responses.users"] = [answer["user_id"] for answer in answers]
        flat[f"{name}.responses.status"] = [answer["status"] for answer in answers]
    for name, suggestion in record["suggestions"].items():
        flat[f"{name}.suggestion"] = suggestion["value"]
        flat |= {f"{name}.suggestion.{key}": suggestion[key] for key in ("score", "agent")}
    return flat


def _time(times: Any, user: str) -> Any:
    """One time for all, or a time for each reader."""
    if not isinstance(times, str) or not times.startswith("{"):
        return times
    try:
        return json.loads(times).get(user, "")
    except ValueError:
        return times


def looks(keys: Iterable[str]) -> bool:
    """Whether a record with these keys is one of Argilla's."""
    found = set(keys)
    return ("fields" in found and bool({"responses", "suggestions"} & found)) or any(map(_is_answer, found))
