"""What each region emphasizes, with uncertainty, and the sentences behind every figure."""

from policyclf.emphases.analysis import emphasis
from policyclf.emphases.comparing import Comparison, Difference, compare
from policyclf.emphases.rates import Rates, rates_of
from policyclf.emphases.values import (
    Cell,
    Copies,
    Emphasis,
    Evidence,
    Figure,
    RegionEmphasis,
    Settings,
    Source,
)

__all__ = [
    "Cell",
    "Comparison",
    "Copies",
    "Difference",
    "Emphasis",
    "Evidence",
    "Figure",
    "Rates",
    "RegionEmphasis",
    "Settings",
    "Source",
    "compare",
    "emphasis",
    "rates_of",
]
