"""What people state on the command line: facts, tags and texts, each checked before it is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archive.article import Fact


def fact(setting: str, rule: str) -> Fact:
    """The fact that `--set FIELD=VALUE` states.

    Raises
    ------
    click.UsageError
        If there is no such field, or the value cannot be one of it.
    """
    from archive import stating

    with _refusing():
        return stating.fact(setting, "--set", rule)


def check(facts: Sequence[Fact], unset: Sequence[str]) -> None:
    """Refuse an edit that changes nothing, or one field twice.

    Raises
    ------
    click.UsageError
    """
    from archive import stating

    with _refusing():
        stating.check(facts, unset)


def columns(mapping: str | None) -> tuple[tuple[str, str], ...]:
    """Pairs of field, or "text", and column, that `--map FIELD=COLUMN,…` states.

    Raises
    ------
    click.UsageError
        If there is no such field, or it is stated twice.
    """
    from archive.ingest.declared import FACTS

    pairs: dict[str, str] = {}
    for part in mapping.split(",") if mapping else ():
        field, _, column = part.strip().partition("=")
        column = utf8("--map", column.strip().lower())
        if field not in {"text", *FACTS} or not column or field in pairs:
            fields = ", ".join(("text", *FACTS))
            raise click.UsageError(f"--map needs FIELD=COLUMN,… with fields of {fields}, each once")
        pairs[field] = column
    return tuple(pairs.items())


def moment(since: str | None, newer: str | None) -> int | None:
    """Nanoseconds since 1970, from which on `--since DATE --newer FILE` has files be modified.

    A day begins where this machine is; None where neither says anything.

    Raises
    ------
    click.UsageError
        If `since` is no date, or nothing can be said of the file `newer`.
    """
    moments = []
    if since is not None:
        moments.append(_beginning(since))
    if newer is not None:
        try:
            moments.append(os.stat(newer).st_mtime_ns + 1)
        except OSError as error:
            raise click.UsageError(f"--newer: {newer}: {error.strerror}") from error
    return max(moments, default=None)


def _beginning(since: str) -> int:
    from datetime import date, datetime, time

    from archive import dates

    try:
        day = dates.read_range(f">={since}")[0]
        if isinstance(day, dates.Relative):
            day = day.on(date.today())  # files are dated where they are
        assert day is not None
        return int(datetime.combine(day, time()).timestamp()) * 1_000_000_000
    except (ValueError, OverflowError) as error:
        raise click.UsageError(f"--since: {error}") from None


def name(option: str, value: str) -> str:
    """A name, as of a tag, with single spaces.

    Raises
    ------
    click.UsageError
        If it is empty.
    """
    from archive import stating

    with _refusing():
        return stating.name(option, value)


def text(option: str, value: str) -> str:
    """The text of a note.

    Raises
    ------
    click.UsageError
        If there is nothing in it.
    """
    from archive import stating

    with _refusing():
        return stating.text(option, value)


def utf8(option: str, value: str) -> str:
    """`value`, unless the shell handed over bytes that are no UTF-8."""
    from archive import stating

    with _refusing():
        return stating.utf8(option, value)


@contextmanager
def _refusing() -> Iterator[None]:
    """Inside, what is refused is told with the usage of the command."""
    from archive.errors import UsageError

    try:
        yield
    except UsageError as error:
        raise click.UsageError(str(error)) from None
