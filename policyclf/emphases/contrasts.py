"""Two sides held against each other: ratio of shares, log-odds with their z-scores, and what is to be believed of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm

from policyclf.emphases.intervals import HALF, as_normal, quantile, together, widened
from policyclf.emphases.resampling import Floats, Spread

Bools = NDArray[np.bool_]
Ends = tuple[Floats, Floats, Floats]  # a figure and the two ends of its interval


RARE = 3  # sentences; the resamples of fewer vary too little to be believed
_FARTHEST = 700.0  # of a log: behind it lies what a float cannot hold; two articles may leave so wide an interval


@dataclass(frozen=True, slots=True)
class Side:
    """Articles of a side, how many equally long ones they are worth (rows, 1), sentences that state a type (rows, types)."""

    articles: Floats
    worth: Floats
    cases: Floats

    def widened(self, deviation: Floats) -> Floats:
        """Standard error of a log from its deviation over resamples; of few cases at least that of so few events."""
        error = widened(deviation, self.articles)
        return np.where(self.cases < RARE, np.maximum(error, 1 / np.sqrt(self.cases + HALF)), error)


@dataclass(frozen=True)
class Contrast:
    """The statistics of :func:`policyclf.emphases.statistics.contrast`, resampled, with the sides they are of."""

    spread: Mapping[str, Spread]
    here: Side
    there: Side

    def ratio(self, name: str = "lift") -> Ends:
        """Of the shares; with the name of another statistic that is as certain as the lift, that one's."""
        value, low, high = (np.exp(np.clip(each, -_FARTHEST, _FARTHEST)) for each in self._ends("lift", name))
        return value, low, high

    def odds(self) -> Ends:
        """Log-odds ratio."""
        return self._ends("odds", "odds")

    def z(self) -> Floats:
        """The log-odds ratio over its error, as a normal score."""
        error, freedom = self._error("odds", "odds")
        return as_normal(self.spread["odds"].value / np.maximum(1e-12, error), freedom)

    def _ends(self, sides: str, name: str) -> Ends:
        error, freedom = self._error(sides, name)
        value, half = self.spread[name].value, quantile(freedom) * error
        return value, value - half, value + half

    def _error(self, sides: str, name: str) -> tuple[Floats, Floats]:
        """Standard error and degrees of freedom.

        Each side is widened for its own number of articles; what the sides share (articles that speak of both) stays
        as resampled.
        """
        here, there = (self.spread[f"{sides} {side}"].deviation for side in ("here", "there"))
        wide_here, wide_there = self.here.widened(here), self.there.widened(there)
        apart = np.maximum(1e-300, here**2 + there**2)
        error = self.spread[name].deviation * np.sqrt((wide_here**2 + wide_there**2) / apart)
        return error, together(wide_here, self.here.worth - 1, wide_there, self.there.worth - 1)


def sure(z: Floats, compared: Bools, false_findings: float) -> Bools:
    """Which of the scores compared stay when at most a part of the findings may be false (Benjamini and Hochberg 1995)."""
    found = np.zeros(z.shape, bool)
    if compared.any():
        found[compared] = false_discovery_control(2 * norm.sf(np.abs(z[compared]))) <= false_findings
    return found
