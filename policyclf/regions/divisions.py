"""Reads the tables of divisions and zones: what names each region goes by or went by, and how far a bare name is to be believed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, cast

from policyclf.document import Level, Region
from policyclf.errors import LabelsError
from policyclf.regions.tables import read_pairs, read_tsv, words

NameKind = Literal["full", "short", "alias", "former", "zone"]
NameClass = Literal["free", "context", "joined", "word", "never"]
_CLASSES: tuple[NameClass, ...] = ("free", "context", "joined", "word", "never")
_ZONES = frozenset("区城园")
LEVELS: tuple[Level, ...] = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one region.

    ``kind`` says what name it is, ``full`` whether it is written out (衢州市, 恩施州 for a 自治州); ``code`` is the code that went with it (the region's own, or the one of the unit
    before it was renamed or merged); ``until`` the year from which the name no longer holds; ``trust`` how far the bare
    name is to be believed in running text; ``within`` a path that must be spoken of for a zone's name to count.
    """

    name: str
    region: Region
    kind: NameKind
    code: str
    trust: NameClass = "free"
    until: str = ""
    within: str = ""
    full: bool = field(init=False)

    def __post_init__(self) -> None:
        last = self.name[-1]
        zone = self.kind == "zone" and last in _ZONES
        full = self.kind in ("full", "former") or zone or (len(self.name) > 2 and last == self.region.path[-1])
        object.__setattr__(self, "full", full)


class Divisions(NamedTuple):
    """``regions`` by path, ``entries`` by name; ``since`` which year a region has its present name, and what its ``former`` ones were."""

    regions: Mapping[str, Region]
    entries: Mapping[str, tuple[Entry, ...]]
    since: Mapping[str, int]
    former: Mapping[str, Sequence[Entry]]


def read() -> Divisions:
    """The tables that come with the package; :class:`LabelsError` with file and line where one does not hold together."""
    regions: dict[str, Region] = {}
    since: dict[str, int] = {}
    held: dict[str, list[Entry]] = defaultdict(list)
    entries: dict[str, list[Entry]] = defaultdict(list)
    trust = _trust()

    def add(name: str, region: Region, kind: NameKind, code: str, until: str = "", within: str = "") -> None:
        # 成县, 郊区, 城区: two characters are no sign of a place (七成县级).
        fallback: NameClass = "never" if kind in {"full", "former"} and len(name) < 3 else "free"
        entries[name].append(Entry(name, region, kind, code, trust.get(name, fallback), until, within))

    rows = list(read_tsv("divisions.tsv"))
    for row in rows:
        if row["level"] not in LEVELS:
            raise LabelsError(
                row.where, f"level {row['level']!r} is none of {'、'.join(LEVELS)}", "build the table anew"
            )
        regions[row["path"]] = Region(row["path"], row["code"], row["level"])
        if row["since"]:
            since[row["path"]] = int(row["since"])

    def known(row: Mapping[str, str], where: str) -> Region:
        if row["path"] not in regions:
            raise LabelsError(where, f"{row['path']!r} is no path of divisions.tsv", "write the present full path")
        return regions[row["path"]]

    for row in rows:
        region = regions[row["path"]]
        above = row["path"].rpartition("/")[0]
        if above and above not in regions:
            raise LabelsError(row.where, f"{above!r} is missing", "build the table anew")
        add(region.name, region, "full", region.code, row["until"])
        for short in row["shorts"].split():
            add(short, region, "short", region.code, row["until"])
    for row in read_tsv("aliases.tsv"):
        if row["class"] not in _CLASSES:
            raise LabelsError(
                row.where, f"class {row['class']!r} is none of {'、'.join(_CLASSES)}", "write one of these"
            )
        trust.setdefault(row["name"], row["class"])
        add(row["name"], known(row, row.where), "alias", known(row, row.where).code)
    for row in read_tsv("former.tsv"):
        region = known(row, row.where)
        for name in (row["name"], *row["shorts"].split()):
            add(name, region, "former", row["code"], row["until"])
        held[region.path].append(entries[row["name"]][-1])
    for row in read_tsv("zones.tsv"):
        region = known(row, row.where)
        if row["within"]:
            known({"path": row["within"]}, row.where)
        # 两江新区 is a division since 2025; what was written of the zone before speaks of the whole that it lay in.
        add(row["name"], region, "zone", region.code, "", row["within"])
    for row in read_tsv("abbreviations.tsv"):
        known(row, row.where)
    for row in read_tsv("groups.tsv"):
        for province in row["provinces"].split():
            if not any(path.startswith(province) for path in regions):
                raise LabelsError(row.where, f"{province!r} begins no path of divisions.tsv", "write a province's name")
    return Divisions(regions, {name: tuple(found) for name, found in entries.items()}, since, held)


def _trust() -> dict[str, NameClass]:
    trust = dict(cast(Mapping[str, NameClass], read_pairs("classes.tsv", "name", "class")))
    for kind in _CLASSES:  # the later list wins, and the hand wins over the dictionary
        trust.update(dict.fromkeys(words()["classes"][kind], kind))
    return trust
