"""`archive list`: the articles, newest first, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.index import Sort


@click.command("list")
@click.argument("query", nargs=-1)
@click.option("-n", "--limit", type=click.IntRange(0), default=50, help="How many to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over.")
@click.option(
    "--sort",
    type=click.Choice(["newest", "oldest", "added", "relevance"]),
    default="newest",
    help="The order.",
)
@click.option("--ids", is_flag=True, help="Print only the ids.")
@as_json
@common
def command(
    query: tuple[str, ...], limit: int, offset: int, sort: Sort, ids: bool, as_json: bool
) -> int:
    """List the articles that QUERY matches, or all of them, newest first.

    Ends with 1 if there are none.
    """
    from archive.cli._lines import draw_lines
    from archive.cli._render import remark, say, say_json

    with open_archive() as archive:
        page = archive.search(
            " ".join(query) or None,
            limit=limit,
            offset=offset,
            sort=sort,
        )
    if as_json:
        say_json(page.as_json())
    elif ids:
        for result in page.results:
            say(str(result.id))
    else:
        draw_lines(page)
        remark(f"{len(page.results):,} of {page.total:,} articles")
        for suggestion in page.suggestions:
            remark(str(suggestion))
    return 0 if page.total else 1
