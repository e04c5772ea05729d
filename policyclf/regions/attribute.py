"""Which region each sentence of a document speaks of, and why: named in it, referred to, or inherited from its article.

The order of the steps: find the names of all sentences (``recognize``), settle what they mean (``resolve``) and do
(``roles``), find each article's home (``home``), then walk through its sentences (``walk``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from policyclf.document import Attribution, Mention, Region, Sentence
from policyclf.regions.acting import counts
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.hits import Hit
from policyclf.regions.home import home as find_home
from policyclf.regions.names import resolve_all
from policyclf.regions.national import national_issue
from policyclf.regions.recognize import Recognizer
from policyclf.regions.resolve import aside, certain, doubtful
from policyclf.regions.roles import Part, roles
from policyclf.regions.scope import Name, Scope
from policyclf.regions.sections import numbered, tours
from policyclf.regions.sources import mastheads, seat
from policyclf.regions.walk import LEAD, Walk


def attribute(
    sentences: Sequence[Sentence],
    *,
    name: str = "",
    region: Region | None = None,
    gazetteer: Gazetteer | None = None,
) -> list[Attribution]:
    """One attribution per sentence of one document, in the order given.

    Args:
        sentences: all sentences of a document, in the order of its text; ``article`` groups them.
        name: the document's name; a region in it counts like one in a heading.
        region: the home, if the caller knows it; names in the sentences still count.
        gazetteer: the table to use; the bundled one if left out.

    >>> rows = [Sentence(t, "body", 0, ((0, len(t)),)) for t in ("衢江区出台办法。", "该区设立基金。", "对企业给予补贴。")]
    >>> [(a.regions[0].name, a.basis) for a in attribute(rows)]
    [('衢江区', 'named'), ('衢江区', 'coreference'), ('衢江区', 'inherited')]
    """
    table = gazetteer or Gazetteer.load()
    recognizer = Recognizer.of(table)
    plain = _plain(sentences, recognizer)
    found = recognizer.find_each([s.text for s in plain])
    name = recognizer.plain(name)
    title = recognizer.find(name)
    articles: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        articles.setdefault(sentence.article, []).append(index)
    firm = {number: _firm(plain, found, indices) for number, indices in articles.items()}
    alone = len(articles) == 1
    if alone:
        firm = {number: [*hits, *title] for number, hits in firm.items()}
    known = {number: certain(hits) for number, hits in firm.items()}
    everywhere = frozenset[str]() if alone else certain(title).union(*known.values())
    press = mastheads(plain, found)
    out: list[Attribution | None] = [None] * len(sentences)
    for number, indices in articles.items():
        rows = [plain[i] for i in indices]
        hits = [found[i] for i in indices]
        full = certain([h for h in firm[number] if h.full], above=False)
        scope = Scope(known[number], everywhere, region, seat=seat(rows, hits) or press[indices[0]], full=full)
        results = _article(rows, hits, name, title if alone else [], scope, table)
        for index, result in zip(indices, results, strict=True):
            out[index] = result
    return [_original(result, s.text) for result, s in zip(out, sentences, strict=True) if result is not None]


def _plain(sentences: Sequence[Sentence], recognizer: Recognizer) -> list[Sentence]:
    """The sentences in the characters that names and cues are written in; all at once, as a call costs more than a sentence."""
    whole, end = recognizer.plain("".join(s.text for s in sentences)), 0
    out: list[Sentence] = []
    for sentence in sentences:
        start, end = end, end + len(sentence.text)
        text = whole[start:end]
        if text != sentence.text:
            sentence = Sentence(text, sentence.kind, sentence.article, sentence.pieces, sentence.cut)
        out.append(sentence)
    return out


def _firm(sentences: Sequence[Sentence], hits: Sequence[Sequence[Hit]], indices: Iterable[int]) -> list[Hit]:
    """The names of some sentences that are more than compared with, come from or gone to."""
    return [hit for i in indices for hit in hits[i] if not aside(sentences[i].text, hit)]


def _original(result: Attribution, text: str) -> Attribution:
    """The mention as it stands in the sentence: the steps read it in plain characters."""
    if result.mention is None or text[result.mention.start : result.mention.end] == result.mention.text:
        return result
    start, end = result.mention.start, result.mention.end
    return replace(result, mention=Mention(text[start:end], start, end))


def _article(
    sentences: Sequence[Sentence],
    hits: Sequence[Sequence[Hit]],
    name: str,
    title: Sequence[Hit],
    scope: Scope,
    table: Gazetteer,
) -> list[Attribution]:
    given = scope.home
    shared = any(s.kind == "heading" and doubtful(row) for s, row in zip(sentences, hits, strict=True))
    if shared:
        order = dict.fromkeys(r.path for row in hits for h in row if certain([h]) for r in h.regions)
        scope = replace(scope, order=tuple(order))
    told: frozenset[str] = frozenset()

    meant: list[list[Name]] = [[] for _ in sentences]
    parts: list[list[Part]] = [[] for _ in sentences]

    def settle(index: int) -> None:
        sentence = sentences[index]
        heading = sentence.kind == "heading" or (len(sentence.text) <= LEAD and numbered(sentence))
        names = resolve_all(sentence.text, hits[index], scope, told, heading=heading)
        if names != meant[index]:
            meant[index], parts[index] = names, roles(sentence.text, names, heading=heading)

    for index, row in enumerate(hits):
        if row:
            settle(index)
    heading = roles(name, resolve_all(name, title, scope))
    told = frozenset(p.name.region.path for row in parts for p in row if p.name.region)
    unsure = [index for index, row in enumerate(hits) if row and doubtful(row)]
    for index in unsure:
        if any(hit.trust in ("word", "joined") for hit in hits[index]):
            settle(index)
    nation = given is None and national_issue(sentences)
    # A sentence on its own is judged by itself: an elected home would only silence some of its names.
    here = given or (find_home(sentences, parts, heading, table, nation=nation) if len(sentences) > 1 else None)
    if here is not None and given is None:
        scope = replace(scope, home=here)  # names that needed a sign may have one now that the home is known
        for index in unsure:
            settle(index)
    walk = Walk(here, table, nation, tour=tours(sentences, parts, here))
    return [
        walk.step(s, p, _below(sentences, parts, i, here) if s.kind == "heading" else ())
        for i, (s, p) in enumerate(zip(sentences, parts, strict=True))
    ]


def _below(
    sentences: Sequence[Sentence], parts: Sequence[Sequence[Part]], index: int, home: Region | None
) -> tuple[Region, ...]:
    """The regions that act in the first sentence under a heading without a name."""
    at = index + 1
    while at < len(sentences) and sentences[at].kind == "byline":
        at += 1
    if parts[index] or at == len(sentences) or sentences[at].kind != "body":
        return ()
    found = [p for p in counts(parts[at], home) if p.role == "subject" and p.front]
    return tuple(dict.fromkeys(p.name.region for p in found if p.name.region))
