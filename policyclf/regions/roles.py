"""What a named place does in its sentence: acts, or is only gone to, compared with, ranked among, worked with.

Only the clause in front of the name and the word behind it are looked at; a list shares the role of its first name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from policyclf.regions.resolve import Name
from policyclf.regions.tables import words

Role = Literal["actor", "subject", "organisation", "destination", "comparison", "partner", "field"]

_LIST = re.compile(r"(?:[、和与及跟]|以及|，|等地?[、和与及]|[市省县区]?[、和与及])?")
_CLAUSE = re.compile(r"[，。；：！？!?;:\n]")
# What may stand between the start of a clause and its subject.
_OPENING = re.compile(
    r"[\s“”\"‘（(【《\[#—\-·•●◆■□▲]*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*|[一二三四五六七八九十]是|首先|其次|再次|此外|另外|同时|比如|例如|譬如|诸如|"
    r"又如|再如|如|其中|目前|近日|日前|近年来|今年以来|今年|去年|当前|截至目前|随后|然后|而|但|且|并|在|由|经|作为|位于|来自|图为|"
    r"[\d年月日至~—\-一前后上下]+(?:以来|起|间|期间)?|走进|记者在|记者从)*[“”\"‘《\s]*"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A name with the role that its sentence gives it."""

    name: Name
    role: Role


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    roles = words()["roles"]
    destination = re.compile(f"(?:{_any(roles['destination'])})[^，。；]*$")
    comparison = re.compile(f"(?:{_any(roles['comparison'])})(?:了|着|过)?[“”\"]?$")
    partner = re.compile(f"(?:{_any(roles['partner'])})$")
    before = re.compile(f"(?:{_any(roles['rank_before'])})(?:在|于|了|全)?$")
    after = re.compile(f"[省市县区]?(?:的)?(?:{_any(roles['rank_after'])})")
    return destination, comparison, partner, before, after


def roles(text: str, names: Sequence[Name]) -> list[Part]:
    """The role of each name, in order."""
    out: list[Part] = []
    destination, comparison, partner, before, after = _patterns()
    previous: Part | None = None
    for name in names:
        hit = name.hit
        if previous is not None and _LIST.fullmatch(text[previous.name.hit.end : hit.start]) and not hit.tail == "organisation":
            gap = text[previous.name.hit.end : hit.start]
            role: Role = previous.role if previous.role != "organisation" or gap else "organisation"
            part = Part(name, "actor" if role == "organisation" else role)
            out.append(part)
            previous = part
            continue
        clause = text[: hit.start]
        breaks = list(_CLAUSE.finditer(clause))
        clause = clause[breaks[-1].end() :] if breaks else clause
        if hit.tail == "organisation":
            role = "organisation"
        elif destination.search(clause):
            role = "destination"
        elif comparison.search(clause):
            role = "comparison"
        elif before.search(clause) or after.match(text, hit.end):
            role = "field"
        elif _OPENING.fullmatch(clause):
            role = "subject"
        elif partner.search(clause):
            role = "partner"
        else:
            role = "actor"
        previous = Part(name, role)
        out.append(previous)
    return out


def _any(parts: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(parts, key=len, reverse=True))
