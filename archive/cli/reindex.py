"""`archive reindex`: build the search index anew from the database."""

from __future__ import annotations

import time

import click

from archive.cli._options import as_json, common, open_archive


@click.command("reindex")
@as_json
@common
def command(as_json: bool) -> int:
    """Build the search index anew from the database.

    A missing, outdated or foreign index, or one that does not open, is rebuilt by itself; damage
    inside a file that still opens is not noticed yet, and this mends it.
    """
    from archive.cli._render import say, say_json

    began = time.monotonic()
    with open_archive() as archive:
        count = archive.reindex()
    seconds = time.monotonic() - began
    if as_json:
        say_json({"articles": count, "seconds": round(seconds, 3)})
    else:
        say(f"{count:,} articles indexed in {seconds:.1f} s")
    return 0
