"""The table of divisions: every name a region goes by or went by, and where it lies.

The tables under ``data/`` are plain text: five are written by ``tools/build_gazetteer.py``, the others are kept by
hand. ``docs/regions.md`` says what comes from where.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from policyclf.document import Level, Region
from policyclf.errors import OptionError
from policyclf.regions.divisions import Entry, read


class Gazetteer:
    """Names to regions, and regions to their parents. Built once by :meth:`load`; holds no state that changes.

    >>> table = Gazetteer.load()
    >>> [r.path for r in table.find("衢江")]
    ['浙江省/衢州市/衢江区']
    >>> [r.path for r in table.find("偃师市")]
    ['河南省/洛阳市/偃师区']
    >>> len(table.find("鼓楼区"))
    4
    """

    def __init__(
        self,
        regions: Mapping[str, Region],
        entries: Mapping[str, tuple[Entry, ...]],
        since: Mapping[str, int] | None = None,
        former: Mapping[str, Sequence[Entry]] | None = None,
    ) -> None:
        self._by_path = dict(regions)
        # Parts of 台湾省 and 香港 have no code of their own and carry the one of the whole, which goes first.
        self._by_code: dict[str, Region] = {}
        for region in regions.values():
            self._by_code.setdefault(region.code, region)
        self._entries = dict(entries)
        self._since, self._former = dict(since or {}), dict(former or {})

    @staticmethod
    @functools.cache
    def load() -> Gazetteer:
        """The table that comes with the package; read on the first call (about 0.1 s), shared afterwards.

        Raises:
            LabelsError: a table does not hold together; the message names file and line.
        """
        return Gazetteer(*read())

    @property
    def names(self) -> Mapping[str, tuple[Entry, ...]]:
        """Every name, with what it may mean."""
        return self._entries

    @property
    def regions(self) -> tuple[Region, ...]:
        """Every region of the table, by code."""
        return tuple(sorted(self._by_path.values(), key=lambda r: (r.code, r.path)))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """What a name may mean: full, short, former names and zones, with codes and history; empty if unknown.

        >>> [(e.kind, e.code, e.until, e.region.path) for e in Gazetteer.load().lookup("襄樊市")]
        [('former', '420600', '2010', '湖北省/襄阳市')]
        """
        return self._entries.get(name.strip(), ())

    def find(self, name: str) -> tuple[Region, ...]:
        """The regions of today that a full, short or former name or a path means, without repetition; empty if unknown.

        >>> [r.code for r in Gazetteer.load().find("旬阳")]
        ['610981']
        """
        name = name.strip()
        if name in self._by_path or name in self._by_code:
            return (self.region(name),)
        entries = self.lookup(name)
        present = [entry for entry in entries if entry.kind == "full"]  # 岳阳市 was 岳阳县 until 1983
        return tuple(dict.fromkeys(entry.region for entry in present or entries))

    def region(self, path_or_code: str) -> Region:
        """The region with that path, six-digit code, or name that only one bears.

        >>> Gazetteer.load().region("330803").path, Gazetteer.load().region("衢州市").path
        ('浙江省/衢州市/衢江区', '浙江省/衢州市')

        Raises:
            OptionError: there is none, or several; the message names the nearest by their last part.
        """
        key = path_or_code.strip().strip("/")
        found = self._by_path.get(key) or self._by_code.get(key)
        if found:
            return found
        named = self.find(key)
        if len(named) == 1:
            return named[0]
        near = self.find(key.rpartition("/")[2])[:4]
        hint = "、".join(r.path for r in near) or "浙江省/衢州市/衢江区"
        raise OptionError(
            f"region {path_or_code!r}", "is no path, code or single region's name", f"write it like {hint}"
        )

    def parent(self, region: Region) -> Region | None:
        """The division above, or None for a province.

        >>> table = Gazetteer.load()
        >>> table.parent(table.region("湖北省/仙桃市")).path
        '湖北省'
        """
        return self._by_path.get(region.path.rpartition("/")[0])

    def then(self, region: Region, year: int) -> Region:
        """The region as it was called and coded in a year, for show: the region itself stays what counts.

        The divisions above are the present ones, each by its name then. Where several units became one, the name is
        the one of the same stem or code; where there is none, the present one stands.

        >>> table = Gazetteer.load()
        >>> table.then(table.region("610981"), 2019)
        Region(path='陕西省/安康市/旬阳县', code='610928', level='county')
        >>> table.then(table.region("610981"), 2022) == table.region("610981")
        True
        """
        names = [self._held(r, year) for r in self.line(region)]
        return Region("/".join(name for name, _ in reversed(names)), names[0][1], region.level)

    def _held(self, region: Region, year: int) -> tuple[str, str]:
        """Name and code of a unit in a year."""
        if self._since.get(region.path, 0) <= year:
            return region.name, region.code
        city = region.level == "city"
        held = [e for e in self._former.get(region.path, ()) if int(e.until) > year and e.code.endswith("00") == city]
        held.sort(key=lambda e: int(e.until))
        same = [e for e in held if e.name[:2] == region.name[:2]] or [e for e in held if e.code == region.code]
        found = same or (held if len({e.name for e in held}) == 1 else [])
        return (found[0].name, found[0].code) if found else (region.name, region.code)

    def line(self, region: Region) -> Iterator[Region]:
        """The region and all that it lies in, from the lowest.

        >>> table = Gazetteer.load()
        >>> [r.name for r in table.line(table.region("浙江省/衢州市/衢江区"))]
        ['衢江区', '衢州市', '浙江省']
        """
        here: Region | None = region
        while here is not None:
            yield here
            here = self.parent(here)

    def roll_up(self, region: Region, level: Level) -> Region | None:
        """The region itself or the one above it at ``level``; None if it has none there (仙桃市 lies in no city).

        >>> table = Gazetteer.load()
        >>> table.roll_up(table.region("浙江省/衢州市/衢江区"), "city").path
        '浙江省/衢州市'
        >>> table.roll_up(table.region("浙江省"), "city") is None
        True
        """
        return next((r for r in self.line(region) if r.level == level), None)
