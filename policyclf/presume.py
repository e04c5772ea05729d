"""What the base labels say of a type they never heard of: nothing, and yet a classifier needs sentences without it.

Left unknown, the new type is learned on the added rows alone, and everything unlike them gets it. Taken for *no*, the base
hides the type's own sentences among the negatives. So, as in learning from positive and unlabelled sentences (Liu et al.
2003), a rough model sorts the base rows by how much they look like the type; the fifth that looks most like it stays
unknown, and of the rest some are presumed not to carry it. Measured with talent as if it were new, 30 rows with
and 30 without (F1 on documents and unseen rows; 0.80 with all labels): left unknown 0.22; all base rows presumed no 0.00,
since the score's level follows the share; this 0.61 (docs/retraining.md, benchmarks/presuming.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np

from policyclf.fitting import FitOptions, fit
from policyclf.recipe import guess, key, rules_of
from policyclf.rows import LabelRow
from policyclf.rules import Rules
from policyclf.vectors import Vectors

_ROUGH = 20  # base rows for the rough model, for each example
_KEPT = 10  # and presumed not to carry the type: about the share that a type has in real text
_DOUBTFUL = 0.2  # of the base rows stay unknown


def presume(
    base: Sequence[LabelRow],
    added: Sequence[LabelRow],
    kinds: Iterable[str],
    rules: Rules,
    vectors: Vectors,
    options: FitOptions,
) -> list[LabelRow]:
    """The base rows, some of them with types of ``kinds`` presumed to be absent.

    ``kinds`` are unknown in all base rows. A kind that no added row carries is presumed nowhere.
    """
    found = list(base)
    taken = {key(row) for row in added}
    for kind in kinds:
        own = [row for row in added if kind not in row.unknown]
        examples = sum(kind in row.measures for row in own)
        free = [at for at, row in enumerate(base) if key(row) not in taken]
        free.sort(key=lambda at: sha256(f"{kind} {base[at].text}".encode()).digest())  # a sample that stays the same
        if not examples or not free:
            continue
        rough = [*own, *(_no(base[at], kind) for at in free[: _ROUGH * examples])]
        mine = rules_of(rules, (kind,))
        scores = guess(fit(rough, (kind,), mine, vectors, options), mine, [base[at].text for at in free]).scores[
            -1, :, 0
        ]
        plain = scores <= np.quantile(scores, 1 - _DOUBTFUL)
        for at in [at for at, fine in zip(free, plain, strict=True) if fine][: _KEPT * examples]:
            found[at] = replace(found[at], presumed=(*found[at].presumed, kind))
    return found


def _no(row: LabelRow, kind: str) -> LabelRow:
    """The row as one that says no to a type, and counts as much as any."""
    return replace(row, measures=(), unknown=tuple(name for name in row.unknown if name != kind))
