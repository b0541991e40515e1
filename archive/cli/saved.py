"""`archive saved`: keep searches under a name, run them again, and let them give tags."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from archive.cli import _stating
from archive.cli._options import (
    as_json,
    by_recency,
    common,
    matching,
    open_archive,
    refuse_recent,
    sorting,
)

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.database.saved import Saved
    from archive.index import Sort
    from archive.query.parser import Match
    from archive.results.page import Page

# Articles that are reported as new at a time; the others are reported the next time.
NEW = 1_000


@click.group("saved")
@common
def command() -> None:
    """Keep searches under a name and run them again.

    `archive saved add NAME QUERY`, `list`, `run NAME`, `remove NAME`.
    """


@command.command("add")
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@sorting
@by_recency
@matching
@click.option(
    "--tag", metavar="NAME", help="Give this tag to what comes in from now on and matches."
)
@as_json
@common
def add(
    name: str,
    query: tuple[str, ...],
    sort: Sort,
    recent: int | None,
    match: Match,
    tag: str | None,
    as_json: bool,
) -> int:
    """Keep QUERY under NAME.

    With --tag it is a rule: at the end of each ingest, articles that have come to match get the
    tag, each once. What matches already is left as it is: `archive tag --query` is for that.
    """
    name = _stating.name("NAME", name)
    tag = _stating.name("--tag", tag) if tag is not None else ""
    refuse_recent(recent, sort)
    with open_archive(recent=recent) as archive:
        search = archive.save(
            name,
            " ".join(query),
            match=match,
            sort=sort,
            tag=tag,
            recent=archive.config.recent,
        )
    _draw_searches([search], as_json=as_json)
    return 0


@command.command("list")
@as_json
@common
def list_(as_json: bool) -> int:
    """List the saved searches. Ends with 1 if there are none."""
    from archive.cli._render import remark

    with open_archive() as archive:
        searches = archive.searches()
    _draw_searches(searches, as_json=as_json)
    if not searches and not as_json:
        remark("there is no saved search")
    return 0 if searches else 1


@command.command("run")
@click.argument("name")
@click.option("--new", is_flag=True, help="Only what it has not reported as new before.")
@click.option("-n", "--limit", type=click.IntRange(0), help="How many articles to show.")
@click.option("--offset", type=click.IntRange(0), help="How many to pass over; not with --new.")
@click.option("--ids", is_flag=True, help="Print only the ids.")
@as_json
@common
def run(
    name: str, new: bool, limit: int | None, offset: int | None, ids: bool, as_json: bool
) -> int:
    """Run the saved search NAME: a line for each article that it finds.

    With --new, each article is reported once, copies too, 1,000 at a time; what was not written out
    to its end is reported again. Ends with 1 if nothing was found.
    """
    if new and offset is not None:
        raise click.UsageError("--new has no --offset: what was reported is not reported again")
    name = _stating.name("NAME", name)
    with open_archive(limit=limit) as archive, _page(archive, name, new, limit, offset) as page:
        _draw(page, new, as_json=as_json, ids=ids)
    return 0 if page.total else 1


def _page(
    archive: Archive, name: str, new: bool, limit: int | None, offset: int | None
) -> AbstractContextManager[Page]:
    if new:
        return archive.reporting(name, NEW if limit is None else limit)
    return nullcontext(archive.run(name, limit=archive.config.limit, offset=offset or 0))


@command.command("remove")
@click.argument("name")
@as_json
@common
def remove(name: str, as_json: bool) -> int:
    """Remove the saved search NAME, and with it what it has reported. Tags stay."""
    from archive.cli._render import say, say_json

    name = _stating.name("NAME", name)
    with open_archive() as archive:
        archive.unsave(name)
    if as_json:
        say_json({"removed": name})
    else:
        say("1 removed")
    return 0


def _draw(page: Page, new: bool, *, as_json: bool, ids: bool) -> None:
    from archive.cli._lines import draw_lines
    from archive.cli._render import deliver, remark, say, say_json

    for warning in page.warnings:
        remark(f"warning: {warning}")
    if as_json:
        say_json(page.as_json())
    elif ids:
        for result in page.results:
            say(str(result.id))
    else:
        draw_lines(page)
    deliver()
    if not as_json and not ids:
        what = f"{page.total:,} {'new ' if new else ''}article{'' if page.total == 1 else 's'}"
        is_part = len(page.results) < page.total
        remark(f"{len(page.results):,} of {what}" if is_part else what)


def _draw_searches(searches: list[Saved], *, as_json: bool) -> None:
    from archive.cli._render import columns, cut, say, say_json, styled
    from archive.results.curated import saved_as_json

    if as_json:
        say_json({"saved": [saved_as_json(search) for search in searches]})
        return
    for search in searches:
        say(styled(cut(search.name, columns()), fg="cyan"))
        say(f"  {cut(search.query, columns() - 2)}")
        notes = [
            f"--match {search.match}" if search.match != "all" else "",
            f"--sort {search.sort}" if search.sort != "relevance" else "",
            f"--recent {search.recent}" if search.recent else "",
            f"{search.reported:,} reported" if search.reported else "",
            f"gives the tag {search.tag}" if search.tag else "",
        ]
        if known := ", ".join(filter(None, notes)):
            say(styled(f"  {cut(known, columns() - 2)}", dim=True))
