"""Counts to cells: every figure with its interval, or what there is too little of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from policyclf.emphases.contrasts import RARE, Bools, Contrast, Ends, Side, sure
from policyclf.emphases.correction import Correction, powered
from policyclf.emphases.counting import Counts, Tally
from policyclf.emphases.intervals import effective, quantile, widened
from policyclf.emphases.rates import Rates
from policyclf.emphases.resampling import Floats, Spread, Sums, resample
from policyclf.emphases.statistics import PRIOR, contrast, elsewhere, shares
from policyclf.emphases.values import Cell, CorrectedBy, Figure, Finding, RegionEmphasis, Settings, TooFew

SETTINGS = Settings(
    resamples=1000,
    fewest_sentences=10,
    fewest_articles=3.0,
    fewest_cases=RARE,
    fewest_labels=20,
    false_findings=0.05,
    prior=PRIOR,
)


def estimate(counted: Tally, rates: Mapping[str, Rates], seed: int) -> list[RegionEmphasis]:
    """The groups of a tally, each with its cells, compared with all other groups together."""
    if not counted.groups:
        return []
    return _Estimate(counted, rates, seed).rows()


class _Estimate:
    """Arrays are (groups, types), or (groups, 1) where they are of the group as a whole."""

    def __init__(self, counted: Tally, rates: Mapping[str, Rates], seed: int) -> None:
        self.counted, self.correction = counted, Correction(counted.types, rates)
        self.size, self.measured, self.stated = (
            _by_group(counted, each) for each in (counted.size[:, None], counted.measured[:, None], counted.stated)
        )
        self.spread = resample(counted, self._statistics, seed=seed, resamples=SETTINGS.resamples)
        number = _by_group(counted, np.ones((len(counted.places), 1), np.int64))
        worth, worth_there = (each[:, None] for each in effective(counted, counted.size))
        self.here = Side(number, worth, self.stated)
        self.there = Side(worth_there, worth_there, self.stated.sum(axis=0) - self.stated)
        self.contrast = Contrast(self.spread, self.here, self.there)
        self.too_few = self._too_few()
        self.compared = self.too_few == ""

    def _statistics(self, sums: Sums, rng: np.random.Generator | None) -> Mapping[str, Floats]:
        there = elsewhere(sums)
        found = {**shares(sums), **contrast(sums, there), **self.correction.lifts(sums, there, rng)}
        return {**found, **powered(sums)} if self.counted.labels else found

    def rows(self) -> list[RegionEmphasis]:
        figures = self._figures()
        z = self.contrast.z()
        believed = sure(z, self.compared, SETTINGS.false_findings)
        found: list[RegionEmphasis] = []
        for at, group in enumerate(self.counted.groups):
            cells = {
                kind: self._cell(at, column, {name: each[at][column] for name, each in figures.items()}, z, believed)
                for column, kind in enumerate(self.counted.types)
            }
            sizes = int(self.size[at, 0]), int(self.measured[at, 0]), self.counted.documents_of[group]
            articles = int(self.here.articles[at, 0]), float(self.here.worth[at, 0])
            found.append(RegionEmphasis(*group, *sizes, *articles, cells))
        return found

    def _cell(self, at: int, column: int, figures: Mapping[str, Figure | None], z: Floats, believed: Bools) -> Cell:
        few: TooFew = self.too_few[at, column]
        lift, powered_share = figures["lift"], figures["powered"]
        count, total = int(self.stated[at, column]), int(self.size[at, 0])
        finding: Finding = ""
        if lift is not None and lift.low is not None and lift.high is not None:
            finding = "more" if lift.low > 1 else "less" if lift.high < 1 else ""
        corrected = powered_share or figures["corrected"]
        by: CorrectedBy = "ppi" if powered_share else "rogan-gladen" if corrected else ""
        share, mix = figures["share"], figures["mix"]
        assert share is not None
        assert mix is not None
        group = self.counted.groups[at]
        return Cell(
            count,
            total,
            int(self.measured[at, 0]),
            (int(self.stated[:, column].sum()) - count, int(self.size.sum()) - total),
            share,
            mix,
            lift,
            figures["odds"],
            None if few else float(z[at, column]),
            corrected,
            figures["corrected lift"],
            by,
            finding,
            bool(finding and believed[at, column]),
            few,
            self.counted.found.get((group, self.counted.types[column]), ()),
        )

    def _too_few(self) -> NDArray[np.object_]:
        size_there = self.size.sum() - self.size
        few = np.full(self.stated.shape, "", dtype=object)
        few[self.stated < SETTINGS.fewest_cases] = "cases"
        thin = (size_there < SETTINGS.fewest_sentences) | (self.there.worth < SETTINGS.fewest_articles)
        for kind, where in (
            ("others", thin),
            ("articles", self.here.worth < SETTINGS.fewest_articles),
            ("sentences", self.size < SETTINGS.fewest_sentences),
        ):
            few[where[:, 0]] = kind
        return few

    def _figures(self) -> dict[str, list[list[Figure | None]]]:
        share, mix = (self._share(name, of) for name, of in (("share", self.size), ("mix", self.measured)))
        alone = (self.too_few == "") | (self.too_few == "others") & (self.stated >= SETTINGS.fewest_cases)
        return {
            "share": _rows(share, alone, always=True),
            "mix": _rows(mix, alone, always=True),
            "corrected": _rows(self.correction.interval(*share), alone & self.correction.usable),
            "powered": self._powered(),
            "lift": _rows(self.contrast.ratio(), self.compared),
            "corrected lift": _rows(self.contrast.ratio("corrected lift"), self.compared & self.correction.usable),
            "odds": _rows(self.contrast.odds(), self.compared),
        }

    def _share(self, name: str, of: Floats) -> Ends:
        spread = self.spread[name]
        half = quantile(self.here.worth - 1) * widened(spread.deviation, self.here.articles)
        value = self.stated / np.maximum(1.0, of)
        ends = expit(spread.value - half), expit(spread.value + half)
        return value, np.minimum(value, ends[0]), np.maximum(value, ends[1])

    def _powered(self) -> list[list[Figure | None]]:
        counted = self.counted
        if not counted.labels:
            return [[None] * len(counted.types) for _ in counted.groups]
        spread: Spread = self.spread["powered"]
        labelled = _by_group(counted, counted.labelled)
        worth = np.stack([effective(counted, column)[0] for column in counted.labelled.T], axis=1)
        articles = np.minimum(self.here.worth, worth)
        enough = (labelled >= SETTINGS.fewest_labels) & (articles >= SETTINGS.fewest_articles)
        # Labels that found no error do not show that there is none: half an error each way is added.
        error = np.hypot(widened(spread.deviation, articles), 1 / np.maximum(1.0, labelled))
        half = quantile(articles - 1) * error
        ends = (np.clip(each, 0.0, 1.0) for each in (spread.value, spread.value - half, spread.value + half))
        value, low, high = ends
        return _rows((value, low, high), enough)


def _by_group(counted: Tally, counts: Counts) -> Floats:
    """Sums of counts of the pairs (pairs, columns) by group."""
    group, groups = counted.places[:, 0], len(counted.groups)
    return np.stack([np.bincount(group, column, minlength=groups) for column in counts.T], axis=1).astype(np.float64)


def _rows(ends: Ends, shown: Bools, *, always: bool = False) -> list[list[Figure | None]]:
    """Figures where they are shown; elsewhere None, or the bare value where that is ``always`` given."""
    value, low, high = ends
    return [
        [
            Figure(float(v), float(a), float(b)) if show else Figure(float(v)) if always else None
            for v, a, b, show in zip(*each, strict=True)
        ]
        for each in zip(value, low, high, np.broadcast_to(shown, value.shape), strict=True)
    ]
