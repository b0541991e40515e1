"""The options that say what is read, and how: those of `ingest` and `watch`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.cli import _stating

if TYPE_CHECKING:
    from archive.ingest import Options

F = TypeVar("F", bound=Callable[..., Any])


def reading(command: F) -> F:
    """Add them all."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        help="Processes that prepare articles; by default other cores help where there are many.",
    ),
    click.option(
        "--tag", "tags", multiple=True, metavar="NAME", help="Give every article this tag."
    ),
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="FIELD=VALUE",
        help="State a fact of every article.",
    ),
    click.option("--format", metavar="NAME", help="Read everything as this format: text, csv, …."),
    click.option(
        "--map", "columns", metavar="FIELD=COLUMN,…", help="What columns of tables mean: text=isi."
    ),
    click.option("--hidden", is_flag=True, help="Also read names with a leading dot."),
    click.option(
        "--max-file-size", type=int, metavar="BYTES", help="Largest article that is read."
    ),
    click.option(
        "--since",
        metavar="DATE",
        help="Only files modified since then: 2023-07-15, today, -7d (days ago), -1m.",
    ),
    click.option(
        "--newer",
        metavar="FILE",
        type=click.Path(exists=True),
        help="Only files modified after FILE was.",
    ),
    click.option("--reread", is_flag=True, help="Read also files that are known and unchanged."),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was given for these options.

    Raises
    ------
    click.UsageError
        From its methods, where a value has no meaning.
    """

    jobs: int | None
    tags: tuple[str, ...]
    settings: tuple[str, ...]
    format: str | None
    columns: str | None
    hidden: bool
    max_file_size: int | None
    since: str | None
    newer: str | None
    reread: bool

    def options(self, command: str, *, is_dry: bool = False) -> Options:
        """What `command` asks of an ingest."""
        from archive.ingest import Options

        rule = f"{command} --set"
        return Options(
            facts=tuple(_stating.fact(setting, rule) for setting in self.settings),
            tags=tuple(_stating.name("--tag", tag) for tag in self.tags),
            format=_format(self.format),
            columns=_stating.columns(self.columns),
            hidden=self.hidden,
            jobs=self.jobs,
            dry_run=is_dry,
            since=_stating.moment(self.since, self.newer),
            reread=self.reread,
        )


def _format(name: str | None) -> str | None:
    from archive.ingest.readers import formats

    if name is not None and name not in formats():
        raise click.UsageError(f"there is no format {name!r} (there are: {', '.join(formats())})")
    return name
