"""`archive ingest`: read files and folders, store and index what they hold."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, open_archive

if TYPE_CHECKING:
    from archive.article import Fact


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
@click.option("--format", metavar="NAME", help="Read everything as this format: text, jsonl.")
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
        facts=tuple(_fact(setting) for setting in settings),
        tags=tuple(_tag(tag) for tag in tags),
        format=_format(format),
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


def _fact(setting: str) -> Fact:
    from archive import dates
    from archive.article import Fact
    from archive.schema import FACTS

    field, equals, value = setting.partition("=")
    if not equals or field not in FACTS or not value.strip():
        raise click.UsageError(f"--set needs FIELD=VALUE with a field of {', '.join(FACTS)}")
    value = _utf8("--set", value.strip())
    if field == "published":
        try:
            dates.span(value)
        except ValueError as error:
            raise click.UsageError(f"--set published: {error}") from None
    return Fact(field, value, "edited", "ingest --set")


def _tag(tag: str) -> str:
    name = " ".join(tag.split())
    if not name:
        raise click.UsageError("--tag needs a name")
    return _utf8("--tag", name)


def _utf8(option: str, value: str) -> str:
    """`value`, unless the shell handed over bytes that are no UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.UsageError(f"{option} needs UTF-8") from None
    return value


def _format(name: str | None) -> str | None:
    from archive.ingest.readers import formats

    if name is not None and name not in formats():
        raise click.UsageError(f"there is no format {name!r} (there are: {', '.join(formats())})")
    return name
