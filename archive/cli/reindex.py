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

    It is rarely needed: an index that is missing, damaged, outdated or of another archive is
    rebuilt by itself. Searches go on in the old one until the new one is complete.
    """
    from archive.cli._render import say, say_json
    from archive.crew import Crew

    began = time.monotonic()
    with open_archive() as archive, Crew.of(None) as crew:
        count = archive.reindex(crew)
    seconds = time.monotonic() - began
    if as_json:
        say_json({"articles": count, "seconds": round(seconds, 3)})
    else:
        say(f"{count:,} articles indexed in {seconds:.1f} s")
    return 0
