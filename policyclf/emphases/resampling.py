"""The bootstrap over articles: sentences of one article resemble each other, so that articles are what varies.

Every article gets an exponential weight (the Bayesian bootstrap, Rubin 1981), the same in all groups it speaks of; what is
reported is computed anew from the weighted sums. No resample loses a group altogether, as drawing articles with
replacement may. What is kept is the spread of each statistic; ``intervals`` makes an interval of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from policyclf.emphases.counting import Tally

Floats = NDArray[np.float64]
_AT_ONCE = 2_000_000  # sums held at a time: 2,000 regions x 8 types take 125 resamples, 16 MB each array


@dataclass(frozen=True, slots=True)
class Sums:
    """Sentences of each group: ``size`` and ``measured`` (groups, 1, draws), the others (groups, types, draws)."""

    size: Floats
    measured: Floats
    stated: Floats
    labelled: Floats
    missed: Floats

    def map(self, change: Callable[[Floats], Floats]) -> Sums:
        """The same change made to all."""
        return Sums(*map(change, (self.size, self.measured, self.stated, self.labelled, self.missed)))


@dataclass(frozen=True, slots=True)
class Spread:
    """A statistic as observed, and its standard deviation over the resamples; both (groups, types)."""

    value: Floats
    deviation: Floats


# Statistics of sums, each (groups, types, draws); with a generator for what is uncertain besides the articles, without
# one as observed.
Statistics = Callable[[Sums, np.random.Generator | None], Mapping[str, Floats]]


def resample(tally: Tally, statistics: Statistics, *, seed: int, resamples: int) -> dict[str, Spread]:
    """Observes statistics, and how they spread when articles are weighted anew."""
    tables = _tables(tally)
    observed = statistics(_sums(tables, np.ones((tally.articles, 1))), None)
    moments = {name: np.zeros((2, *each.shape[:2])) for name, each in observed.items()}
    rng = np.random.default_rng(seed)
    for count in _portions(resamples, max(1, _AT_ONCE // max(1, len(tally.groups) * len(tally.types)))):
        weights = rng.standard_exponential((tally.articles, count))
        for name, draws in statistics(_sums(tables, weights), rng).items():
            away = draws - observed[name]
            moments[name] += (away.sum(axis=2), np.square(away).sum(axis=2))
    means = {name: each / resamples for name, each in moments.items()}
    return {
        name: Spread(each[:, :, 0], np.sqrt(np.maximum(0.0, means[name][1] - means[name][0] ** 2)))
        for name, each in observed.items()
    }


def _tables(tally: Tally) -> list[list[csr_matrix]]:
    """Groups by articles, for each of the sums and each of its columns."""
    group, article = tally.places.T
    shape = (len(tally.groups), tally.articles)
    fields = (tally.size[:, None], tally.measured[:, None], tally.stated, tally.labelled, tally.missed)
    return [[csr_matrix((column.astype(np.float64), (group, article)), shape) for column in f.T] for f in fields]


def _sums(tables: list[list[csr_matrix]], weights: Floats) -> Sums:
    return Sums(*(np.stack([np.asarray(table @ weights) for table in each], axis=1) for each in tables))


def _portions(whole: int, most: int) -> Iterator[int]:
    while whole > 0:
        yield min(whole, most)
        whole -= most
