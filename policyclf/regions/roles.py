"""What a named place does in its sentence: acts, or is only gone to, compared with, ranked among, worked with.

Only the clause in front of the name and the words behind it are looked at; a list shares the role of its first name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from policyclf.regions.cues import (
    GIVES,
    LIST,
    LOCATED,
    NUMBERED,
    OF,
    ROUTE,
    THERE,
    WITH,
    cues,
    past_bracket,
)
from policyclf.regions.hits import within
from policyclf.regions.role import Role, Spans, acts_in, role_of
from policyclf.regions.scope import Name

_OPENER = 8  # characters: 其中，; 今年以来，; 在省内，


class Part(NamedTuple):
    """A name with the role that its sentence gives it.

    ``acts``: what follows says that it does something. ``list``: the number of the list that it belongs to, and
    ``size`` how many names that list has. ``heading``: it stands in a heading. ``clause``: where
    its clause begins; ``front``: no other clause with a content of its own goes before it. ``bordering``: it is named as a neighbour (与黔西市交界);
    ``located``: 在 stands before its list.
    """

    name: Name
    role: Role
    acts: bool = False
    list: int = 0
    size: int = 1
    heading: bool = False
    clause: int = 0
    front: bool = False
    bordering: bool = False
    located: bool = False


def roles(text: str, names: Sequence[Name], *, heading: bool = False) -> list[Part]:
    """The role of each name, in order."""
    if not names:
        return []
    spans = Spans(text, names[-1].hit.start)
    out: list[Part] = []
    number = 0
    for name in names:
        before = out[-1] if out else None
        gap = text[before.name.hit.end : name.hit.start] if before else ""
        # 江阴靖江再签协议: two names without a mark between them, neither in the other.
        close = before is not None and not gap and not name.hit.tail and _level(before.name) == _level(name)
        if before and before.name.hit is name.hit:
            part = before._replace(name=name)  # 川渝高竹新区, 深港双方: one name of two
        elif before and before.role != "organisation" and (close or LIST.fullmatch(gap)):
            part = before._replace(name=name, acts=acts_in(text, name))
            own = role_of(text, name, spans)
            if own in ("organisation", "brand") or (own == "subject" and part.role in ("actor", "made", "site")):
                part = part._replace(role=own)
        elif before and gap in OF and _inside(name, before.name):
            part = before._replace(name=name, acts=acts_in(text, name))
        elif before and ROUTE.fullmatch(gap):
            out[-1] = before._replace(role="site")
            part = Part(name, "site", False, before.list)
        else:
            number += 1
            part = Part(name, role_of(text, name, spans), acts_in(text, name), number)
        out.append(part)
    return _by_list(text, out, spans, heading)


def _by_list(text: str, parts: Sequence[Part], spans: Spans, heading: bool) -> list[Part]:
    """What the names of a list share: its length, the verb behind it, a border (与上海嘉定、宝山接壤)."""
    lists: dict[int, list[Part]] = {}
    for part in parts:
        lists.setdefault(part.list, []).append(part)
    out: list[Part] = []
    for members in lists.values():
        first, last = members[0].name.hit.start, past_bracket(text, members[-1].name.hit.end)
        before, known = text[:first], cues()
        border = bool(known.borders.match(text, last)) and not before.endswith("位于")
        if members[0].role == "partner":
            acts = before.endswith(known.jointly) or bool(known.joint.match(text, last))
        else:
            acts = any(p.acts for p in members) or bool(NUMBERED.match(text, last))
        silent = ("等" in text[last:] and bool(known.examples.match(text, last))) or before.endswith(known.covers)
        # 在上海、深圳设立联络处: who sets it up is not said here; 在山东曹县，… sets the scene.
        opens, at = members[0].role == "subject", before.endswith("在")
        # 在齐齐哈尔、七台河，佳木斯农机占有率超三成: another one is what the sentence is about; 在昭觉县，鄞州区出资建起…: both are.
        following = [p for p in parts if p.name.hit.start == last + 1 and p.role != "site"] if opens and at else []
        ahead = bool(following) and not GIVES.match(text, following[0].name.hit.end)
        located = opens and at and bool(LOCATED.match(text, last))
        acts = acts or located or (opens and before[-1:] in "在进到于的" and bool(THERE.match(text, last)))
        beyond = False
        for part in members:
            start = part.name.hit.start
            beyond = beyond or (border and text[:start].endswith(WITH))
            role: Role = "comparison" if beyond else "site" if silent else "field" if located or ahead else part.role
            if role == "actor" and members[-1].role == "subject":
                role = "subject"  # 邻近的延川县、宜川县随后跟进
            clause = spans.clause(start)
            front = clause <= _OPENER
            out.append(Part(part.name, role, acts, part.list, len(members), heading, clause, front, beyond, at))
    return sorted(out, key=lambda p: p.name.hit.start) if len(lists) > 1 else out


def _level(name: Name) -> str:
    return name.region.level if name.region else ""


def _inside(name: Name, other: Name) -> bool:
    return bool(name.region and other.region and name.region != other.region and within(name.region, other.region))
