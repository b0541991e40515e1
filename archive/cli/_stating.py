"""What people state on the command line: facts, tags and texts, each checked before it is kept."""

from __future__ import annotations

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
    from archive import dates
    from archive.article import Fact
    from archive.schema import FACTS, FIELDS, Kind

    field, equals, value = setting.partition("=")
    if not equals or field not in FACTS or not value.strip():
        raise click.UsageError(f"--set needs FIELD=VALUE with a field of {', '.join(FACTS)}")
    value = utf8("--set", value.strip())
    if FIELDS[field].kind is Kind.DATE:
        try:
            dates.span(value)
        except ValueError as error:
            raise click.UsageError(f"--set {field}: {error}") from None
    return Fact(field, value, "edited", rule)


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


def name(option: str, value: str) -> str:
    """A name, as of a tag, with single spaces.

    Raises
    ------
    click.UsageError
        If it is empty.
    """
    squeezed = " ".join(value.split())
    if not squeezed:
        raise click.UsageError(f"{option} needs a name")
    return utf8(option, squeezed)


def utf8(option: str, value: str) -> str:
    """`value`, unless the shell handed over bytes that are no UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.UsageError(f"{option} needs UTF-8") from None
    return value
