"""Counts to cells: every figure with its interval, or what there is too little of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import false_discovery_control, norm

from policyclf.emphases.correction import Correction, powered
from policyclf.emphases.counting import Counts, Tally
from policyclf.emphases.intervals import as_normal, effective, quantile, together, widened
from policyclf.emphases.rates import Rates
from policyclf.emphases.resampling import Floats, Spread, Sums, resample
from policyclf.emphases.statistics import PRIOR, against_others, shares
from policyclf.emphases.values import Cell, CorrectedBy, Figure, Finding, RegionEmphasis, Settings, TooFew

SETTINGS = Settings(
    resamples=1000,
    fewest_sentences=10,
    fewest_articles=3.0,
    fewest_cases=3,
    fewest_labels=20,
    false_findings=0.05,
    prior=PRIOR,
)
Bools = NDArray[np.bool_]
_Ends = tuple[Floats, Floats, Floats]


def estimate(counted: Tally, rates: Mapping[str, Rates], seed: int) -> list[RegionEmphasis]:
    """The groups of a tally, each with its cells, compared with all other groups together."""
    if not counted.groups:
        return []
    return _Estimate(counted, rates, seed).rows()


class _Estimate:
    """Arrays are (groups, types); ``worth`` and ``worth_there`` (groups, 1) are effective numbers of articles."""

    def __init__(self, counted: Tally, rates: Mapping[str, Rates], seed: int) -> None:
        self.counted, self.correction = counted, Correction(counted.types, rates)
        self.worth, self.worth_there = (each[:, None] for each in effective(counted, counted.size))
        self.size, self.measured, self.stated = (
            _by_group(counted, each) for each in (counted.size[:, None], counted.measured[:, None], counted.stated)
        )
        self.number = np.bincount(counted.places[:, 0], minlength=len(counted.groups))[:, None].astype(float)
        self.spread = resample(counted, self._statistics, seed=seed, resamples=SETTINGS.resamples)
        self.too_few = self._too_few()
        self.compared = self.too_few == ""

    def _statistics(self, sums: Sums, rng: np.random.Generator | None) -> Mapping[str, Floats]:
        found = {**shares(sums), **against_others(sums), **self.correction.lifts(sums, rng)}
        return {**found, **powered(sums)} if self.counted.labels else found

    def rows(self) -> list[RegionEmphasis]:
        figures = self._figures()
        z, sure = self._z()
        number = np.bincount(self.counted.places[:, 0], minlength=len(self.counted.groups))
        found: list[RegionEmphasis] = []
        for at, group in enumerate(self.counted.groups):
            cells = {
                kind: self._cell(at, column, {name: each[at][column] for name, each in figures.items()}, z, sure)
                for column, kind in enumerate(self.counted.types)
            }
            sizes = int(self.size[at, 0]), int(self.measured[at, 0]), self.counted.documents_of[group]
            found.append(RegionEmphasis(*group, *sizes, int(number[at]), float(self.worth[at, 0]), cells))
        return found

    def _cell(self, at: int, column: int, figures: Mapping[str, Figure | None], z: Floats, sure: Bools) -> Cell:
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
            bool(finding and sure[at, column]),
            few,
            self.counted.found.get((group, self.counted.types[column]), ()),
        )

    def _too_few(self) -> NDArray[np.object_]:
        size_there = self.size.sum() - self.size
        few = np.full(self.stated.shape, "", dtype=object)
        few[self.stated < SETTINGS.fewest_cases] = "cases"
        thin = (size_there < SETTINGS.fewest_sentences) | (self.worth_there < SETTINGS.fewest_articles)
        for kind, where in (
            ("others", thin),
            ("articles", self.worth < SETTINGS.fewest_articles),
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
            "lift": _rows(self._ratio("lift"), self.compared),
            "corrected lift": _rows(self._ratio("lift", "corrected lift"), self.compared & self.correction.usable),
            "odds": _rows(self._difference("odds"), self.compared),
        }

    def _share(self, name: str, of: Floats) -> _Ends:
        spread = self.spread[name]
        half = quantile(self.worth - 1) * widened(spread.deviation, self.number)
        value = self.stated / np.maximum(1.0, of)
        ends = expit(spread.value - half), expit(spread.value + half)
        return value, np.minimum(value, ends[0]), np.maximum(value, ends[1])

    def _ratio(self, sides: str, name: str = "") -> _Ends:
        value, low, high = (np.exp(each) for each in self._difference(sides, name))
        return value, low, high

    def _difference(self, sides: str, name: str = "") -> _Ends:
        error, freedom = self._error(sides, name)
        value = self.spread[name or sides].value
        half = quantile(freedom) * error
        return value, value - half, value + half

    def _error(self, sides: str, name: str = "") -> tuple[Floats, Floats]:
        """Standard error and degrees of freedom of a difference between here and there.

        Each side is widened for its own number of articles; what the sides share (articles that speak of both) stays
        as resampled.
        """
        here, there = (self.spread[f"{sides} {side}"].deviation for side in ("here", "there"))
        wide_here, wide_there = widened(here, self.number), widened(there, self.worth_there)
        apart = np.maximum(1e-300, here**2 + there**2)
        error = self.spread[name or sides].deviation * np.sqrt((wide_here**2 + wide_there**2) / apart)
        return error, together(wide_here, self.worth - 1, wide_there, self.worth_there - 1)

    def _z(self) -> tuple[Floats, Bools]:
        """Log-odds over their error as a normal score, and which stay with few false ones among them.

        Among the cells compared, at most a twentieth of the findings is expected to be false (Benjamini and Hochberg 1995).
        """
        error, freedom = self._error("odds")
        z = as_normal(self.spread["odds"].value / np.maximum(1e-12, error), freedom)
        sure = np.zeros(z.shape, bool)
        if self.compared.any():
            chance = 2 * norm.sf(np.abs(z[self.compared]))
            sure[self.compared] = false_discovery_control(chance) <= SETTINGS.false_findings
        return z, sure

    def _powered(self) -> list[list[Figure | None]]:
        counted = self.counted
        if not counted.labels:
            return [[None] * len(counted.types) for _ in counted.groups]
        spread: Spread = self.spread["powered"]
        labelled = _by_group(counted, counted.labelled)
        worth = np.stack([effective(counted, column)[0] for column in counted.labelled.T], axis=1)
        articles = np.minimum(self.worth, worth)
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


def _rows(ends: _Ends, shown: Bools, *, always: bool = False) -> list[list[Figure | None]]:
    """Figures where they are shown; elsewhere None, or the bare value where that is ``always`` given."""
    value, low, high = ends
    return [
        [
            Figure(float(v), float(a), float(b)) if show else Figure(float(v)) if always else None
            for v, a, b, show in zip(*each, strict=True)
        ]
        for each in zip(value, low, high, np.broadcast_to(shown, value.shape), strict=True)
    ]
