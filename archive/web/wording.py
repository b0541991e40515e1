"""Names, numbers and days in the language of the reader.

What is written here is English, and marked by `N_` so that it is found by whoever translates;
a page translates it when it is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

from archive import dates


def N_(text: str) -> str:  # noqa: N802  # the name by which texts to be translated are found
    """`text` itself, which is translated later."""
    return text


_ZONES = {
    "headline": N_("Headline"),
    "dateline": N_("Dateline"),
    "body": N_("Text"),
    "attribution": N_("Attribution"),
    "related": N_("Related link"),
    "caption": N_("Caption"),
    "byline": N_("Byline"),
    "closing": N_("Closing"),
    "residue": N_("Residue"),
}
# What the values of a closed set are called: kind → value → words.
LABELS: Mapping[str, Mapping[str, str]] = {
    "field": {
        "title": N_("Title"),
        "publisher": N_("Publisher"),
        "author": N_("Author"),
        "place": N_("Place"),
        "category": N_("Category"),
        "cites": N_("Source quoted"),
        "person": N_("Person"),
        "location": N_("Location"),
        "organisation": N_("Organisation"),
        "published": N_("Published"),
        "saved": N_("Saved elsewhere"),
        "language": N_("Language"),
        "url": N_("Address"),
        "tag": N_("Tag"),
        "note": N_("Note"),
        "year": N_("Year"),
        **_ZONES,
    },
    "zone": _ZONES,
    "basis": {
        "edited": N_("edited by hand"),
        "declared": N_("declared by the file"),
        "extracted": N_("extracted from the text"),
        "inferred": N_("inferred"),
    },
    "sort": {
        "relevance": N_("by relevance"),
        "newest": N_("newest first"),
        "oldest": N_("oldest first"),
        "added": N_("as they came in"),
    },
    "match": {"all": N_("all words"), "any": N_("any word")},
    "by": {"day": N_("day"), "week": N_("week"), "month": N_("month"), "year": N_("year")},
    "side": {
        "article": N_("by article"),
        "left": N_("by the words on the left"),
        "right": N_("by the words on the right"),
    },
    "state": {
        "waiting": N_("Waiting for its turn"),
        "running": N_("Being read"),
        "done": N_("Done"),
        "failed": N_("Failed"),
    },
    "outcome": {
        "added": N_("added"),
        "changed": N_("changed"),
        "same": N_("known already"),
        "copy": N_("copies of a known text"),
        "failed": N_("could not be read"),
    },
    "section": {
        "Words": N_("Words"),
        "Words together": N_("Words together"),
        "Words in their places": N_("Words in their places"),
        "Fields": N_("Fields"),
        "Days and numbers": N_("Days and numbers"),
    },
}


@cache
def locale_of(language: str) -> Locale:
    """How a language writes numbers and days."""
    return Locale.parse("en_GB" if language == "en" else language)


def number(value: float, language: str) -> str:
    """A count as it is written: 1,234 or 1.234."""
    return format_decimal(value, locale=locale_of(language))


def percent(value: float, language: str) -> str:
    """A share of 1 as it is written: 12.5%."""
    return format_percent(value, "#,##0.#%", locale=locale_of(language))


def day(stated: str | None, language: str) -> str:
    """A date at the precision it was given: 13 Sept 2023, September 2023, 2023."""
    try:
        first, _ = dates.span(stated or "")
    except ValueError:
        return stated or ""
    if len(stated or "") == len("2023"):
        return str(first.year)
    if len(stated or "") == len("2023-07"):
        return format_skeleton("yMMMM", first, locale=locale_of(language))
    return format_date(first, "d MMM y", locale=locale_of(language))


def moment(at: datetime | str, language: str) -> str:
    """A moment in UTC, also as JSON has it, to the minute."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    return format_datetime(at, "d MMM y, HH:mm 'UTC'", locale=locale_of(language))


def period(first: date, by: str, language: str) -> str:
    """A period that begins on `first`: 2023, Jul 2023, 10 Jul 2023."""
    if by == "year":
        return str(first.year)
    pattern = "MMM y" if by == "month" else "d MMM y"
    return format_date(first, pattern, locale=locale_of(language))


def tongue(code: str | None, language: str) -> str:
    """What a language is called: id → Indonesian."""
    return str(locale_of(language).languages.get(code or "", code or ""))
