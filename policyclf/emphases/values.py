"""What an analysis of emphasis yields: frozen values, each with the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from policyclf.document import Level, Region, TaggedSentence
from policyclf.emphases.rates import Rates
from policyclf.errors import OptionError
from policyclf.measures import Measure

TooFew = Literal["", "sentences", "articles", "cases", "others"]
Finding = Literal["", "more", "less"]
CorrectedBy = Literal["", "rogan-gladen", "ppi"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 95% interval; ``low`` and ``high`` are None where too little text stands behind it."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, or None."""
        return None if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence behind a figure and the document it stands in; ``copies`` other documents hold nearly the same one.

    ``title`` is the first heading of its article; empty where there is none.
    """

    doc: str
    sentence: TaggedSentence
    copies: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One region and type.

    ``count`` of the region's ``total`` sentences state the type; ``measured`` of them state any; ``others`` is
    (count, total) of all other regions together. ``share`` is count/total and ``mix`` count/measured: both are always
    given, with an interval where the text carries one. What compares the region with others is None where ``too_few`` says
    of what there is too little (``sentences`` or ``articles`` of the region, ``cases`` of the type, text of ``others``):
    ``lift`` (the share over the share elsewhere), ``log_odds`` with its ``z``, and the ``finding``: ``more`` or ``less``
    than elsewhere beyond the 95% interval, ``sure`` when it stands after allowing for the number of cells compared.
    ``corrected`` and ``corrected_lift`` allow for the classifier's error, by the method ``corrected_by``.
    """

    count: int
    total: int
    measured: int
    others: tuple[int, int]
    share: Figure
    mix: Figure
    lift: Figure | None = None
    log_odds: Figure | None = None
    z: float | None = None
    corrected: Figure | None = None
    corrected_lift: Figure | None = None
    corrected_by: CorrectedBy = ""
    finding: Finding = ""
    sure: bool = False
    too_few: TooFew = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def enough(self) -> bool:
        """Is there text enough to compare, here and elsewhere?"""
        return not self.too_few

    @property
    def emphasized(self) -> bool:
        """Is the share here larger than elsewhere, beyond the interval?"""
        return self.finding == "more"


@dataclass(frozen=True, slots=True)
class RegionEmphasis:
    """A region with its cells, by type; ``year`` where documents are told apart by it.

    ``articles`` counts the articles that speak of the region; ``effective`` is how many equally long ones they are worth
    (Kish 1965): five articles of which one holds nearly all sentences are worth little more than one.
    """

    region: Region
    year: int | None
    sentences: int
    measured: int
    documents: int
    articles: int
    effective: float
    cells: Mapping[str, Cell]

    @property
    def too_few(self) -> TooFew:
        """Of what the region has too little for any comparison."""
        kinds = {cell.too_few for cell in self.cells.values()}
        return next((kind for kind in ("sentences", "articles", "others") if kind in kinds), "")

    @property
    def strongest(self) -> tuple[str, ...]:
        """Types emphasized beyond the interval, the surest first."""
        marked = [kind for kind, cell in self.cells.items() if cell.emphasized]
        return tuple(sorted(marked, key=lambda kind: -(self.cells[kind].z or 0.0)))


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read: ``sha256`` of the file's bytes (empty when not read from a file), what it gave."""

    name: str
    sha256: str
    articles: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Copies:
    """Boilerplate: ``groups`` of sentences that stand nearly the same in several documents; ``sentences`` were not counted again."""

    groups: int = 0
    sentences: int = 0
    largest: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the figures were computed with.

    A region with fewer than ``fewest_sentences``, or with articles worth fewer than ``fewest_articles`` equally long ones,
    is not compared, nor a type in fewer than ``fewest_cases`` of its sentences; ``fewest_labels`` are needed in a region for
    prediction-powered inference. Of the findings called sure ``false_findings`` are expected to be false. ``prior`` is the
    number of sentences of the average mix that log-odds start from.
    """

    resamples: int
    fewest_sentences: int
    fewest_articles: float
    fewest_cases: int
    fewest_labels: int
    false_findings: float
    prior: float


@dataclass(frozen=True)
class Emphasis:
    """All regions, the ones that state most measures first; ``homeless`` sentences name no region.

    ``rates`` are the classifier's error rates by type, where they are known; ``labelled`` counts the labelled sentences
    that were found in the documents. ``seed`` is that of the bootstrap.
    """

    by: Level
    measures: tuple[Measure, ...]
    regions: tuple[RegionEmphasis, ...]
    documents: int
    articles: int
    sentences: int
    homeless: int
    copies: Copies
    sources: tuple[Source, ...]
    settings: Settings
    seed: int
    rates: Mapping[str, Rates]
    labelled: int = 0

    def to_rows(self) -> list[dict[str, Any]]:
        """One flat row a region and type, for CSV and data frames; numbers rounded to what they can bear."""
        return list(_rows(self))

    def to_frame(self) -> Any:
        """The rows as a pandas DataFrame; :class:`OptionError` where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise OptionError("to_frame", "needs pandas", "pip install policyclf[pandas]") from error
        frame = pd.DataFrame(self.to_rows())
        numbers = [name for name in frame if name == "z" or name.removesuffix("_low").removesuffix("_high") in _FIGURES]
        return frame.astype(dict.fromkeys(numbers, "float64"))  # empty columns too, whatever the documents


_FIGURES = ("share", "mix", "corrected", "lift", "corrected_lift", "log_odds")


def _rows(emphasis: Emphasis) -> Iterator[dict[str, Any]]:
    for row in emphasis.regions:
        for kind, cell in row.cells.items():
            yield {
                "region": row.region.path,
                "code": row.region.code,
                "documents": row.documents,
                "articles": row.articles,
                "sentences": row.sentences,
                "measure_sentences": row.measured,
                "measure": kind,
                "count": cell.count,
                **flat("share", cell.share, 4),
                **flat("mix", cell.mix, 4),
                **flat("corrected", cell.corrected, 4),
                "corrected_by": cell.corrected_by,
                **flat("lift", cell.lift, 3),
                **flat("corrected_lift", cell.corrected_lift, 3),
                **flat("log_odds", cell.log_odds, 3),
                "z": None if cell.z is None else round(cell.z, 2),
                "finding": cell.finding,
                "sure": cell.sure,
                "too_few": cell.too_few,
            }


def flat(name: str, figure: Figure | None, places: int) -> dict[str, float | None]:
    """A figure as three columns, empty where it is not given."""
    value, low, high = (figure.value, figure.low, figure.high) if figure else (None, None, None)
    numbers = {name: value, f"{name}_low": low, f"{name}_high": high}
    return {key: None if number is None else round(number, places) for key, number in numbers.items()}
