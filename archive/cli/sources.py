"""`archive sources`: whom the articles name as their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.results.sources import By, Source


@click.command("sources")
@click.argument("query", nargs=-1)
@click.option("-n", "--limit", type=click.IntRange(0), default=20, help="How many to show.")
@click.option("--by", type=click.Choice(["publisher", "month"]), help="Also count by this.")
@as_json
@common
def command(query: tuple[str, ...], limit: int, by: By | None, as_json: bool) -> int:
    """Rank the sources that the articles matching QUERY, or all of them, name.

    An article counts once for each outlet, agency or site that it quotes. Ends with 1 if there
    are none.
    """
    from archive.cli._render import say_json

    with open_archive() as archive:
        sources = archive.sources(" ".join(query) or None, by)
    if as_json:
        say_json({"total": len(sources), "sources": [one.as_json() for one in sources[:limit]]})
    else:
        _draw(sources, limit)
    return 0 if sources else 1


def _draw(sources: list[Source], limit: int) -> None:
    from archive.cli._render import columns, cut, remark, say, styled

    for source in sources[:limit]:
        say(f"{source.articles:>8,}  {styled(cut(source.name, columns() - 10), bold=True)}")
        for value, count in source.groups:
            say(f"{'':>8}  {count:>7,}  {cut(value, columns() - 19)}")
    shown = min(limit, len(sources))
    remark(f"{shown:,} of {len(sources):,} sources")
