"""`archive import`: the articles of an export, as they were in the archive they come from."""

from __future__ import annotations

import time

import click

from archive.cli._options import as_json, common, open_archive


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(dir_okay=False, allow_dash=True),
)
@click.option("--keep-ids", is_flag=True, help="Keep ids also in an archive that is not new.")
@as_json
@common
def command(files: tuple[str, ...], keep_ids: bool, as_json: bool) -> int:
    """Bring in the articles that `archive export --format jsonl` wrote (`-`: standard input).

    With all versions, facts, sightings, tags and original bytes; to do it again adds nothing. What
    is here already gets what it lacks. In a new archive every article keeps its id. Ends with 1 if
    a line could not be read; each is named with its reason, and the rest comes in.
    """
    from archive.cli._report import Report
    from archive.ingest.importing import bring
    from archive.ingest.outcome import Summary

    began = time.monotonic()
    summary = Summary()
    report = Report(as_json, summary)
    try:
        with open_archive() as archive:
            for outcome in bring(archive, files, keep_ids=keep_ids):
                report.add(outcome)
    except BrokenPipeError:
        raise  # nobody listens
    except BaseException:
        if summary.total:  # what was done before it ended
            report.close(time.monotonic() - began)
        raise
    report.close(time.monotonic() - began)
    return 1 if summary.counts["failed"] else 0
