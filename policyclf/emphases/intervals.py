"""From a spread over resamples to a 95% interval that holds with few articles.

A percentile interval from a handful of articles is much too narrow. Here the spread is taken on a scale where the
statistic is about normal (logit of a share, log of a ratio), widened by what resampling few articles lacks, and
multiplied by Student's quantile for the number of equally long articles that the group's are worth (Kish 1965). With
``benchmarks/coverage.py`` this covers the truth at 3 articles as at 30.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtr, stdtrit

from policyclf.emphases.counting import Counts, Tally
from policyclf.emphases.resampling import Floats

# Of a sentence, added to counts on a log scale (Haldane 1956; Anscombe 1956), so that a zero has an interval.
HALF = 0.5
_LEAST = 0.5  # degrees of freedom: fewer are never shown, and should not overflow


def effective(tally: Tally, counts: Counts) -> tuple[Floats, Floats]:
    """By sentences counted (pairs,): equally long articles that each group's are worth, (sum n)^2 / sum n^2, and the same of all other groups together."""
    groups = len(tally.groups)
    group, article = tally.places.T
    size = counts.astype(np.float64)
    total, squares = (np.bincount(group, each, minlength=groups) for each in (size, size**2))
    # of an article that speaks of several groups, the others' part is the whole less the group's own
    whole = np.bincount(article, size, minlength=tally.articles)
    apart = np.bincount(group, (whole[article] - size) ** 2 - whole[article] ** 2, minlength=groups)
    elsewhere = total.sum() - total
    return total**2 / np.maximum(1.0, squares), elsewhere**2 / np.maximum(1.0, (whole**2).sum() + apart)


def widened(deviation: Floats, articles: Floats) -> Floats:
    """The standard error from a deviation over resamples: exponential weights vary by (m-1)/(m+1) too little."""
    return np.asarray(deviation * np.sqrt((articles + 1) / np.maximum(_LEAST, articles - 1)))


def together(one: Floats, freedom_one: Floats, other: Floats, freedom_other: Floats) -> Floats:
    """Degrees of freedom of a difference of two means with standard errors (Welch 1947; Satterthwaite 1946)."""
    parts = one**4 / np.maximum(_LEAST, freedom_one) + other**4 / np.maximum(_LEAST, freedom_other)
    return np.asarray(np.square(one**2 + other**2) / np.maximum(1e-300, parts))


def quantile(freedom: Floats) -> Floats:
    """Of Student's t, for 95% intervals."""
    return np.asarray(stdtrit(np.maximum(1.0, freedom), 0.975), np.float64)


def as_normal(statistic: Floats, freedom: Floats) -> Floats:
    """The z-score that is as rare as a t statistic: one of few articles counts for less."""
    tail = stdtr(np.maximum(1.0, freedom), -np.abs(statistic))
    return np.asarray(np.sign(statistic) * -ndtri(np.maximum(tail, 1e-300)), np.float64)
