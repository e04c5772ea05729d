"""Which region does a sentence speak of, and why."""

from policyclf.regions.attribute import attribute
from policyclf.regions.divisions import Entry
from policyclf.regions.gazetteer import Gazetteer
from policyclf.regions.years import year_of

__all__ = ["Entry", "Gazetteer", "attribute", "year_of"]
