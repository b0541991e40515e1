"""`archive list`: the articles, newest first, one line each."""

from __future__ import annotations

import click

from archive.cli._options import as_json, common, open_archive


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
    query: tuple[str, ...], limit: int, offset: int, sort: str, ids: bool, as_json: bool
) -> int:
    """List the articles that QUERY matches, or all of them, newest first.

    Ends with 1 if there are none.
    """
    from archive.cli._render import columns, cut, remark, say, say_json, styled

    with open_archive() as archive:
        page = archive.search(
            " ".join(query) or None,
            limit=limit,
            offset=offset,
            sort=sort,  # type: ignore[arg-type]  # click has checked the choice
        )
    if as_json:
        say_json(page.as_json())
        return 0 if page.total else 1
    for result in page.results:
        if ids:
            say(str(result.id))
            continue
        id = styled(f"{result.id:>5}", fg="cyan")
        publisher = cut(result.publisher or "", 18)
        title = cut(result.title or "(no title)", columns() - 39)
        say(f"{id}  {result.published or '':<10}  {publisher:<18}  {title}")
    if not ids:
        remark(f"{len(page.results):,} of {page.total:,} articles")
    return 0 if page.total else 1
