"""Which region does a sentence speak of, and why."""

from policyclf.regions.attribute import attribute
from policyclf.regions.gazetteer import Entry, Gazetteer
from policyclf.regions.years import year_of

__all__ = ["Entry", "Gazetteer", "attribute", "year_of"]
