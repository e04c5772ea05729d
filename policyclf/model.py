"""A model folder: saved and loaded as arrays, lists and JSON, never as code.

    card.json       protocol, versions, what it was trained on, hashes of the other files, scores
    weights.npz     the classifier's arrays
    vectors.npz     the word vectors, with their words in words.txt
    features.txt    the features in column order, one a line
    rules.json      the rules with their patterns translated
    measures.json   the taxonomy

The folder is complete: a model trained elsewhere tags with its own types and rules.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from policyclf.classifier import Classifier
from policyclf.errors import ModelError
from policyclf.features import Vectorizer
from policyclf.files import put_in_place
from policyclf.measures import Measure
from policyclf.rules import Rules
from policyclf.stored import StoredRules, dump_rules
from policyclf.vectors import dump_vectors, restore_vectors

PROTOCOL = 2  # raise it when a folder written before can no longer be read

_RETRAIN = "train it again with policyclf train"
_ARRAYS = ("weights", "bias", "join", "offset", "thresholds")


@dataclass(frozen=True)
class Model:
    """What a model folder holds."""

    measures: tuple[Measure, ...]
    rules: Rules
    classifier: Classifier
    card: Mapping[str, Any]


def save_model(model: Model, folder: Path, *, force: bool = False) -> None:
    """Writes a folder in one step; :class:`ModelError` if it is there already and ``force`` is not set."""
    refuse_to_replace(folder, force=force)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        files = _files(model)
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        card = {**model.card, "files": {name: _hash(data) for name, data in files.items()}}
        (fresh / "card.json").write_bytes(_json({"protocol": PROTOCOL, **card}, indent=1))
        put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse_to_replace(folder: Path, *, force: bool = False) -> None:
    """:class:`ModelError` where :func:`save_model` would not write; called before long work."""
    if folder.exists() and not force:
        raise ModelError(folder, "is there already", "name another folder with --out, or replace it with --force")
    if folder.exists() and not (folder.is_dir() and ((folder / "card.json").is_file() or not any(folder.iterdir()))):
        raise ModelError(folder, "is not a model folder", "name another folder with --out")
    above = next(each for each in folder.absolute().parents if each.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise ModelError(
            folder, f"cannot be written: {above} is no folder that you may write to", "name another with --out"
        )


def load_model(folder: Path) -> Model:
    """Reads a model folder after checking protocol and hashes; :class:`ModelError` naming the file that is wrong.

    >>> from policyclf.bundled import bundled
    >>> [m.id for m in load_model(bundled("models/default")).measures]
    ['land', 'finance', 'talent', 'approval', 'platform']
    """
    if not folder.is_dir():
        raise ModelError(folder, "is no model folder", "check the path, or leave --model out")
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        protocol, hashes = card["protocol"], card["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(folder / "card.json", "is missing or damaged", _RETRAIN) from error
    if protocol != PROTOCOL:
        raise ModelError(folder, f"was written by protocol {protocol}, this version reads {PROTOCOL}", _RETRAIN)
    data: dict[str, bytes] = {}
    for name, digest in hashes.items():
        try:
            data[name] = (folder / name).read_bytes()
        except OSError as error:
            raise ModelError(folder / name, f"cannot be read ({error.strerror})", _RETRAIN) from error
        if _hash(data[name]) != digest:
            raise ModelError(folder / name, "is not the file that was saved", _RETRAIN)
    try:
        return _model(card, data)
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(folder, f"does not hold together ({error})", _RETRAIN) from error


def _files(model: Model) -> dict[str, bytes]:
    classifier = model.classifier
    arrays = {name: getattr(classifier, name) for name in _ARRAYS} | {"idf": classifier.vectorizer.idf}
    weights = io.BytesIO()
    np.savez(weights, **{name: array.astype(np.float16) for name, array in arrays.items()})
    return {
        "weights.npz": weights.getvalue(),
        **dump_vectors(classifier.vectorizer.vectors),
        "features.txt": "\n".join(classifier.vectorizer.names).encode(),
        "rules.json": _json(dump_rules(model.rules)),
        "measures.json": _json([asdict(measure) for measure in model.measures], indent=1),
    }


def _model(card: Mapping[str, Any], data: Mapping[str, bytes]) -> Model:
    measures = tuple(Measure(**row) for row in json.loads(data["measures.json"]))
    with np.load(io.BytesIO(data["weights.npz"]), allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float64) for name in (*_ARRAYS, "idf")}
    names = tuple(data["features.txt"].decode().split("\n"))
    vectorizer = Vectorizer(names, arrays.pop("idf"), restore_vectors(data))
    classifier = Classifier(tuple(m.id for m in measures), vectorizer, **arrays)
    return Model(measures, StoredRules(data["rules.json"]), classifier, card)


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True).encode() + b"\n"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
