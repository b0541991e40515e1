"""`archive backup`: the whole archive in one file."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli._options import as_json, common, open_archive


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@as_json
@common
def command(file: Path, force: bool, as_json: bool) -> int:
    """Copy the whole archive into FILE, also while others ingest and search.

    It holds one moment of the archive, checked and on the disk before it gets its name. The index
    is not in it: it can be built from the rest. `archive restore` puts it into an empty home.
    """
    from archive.cli._progress import indexing
    from archive.cli._render import one_line, say, say_json

    target = file.absolute()
    if target.exists() and not force:
        raise click.UsageError(f"{one_line(str(file))} is there already (--force replaces it)")
    with open_archive() as archive:
        size = archive.backup(target, indexing("pages copied"))
    if as_json:
        say_json({"file": str(target), "bytes": size})
    else:
        say(f"{size / 1e6:,.1f} MB in {one_line(str(file))}")
    return 0
