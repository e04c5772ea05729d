"""Sentences to scores: words, rules, and the lead-in of the list that a sentence is an item of.

    下列事项可以在任一窗口办理：
    （一）企业迁移登记；

An item carries what its lead-in states, though it may not hold a word of it, unless the lead-in only asks for papers, conditions or
duties. In 138 written rows under a lead-in that stated 49 types in all, 37 were carried; of the other 12, 11 stood under such words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policyclf.classifier import Classifier, signals_of
from policyclf.features import Features, Floats
from policyclf.rules import Matches, Rules
from policyclf.strings import Batch
from policyclf.words import normalize_all

INHERITED = 0.9  # how likely an item is to carry what its lead-in certainly states
_ITEM = re.compile(r"[(（]?(?:[一二三四五六七八九十]+|\d+)[)）、.．]")
_ASKS = re.compile("材料|资料|文件|图纸|条件|要求|标准|职责|义务|信息|内容|行为|原则|规则")


@dataclass(frozen=True, slots=True)
class Scored:
    """Some sentences' ``scores`` (rows, types) with what they rest on; ``signals`` as :func:`policyclf.classifier.signals_of`
    gives them, ``inherited`` how much of a score an item has from its lead-in alone."""

    scores: Floats
    inherited: Floats
    signals: Floats
    features: Features
    matches: Matches


def lead_ins(texts: Sequence[str]) -> list[str]:
    """The lead-in of each text that is a list item, of texts that stand in order; ``""`` for the others.

    >>> lead_ins(["下列事项当场办结：", "（一）企业迁移登记；", "（二）注销。", "其他事项照旧。"])
    ['', '下列事项当场办结：', '下列事项当场办结：', '']
    """
    found: list[str] = []
    lead = ""
    for text in texts:
        item = _ITEM.match(text)
        found.append(lead if item else "")
        if not item:
            lead = text if is_lead_in(text) else ""
    return found


def is_lead_in(text: str) -> bool:
    """Does a list begin behind a text?"""
    return text.endswith(("：", ":"))


def inherits(lead: str) -> bool:
    """Do the items behind a lead-in carry what it states?"""
    return is_lead_in(lead) and not _ASKS.search(lead)


def score(classifier: Classifier, rules: Rules, texts: Sequence[str], leads: Sequence[str] = ()) -> Scored:
    """Scores of texts; ``leads`` gives the text before each, which counts where it is a lead-in."""
    owners = [row for row, lead in enumerate(leads) if lead and inherits(lead)]
    alone = {lead: len(texts) + n for n, lead in enumerate(dict.fromkeys(leads[row] for row in owners))}
    plain = normalize_all([*texts, *alone])
    matches = rules.match_batch(Batch.of(plain))
    features, signals = classifier.vectorizer.transform(plain), signals_of(matches, classifier.types)
    scores = classifier.score(features, signals)
    own, inherited = scores[: len(texts)], np.zeros((len(texts), len(classifier.types)))
    inherited[owners] = INHERITED * scores[[alone[leads[row]] for row in owners]]
    return Scored(own + inherited * (1 - own), inherited, signals[: len(texts)], features, matches)
