"""`archive remove`: take articles out of the archive."""

from __future__ import annotations

import sys

import click

from archive.cli._options import as_json, common, open_archive


@click.command("remove")
@click.argument("ids", nargs=-1, required=True, type=click.IntRange(1), metavar="ID...")
@click.option("-y", "--yes", is_flag=True, help="Do not ask on a terminal.")
@as_json
@common
def command(ids: tuple[int, ...], yes: bool, as_json: bool) -> int:
    """Remove articles with their originals, versions, sightings, facts and tags.

    They can no longer be found from then on. Their files are not touched, and ingesting one again
    adds it again. Ends with 1 if one of them was not there.
    """
    from archive.cli._render import complain, say, say_json
    from archive.results.curated import removed_as_json

    if not yes and sys.stdin.isatty():
        click.confirm(f"Remove {len(ids)} article{'' if len(ids) == 1 else 's'}?", abort=True)
    with open_archive() as archive:
        removed = archive.remove(ids)
    answer = removed_as_json(ids, removed)
    if as_json:
        say_json(answer)
    else:
        say(f"{len(removed)} removed")
        for id in answer["missing"]:
            complain(f"there is no article {id}")
    return 1 if answer["missing"] else 0
