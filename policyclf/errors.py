"""Every error that policyclf raises on purpose.

The tree::

    PolicyclfError              where, what, how to mend it: one line
    ├── ReadError               a file that cannot be read as text
    ├── LabelsError             labels, rules, taxonomy or codebook that a person edits and got wrong
    ├── ModelError              a model folder that is missing, damaged or of another protocol
    │   └── RegressionError     a model that would be worse than the one before it, or learn nothing
    └── OptionError             a value the caller gave that means nothing here

Catch :class:`PolicyclfError` to catch them all. The command line turns each into one line on standard error.
"""

from __future__ import annotations

from pathlib import Path


class PolicyclfError(Exception):
    """Base of all errors: ``where`` it happened, ``what`` is wrong, ``remedy``: what to do about it.

    >>> print(PolicyclfError("page.txt", "is empty", "remove it from the list"))
    page.txt: is empty; remove it from the list
    """

    def __init__(self, where: str | Path, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = str(where), what, remedy
        super().__init__(f"{where}: {what}" + (f"; {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[type[PolicyclfError], tuple[str, str, str]]:
        return type(self), (self.where, self.what, self.remedy)  # errors travel back from worker processes


class ReadError(PolicyclfError):
    """A file that cannot be read as text."""


class LabelsError(PolicyclfError):
    """Labels, rules or a taxonomy that a person edits and that do not hold together."""


class ModelError(PolicyclfError):
    """A model folder that is missing, damaged, or written by another protocol."""


class RegressionError(ModelError):
    """A model that would be clearly worse than the one before it; ``comparison`` says where (:class:`Comparison`)."""

    comparison: object = None


class OptionError(PolicyclfError):
    """A value given by the caller that means nothing here."""
