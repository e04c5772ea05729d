"""Two regions, or one region over time: what differs, with its interval, and the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

from policyclf.document import Region, TaggedDocument, TaggedSentence
from policyclf.emphases.analysis import fitting, known_rates, measures_and_card
from policyclf.emphases.counting import Group, Grouping, Tally, Truth, only, tally
from policyclf.emphases.estimating import SETTINGS, estimate
from policyclf.emphases.rates import Rates
from policyclf.emphases.values import Cell, Copies, Figure, Finding, RegionEmphasis, Settings, Source, TooFew, flat
from policyclf.emphases.years import year_of
from policyclf.errors import OptionError
from policyclf.measures import Measure
from policyclf.regions import Gazetteer
from policyclf.rows import LabelRow


@dataclass(frozen=True, slots=True)
class Difference:
    """A type on two sides, by their places in ``Comparison.sides``.

    ``gap`` is the share of ``one`` less that of ``other``; ``ratio`` the one over the other, ``corrected_ratio`` the same for shares
    corrected for the classifier's error. All are None where ``too_few`` says of what there is too little; ``finding`` and ``sure``
    are those of a :class:`Cell`, of ``one`` against ``other``.
    """

    measure: str
    one: int
    other: int
    gap: Figure | None = None
    ratio: Figure | None = None
    corrected_ratio: Figure | None = None
    z: float | None = None
    finding: Finding = ""
    sure: bool = False
    too_few: TooFew = ""


@dataclass(frozen=True)
class Comparison:
    """``sides`` are two regions, or a region in the years that documents are of, the earliest first.

    ``differences`` are of the first region against the second; over time of each year against the year before, and of the
    last against the first. ``undated`` documents have no year and are left out.
    """

    measures: tuple[Measure, ...]
    sides: tuple[RegionEmphasis, ...]
    differences: tuple[Difference, ...]
    copies: Copies
    sources: tuple[Source, ...]
    settings: Settings
    seed: int
    rates: Mapping[str, Rates]
    undated: tuple[str, ...] = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat row a difference."""
        return [_row(self, difference) for difference in self.differences]


def compare(
    documents: Iterable[TaggedDocument],
    *,
    between: tuple[str, str] | None = None,
    over_time: str | None = None,
    years: Mapping[str, int] | None = None,
    measures: Sequence[Measure] | None = None,
    card: Mapping[str, Any] | None = None,
    labels: Iterable[LabelRow] = (),
    seed: int = 0,
) -> Comparison:
    """Compares two regions (``between``), or one region in different years (``over_time``).

    A region includes all that lies in it. Regions are paths, six-digit codes or names that mean one region only. The year of
    a document is the one that ``years`` gives for its name, else the one in its name or in what it says of itself
    (:func:`year_of`). The other arguments are those of :func:`policyclf.emphasis`.

    Raises:
        OptionError: neither or both of ``between`` and ``over_time``; a region that is none or several, that lies in the
            other, or of which no sentence speaks; documents of one year only.

    >>> import policyclf
    >>> tagger = policyclf.load()
    >>> pages = [tagger.tag("嘉善县盘活闲置厂房。", name="2022.txt"), tagger.tag("嘉善县设立产业基金。", name="2023.txt")]
    >>> found = policyclf.compare(pages, over_time="嘉善县")
    >>> [(side.year, side.cells["land"].count) for side in found.sides]
    [(2022, 1), (2023, 0)]
    """
    if (between is None) == (over_time is None):
        raise OptionError("compare", "needs two regions, or one over time", "give between=(A, B) or over_time=A")
    pages = list(documents)
    regions = [_region(name) for name in (between or (over_time or "",))]
    _refuse_nested(regions)
    undated: tuple[str, ...] = ()
    dates: dict[int, int | None] | None = None
    if over_time is not None:
        dates = {id(page): year_of(page, years) for page in pages}
        undated = tuple(sorted(page.name for page in pages if dates[id(page)] is None))
        pages = [page for page in pages if dates[id(page)] is not None]
    given = measures is not None
    measures, card = measures_and_card(measures, card)
    types = tuple(measure.id for measure in measures)
    counted = tally(fitting(pages, types, given), _within(regions, dates), types, Truth(labels, types))
    rates = known_rates(counted, card)
    order = _order(counted, regions, over_time is not None)
    sides = estimate(counted, rates, seed)
    pairs = [(0, 1)] if between else _over_time(len(order))
    return Comparison(
        measures,
        tuple(sides[at] for at in order),
        tuple(d for one, other in pairs for d in contrasted(counted, rates, seed, order, one, other)),
        counted.copies,
        counted.sources,
        SETTINGS,
        seed,
        rates,
        undated,
    )


def _region(name: str) -> Region:
    """The region that a path, a code or a name means."""
    found = Gazetteer.load().find(name)
    if len(found) > 1:
        near = "、".join(region.path for region in found[:4])
        raise OptionError(f"region {name!r}", f"may be one of {len(found)}", f"write it like {near}")
    return found[0] if found else Gazetteer.load().region(name)


def _inside(region: Region, whole: Region) -> bool:
    return region.path == whole.path or region.path.startswith(whole.path + "/")


def _refuse_nested(regions: Sequence[Region]) -> None:
    for one, other in pairwise(regions):
        if _inside(one, other) or _inside(other, one):
            raise OptionError(f"{one.path} and {other.path}", "hold each other", "compare regions that lie apart")


def _within(regions: Sequence[Region], dates: Mapping[int, int | None] | None) -> Grouping:
    """Sentences by the region that theirs lie in, and by the year of their document."""
    known: dict[Region, list[Region]] = {}

    def groups(document: TaggedDocument, sentence: TaggedSentence) -> Iterable[Group]:
        for region in sentence.regions:
            if region not in known:
                known[region] = [whole for whole in regions if _inside(region, whole)]
        year = dates[id(document)] if dates is not None else None
        return {(whole, year) for region in sentence.regions for whole in known[region]}

    return groups


def _order(counted: Tally, regions: Sequence[Region], over_time: bool) -> list[int]:
    """The groups in the order of the regions asked for, or of the years."""
    for region in regions:
        if region not in {group[0] for group in counted.groups}:
            raise OptionError(region.path, "is spoken of in no sentence", "check its name with policyclf regions")
    if over_time and len(counted.groups) < 2:
        year = counted.groups[0][1]
        raise OptionError(regions[0].path, f"is spoken of in one year only, {year}", "give the years with --years FILE")
    return sorted(
        range(len(counted.groups)), key=lambda at: (regions.index(counted.groups[at][0]), counted.groups[at][1])
    )


def _over_time(years: int) -> list[tuple[int, int]]:
    """Each year against the one before it, and the last against the first."""
    steps = [(later, earlier) for earlier, later in pairwise(range(years))]
    return steps if years == 2 else [*steps, (years - 1, 0)]


def contrasted(
    counted: Tally, rates: Mapping[str, Rates], seed: int, order: Sequence[int], one: int, other: int
) -> list[Difference]:
    """The differences of all types between two places in an order of groups, counted as if there were no others."""
    pair = sorted((order[one], order[other]))
    rows = estimate(only(counted, pair), rates, seed)
    here, there = (rows[pair.index(order[side])].cells for side in (one, other))
    return [_difference(kind, one, other, here[kind], there[kind]) for kind in counted.types]


def _difference(kind: str, one: int, other: int, here: Cell, there: Cell) -> Difference:
    if here.too_few and there.too_few != "":
        few = here.too_few if here.too_few != "others" else there.too_few
        return Difference(kind, one, other, too_few=few)
    if here.too_few:  # few cases here, enough there: the same figures, seen from the other side
        turned = {"more": "less", "less": "more"}.get(there.finding, "")
        ratios = _turned(there.lift), _turned(there.corrected_lift)
        z = None if there.z is None else -there.z
        return Difference(kind, one, other, _gap(here, there), *ratios, z, turned, there.sure)  # type: ignore[arg-type]
    return Difference(
        kind, one, other, _gap(here, there), here.lift, here.corrected_lift, here.z, here.finding, here.sure
    )


def _turned(ratio: Figure | None) -> Figure | None:
    """The ratio of the other side to this one."""
    if ratio is None or not ratio.low or not ratio.high:
        return None
    return Figure(1 / ratio.value, 1 / ratio.high, 1 / ratio.low)


def _gap(here: Cell, there: Cell) -> Figure:
    """The difference of two shares; its interval joins those of the shares (Newcombe 1998, method 10)."""
    gap = here.share.value - there.share.value
    if here.share.low is None or here.share.high is None or there.share.low is None or there.share.high is None:
        return Figure(gap)
    down = hypot(here.share.value - here.share.low, there.share.high - there.share.value)
    up = hypot(here.share.high - here.share.value, there.share.value - there.share.low)
    return Figure(gap, gap - down, gap + up)


def _row(comparison: Comparison, difference: Difference) -> dict[str, Any]:
    one, other = comparison.sides[difference.one], comparison.sides[difference.other]
    here, there = one.cells[difference.measure], other.cells[difference.measure]
    return {
        "measure": difference.measure,
        "region": one.region.path,
        "year": one.year,
        "count": here.count,
        "sentences": one.sentences,
        **flat("share", here.share, 4),
        **flat("corrected", here.corrected, 4),
        "other_region": other.region.path,
        "other_year": other.year,
        "other_count": there.count,
        "other_sentences": other.sentences,
        **flat("other_share", there.share, 4),
        **flat("other_corrected", there.corrected, 4),
        **flat("gap", difference.gap, 4),
        **flat("ratio", difference.ratio, 3),
        **flat("corrected_ratio", difference.corrected_ratio, 3),
        "z": None if difference.z is None else round(difference.z, 2),
        "finding": difference.finding,
        "sure": difference.sure,
        "too_few": difference.too_few,
    }
