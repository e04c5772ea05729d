"""What a named place does in its sentence: acts, or is only gone to, compared with, ranked among, worked with.

Only the clause in front of the name and the words behind it are looked at; a list shares the role of its first name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from policyclf.regions.cues import (
    BEARER,
    BRANCH,
    CAME,
    CHOSEN,
    CLAUSE,
    COMPARED,
    DATED,
    GOES,
    HELD,
    LED,
    LEFT,
    LIST,
    LOCATED,
    MEDIA,
    NUMBERED,
    OF,
    OPENING,
    ORDERED,
    ORDERS,
    PURPOSE,
    QUOTED,
    ROUTE,
    SCENE,
    THERE,
    TITLE,
    VIEW,
    VISIT,
    WITH,
    acts,
    cues,
    past_bracket,
)
from policyclf.regions.recognize import within
from policyclf.regions.resolve import Name

Role = Literal[
    "subject",
    "actor",
    "made",
    "partner",
    "title",
    "field",
    "comparison",
    "destination",
    "organisation",
    "brand",
    "site",
    "dateline",
    "recipient",
]


_LISTED = ("、", "和", "与")
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
    spans = _Spans(text)
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
            part = before._replace(name=name, acts=_acts(text, name))
            own = _role(text, name, spans)
            if own in ("organisation", "brand") or (own == "subject" and part.role in ("actor", "made", "site")):
                part = part._replace(role=own)
        elif before and gap in OF and _inside(name, before.name):
            part = before._replace(name=name, acts=_acts(text, name))
        elif before and ROUTE.fullmatch(gap):
            out[-1] = before._replace(role="site")
            part = Part(name, "site", False, before.list)
        else:
            number += 1
            part = Part(name, _role(text, name, spans), _acts(text, name), number)
        out.append(part)
    return _by_list(text, out, spans, heading)


def _by_list(text: str, parts: Sequence[Part], spans: _Spans, heading: bool) -> list[Part]:
    """What the names of a list share: its length, the verb behind it, a border (与上海嘉定、宝山接壤)."""
    lists: dict[int, list[Part]] = {}
    for part in parts:
        lists.setdefault(part.list, []).append(part)
    starts = {p.name.hit.start for p in parts if p.role != "site"}
    out: list[Part] = []
    for members in lists.values():
        first, last = members[0].name.hit.start, past_bracket(text, members[-1].name.hit.end)
        before, known = text[:first], cues()
        border = bool(known.borders.match(text, last)) and not before.endswith("位于")
        if members[0].role == "partner":
            acts = before.endswith(known.jointly) or bool(known.joint.match(text, last))
        else:
            acts = any(p.acts for p in members) or bool(NUMBERED.match(text, last))
        silent = bool(known.examples.match(text, last)) or before.endswith(known.covers)
        # 在上海、深圳设立联络处: who sets it up is not said here; 在山东曹县，… sets the scene.
        opens, at = members[0].role == "subject", before.endswith("在")
        # 在齐齐哈尔、七台河，佳木斯农机占有率超三成: another one is what the sentence is about.
        ahead = opens and at and last + 1 in starts
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
            out.append(
                Part(
                    part.name,
                    role,
                    acts,
                    list=part.list,
                    size=len(members),
                    heading=heading,
                    clause=clause,
                    front=clause <= _OPENER,
                    bordering=beyond,
                    located=at,
                )
            )
    return sorted(out, key=lambda p: p.name.hit.start) if len(lists) > 1 else out


def _level(name: Name) -> str:
    return name.region.level if name.region else ""


def _inside(name: Name, other: Name) -> bool:
    return bool(name.region and other.region and name.region != other.region and within(name.region, other.region))


class _Spans:
    """Stretches of a sentence in quotation marks and in title marks, and where its clauses begin."""

    def __init__(self, text: str) -> None:
        self.quoted = [m.span() for m in QUOTED.finditer(text)] if "“" in text or "‘" in text else []
        self.titles = [m.span() for m in TITLE.finditer(text)] if "《" in text else []
        self._begins = [0, *(m.end() for m in CLAUSE.finditer(text))]

    def clause(self, position: int) -> int:
        """Where the clause of a position begins."""
        return self._begins[bisect_right(self._begins, position) - 1]


def _role(text: str, name: Name, spans: _Spans) -> Role:
    hit, known = name.hit, cues()
    before = text[: hit.start]
    if before.endswith(MEDIA) and DATED.match(text, hit.end):
        return "dateline"
    if hit.tail == "organisation":
        return "organisation"
    # “乐都水暖工”, “i南山”: a brand, unless the name is all that is quoted.
    for a, b in spans.quoted:
        if (a < hit.start and hit.end < b - 1) or (a + 1 < hit.start and hit.end < b):
            return "brand"
    for a, b in spans.titles:
        if a < hit.start and hit.end < b:
            return "title"
    if before.endswith(("（", "(")) and text[hit.end : hit.end + 1] in ("）", ")") and BEARER.search(before):
        return "organisation"  # 中国银行（香港）佛山分行
    clause = before[spans.clause(hit.start) :]
    if clause.endswith("在") and LED.match(text, hit.end):
        return "site"  # 在那曲市委、市政府的坚强领导下
    if clause.removesuffix("原").endswith(("从", "由")) and LEFT.match(text, hit.end):
        return "site"  # 从朝阳区搬来的企业
    if BRANCH.match(text, hit.end):
        return "subject"  # 中国银行丹东分行
    if CAME.match(text, hit.end):
        return "site"
    if clause.endswith("来自") and VIEW.match(text, hit.end):
        return "subject"
    if clause and known.destined.search(clause):
        return "destination"
    if GOES.search(clause) and VISIT.match(text, hit.end):
        return "destination"
    if (
        (clause.endswith(known.comparison) and not clause.endswith(known.ratio))
        or (clause[-1:] in _LISTED and known.compared.search(clause))
        or (clause.endswith(WITH) and COMPARED.match(text, hit.end))
    ):
        return "comparison"
    if clause.endswith(known.field_before) or known.field_after.match(text, hit.end):
        return "field"
    if SCENE.fullmatch(clause) and THERE.match(text, hit.end):
        return "subject"
    zone = all(e.kind == "zone" for e in hit.entries)  # 博鳌乐城国际医疗旅游先行区
    if (
        (not zone and (hit.start or not hit.full) and known.part.match(text, hit.end))
        or known.people.match(text, hit.end)
        or (clause.endswith("在") and HELD.match(text, hit.end))
    ):
        return "site"
    if clause.endswith("的") and known.beside.search(clause):
        return "partner"
    if ORDERED.fullmatch(clause) and ORDERS.match(text, hit.end):
        return "site"
    if clause.endswith(("将", "把")) and CHOSEN.match(text, hit.end):
        return "made"
    if clause.endswith(known.introduces) or OPENING.fullmatch(clause) or PURPOSE.fullmatch(clause):
        return "subject"
    if clause.endswith("以") and text.startswith("为例", hit.end):
        return "subject"
    if clause.endswith(known.makes):
        return "made"
    if clause.endswith(known.partner):
        return "partner"
    if clause.endswith(known.recipient):
        return "recipient"
    if clause.endswith(known.oblique):
        return "field"
    if clause.endswith(("、", "的")) and _acts(text, name) and text[hit.end : hit.end + 1] != "，":
        return "subject"
    return "actor"


def _acts(text: str, name: Name) -> bool:
    hit = name.hit
    introduced = text[: hit.start].endswith(cues().introduces) or text.startswith("为例", hit.end)
    return introduced or acts(text, hit.end)
