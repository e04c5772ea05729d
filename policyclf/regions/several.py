"""What a word for several (两地, 上述三市) means beside the names of its own sentence."""

from __future__ import annotations

from collections.abc import Sequence

from policyclf.document import Region
from policyclf.regions.discourse import says
from policyclf.regions.hits import related
from policyclf.regions.lists import summed
from policyclf.regions.memory import Memory
from policyclf.regions.refer import Reference
from policyclf.regions.roles import Part


def several(
    text: str,
    reference: Reference,
    parts: Sequence[Part],
    counted: Sequence[Part],
    memory: Memory,
    section: tuple[Region, ...],
) -> tuple[Region, ...]:
    """The regions that the word means; empty where its sentence tells of those that it names.

    ``parts``: the names of the sentence, ``counted``: those that act in it, ``section``: what its section speaks of.
    """
    # 在来凤县与龙山县交界处，两县共建…: the names before it are what it sums up.
    many = group = summed(reference, parts, section)
    if not many:
        group = memory.meant(reference, parts, ())
        # 两区启动园区二期，鄞州国资出资4亿元: one of the two by name, and both all the same.
        both = all(p.name.region in group and p.name.hit.start > reference.mention.start for p in counted)
        said = all(says(text, p.name.hit.end) for p in counted)  # 市农业农村局介绍，三地…
        many = group if both or said or not any(p.role == "subject" for p in counted) else ()
    home = memory.home
    if home is None:
        return many
    partners = [p for p in parts if p.role == "partner" and p.acts]
    if many and {p.name.region for p in partners} == set(many):
        return (home, *many)  # 示范区与眉县、大荔县共建试验站，两县提供用地
    beside = [p.name.region for p in counted if p.name.region and not related(p.name.region, home)]
    if not group and len(counted) == len(beside) == 1 and reference.size == 2:
        return (home, *beside)  # 两地互派干部，常州市落实资金: the home and the one it works with
    return many
