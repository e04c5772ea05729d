"""Shares corrected for the classifier's error.

With known error rates (Rogan and Gladen 1978): of sentences with the type a share ``se`` is tagged, of those without it
``1 - sp``, so that the share tagged is ``p = t se + (1 - t)(1 - sp)``; solved for the true share ``t``. It holds where the
rates are the same in every region. What is uncertain of them goes into the interval: they are drawn from their
posteriors (Beta, with Jeffreys' prior).

With labelled sentences of the region itself (prediction-powered inference; Angelopoulos, Bates, Fannjiang, Jordan and
Zrnic 2023): the share tagged of all sentences, plus by how much labels and tags differ where both are known. It needs no
equal rates, only that the labelled sentences are a random sample. The resampling is over articles here as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from policyclf.emphases.intervals import HALF
from policyclf.emphases.rates import Rates
from policyclf.emphases.resampling import Floats, Sums

_LEAST = 0.1  # of se + sp - 1: a classifier that hardly tells the type apart cannot be corrected
_DRAWS = 2000


class Correction:
    """The error rates of some types, and what follows from them; types without rates give nan."""

    def __init__(self, types: Sequence[str], rates: Mapping[str, Rates]) -> None:
        rows = [rates.get(kind, Rates(0, 0, 0, 0)) for kind in types]
        counts = np.array([(r.hits, r.positives, r.passed, r.negatives) for r in rows], np.float64).reshape(-1, 4)
        self._hits, self._positives, self._passed, self._negatives = counts.T
        se, sp = self._rates(None, 1)
        known = (self._positives > 0) & (self._negatives > 0)
        self.usable: NDArray[np.bool_] = known & (se + sp - 1 > _LEAST)[:, 0]

    def interval(self, share: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
        """True shares for shares tagged (groups, types), and their 95% intervals, in [0, 1].

        The ends of the two sources of error are joined as by Zou and Donner (2008).
        """
        se, sp = self._rates(None, 1)
        drawn_se, drawn_sp = self._rates(np.random.default_rng(0), _DRAWS)
        value, bottom, top = (_solve(each, se[:, 0], sp[:, 0]) for each in (share, low, high))
        ends = [np.percentile(_solve(row[:, None], drawn_se, drawn_sp), [2.5, 97.5], axis=1) for row in share]
        least, most = (np.stack([end[side] for end in ends]) if ends else value for side in (0, 1))
        bottom = value - np.hypot(value - bottom, np.maximum(0.0, value - least))
        top = value + np.hypot(top - value, np.maximum(0.0, most - value))
        return tuple(np.where(self.usable, np.clip(each, 0.0, 1.0), np.nan) for each in (value, bottom, top))  # type: ignore[return-value]

    def lifts(self, here: Sums, there: Sums, rng: np.random.Generator | None) -> Mapping[str, Floats]:
        """Log of the ratio of the true shares here and there; with a generator, rates drawn anew for each resample.

        A share that would be below half a sentence is taken as that.
        """
        se, sp = self._rates(rng, here.stated.shape[2])
        sides = []
        for each in (here, there):
            least = HALF / (each.size + 2 * HALF)
            tagged = (each.stated + HALF) / (each.size + 2 * HALF)
            sides.append(np.log(np.maximum(least, _solve(tagged, se, sp))))
        return {"corrected lift": np.where(self.usable[:, None], sides[0] - sides[1], np.nan)}

    def _rates(self, rng: np.random.Generator | None, draws: int) -> tuple[Floats, Floats]:
        """Sensitivity and specificity (types, draws): means of their posteriors, or draws."""
        pairs = ((self._hits, self._positives), (self._passed, self._negatives))
        if rng is None:
            se, sp = (((hits + HALF) / (of + 2 * HALF))[:, None] for hits, of in pairs)
        else:
            se, sp = (rng.beta(hits + HALF, of - hits + HALF, (draws, len(of))).T for hits, of in pairs)
        return np.asarray(se, np.float64), np.asarray(sp, np.float64)


def powered(sums: Sums) -> Mapping[str, Floats]:
    """The prediction-powered share: of sentences tagged, plus how much labels say more than tags. nan without labels."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"powered": sums.stated / sums.size + sums.missed / sums.labelled}


def _solve(tagged: Floats, se: Floats, sp: Floats) -> Floats:
    return np.asarray((tagged + sp - 1) / np.maximum(_LEAST, se + sp - 1), np.float64)
