"""What each region emphasizes: how much of its text states a measure of each type, against all other regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import numpy as np

from policyclf.document import Level, TaggedDocument
from policyclf.emphases.counting import Tally, tally
from policyclf.emphases.rates import Rates, rates_of
from policyclf.emphases.resampling import Bootstrap, Floats, Resampled, effective, quantile
from policyclf.emphases.values import Cell, Emphasis, Figure, RegionEmphasis, Settings, TooFew
from policyclf.errors import OptionError
from policyclf.measures import Measure

SETTINGS = Settings(
    seed=0, resamples=1000, fewest_sentences=10, fewest_articles=4.0, fewest_cases=3, false_findings=0.05, prior=20.0
)


def emphasis(
    documents: Iterable[TaggedDocument],
    *,
    by: Level = "city",
    measures: Sequence[Measure] | None = None,
    card: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> Emphasis:
    """Counts tagged documents by region and type.

    A sentence counts for each of its regions, rolled up to ``by`` (province, city or county); what is said of a
    larger unit stays with that unit. Bylines and page furniture do not count. ``measures`` are the tagger's types; the
    bundled ones if left out. ``card`` is the model's (``tagger.model.card``), whose measured error rates correct the
    shares; the bundled model's if ``measures`` are left out too. Raises :class:`OptionError` for another ``by``.

    >>> import policyclf
    >>> tagger = policyclf.load()
    >>> result = policyclf.emphasis([tagger.tag("嘉善县盘活闲置厂房。", name="a.txt")], by="city")
    >>> [(row.region.path, row.cells["land"].count, row.cells["land"].enough) for row in result.regions]
    [('浙江省/嘉兴市', 1, False)]
    """
    if by not in get_args(Level):
        raise OptionError(f"by={by!r}", "is no level", f"one of {', '.join(get_args(Level))}")
    if measures is None:
        measures, card = _bundled_measures(), card if card is not None else _bundled_card()
    types = tuple(measure.id for measure in measures)
    counted = tally(documents, by, types)
    rates = rates_of(card or {})
    rows = _regions(counted, rates, seed)
    rows.sort(key=lambda row: (-sum(c.count for c in row.cells.values()), -row.sentences, row.region.path))
    return Emphasis(
        by,
        tuple(measures),
        tuple(rows),
        len(counted.sources),
        counted.articles,
        counted.sentences,
        counted.homeless,
        counted.copies,
        counted.sources,
        SETTINGS,
        {kind: rates[kind] for kind in types if kind in rates},
        "card" if rates else "",
    )


def _regions(counted: Tally, rates: Mapping[str, Rates], seed: int) -> list[RegionEmphasis]:
    strap = Bootstrap(counted, seed=seed, resamples=SETTINGS.resamples)
    articles, worth = effective(counted)
    all_, measured = strap.sums(counted.size), strap.sums(counted.measured)
    cells: list[dict[str, Cell]] = [{} for _ in counted.groups]
    for at, kind in enumerate(counted.types):
        here = strap.sums(counted.stated[:, at])
        for row, cell in enumerate(_cells(counted, kind, here, all_, measured, worth)):
            cells[row][kind] = cell
    return [
        RegionEmphasis(
            group[0],
            int(all_.observed[n]),
            int(measured.observed[n]),
            counted.documents_of[group],
            int(articles[n]),
            float(worth[n]),
            cells[n],
        )
        for n, group in enumerate(counted.groups)
    ]


def _cells(
    counted: Tally, kind: str, here: Resampled, all_: Resampled, measured: Resampled, worth: Floats
) -> list[Cell]:
    df = worth - 1
    widen = quantile(df) * np.sqrt((worth + 1) / np.maximum(1e-9, worth - 1))
    total, total_draws = all_.observed.sum(), all_.draws.sum(axis=0)
    count, count_draws = here.observed.sum(), here.draws.sum(axis=0)
    share = here.observed / np.maximum(1, all_.observed)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.log(
            (here.draws + 0.5) / (all_.draws + 1) / (count_draws - here.draws + 0.5) * (total_draws - all_.draws + 1)
        ).std(axis=1)
    lift = np.log(
        (here.observed + 0.5) / (all_.observed + 1) / (count - here.observed + 0.5) * (total - all_.observed + 1)
    )
    z = lift / np.maximum(spread, 1e-9)
    found = []
    for n, group in enumerate(counted.groups):
        few: TooFew = (
            "sentences"
            if all_.observed[n] < SETTINGS.fewest_sentences
            else "articles"
            if worth[n] < SETTINGS.fewest_articles
            else "others"
            if total - all_.observed[n] < SETTINGS.fewest_sentences
            else "cases"
            if here.observed[n] < SETTINGS.fewest_cases
            else ""
        )
        half = widen[n] * spread[n]
        finding = "" if few else "more" if lift[n] - half > 0 else "less" if lift[n] + half < 0 else ""
        found.append(
            Cell(
                int(here.observed[n]),
                int(all_.observed[n]),
                int(measured.observed[n]),
                (int(count - here.observed[n]), int(total - all_.observed[n])),
                Figure(float(share[n])),
                Figure(float(here.observed[n] / max(1, measured.observed[n]))),
                None
                if few
                else Figure(float(np.exp(lift[n])), float(np.exp(lift[n] - half)), float(np.exp(lift[n] + half))),
                None if few else Figure(float(lift[n]), float(lift[n] - half), float(lift[n] + half)),
                None if few else float(z[n]),
                finding=finding,
                too_few=few,
                evidence=counted.found.get((group, kind), ()),
            )
        )
    return found


def _bundled_measures() -> tuple[Measure, ...]:
    from policyclf.bundled import bundled
    from policyclf.measures import load_measures

    return load_measures(bundled("labels"))


def _bundled_card() -> Mapping[str, Any]:
    import json

    from policyclf.bundled import bundled

    card: Mapping[str, Any] = json.loads((bundled("models/default") / "card.json").read_text(encoding="utf-8"))
    return card
