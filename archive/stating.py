"""What people state of articles, checked before it is kept: facts, tags, texts of notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archive import dates
from archive.article import Fact
from archive.errors import UsageError
from archive.schema import FACTS, FIELDS, Kind


def fact(setting: str, where: str, rule: str) -> Fact:
    """The fact that FIELD=VALUE states; `where` it stood, as "--set".

    Raises
    ------
    UsageError
        If there is no such field, or the value cannot be one of it.
    """
    field, equals, value = setting.partition("=")
    if not equals or field not in FACTS or not value.strip():
        raise UsageError(f"{where} needs FIELD=VALUE with a field of {', '.join(FACTS)}")
    value = utf8(where, value.strip())
    if FIELDS[field].kind is Kind.DATE:
        try:
            dates.span(value)
        except ValueError as error:
            raise UsageError(f"{where} {field}: {error}") from None
    return Fact(field, value, "edited", rule)


def check(
    facts: Sequence[Fact], unset: Sequence[str], setting: str = "--set", unsetting: str = "--unset"
) -> None:
    """Refuse an edit that changes nothing, or one field twice.

    Raises
    ------
    UsageError
    """
    if not facts and not unset:
        raise UsageError(f"nothing to change: give {setting} FIELD=VALUE or {unsetting} FIELD")
    for field in unset:
        if field not in FACTS:
            raise UsageError(f"{unsetting} needs a field of {', '.join(FACTS)}")
    for field, count in Counter([*(fact.field for fact in facts), *set(unset)]).items():
        if count > 1 and (field != "cites" or field in unset):
            raise UsageError(f"{field} can be set or unset once")


def name(where: str, value: str) -> str:
    """A name, as of a tag, with single spaces.

    Raises
    ------
    UsageError
        If it is empty.
    """
    squeezed = " ".join(value.split())
    if not squeezed:
        raise UsageError(f"{where} needs a name")
    return utf8(where, squeezed)


def text(where: str, value: str) -> str:
    """The text of a note.

    Raises
    ------
    UsageError
        If there is nothing in it.
    """
    if not value.strip():
        raise UsageError(f"{where} needs a word")
    return utf8(where, value.strip())


def utf8(where: str, value: str) -> str:
    """`value`, unless it holds bytes that are no UTF-8, as a shell can hand over.

    Raises
    ------
    UsageError
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UsageError(f"{where} needs UTF-8") from None
    return value
