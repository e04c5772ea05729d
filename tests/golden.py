"""The golden files of the five pages: every unit with its article, kind and regions. Run to write them anew."""

from __future__ import annotations

from pathlib import Path

from policyclf.regions import attribute
from policyclf.sentences import split

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "seeds").glob("*.txt"))


def golden_file(page: Path) -> Path:
    """Where a page's golden file is."""
    return ROOT / "tests" / "golden_pages" / f"{page.stem}.tsv"


def render(page: Path) -> str:
    """One line a unit: article, kind, cut, basis, regions, text."""
    document = split(page.read_bytes().decode(), page.name)
    lines = ["article\tkind\tcut\tbasis\tregions\ttext"]
    for s, a in zip(document.sentences, attribute(document.sentences, name=page.name), strict=True):
        regions = ";".join(region.path for region in a.regions)
        lines.append(f"{s.article}\t{s.kind}\t{s.cut}\t{a.basis}\t{regions}\t{s.text}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for each in PAGES:
        golden_file(each).write_text(render(each), encoding="utf-8")
