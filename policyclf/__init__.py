"""policyclf: what does each region emphasize? Reads pages of Chinese local policy and says so, with the evidence.

>>> import policyclf
>>> tagger = policyclf.load()
>>> document = tagger.tag("龙游县盘活闲置土地500亩。该县对首次上市的企业奖励300万元。")
>>> [(s.measures, s.regions[0].path) for s in document.sentences]
[(('land',), '浙江省/衢州市/龙游县'), (('finance',), '浙江省/衢州市/龙游县')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from policyclf.document import Region, TaggedDocument, TaggedSentence
    from policyclf.emphases import Comparison, Emphasis, compare, emphasis
    from policyclf.errors import PolicyclfError
    from policyclf.estimator import MeasureClassifier
    from policyclf.evaluation import Scores, evaluate
    from policyclf.tagger import Tagger, load
    from policyclf.training import TrainReport, train

_HOMES = {
    "Comparison": "emphases",
    "Emphasis": "emphases",
    "MeasureClassifier": "estimator",
    "PolicyclfError": "errors",
    "Region": "document",
    "Scores": "evaluation",
    "TaggedDocument": "document",
    "TaggedSentence": "document",
    "Tagger": "tagger",
    "TrainReport": "training",
    "compare": "emphases",
    "emphasis": "emphases",
    "evaluate": "evaluation",
    "load": "tagger",
    "train": "training",
}

__all__ = [
    "Comparison",
    "Emphasis",
    "MeasureClassifier",
    "PolicyclfError",
    "Region",
    "Scores",
    "TaggedDocument",
    "TaggedSentence",
    "Tagger",
    "TrainReport",
    "compare",
    "emphasis",
    "evaluate",
    "load",
    "train",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Names are imported when first used: ``import policyclf`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'policyclf' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"policyclf.{_HOMES[name]}"), name)
