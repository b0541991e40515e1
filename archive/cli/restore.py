"""`archive restore`: a backup becomes an archive again."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli._options import as_json, common, load_config


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@common
def command(file: Path, as_json: bool) -> int:
    """Put the archive in FILE, which `archive backup` made, into an empty home, and index it."""
    from archive.archive import Archive
    from archive.cli._progress import indexing
    from archive.cli._render import one_line, say, say_json

    with Archive.restore(load_config(), file.absolute(), indexing("restoring")) as archive:
        archive.sync()
        articles = archive.totals()["articles"]
        home = str(archive.config.home)
    if as_json:
        say_json({"home": home, "articles": articles})
    else:
        say(f"{articles:,} articles restored into {one_line(home)}")
    return 0
