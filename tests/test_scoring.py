"""List items carry what their lead-in states, unless it only asks for papers, conditions or duties."""

from __future__ import annotations

import pytest

from policyclf.scoring import lead_ins
from policyclf.tagger import Tagger

ITEM = "（二）分支机构迁出本市；"


@pytest.mark.parametrize(
    ("lead", "carries"),
    [
        ("下列登记事项可以在全市任一窗口申请办理，当场办结：", True),
        ("申请办理许可，应当向窗口提交下列材料：", False),
        ("下列街道要加强环境卫生整治：", False),
    ],
)
def test_an_item_carries_what_its_lead_in_states(tagger: Tagger, lead: str, carries: bool) -> None:
    alone = tagger.tag_sentences([ITEM])[0]
    item = tagger.tag_sentences([lead, "（一）股东变更；", ITEM])[2]
    assert "approval" not in alone.measures
    assert ("approval" in item.measures) is carries
    assert any(name == f"lead-in:{lead}" for name in item.evidence.get("approval", ())) is carries
    assert item.scores["approval"] >= alone.scores["approval"]


def test_a_lead_in_ends_where_the_list_ends() -> None:
    assert lead_ins(["甲：", "1.乙；", "（二）丙。", "丁。", "（三）戊。"]) == ["", "甲：", "甲：", "", ""]
    assert lead_ins([]) == []
