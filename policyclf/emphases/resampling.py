"""Intervals from a bootstrap over articles: sentences of one article resemble each other, articles are what varies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import stdtr, stdtrit

from policyclf.emphases.counting import Tally

Floats = NDArray[np.float64]
Z = 1.959964


@dataclass(frozen=True)
class Resampled:
    """Sums of each group's sentences, as observed and in every resample."""

    observed: Floats  # (groups,)
    draws: Floats  # (groups, resamples)


class Bootstrap:
    """The Bayesian bootstrap (Rubin 1981): every article gets an exponential weight, the same for all groups it speaks of."""

    def __init__(self, tally: Tally, *, seed: int, resamples: int) -> None:
        self.tally = tally
        self._weights = np.random.default_rng(seed).standard_exponential((tally.articles, resamples))

    def sums(self, counts: NDArray[np.int64]) -> Resampled:
        """Sums over articles of some counts of the pairs, (pairs,)."""
        group, article = self.tally.places.T
        shape = (len(self.tally.groups), self.tally.articles)
        table = csr_matrix((counts.astype(np.float64), (group, article)), shape=shape)
        return Resampled(np.asarray(table.sum(axis=1)).ravel(), np.asarray(table @ self._weights))


def effective(tally: Tally) -> tuple[NDArray[np.int64], Floats]:
    """Articles of each group, and how many equally long ones they are worth: (sum n)^2 / sum n^2 (Kish 1965)."""
    group = tally.places[:, 0]
    size = tally.size.astype(np.float64)
    number = np.bincount(group, minlength=len(tally.groups))
    total = np.bincount(group, size, minlength=len(tally.groups))
    squares = np.bincount(group, size**2, minlength=len(tally.groups))
    return number.astype(np.int64), total**2 / np.maximum(1.0, squares)


def quantile(freedom: Floats) -> Floats:
    """Of Student's t, for 95% intervals."""
    return np.asarray(stdtrit(np.maximum(1.0, freedom), 0.975), np.float64)


def two_sided(statistic: Floats, freedom: Floats) -> Floats:
    """The p value of Student's t."""
    return np.asarray(2 * stdtr(np.maximum(1.0, freedom), -np.abs(statistic)), np.float64)
