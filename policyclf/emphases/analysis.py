"""What each region emphasizes: how much of its text states a measure of each type, against all other regions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from policyclf.document import Level, TaggedDocument
from policyclf.emphases.counting import Tally, Truth, by_level, tally
from policyclf.emphases.estimating import SETTINGS, estimate
from policyclf.emphases.rates import Rates, rates_of, rates_on
from policyclf.emphases.values import Emphasis
from policyclf.errors import OptionError
from policyclf.measures import Measure
from policyclf.rows import LabelRow


def emphasis(
    documents: Iterable[TaggedDocument],
    *,
    by: Level = "city",
    measures: Sequence[Measure] | None = None,
    card: Mapping[str, Any] | None = None,
    labels: Iterable[LabelRow] = (),
    seed: int = 0,
) -> Emphasis:
    """Counts tagged documents by region and type, and compares each region with all others.

    A sentence counts for each of its regions, rolled up to ``by`` (province, city or county); what is said of a
    larger unit stays with that unit. Bylines and page furniture do not count; sentences that stand nearly the same in
    several documents are one sentence.

    Args:
        documents: tagged documents; their order changes nothing.
        by: level of the rows.
        measures: the tagger's types; the bundled ones if left out.
        card: the model's (``tagger.model.card``), whose measured error rates correct the shares; the bundled model's
            if ``measures`` are left out too.
        labels: labelled sentences of these documents, a random sample of them: error rates are measured on them, and
            regions with enough of them are corrected by prediction-powered inference.
        seed: of the bootstrap; the same gives the same figures.

    Raises:
        OptionError: ``by`` is no level, or a document was not scored for these types.

    >>> import policyclf
    >>> tagger = policyclf.load()
    >>> result = policyclf.emphasis([tagger.tag("嘉善县盘活闲置厂房。", name="a.txt")], by="city")
    >>> [(row.region.path, row.cells["land"].count, row.cells["land"].too_few) for row in result.regions]
    [('浙江省/嘉兴市', 1, 'sentences')]
    """
    if by not in get_args(Level):
        raise OptionError(f"by={by!r}", "is no level", f"one of {', '.join(get_args(Level))}")
    given = measures is not None
    measures, card = measures_and_card(measures, card)
    types = tuple(measure.id for measure in measures)
    counted = tally(fitting(documents, types, given), by_level(by), types, Truth(labels, types))
    rates = known_rates(counted, card)
    rows = estimate(counted, rates, seed)
    rows.sort(key=lambda row: (-sum(c.count for c in row.cells.values()), -row.sentences, row.region.path))
    return Emphasis(
        by,
        measures,
        tuple(rows),
        len(counted.sources),
        counted.articles,
        counted.sentences,
        counted.homeless,
        counted.copies,
        counted.sources,
        SETTINGS,
        seed,
        rates,
        counted.labels,
    )


def fitting(documents: Iterable[TaggedDocument], types: Sequence[str], given: bool) -> Iterator[TaggedDocument]:
    """The documents, if their tagger knew the types; where none were ``given``, these types and no others."""
    for document in documents:
        known = set(document.sentences[0].scores) if document.sentences else set(types)
        if not known.issuperset(types) or (not given and known != set(types)):
            what = f"was tagged with the types {', '.join(sorted(known))}, not {', '.join(types)}"
            raise OptionError(document.name or "a document", what, "give measures and card of its tagger")
        yield document


def measures_and_card(
    measures: Sequence[Measure] | None, card: Mapping[str, Any] | None
) -> tuple[tuple[Measure, ...], Mapping[str, Any]]:
    """What the caller gave, or what comes with the package; measures without a card stay without."""
    if measures is not None:
        return tuple(measures), card or {}
    from policyclf.bundled import bundled
    from policyclf.measures import load_measures

    if card is None:
        card = json.loads((bundled("models/default") / "card.json").read_text(encoding="utf-8"))
    return load_measures(bundled("labels")), card or {}


def known_rates(counted: Tally, card: Mapping[str, Any]) -> dict[str, Rates]:
    """Error rates by type: those measured on labels of these documents, else the card's."""
    rates = rates_of(card) | rates_on(counted.types, counted.confusion.tolist())
    return {kind: rates[kind] for kind in counted.types if kind in rates}
