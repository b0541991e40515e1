"""`archive similar`: articles about the same as one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.results.page import Result


@click.command("similar")
@click.argument("id", type=click.IntRange(1))
@click.option("-n", "--limit", type=click.IntRange(0), help="How many to show.")
@click.option("--ids", is_flag=True, help="Print only the ids.")
@as_json
@common
def command(id: int, limit: int | None, ids: bool, as_json: bool) -> int:
    """Find articles that share the words that tell what the article ID is about.

    Copies of it are left out: `archive copies` lists them. Ends with 1 if nothing was found.
    """
    from archive.cli._render import complain, remark, say, say_json

    with open_archive(limit=limit) as archive:
        page = archive.similar(id, archive.config.limit)
    if page is None:
        complain(f"there is no article {id}")
        return 1
    for warning in page.warnings:
        remark(f"warning: {warning}")
    if as_json:
        say_json(page.as_json())
    else:
        for result in page.results:
            say(str(result.id)) if ids else _draw(result)
    if not page.total:
        remark(f"no article is similar to {id}")
    return 0 if page.total else 1


def _draw(result: Result) -> None:
    from archive.cli._render import columns, cut, one_line, say, styled

    room = columns() - 7
    say(f"{styled(f'{result.id:>5}', fg='cyan')}  {cut(result.title or '(no title)', room)}")
    known = " · ".join(one_line(fact) for fact in (result.publisher, result.published) if fact)
    if known:
        say(" " * 7 + styled(cut(known, room), dim=True))
