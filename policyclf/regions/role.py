"""What role one name has in its clause, by the words before and behind it."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

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
    OPENING,
    ORDERED,
    ORDERS,
    PURPOSE,
    QUOTED,
    SCENE,
    THERE,
    TITLE,
    VIEW,
    VISIT,
    WITH,
    acts,
    cues,
)
from policyclf.regions.scope import Name

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


class Spans:
    """Stretches of a sentence in quotation marks and in title marks, and where its clauses begin, up to its last name."""

    def __init__(self, text: str, last: int) -> None:
        self.quoted = [m.span() for m in QUOTED.finditer(text)] if "“" in text or "‘" in text else []
        self.titles = [m.span() for m in TITLE.finditer(text)] if "《" in text else []
        self._begins = [0, *[m.end() for m in CLAUSE.finditer(text, 0, last)]]

    def clause(self, position: int) -> int:
        """Where the clause of a position begins."""
        return self._begins[bisect_right(self._begins, position) - 1]


def role_of(text: str, name: Name, spans: Spans) -> Role:
    hit, known = name.hit, cues()
    before = text[: hit.start]
    if before.endswith(known.media) and DATED.match(text, hit.end):
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
    last = clause[-1:]
    if clause.endswith("在") and LED.match(text, hit.end):
        return "site"  # 在那曲市委、市政府的坚强领导下
    if clause.removesuffix("原").endswith(("从", "由")) and LEFT.match(text, hit.end):
        return "site"  # 从朝阳区搬来的企业
    if BRANCH.match(text, hit.end):
        return "subject"  # 中国银行丹东分行
    if CAME.match(text, hit.end) or text.startswith(("中，", "之中，"), hit.end):
        return "site"
    if clause.endswith("来自") and VIEW.match(text, hit.end):
        return "subject"
    if clause and known.destined.search(clause):
        return "destination"
    if clause and GOES.search(clause) and VISIT.match(text, hit.end):
        return "destination"
    if clause and (
        (clause.endswith(known.comparison.get(last, ())) and not clause.endswith(known.ratio))
        or (last in _LISTED and known.compared.search(clause))
        or (clause.endswith(WITH) and COMPARED.match(text, hit.end))
    ):
        return "comparison"
    if clause.endswith(known.field_before.get(last, ())) or known.field_after.match(text, hit.end):
        return "field"
    if clause and SCENE.fullmatch(clause) and THERE.match(text, hit.end):
        return "subject"
    zone = all(e.kind == "zone" for e in hit.entries)  # 博鳌乐城国际医疗旅游先行区
    if (
        (not zone and (hit.start or not hit.full) and known.part.match(text, hit.end))
        or known.people.match(text, hit.end)
        or (clause.endswith("在") and HELD.match(text, hit.end))
    ):
        return "site"
    if not clause:
        return "subject"
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
    if clause.endswith(("、", "的")) and acts_in(text, name) and text[hit.end : hit.end + 1] != "，":
        return "subject"
    return "actor"


def acts_in(text: str, name: Name) -> bool:
    hit = name.hit
    introduced = text[: hit.start].endswith(cues().introduces) or text.startswith("为例", hit.end)
    return introduced or acts(text, hit.end)
