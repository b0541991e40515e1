"""`archive facets`: how many of the articles have each value of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, narrowing, open_archive

if TYPE_CHECKING:
    from archive.results.facets import Facet


@click.command("facets")
@click.argument("query", nargs=-1)
@click.argument("field")
@click.option("-n", "--limit", type=click.IntRange(0), help="How many values to show; else all.")
@narrowing
@as_json
@common
def command(
    query: tuple[str, ...],
    field: str,
    limit: int | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
) -> int:
    """Count the values of FIELD among the articles that QUERY matches, or all of them.

    An article counts once, but for each of its tags, of the sources that it cites and of whom and
    what it names. With --include FIELD=VALUE a value that is listed here is searched for. Ends with
    1 if there is none.
    """
    from archive.cli._asking import asked
    from archive.cli._render import say_json

    with open_archive() as archive:
        found = archive.facets(asked(archive, query, include, exclude), field)
    if as_json:
        say_json(found.as_json(limit))
    else:
        _draw(found, limit)
    return 0 if found.buckets else 1


def _draw(found: Facet, limit: int | None) -> None:
    """A line for each value: count, share of the articles, value; a bar where there is room."""
    from archive.cli._bars import bar
    from archive.cli._render import columns, cut, remark, say, styled, width

    shown = found.buckets[:limit]
    values = [cut(bucket.value, columns() - 19) for bucket in shown]
    widest = max(map(width, values), default=0)
    room = columns() - 19 - widest - 2
    most = max((bucket.count for bucket in shown), default=1)
    for bucket, value in zip(shown, values, strict=True):
        drawn = bar(bucket.count / most, room) if room > 5 else ""
        space = " " * (widest - width(value) + 2)
        line = f"{bucket.count:>8,} {100 * bucket.count / found.total:>6.1f} %  {value}"
        say(f"{line}{space}{styled(drawn, fg='blue')}" if drawn else line)
    remark(
        f"{len(shown):,} of {len(found.buckets):,} values of {found.field}; {found.without:,} of "
        f"{found.total:,} articles have none"
    )
