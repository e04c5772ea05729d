"""How often 95% intervals hold the truth, on simulated corpora where it is known, beside intervals that take sentences as independent.

    python benchmarks/coverage.py [CORPORA] [--labels]

A corpus has eight regions of 4 to 30 articles of very different length; each region has a true share of every type, around
which its articles vary as real ones do (one article in eight speaks of two regions, half and half). Every sentence is then
tagged by a classifier that errs, and its error rates are measured on a labelled sample of their own, as a model's card
holds them; with ``--labels`` on 600 sentences of the corpus itself. What is tried is ``policyclf.emphasis`` as it is called by
everybody. 600 corpora take about five minutes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from policyclf.document import Attribution, Region, Sentence, TaggedDocument, TaggedSentence
from policyclf.emphases import Cell, Emphasis, Figure, emphasis, rates_of
from policyclf.emphases.comparing import contrasted
from policyclf.emphases.counting import tally
from policyclf.measures import Measure
from policyclf.rows import LabelRow

Floats = NDArray[np.float64]

ARTICLES = (4, 5, 6, 8, 10, 14, 20, 30)
USUAL = np.array([0.03, 0.06, 0.1, 0.2, 0.3])  # shares of five types, rare to common
TYPES = tuple(f"type{at}" for at in range(len(USUAL)))
CARD_SENTENCES = 550
LABELLED = 600
Z = 1.959964


@dataclass(frozen=True)
class Truth:
    """Of a corpus: true shares and shares tagged (regions, types), and the weight of each region (regions,)."""

    true: Floats
    tagged: Floats
    weight: Floats

    def elsewhere(self, shares: Floats, region: int) -> Floats:
        """The share in all other regions together."""
        weight = self.weight.copy()
        weight[region] = 0
        return np.asarray(weight @ shares / weight.sum(), np.float64)


def corpus(rng: np.random.Generator) -> tuple[list[TaggedDocument], Truth, dict[str, Any], list[LabelRow]]:
    """Documents, the truth about them, a card with measured error rates, and labels of a random sample of sentences."""
    articles = rng.permutation(ARTICLES)
    odds = np.log(USUAL / (1 - USUAL)) + rng.normal(0, 0.5, (len(articles), len(USUAL)))
    true = 1 / (1 + np.exp(-odds))
    vary = np.exp(rng.normal(log(8), 0.4, true.shape))  # alpha + beta of the shares of a region's articles
    se, sp = rng.uniform(0.65, 0.95, len(USUAL)), rng.uniform(0.965, 0.995, len(USUAL))
    regions = [Region(f"省/市{at}", f"{at:06d}", "city") for at in range(len(articles))]
    weight = np.zeros(len(articles))
    documents: list[TaggedDocument] = []
    labels: list[LabelRow] = []
    for region, number in enumerate(articles):
        for _ in range(number):
            size = max(2, round(exp(rng.normal(log(15), 0.7))))
            other = int(rng.integers(len(articles))) if rng.random() < 1 / 8 else region
            parts = [(region, size)] if other == region else [(region, size // 2), (other, size - size // 2)]
            luck = rng.random(len(USUAL))  # an article is fond of a type, whatever region it speaks of
            sentences: list[TaggedSentence] = []
            for place, count in parts:
                weight[place] += 1 if len(parts) == 1 else 0.5
                share = beta.ppf(luck, true[place] * vary[place], (1 - true[place]) * vary[place])
                stated = rng.random((count, len(USUAL))) < share
                tagged = np.where(stated, rng.random(stated.shape) < se, rng.random(stated.shape) > sp)
                for says, tags in zip(stated, tagged, strict=True):
                    text = f"{len(documents)}.{len(sentences)}"
                    sentences.append(_sentence(text, regions[place], tags))
                    labels.append(LabelRow(text, text, _names(says)))
            documents.append(TaggedDocument(f"{len(documents):04d}", tuple(sentences)))
    tagged_share = true * se + (1 - true) * (1 - sp)
    sample = rng.choice(len(labels), min(LABELLED, len(labels)), replace=False)
    card = {"scores": {"documents_left_out": _scores(rng, se, sp)}}
    return documents, Truth(true, tagged_share, weight), card, [labels[at] for at in sample]


def _names(says: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(kind for kind, yes in zip(TYPES, says, strict=True) if yes)


def _sentence(text: str, region: Region, tags: NDArray[np.bool_]) -> TaggedSentence:
    sentence = Sentence(text, "body", 0, ((0, len(text)),))
    return TaggedSentence(sentence, Attribution((region,), "named"), _names(tags), dict.fromkeys(TYPES, 0.5))


def _scores(rng: np.random.Generator, se: Floats, sp: Floats) -> dict[str, Any]:
    """A card's scores on sentences with the usual shares."""
    by_type: dict[str, dict[str, float]] = {}
    for at, kind in enumerate(TYPES):
        support = max(5, round(CARD_SENTENCES * USUAL[at] / 2))
        hits, false = rng.binomial(support, se[at]), rng.binomial(CARD_SENTENCES - support, 1 - sp[at])
        by_type[kind] = {"precision": hits / max(1, hits + false), "recall": hits / support, "support": support}
    return {"sentences": CARD_SENTENCES, "by_type": {"both": by_type}}


def held(result: Emphasis, truth: Truth) -> Iterator[tuple[str, int, bool, float]]:
    """For every interval: what it is of, the articles of its region, whether it holds the truth, its length."""
    for row in result.regions:
        region = int(row.region.code)
        for at, kind in enumerate(TYPES):
            cell = row.cells[kind]
            for name, (figure, value) in _figures(cell, truth, region, at).items():
                if figure is not None and figure.interval is not None:
                    low, high = figure.interval
                    yield name, row.articles, low <= value <= high, high - low


def pairs(
    documents: list[TaggedDocument], truth: Truth, card: Mapping[str, Any], seed: int
) -> Iterator[tuple[str, int, bool, float]]:
    """The same of two regions held against each other, each with the next, as ``policyclf compare`` does."""
    counted = tally(documents, lambda _, sentence: {(region, None) for region in sentence.regions}, TYPES)
    for one, other in pairwise(range(len(ARTICLES))):
        differences = contrasted(counted, rates_of(card), seed, (one, other), 0, 1)
        number = min(int((counted.places[:, 0] == side).sum()) for side in (one, other))
        for at, each in enumerate(differences):
            tagged, true = ([shares[side, at] for side in (one, other)] for shares in (truth.tagged, truth.true))
            for name, figure, value in (
                ("two regions: gap", each.gap, tagged[0] - tagged[1]),
                ("two regions: ratio", each.ratio, tagged[0] / tagged[1]),
                ("two regions: corrected ratio", each.corrected_ratio, true[0] / true[1]),
            ):
                if figure is not None and figure.interval is not None:
                    low, high = figure.interval
                    yield name, number, bool(low <= value <= high), high - low


def percentiles(documents: list[TaggedDocument], truth: Truth, seed: int) -> Iterator[tuple[str, int, bool, float]]:
    """The same of the shares' plain percentile bootstrap, which draws articles with replacement."""
    counts: dict[int, list[NDArray[np.int64]]] = defaultdict(list)
    for document in documents:
        parts: dict[int, NDArray[np.int64]] = defaultdict(lambda: np.zeros(1 + len(TYPES), np.int64))
        for sentence in document.sentences:
            row = [1, *(kind in sentence.measures for kind in TYPES)]
            parts[int(sentence.regions[0].code)] += np.array(row, np.int64)
        for region, part in parts.items():
            counts[region].append(part)
    rng = np.random.default_rng(seed)
    for region, articles in counts.items():
        table = np.array(articles)
        drawn = table[rng.integers(len(table), size=(400, len(table)))].sum(axis=1)
        low, high = np.percentile(drawn[:, 1:] / drawn[:, :1], [2.5, 97.5], axis=0)
        for at in np.flatnonzero(table[:, 1:].sum(axis=0) >= 3):
            held = low[at] <= truth.tagged[region, at] <= high[at]
            yield "naive: share, percentiles over articles", len(table), bool(held), float(high[at] - low[at])


def _figures(cell: Cell, truth: Truth, region: int, at: int) -> Mapping[str, tuple[Figure | None, float]]:
    true, tagged = truth.true[region, at], truth.tagged[region, at]
    true_there, tagged_there = (truth.elsewhere(each, region)[at] for each in (truth.true, truth.tagged))
    any_measure = 1 - np.prod(1 - truth.tagged[region])
    odds = log(tagged / (1 - tagged)) - log(tagged_there / (1 - tagged_there))
    found = {
        "share": (cell.share, tagged),
        "mix": (cell.mix, tagged / any_measure),
        f"corrected share ({cell.corrected_by})": (cell.corrected, true),
        "lift": (cell.lift, tagged / tagged_there),
        "corrected lift": (cell.corrected_lift, true / true_there),
        "log-odds": (cell.log_odds, odds),
    }
    if cell.share.interval is not None:
        naive = _wald(cell)
        found["naive: share, sentences independent (Wald)"] = naive, tagged
        found["naive: the same, errors ignored"] = naive, true
    if cell.lift is not None:
        found["naive: lift, sentences independent (Katz)"] = _katz(cell), tagged / tagged_there
        found["naive: lift, errors ignored"] = _katz(cell), true / true_there
        found["ours, errors ignored"] = cell.lift, true / true_there
    return found


def _wald(cell: Cell) -> Figure:
    share = cell.count / cell.total
    half = Z * sqrt(share * (1 - share) / cell.total)
    return Figure(share, share - half, share + half)


def _katz(cell: Cell) -> Figure:
    here, all_here, there, all_there = (n + 0.5 for n in (cell.count, cell.total, *cell.others))
    middle = log(here / all_here) - log(there / all_there)
    half = Z * sqrt(1 / here - 1 / all_here + 1 / there - 1 / all_there)
    return Figure(exp(middle), exp(middle - half), exp(middle + half))


def main(corpora: int, with_labels: bool) -> None:
    measures = [Measure(kind, kind, kind, "") for kind in TYPES]
    found: dict[str, list[tuple[int, bool, float]]] = defaultdict(list)
    for number in range(corpora):
        documents, truth, card, labels = corpus(np.random.default_rng(number))
        result = emphasis(documents, measures=measures, card=card, labels=labels if with_labels else (), seed=number)
        for name, articles, holds, length in (
            *held(result, truth),
            *pairs(documents, truth, card, number),
            *percentiles(documents, truth, number),
        ):
            found[name].append((articles, holds, length))
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {corpora}", end="", file=sys.stderr)
    bands = ((2, 6), (7, 12), (13, 99))
    heads = [f"{a}-{b} articles" for a, b in bands]
    print(f"{'95% intervals of':45s} {'number':>7s}  {'hold':>6s}  {'length':>6s}  " + "  ".join(heads))
    for name, each in found.items():
        articles, holds, length = np.array(each, np.float64).T
        inside = [holds[(articles >= a) & (articles <= b)] for a, b in bands]
        shown = [f"{part.mean():.3f}" if len(part) else "-" for part in inside]
        columns = "  ".join(f"{text:>{len(head)}s}" for text, head in zip(shown, heads, strict=True))
        print(f"{name:45s} {len(holds):7d}  {holds.mean():6.3f}  {np.median(length):6.2f}  {columns}")


if __name__ == "__main__":
    arguments = [each for each in sys.argv[1:] if each != "--labels"]
    main(int(arguments[0]) if arguments else 600, "--labels" in sys.argv)
