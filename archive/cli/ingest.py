"""`archive ingest`: read files and folders, store and index what they hold."""

from __future__ import annotations

import time
from typing import Any

import click

from archive.cli._options import as_json, common, open_archive
from archive.cli._reading import Reading, reading


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@reading
@as_json
@common
def command(paths: tuple[str, ...], dry_run: bool, as_json: bool, **given: Any) -> int:
    """Store the articles in files and folders (`-`: standard input), and index them.

    Running it again adds nothing twice, and does not read what was read before and is as it was.
    Ends with 1 if something could not be read; each is named with its reason, and the rest is
    stored.
    """
    from archive.cli._report import Report
    from archive.ingest import Course, Summary, ingest

    asked = Reading(**given)
    options = asked.options("ingest", is_dry=dry_run)
    began = time.monotonic()
    summary, course = Summary(), Course()
    report = Report(as_json, summary, course)
    try:
        with (
            open_archive(max_file_size=asked.max_file_size) as archive,
            report.counting(paths, options.hidden),
        ):
            for outcome in ingest(archive, paths, options, course):
                report.add(outcome)
    except BrokenPipeError:
        raise  # nobody listens
    except BaseException:
        if summary.total:  # what was done before it ended
            report.close(time.monotonic() - began, is_rehearsed=dry_run)
        raise
    report.close(time.monotonic() - began, is_rehearsed=dry_run)
    return 1 if summary.counts["failed"] else 0
