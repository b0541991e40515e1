"""`archive ingest`: read files and folders, store and index what they hold."""

from __future__ import annotations

import time

import click

from archive.cli import _stating
from archive.cli._options import as_json, common, open_archive


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes that prepare articles; by default other cores help where there are many.",
)
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="Give every article this tag.")
@click.option(
    "--set", "settings", multiple=True, metavar="FIELD=VALUE", help="State a fact of every article."
)
@click.option("--format", metavar="NAME", help="Read everything as this format: text, csv, ….")
@click.option(
    "--map", "columns", metavar="FIELD=COLUMN,…", help="What columns of tables mean: text=isi."
)
@click.option("--hidden", is_flag=True, help="Also read names with a leading dot.")
@click.option("--max-file-size", type=int, metavar="BYTES", help="Largest article that is read.")
@as_json
@common
def command(
    paths: tuple[str, ...],
    dry_run: bool,
    jobs: int | None,
    tags: tuple[str, ...],
    settings: tuple[str, ...],
    format: str | None,
    columns: str | None,
    hidden: bool,
    max_file_size: int | None,
    as_json: bool,
) -> int:
    """Store the articles in files and folders (`-`: standard input), and index them.

    Running it again adds nothing twice. Ends with 1 if something could not be read; each is
    named with its reason, and the rest is stored.
    """
    from archive.cli._report import Report
    from archive.ingest import Options, Summary, ingest

    options = Options(
        facts=tuple(_stating.fact(setting, "ingest --set") for setting in settings),
        tags=tuple(_stating.name("--tag", tag) for tag in tags),
        format=_format(format),
        columns=_stating.columns(columns),
        hidden=hidden,
        jobs=jobs,
        dry_run=dry_run,
    )
    began = time.monotonic()
    summary = Summary()
    report = Report(as_json, summary)
    try:
        with open_archive(max_file_size=max_file_size) as archive:
            for outcome in ingest(archive, paths, options):
                report.add(outcome)
    except BrokenPipeError:
        raise  # nobody listens
    except BaseException:
        if summary.total:  # what was done before it ended
            report.close(time.monotonic() - began, is_rehearsed=dry_run)
        raise
    report.close(time.monotonic() - began, is_rehearsed=dry_run)
    return 1 if summary.counts["failed"] else 0


def _format(name: str | None) -> str | None:
    from archive.ingest.readers import formats

    if name is not None and name not in formats():
        raise click.UsageError(f"there is no format {name!r} (there are: {', '.join(formats())})")
    return name
