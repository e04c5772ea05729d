"""``policyclf regions``: what a place name may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policyclf.cli import options

if TYPE_CHECKING:
    from policyclf.document import Region
    from policyclf.regions import Gazetteer

_KINDS = {
    "zh": {"full": "全称", "short": "简称", "alias": "别称", "former": "旧称", "zone": "功能区"},
    "en": {"full": "full name", "short": "short name", "alias": "alias", "former": "former name", "zone": "zone"},
}


@click.command(epilog="Example:  policyclf regions 鼓楼区")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--year", type=click.IntRange(1980, 2100), help="Show what the division was called in that year as well.")
@options.lang
@options.fails_in_one_line
def regions(names: tuple[str, ...], year: int | None, lang: str) -> None:
    """Look up place names: every division a name may mean, with code, level and history."""
    from policyclf.errors import OptionError
    from policyclf.regions import Gazetteer
    from policyclf.regions.recognize import Recognizer

    table = Gazetteer.load()
    unknown: list[str] = []
    for name in names:
        entries = table.lookup(name)
        for entry in entries:
            kind = _KINDS[lang][entry.kind]
            ended = "" if not entry.until else f"（{entry.until}年前）" if lang == "zh" else f" (until {entry.until})"
            code = f" ({entry.code})" if entry.code != entry.region.code else ""
            line = f"{name}\t{entry.region.path}\t{entry.region.code}{code}\t{entry.region.level}\t{kind}{ended}"
            click.echo(line + _then(table, entry.region, year))
        found = () if entries else table.find(name)
        if not entries and not found:  # 襄阳市樊城区, as texts write it
            hits = Recognizer.of(table).find(name)
            found = hits[0].regions if len(hits) == 1 and hits[0].text == name else ()
        for region in found:
            click.echo(f"{name}\t{region.path}\t{region.code}\t{region.level}\t" + _then(table, region, year))
        if not entries and not found:
            unknown.append(name)
    if unknown:
        what = (
            "is the name of no division in the table" if len(unknown) == 1 else "are names of no division in the table"
        )
        raise OptionError("、".join(unknown), what, "try full names, paths or codes")


def _then(table: Gazetteer, region: Region, year: int | None) -> str:
    """A further column: path and code of that year; empty without a year."""
    if year is None:
        return ""
    then = table.then(region, year)
    return f"\t{year}\t{then.path}\t{then.code}"
