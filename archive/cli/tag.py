"""`archive tag`: give tags to articles, take them away, count them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from archive.cli import _stating
from archive.cli._options import as_json, common, matching, open_archive

if TYPE_CHECKING:
    from archive.query.parser import Match


@click.command("tag")
@click.argument("ids", nargs=-1, type=click.IntRange(1), metavar="[ID]...")
@click.option("--query", metavar="QUERY", help="All articles that QUERY finds, instead of IDs.")
@matching
@click.option("--add", multiple=True, metavar="NAME", help="Give them this tag.")
@click.option("--remove", multiple=True, metavar="NAME", help="Take this tag from them.")
@as_json
@common
def command(
    ids: tuple[int, ...],
    query: str | None,
    match: Match,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    as_json: bool,
) -> int:
    """Give articles tags, or take tags from them, and say how many changed.

    Without --add and --remove: list the tags that they have, or that there are, with the number of
    articles. Ends with 1 if there is no such article.
    """
    added = [_stating.name("--add", name) for name in add]
    removed = [_stating.name("--remove", name) for name in remove]
    if ids and query is not None:
        raise click.UsageError("either IDs or --query")
    if (added or removed) and not ids and query is None:
        raise click.UsageError("--add and --remove need IDs or --query")
    if both := set(added) & set(removed):
        raise click.UsageError(f"{min(both)!r} both added and removed")
    with open_archive() as archive:
        missing = [id for id in dict.fromkeys(ids) if archive.get(id) is None]
        there = [id for id in dict.fromkeys(ids) if id not in missing]
        if query is not None:
            there = archive.ids(query, match)
        if not added and not removed:
            is_all = not ids and query is None
            _list(archive.tags(None if is_all else there), as_json=as_json)
        else:
            changed = archive.tag(there, add=added, remove=removed)
            _tell(len(there), changed, missing, as_json=as_json)
    _complain_of(missing, query if not there else None)
    return 1 if missing or (query is not None and not there) else 0


def _list(counts: Mapping[str, int], *, as_json: bool) -> None:
    from archive.cli._render import columns, cut, remark, say, say_json
    from archive.results.curated import tags_as_json

    listed = tags_as_json(counts)
    if as_json:
        say_json(listed)
        return
    for tag in listed["tags"]:
        say(f"{tag['count']:>8,}  {cut(tag['name'], columns() - 10)}")
    if not counts:
        remark("there is no tag")


def _tell(found: int, changed: list[int], missing: list[int], *, as_json: bool) -> None:
    from archive.cli._render import say, say_json
    from archive.results.curated import tagged_as_json

    if as_json:
        say_json(tagged_as_json(found, changed, missing))
    else:
        say(f"{len(changed):,} of {found:,} article{'' if found == 1 else 's'} changed")


def _complain_of(missing: list[int], query: str | None) -> None:
    from archive.cli._render import complain, remark

    for id in missing:
        complain(f"there is no article {id}")
    if query is not None:
        remark(f"nothing found for {query}")
