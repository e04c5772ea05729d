"""Label Studio: JSON with annotations, JSON-MIN and CSV; JSON carries a model's predictions to the annotator."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from policyclf.errors import LabelsError
from policyclf.exchange.record import (
    FIELD,
    OURS,
    Found,
    build,
    each,
    is_unjudged,
    json_array,
    notes_of,
    text_key,
    text_list,
)
from policyclf.exchange.settings import Guess, Reading, WholeFileError, Writing
from policyclf.exchange.source import Source
from policyclf.exchange.tables import csv_bytes, dictionaries
from policyclf.rows import LabelRow

_ONE_A_ROW = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "predictions")
_LOOK = 1000  # records among which the tag that holds the types is looked for


def read_json(source: Source, reading: Reading) -> Found:
    """A row an annotation; those that were cancelled, drafts and predictions say nothing."""

    def convert(where: str, task: dict[str, Any]) -> Iterator[LabelRow]:
        data = task.get("data")
        if not isinstance(data, dict):
            raise LabelsError(where, "has no data", "export it as JSON, or name its format with --format")
        key = text_key(data, where)
        notes = {name: value for name, value in data.items() if name != key}
        given = task.get("annotations", task.get("completions"))  # before 1.0 they were called completions
        ours = [a for a in given or [] if isinstance(a, dict) and not a.get("was_cancelled")]
        fallback = f"{source.stem}-{task.get('id', where.rpartition(':')[2])}"
        for annotation in ours:
            yield build(
                where,
                data[key],
                notes,
                reading,
                yes=reading.names.need(_choices(annotation.get("result"), reading, where), where),
                judged=reading.names.ids,
                annotator=_person(annotation.get("completed_by")),
                at=annotation.get("updated_at") or annotation.get("created_at"),
                fallback=fallback,
            )
        if not ours:
            yield build(where, data[key], notes, reading, yes=(), judged=(), fallback=fallback)

    return each(source.objects(), convert)


def _choices(result: Any, reading: Reading, where: str) -> Iterator[str]:
    for item in result if isinstance(result, list) else []:
        if isinstance(item, dict) and item.get("type") == "choices":
            if reading.field and item.get("from_name") != reading.field:
                continue
            yield from text_list(item.get("value"), where)


def read_min(source: Source, reading: Reading) -> Found:
    """JSON-MIN: a row an annotation; where it has no label, the tag's key is missing."""
    tag = _tag(source.objects(), source, reading)
    return each(source.objects(), lambda where, record: [_flat(where, record, tag, source, reading)])


def read_csv(source: Source, reading: Reading) -> Found:
    """CSV: the same, several labels as JSON in one cell."""
    tag = _tag(dictionaries(source), source, reading)
    return each(dictionaries(source), lambda where, record: [_flat(where, record, tag, source, reading)])


def _flat(where: str, record: Mapping[str, Any], tag: str, source: Source, reading: Reading) -> LabelRow:
    rest = {key: value for key, value in record.items() if key not in _ONE_A_ROW and key != tag}
    key = text_key(rest, where)
    yes = reading.names.need(text_list(record.get(tag), where), where)
    judged: Collection[str] = reading.names.ids
    if not yes and record.get("annotation_id") in (None, ""):
        # Not an annotation, so nobody labelled it. Exports of before 1.0 leave the id out of annotations too.
        judged = reading.names.ids if reading.empty == "none" else ()
    return build(
        where,
        rest.pop(key),
        rest,
        reading,
        yes=yes,
        judged=judged,
        annotator=_person(record.get("annotator")),
        at=record.get("updated_at") or record.get("created_at"),
        fallback=f"{source.stem}-{record.get('id', where.rpartition(':')[2])}",
    )


def _tag(records: Iterable[tuple[str, Mapping[str, Any] | LabelsError]], source: Source, reading: Reading) -> str:
    """The key that holds the types: the one named, or ours, or the only one that holds names of types."""
    if reading.field:
        return reading.field
    found: set[str] = set()
    labelled = travelled = False
    for _, record in islice(records, _LOOK):
        if isinstance(record, LabelsError):
            continue
        labelled = labelled or bool(record.get("annotation_id"))
        travelled = travelled or "row_id" in record
        if FIELD in record:
            return FIELD
        may = [key for key in record if key not in _ONE_A_ROW and key not in OURS and key != "text"]
        found |= {key for key in may if _holds_types(record[key], reading)}
    if not labelled and (travelled or not found):
        return FIELD  # as we write sentences that nobody labelled
    if len(found) == 1:
        return found.pop()
    what = f"holds types in {' and '.join(sorted(found))}" if found else "holds the name of no type"
    raise WholeFileError(source.name, what, "name the tag that holds them with --field")


def _holds_types(value: Any, reading: Reading) -> bool:
    try:
        names = text_list(value, "")
    except LabelsError:
        return False
    return bool(names) and all(reading.names.find(name) for name in names)


def _person(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("email") or value.get("username") or value.get("id")
    elif isinstance(value, str) and value.startswith("{"):
        try:
            return _person(json.loads(value))
        except ValueError:
            return value
    return "" if value in (None, "") else str(value)


def write_json(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """Tasks; the rows of several readers of one sentence become annotations of one task."""
    types = writing.names.ids
    tasks: dict[str, list[LabelRow]] = {}
    for number, row in enumerate(rows):
        alone = is_unjudged(row, types)
        key = str(number) if alone else json.dumps([row.text, notes_of(row, reader=False)], ensure_ascii=False)
        tasks.setdefault(key, []).append(row)
    return json_array(
        _task(number, group, guess, writing)
        for number, (group, guess) in enumerate(writing.guesses(list(tasks.values()), lambda group: group[0].text), 1)
    )


def _task(number: int, group: Sequence[LabelRow], guess: Guess | None, writing: Writing) -> dict[str, Any]:
    first = group[0]
    unjudged = is_unjudged(first, writing.names.ids)
    task: dict[str, Any] = {"id": number, "data": {"text": first.text, **notes_of(first, reader=unjudged)}}
    task["annotations"] = [] if unjudged else [_annotation(number, n, row, writing) for n, row in enumerate(group, 1)]
    if guess is not None:
        made = {"model_version": guess.model, "score": round(guess.confidence, 4)}
        task["predictions"] = [{**made, "result": _result(f"p{number}", guess.types, writing)}]
    return task


def _annotation(task: int, number: int, row: LabelRow, writing: Writing) -> dict[str, Any]:
    made: dict[str, Any] = {"was_cancelled": False, "ground_truth": False}
    if row.annotator:
        made["completed_by"] = {"email": row.annotator}
    if row.at:
        made |= {"created_at": row.at, "updated_at": row.at}
    return {**made, "result": _result(f"t{task}-{number}", row.measures, writing)}


def _result(name: str, types: Sequence[str], writing: Writing) -> list[dict[str, Any]]:
    if not types:
        return []
    value = {"choices": [writing.names.write(kind) for kind in types]}
    made = {"id": name, "from_name": FIELD, "to_name": "text", "type": "choices", "origin": "manual"}
    return [{**made, "value": value}]


def write_min(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """JSON-MIN; a row without an annotation id is a sentence that nobody labelled."""
    return json_array(_one(number, row, writing) for number, row in enumerate(rows, 1))


def write_csv(rows: Sequence[LabelRow], writing: Writing) -> Iterator[bytes]:
    """CSV of the same."""
    records = [_one(number, row, writing) for number, row in enumerate(rows, 1)]
    for record in records:
        if isinstance(record.get(FIELD), dict):
            record[FIELD] = json.dumps(record[FIELD], ensure_ascii=False)
    names = dict.fromkeys(key for record in records for key in record)
    return csv_bytes(records, list(names))


def _one(number: int, row: LabelRow, writing: Writing) -> dict[str, Any]:
    def reserved(key: str) -> bool:
        return key in _ONE_A_ROW

    record: dict[str, Any] = {
        "text": row.text,
        **notes_of(row, reader=False, reserved=reserved),
        "id": number,
        "annotation_id": None,
    }
    if not is_unjudged(row, writing.names.ids):
        names = [writing.names.write(kind) for kind in row.measures]
        record |= {FIELD: names[0] if len(names) == 1 else {"choices": names}, "annotation_id": number}
    if row.annotator:
        record["annotator"] = row.annotator
    if row.at:
        record |= {"created_at": row.at, "updated_at": row.at}
    return record
