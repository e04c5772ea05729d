"""A corpus tagged by two models: which tags flip, and whether that moves what a report says of a region.

A region's rank among all regions, by lift of a type, moves beyond its interval where it changes and the new lift lies
outside the 95% interval of the old one. A change within the interval is what the report called uncertain before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from joblib import Parallel, delayed

from policyclf.document import Level, TaggedDocument
from policyclf.emphases import Cell, Emphasis, emphasis
from policyclf.errors import ReadError
from policyclf.read import Page
from policyclf.tagger import Tagger

_BATCH = 20  # pages a piece of work: the models travel with each
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Flip:
    """A sentence that gains or loses a tag, with its score before and now."""

    doc: str
    start: int
    text: str
    type: str
    gained: bool
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Move:
    """A region whose rank by lift of a type changes beyond its interval, or whose mark (emphasized) comes or goes.

    Ranks count from 1; None where the cell holds too few sentences to compare.
    """

    region: str
    type: str
    ranks: tuple[int | None, int | None]
    lifts: tuple[float | None, float | None]
    interval: tuple[float, float] | None
    emphasized: tuple[bool, bool]


@dataclass(frozen=True)
class Changes:
    """``gained`` and ``lost`` tags by type, the ``flips`` with the largest change of score, ``moves`` in the report.

    Types that the model before did not know can only be gained; they move no rank.
    """

    documents: int
    sentences: int
    flipped: int
    gained: Mapping[str, int]
    lost: Mapping[str, int]
    flips: tuple[Flip, ...]
    moves: tuple[Move, ...]
    left_out: tuple[ReadError, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        found = asdict(self)
        return {**found, "left_out": [str(error) for error in self.left_out]}


def compare_tags(
    pages: Sequence[Page | ReadError], before: Tagger, now: Tagger, *, by: Level = "city", jobs: int = 1
) -> Changes:
    """Tags pages with both models. Pages that could not be read come back in ``left_out``."""
    good = [page for page in pages if isinstance(page, Page)]
    batches = [good[at : at + _BATCH] for at in range(0, len(good), _BATCH)]
    work = (delayed(_tag)(batch, (before, now)) for batch in batches)
    pairs = [pair for batch in Parallel(n_jobs=jobs)(work) for pair in batch]
    types = [measure.id for measure in now.measures]
    flips = [flip for old, new in pairs for flip in _flips(old, new, types)]
    counts = {
        gained: {kind: sum(f.type == kind and f.gained == gained for f in flips) for kind in types}
        for gained in (True, False)
    }
    reports = [emphasis((pair[which] for pair in pairs), by=by, measures=before.measures) for which in (0, 1)]
    return Changes(
        len(pairs),
        sum(len(new.sentences) for _, new in pairs),
        len({(flip.doc, flip.start) for flip in flips}),
        counts[True],
        counts[False],
        _examples(flips),
        tuple(_moves(*reports)),
        tuple(page for page in pages if isinstance(page, ReadError)),
    )


def _tag(pages: Sequence[Page], taggers: tuple[Tagger, Tagger]) -> list[tuple[TaggedDocument, TaggedDocument]]:
    old, new = taggers
    return [(old.tag(page.text, name=page.name), new.tag(page.text, name=page.name)) for page in pages]


def _flips(before: TaggedDocument, now: TaggedDocument, types: Iterable[str]) -> Iterable[Flip]:
    for old, new in zip(before.sentences, now.sentences, strict=True):
        for kind in types:
            if (kind in old.measures) != (kind in new.measures):
                scores = old.scores.get(kind, 0.0), new.scores[kind]
                yield Flip(before.name, new.start, new.text, kind, kind in new.measures, *scores)


def _examples(flips: Sequence[Flip]) -> tuple[Flip, ...]:
    """For each type the sentences whose score changes most."""
    found: list[Flip] = []
    for kind in dict.fromkeys(flip.type for flip in flips):
        mine = [flip for flip in flips if flip.type == kind]
        found += sorted(mine, key=lambda f: (-abs(f.now - f.before), f.doc, f.start))[:_EXAMPLES]
    return tuple(found)


def _moves(before: Emphasis, now: Emphasis) -> Iterable[Move]:
    cells = [{row.region.path: row.cells for row in report.regions} for report in (before, now)]
    for measure in before.measures:
        kind = measure.id
        ranks = [_ranks(report, kind) for report in cells]
        for region in sorted(cells[0]):
            old, new = (report[region][kind] for report in cells)
            interval = old.lift.interval if old.lift else None
            lifts = old.lift.value if old.lift else None, new.lift.value if new.lift else None
            outside = interval and lifts[1] is not None and not interval[0] <= lifts[1] <= interval[1]
            rank = ranks[0].get(region), ranks[1].get(region)
            if (outside and rank[0] != rank[1]) or old.emphasized != new.emphasized:
                yield Move(region, kind, rank, lifts, interval, (old.emphasized, new.emphasized))


def _ranks(report: Mapping[str, Mapping[str, Cell]], kind: str) -> dict[str, int]:
    """Place of each region by lift, the largest first, where there is enough to compare."""
    lifts = {region: lift.value for region, cells in report.items() if (lift := cells[kind].lift)}
    return {region: place for place, region in enumerate(sorted(lifts, key=lambda r: (-lifts[r], r)), 1)}
