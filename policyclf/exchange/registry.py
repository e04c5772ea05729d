"""The formats: what each is called, how it is known by its content, read and written, and what it can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from policyclf.errors import LabelsError
from policyclf.exchange import argilla, doccano, fasttext, labelsleuth, labelstudio, plain, prodigy, store
from policyclf.exchange.record import Found
from policyclf.exchange.settings import Reading, WholeFileError, Writing
from policyclf.exchange.source import Source
from policyclf.exchange.tables import columns
from policyclf.rows import LabelRow

# Has a format a place for a sentence that nobody labelled: its own, the empty label that also says "no type", or none?
Unjudged = Literal["own", "empty", "no"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. ``partial``: it can say of single types that nobody judged them. ``scores``: it shows a model's guesses."""

    about: str
    read: Callable[[Source, Reading], Found]
    write: Callable[[Sequence[LabelRow], Writing], Iterator[bytes]]
    unjudged: Unjudged = "own"
    partial: bool = False
    scores: bool = False
    caution: str = ""


FORMATS: Mapping[str, Format] = {
    "jsonl": Format("policyclf's own label rows", store.read, store.write, partial=True),
    "doccano-jsonl": Format("doccano JSON Lines", doccano.read_json, doccano.write_jsonl, "empty"),
    "doccano-json": Format("doccano JSON", doccano.read_json, doccano.write_json, "empty"),
    "doccano-csv": Format("doccano CSV", doccano.read_csv, doccano.write_csv, "empty"),
    "fasttext": Format("fastText, also doccano's", fasttext.read, fasttext.write, "empty"),
    "label-studio": Format("Label Studio JSON", labelstudio.read_json, labelstudio.write_json, scores=True),
    "label-studio-min": Format("Label Studio JSON-MIN", labelstudio.read_min, labelstudio.write_min),
    "label-studio-csv": Format("Label Studio CSV", labelstudio.read_csv, labelstudio.write_csv),
    "argilla": Format(
        "Argilla records, nested", argilla.read, argilla.write_nested, scores=True, caution=argilla.CAUTION
    ),
    "argilla-flat": Format("Argilla records, flat", argilla.read, argilla.write_flat, scores=True),
    "prodigy": Format("Prodigy choice", prodigy.read_choice, prodigy.write_choice, partial=True, scores=True),
    "prodigy-binary": Format("Prodigy binary", prodigy.read_binary, prodigy.write_binary, partial=True),
    "label-sleuth": Format("Label Sleuth CSV", labelsleuth.read, labelsleuth.write, "no", partial=True),
    "csv": Format("a table, a column for each type", plain.read, plain.write_ticked, partial=True),
    "csv-names": Format("a table, one column of names", plain.read, plain.write_listed, partial=True),
    "xlsx": Format("an Excel table, a column for each type", plain.read, plain.write_sheet_ticked, partial=True),
    "xlsx-names": Format("an Excel table, one column of names", plain.read, plain.write_sheet_listed, partial=True),
}
_LOOK = 50
_FASTTEXT = ("__label__", '"__label__')


def detect(source: Source) -> str:
    """The name of the format of a file, by its content; :class:`LabelsError` where it is none of them."""
    with source.open() as file:
        if file.read(2) == b"PK":
            return "xlsx"
    head = list(islice(source.lines(), _LOOK))
    first = head[0][1].lstrip("\ufeff \t") if head else ""
    if first[:1] in ("{", "["):
        found = _of_objects(source, first.startswith("["))
    elif first.startswith(_FASTTEXT):
        found = "fasttext"
    else:
        labels = any(line.startswith(_FASTTEXT) for _, line in head)  # behind lines that have none
        found = _of_table(source) or ("fasttext" if labels else "")
    if found:
        return found
    raise WholeFileError(source.name, "is in no format that is known by its content", "name its format with --format")


def _of_objects(source: Source, array: bool) -> str:
    """By the keys of the first objects."""
    keys: set[str] = set()
    records = [record for _, record in islice(source.objects(), _LOOK) if not isinstance(record, LabelsError)]
    for record in records:
        keys |= set(record)
    if records and all(isinstance(record.get("measures"), list) for record in records):
        return "jsonl"
    if argilla.looks(keys):
        return "argilla" if "fields" in keys else "argilla-flat"
    if {"annotations", "completions"} & keys or any(isinstance(record.get("data"), dict) for record in records):
        return "label-studio"
    if {"annotation_id", "lead_time"} & keys:
        return "label-studio-min"
    if "options" in keys or "accept" in keys:
        return "prodigy"
    if {"answer", "_task_hash", "_input_hash", "_view_id"} & keys:
        return "prodigy-binary"
    if {"text", "data"} & keys and {"label", "labels"} & keys:
        return "doccano-json" if array else "doccano-jsonl"
    return ""


def _of_table(source: Source) -> str:
    """By the names of the columns."""
    names = set(columns(source))
    if "label_type" in names or {"category_name", "label"} <= names:
        return "label-sleuth"
    if {"annotation_id", "lead_time"} & names:
        return "label-studio-csv"
    if "Comments" in names and {"label", "labels"} & names:
        return "doccano-csv"
    return "csv" if plain.looks(names) else ""
