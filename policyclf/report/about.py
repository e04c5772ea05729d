"""What a report rests on besides its documents: the model, and what was left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policyclf import __version__
from policyclf.errors import PolicyclfError


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An input that could not be used: where, what is wrong with it, what to do about it."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class About:
    """``model`` is its folder or ``bundled``; ``model_sha256`` is the hash of its card, which holds those of its files."""

    model: str
    model_sha256: str
    trained_on: int
    left_out: tuple[LeftOut, ...] = ()
    version: str = __version__


def about(card: Mapping[str, Any], model: str = "bundled", errors: Iterable[PolicyclfError] = ()) -> About:
    """What a report says of its making, from the card of the model and the errors of reading.

    >>> about({"trained_on": {"rows": 9}}).trained_on
    9
    """
    packed = json.dumps(card, ensure_ascii=False, sort_keys=True).encode()
    left = tuple(LeftOut(error.where, error.what, error.remedy) for error in errors)
    return About(model, hashlib.sha256(packed).hexdigest(), card.get("trained_on", {}).get("rows", 0), left)
