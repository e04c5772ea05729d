"""The home of an article: the region that it speaks of where a sentence names none.

Names vote with weights; the home is the deepest division that holds most of the votes. None is better than a guess: a
false home mislabels every sentence below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policyclf.document import Region, Sentence
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.roles import Part
from policyclf.regions.tables import words

WEIGHTS = {
    "subject": 1.5,
    "actor": 1.0,
    "field": 0.5,
    "partner": 0.3,
    "comparison": 0.0,
    "destination": 0.0,
    "organisation": 0.0,
}
HEADING, OPENING, SOURCE = 3.0, 2.0, 8.0
PROVINCE_SHARE, CHILD_SHARE = 0.5, 0.55


def home(sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], title: Sequence[Part], table: Gazetteer) -> Region | None:
    """The home of an article, or None where the names do not agree."""
    votes: Counter[str] = Counter()
    early = False
    for part in title:
        if part.name.region:
            votes[part.name.region.path] += HEADING
            early = True
    body = 0
    for sentence, found in zip(sentences, parts, strict=True):
        body += sentence.kind == "body"
        for part in found:
            if part.name.region is None:
                continue
            weight = WEIGHTS[part.role]
            if is_source(sentence):
                weight = SOURCE if wrote(sentence) else 0.0
            elif weight and sentence.kind == "heading":
                weight *= HEADING
            elif weight and body <= 2:
                weight *= OPENING
            votes[part.name.region.path] += weight
            early = early or weight > 0 and (sentence.kind == "heading" or body <= 3)
    return elect(votes, table, early or len(sentences) <= 5)


def elect(votes: Counter[str], table: Gazetteer, early: bool) -> Region | None:
    """The deepest division that holds most of the votes."""
    total = sum(votes.values())
    if total < (1.0 if early else 2.0):
        return None
    chosen, held = "", total
    while True:
        shares: Counter[str] = Counter()
        depth = chosen.count("/") + 1 if chosen else 0
        for path, weight in votes.items():
            if not chosen or path.startswith(chosen + "/"):
                shares["/".join(path.split("/")[: depth + 1])] += weight
        if not shares:
            break
        best, weight = max(shares.items(), key=lambda item: (item[1], item[0]))
        if weight < (PROVINCE_SHARE if not chosen else CHILD_SHARE) * held:
            break
        chosen, held = best, weight
    return table.region(chosen) if chosen else None


def is_source(sentence: Sentence) -> bool:
    """Whether the line says where the text comes from rather than what it says."""
    if sentence.kind == "byline":
        return True
    text = sentence.text.strip()
    return text[:1] in "（(" and any(word in text for word in words()["source"]["home"])


def wrote(sentence: Sentence) -> bool:
    """Whether the line names an organ of the region as author or giver, and no school."""
    lists = words()["source"]
    return any(w in sentence.text for w in lists["home"]) and not any(w in sentence.text for w in lists["academic"])


