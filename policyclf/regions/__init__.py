"""Which region does a sentence speak of, and why."""

from policyclf.regions.attribute import attribute
from policyclf.regions.gazetteer import Entry, Gazetteer

__all__ = ["Entry", "Gazetteer", "attribute"]
