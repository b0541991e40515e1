"""Options that all commands share, and the archive that they open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.config import Config

F = TypeVar("F", bound=Callable[..., Any])


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep a shared option, whether it stood before or after the command's name."""
    if value is not None:
        context.ensure_object(dict)[parameter.name] = value


def common(command: F) -> F:
    """Add --home, --wait and --debug."""
    shared = (
        click.option(
            "--home",
            metavar="PATH",
            expose_value=False,
            callback=_remember,
            help="The archive's folder (default: ARCHIVE_HOME or the system's data folder).",
        ),
        click.option(
            "--wait",
            type=float,
            metavar="SECONDS",
            expose_value=False,
            callback=_remember,
            help="How long to wait for another process that is writing.",
        ),
        click.option(
            "--debug", is_flag=True, expose_value=False, help="Show tracebacks and log messages."
        ),
    )
    for option in shared:
        command = option(command)
    return command


def as_json(command: F) -> F:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(command)


def sorting(command: F) -> F:
    """Add --sort."""
    return click.option(
        "--sort",
        type=click.Choice(["relevance", "newest", "oldest", "added"]),
        default="relevance",
        help="The order of the hits.",
    )(command)


def matching(command: F) -> F:
    """Add --match."""
    return click.option(
        "--match",
        type=click.Choice(["all", "any"]),
        default="all",
        help="Whether all words of QUERY side by side must be there, or any.",
    )(command)


def folding(command: F) -> F:
    """Add --copies."""
    return click.option(
        "--copies",
        type=click.Choice(["fold", "all"]),
        default="fold",
        help="Show one hit for all copies of an article, or all of them.",
    )(command)


def narrowing(command: F) -> F:
    """Add --include and --exclude."""
    for name, about in (
        ("exclude", "Leave out articles with this value of a facet. Can be given again."),
        (
            "include",
            "Only articles with this value of a facet, the whole of it. Of several of "
            "one field any will do.",
        ),
    ):
        option = click.option(f"--{name}", multiple=True, metavar="FIELD=VALUE", help=about)
        command = option(command)
    return command


def by_recency(command: F) -> F:
    """Add --recent."""
    return click.option(
        "--recent",
        type=click.IntRange(0),
        metavar="DAYS",
        help="By relevance, an article that is so many days old counts half; 0: age does not "
        "matter.",
    )(command)


def refuse_recent(recent: int | None, sort: str) -> None:
    """Refuse an age that would not matter in the order that is asked for.

    Raises
    ------
    click.UsageError
    """
    if recent and sort != "relevance":
        raise click.UsageError(f"--recent is part of the order by relevance, not of --sort {sort}")


def load_config(**flags: object) -> Config:
    """The settings of this run: the shared options and `flags` above everything else."""
    from archive import config

    context = click.get_current_context()
    return config.load({**context.ensure_object(dict), **flags})


def open_archive(doing: str = "indexing", **flags: object) -> Archive:
    """The archive that this run is about, which shows how far it is on a terminal."""
    from archive.archive import Archive
    from archive.cli._progress import indexing

    return Archive.open(load_config(**flags), indexing(doing))
