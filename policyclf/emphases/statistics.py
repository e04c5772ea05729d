"""What is reported of sums of sentences, on the scales on which it is resampled: logits of shares, logs of ratios.

All arrays are (groups, types, draws).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import logit

from policyclf.emphases.intervals import HALF
from policyclf.emphases.resampling import Floats, Sums

PRIOR = (
    20.0  # sentences of the average mix that every region starts with; benchmarks/coverage.py covers alike from 1 to 20
)


def shares(sums: Sums) -> Mapping[str, Floats]:
    """Logits of the share of all sentences, and of the share of the sentences that state any measure."""
    return {"share": logit(_part(sums.stated, sums.size)), "mix": logit(_part(sums.stated, sums.measured))}


def contrast(here: Sums, there: Sums) -> Mapping[str, Floats]:
    """Log of the lift and log-odds ratio with an informative Dirichlet prior, each with its two sides.

    Lift is the ratio of two shares, the location quotient of regional science. The log-odds ratio is that of Monroe, Colaresi
    and Quinn (2008, equation 16) with types for words: the counts of both sides start from the mix of both together, so that
    a side with little text is drawn towards it.
    """
    mix = (here.stated + there.stated) / np.maximum(1e-9, here.size + there.size)
    lifts = [np.log(_part(each.stated, each.size)) for each in (here, there)]
    odds = [_log_odds(each, PRIOR * mix) for each in (here, there)]
    return {
        "lift": lifts[0] - lifts[1],
        "lift here": lifts[0],
        "lift there": lifts[1],
        "odds": odds[0] - odds[1],
        "odds here": odds[0],
        "odds there": odds[1],
    }


def elsewhere(sums: Sums) -> Sums:
    """The sums of all other groups together."""
    # where a group is the only one, rounding leaves less than nothing
    return sums.map(lambda each: np.maximum(0.0, each.sum(axis=0) - each))


def _part(count: Floats, of: Floats) -> Floats:
    """Half a sentence that states the type and half a one that does not are added: a zero has a logarithm then."""
    return np.asarray((count + HALF) / (of + 2 * HALF), np.float64)


def _log_odds(sums: Sums, prior: Floats) -> Floats:
    rest = sums.size - sums.stated + PRIOR - prior
    return np.asarray(np.log(sums.stated + np.maximum(HALF, prior)) - np.log(np.maximum(HALF, rest)), np.float64)
