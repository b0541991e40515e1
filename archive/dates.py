"""Calendar dates at the precision they were given, and the ranges that queries ask for.

A date is text: "2023" (some day of that year), "2023-07" (some day of that month) or
"2023-07-15". Nothing here looks at today's date, so nothing can be guessed from it: a text
without a year has no date. A day and month that could be either way round ("9/5/2025") keep
only what is certain, the year. A day is that of the calendar where it was stated: the zone that
is given with a clock is kept in words, and no day is moved to another zone.

    read_date("Rabu, 18 Jun 2025 04:30 WIB")  -> Reading("2025-06-18", "day month year, WIB", 6, 17)
    span("2023-07")                           -> (2023-07-01, 2023-07-31)
    read_range("2023-07..2023-09")            -> (2023-07-01, 2023-09-30)
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

# Indonesian and English month names with the abbreviations that outlets use (Peb, Ags, Nop).
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mac",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul julai",
            "agustus august agu ags agt aug ogos",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec disember",
        ),
        start=1,
    )
    for name in names.split()
}
# Of each weekday too, in Indonesian, Malay and English.
WEEKDAYS = frozenset(
    (
        "senin selasa rabu kamis jumat jum'at sabtu minggu ahad isnin khamis jumaat "
        "monday tuesday wednesday thursday friday saturday sunday"
    ).split()
)
# Longer names first, so that an expression takes no abbreviation for the whole.
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_NAMED = rf"(?P<month>{MONTH})\b\.?"
_NUMBER = r"(?P<month>\d{1,2})"

# Tried in this order; the first that gives a date wins.
_RULES = (
    ("iso date", re.compile(rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")),
    ("day month year", re.compile(rf"{_DAY}[\s+]{{1,3}}{_NAMED}[\s+,]{{1,3}}{_YEAR}", re.I)),
    (
        "month day year",
        re.compile(
            rf"\b{_NAMED}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}", re.I
        ),
    ),
    ("day-month-year", re.compile(rf"{_DAY}-{_NUMBER}-{_YEAR}")),
    ("day/month/year", re.compile(rf"{_DAY}/{_NUMBER}/{_YEAR}")),
    ("iso month", re.compile(rf"^\s*{_YEAR}-(?P<month>\d\d)\s*$")),
    ("month year", re.compile(rf"\b{_NAMED}[\s+]{{1,3}}{_YEAR}", re.I)),
    ("year", re.compile(rf"^\s*{_YEAR}\s*$")),
)
# Indonesian clock zones: only Indonesian outlets print them, and those put the day first.
_INDONESIAN_CLOCK = re.compile(r"\bWI(?:B|TA|T)\b")
# The time of day behind a date, and the zone that it is told in.
_CLOCK = re.compile(
    r"[\s,|/-]{0,5}(?:T|pukul |jam )?\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d{1,9})?)? ?"
    r"(?P<zone>WI(?:B|TA|T)\b|(?:UTC|GMT)(?:[+-]\d{1,2})?|Z\b|[+-]\d\d:?\d\d\b)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A date found in a text: its value, the rule that read it, and where it stands.

    The rule ends with the zone of the clock if the text gives one behind the day.
    """

    value: str
    rule: str
    start: int
    end: int


def read_date(text: str) -> Reading | None:
    """The first date that `text` states, at the precision it states it; None if there is none.

    Numbers that are no calendar date ("31-02-2023") are no date.
    """
    for name, pattern in _RULES:
        for match in pattern.finditer(text[:1000]):
            value, how = _value(match, name, text)
            if value:
                clock = _CLOCK.match(text, match.end())
                rule = f"{how}, {clock['zone']}" if clock else how
                return Reading(value, rule, match.start(), match.end())
    return None


def _value(match: re.Match[str], rule: str, text: str) -> tuple[str | None, str]:
    parts = match.groupdict()
    year = int(parts["year"])
    month = _month(parts.get("month"))
    if month is None and parts.get("month"):
        return None, rule
    day = int(parts["day"]) if parts.get("day") else None
    if rule == "day/month/year" and day is not None and month is not None:
        day_first, month_first = _text(year, month, day), _text(year, day, month)
        if day_first and month_first and day != month and not _INDONESIAN_CLOCK.search(text):
            return f"{year:04d}", "day and month ambiguous, year kept"
        if not day_first:
            return month_first, "month/day/year"
    return _text(year, month, day), rule


def _month(name: str | None) -> int | None:
    """The number of a month; None if it has none (`APRİL` only resembles one to `re`)."""
    if name is None or name.isdigit():
        return int(name) if name else None
    return MONTHS.get(name.casefold())


def _text(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if month is None:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" + ("" if day is None else f"-{day:02d}")


_STATED = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def span(text: str) -> tuple[date, date]:
    """The first and the last day that a stated date can mean.

    Raises
    ------
    ValueError
        If `text` is not "2023", "2023-07" or "2023-07-15", or no calendar date.
    """
    match = _STATED.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date: write 2023, 2023-07 or 2023-07-15")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"{text!r} is not a date of the calendar") from None
    if day:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


_COMPARED = re.compile(r"(>=|<=|>|<)(.+)")
_ONE_DAY = timedelta(days=1)


def read_range(text: str) -> tuple[date | None, date | None]:
    """The days a range asks for, both ends included; None is an open end.

    Accepts `2023`, `2023-07..2023-09`, `2023-07..`, `..2023`, `>=2023-07-15`, `>`, `<=`, `<`.

    Raises
    ------
    ValueError
        If an end is no date, both ends are open, or the range runs backwards.
    """
    if match := _COMPARED.fullmatch(text):
        return _compared(match.group(1), match.group(2))
    if ".." not in text:
        return span(text)
    low, _, high = text.partition("..")
    if not low and not high:
        raise ValueError("a range needs at least one end: 2023.. or ..2023")
    first = span(low)[0] if low else None
    last = span(high)[1] if high else None
    if first and last and first > last:
        raise ValueError(f"the range {text} ends before it begins")
    return first, last


def _compared(sign: str, stated: str) -> tuple[date | None, date | None]:
    first, last = span(stated)
    try:
        match sign:
            case ">=":
                return first, None
            case ">":
                return last + _ONE_DAY, None
            case "<=":
                return None, last
            case _:
                return None, first - _ONE_DAY
    except OverflowError:
        raise ValueError(f"there is no date {sign} {stated}") from None


def write_range(low: date | None, high: date | None) -> str:
    """The shortest text that `read_range` reads as these days."""
    if low is None or high is None:
        return f"{low or ''}..{high or ''}"
    day = low.isoformat()
    for stated in (day[:4], day[:7], day):
        if span(stated) == (low, high):
            return stated
    return f"{low}..{high}"
