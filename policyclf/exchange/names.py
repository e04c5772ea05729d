"""The names of types as tools and people write them: ids, Chinese or English names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from policyclf.errors import LabelsError
from policyclf.measures import Measure

Lang = Literal["zh", "en", "id"]


@dataclass(frozen=True)
class Names:
    """Reads every name of a type; writes the one of ``lang``.

    >>> from policyclf.measures import Measure
    >>> names = Names((Measure("approval", "审批改革", "Approval reform", "."),))
    >>> names.find("审批改革"), names.find("APPROVAL_reform "), names.find("water")
    ('approval', 'approval', None)
    """

    measures: tuple[Measure, ...]
    lang: Lang = "zh"

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the taxonomy."""
        return tuple(measure.id for measure in self.measures)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Folded name to id. A name that two types share stands for neither, unless it is the id of one."""
        found: dict[str, str] = {}
        for measure in self.measures:
            for name in {_fold(measure.zh), _fold(measure.en), _fold(measure.id)}:
                found[name] = measure.id if name not in found else ""
        return found | {measure.id: measure.id for measure in self.measures}

    def find(self, name: str) -> str | None:
        """The id that a name stands for."""
        return self._by_name.get(name) or self._by_name.get(_fold(name)) or None

    def need(self, names: Iterable[str], where: str) -> tuple[str, ...]:
        """The ids that names stand for, in the order of the taxonomy; :class:`LabelsError` for a name of no type."""
        found: set[str] = set()
        for name in names:
            kind = self.find(name) if isinstance(name, str) else None
            if kind is None:
                known = ", ".join(f"{m.zh} ({m.id})" for m in self.measures)
                raise LabelsError(
                    where, f"{name!r} is no type", f"one of {known}, or define it (train --type, or measures.toml)"
                )
            found.add(kind)
        return tuple(kind for kind in self.ids if kind in found)

    def write(self, kind: str, forbidden: str = "") -> str:
        """The name of a type in ``lang``; its id where a format could not give that name back."""
        measure = next(m for m in self.measures if m.id == kind)
        name = kind if self.lang == "id" else measure.name(self.lang)
        return name if self.find(name) == kind and not set(forbidden) & set(name) else kind


def _fold(name: str) -> str:
    """Upper and lower case, full and half width, spaces, ``_`` and ``-`` make no difference."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if not (c.isspace() or c in "_-"))
