"""Calendar dates at the precision they were given, and the ranges that queries ask for.

A date is text: "2023" (some day of that year), "2023-07" (some day of that month) or
"2023-07-15". Nothing here looks at today's date, so nothing can be guessed from it: a text
without a year has no date, and "-7d" in a query stays what it is until it is told the day. A day
and month that could be either way round ("9/5/2025") keep only what is certain, the year. A day is
that of the calendar where it was stated: the zone that is given with a clock is kept in words, and
no day is moved to another zone.

    read_date("Rabu, 18 Jun 2025 04:30 WIB")  -> Reading("2025-06-18", "day month year, WIB", 6, 17)
    span("2023-07")                           -> (2023-07-01, 2023-07-31)
    read_range("2023-07..2023-09")            -> (2023-07-01, 2023-09-30)
    read_range("-7d..")                       -> (Relative(days=-7), None)
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


@dataclass(frozen=True, slots=True)
class Relative:
    """A day as seen from today: so many months on, and from there so many days (below 0: ago)."""

    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        years = f"{self.months // 12:+d}y" if self.months and self.months % 12 == 0 else ""
        months = f"{self.months:+d}m" if self.months % 12 else ""
        days = f"{self.days:+d}d" if self.days else ""
        return years + months + days or "today"

    def on(self, today: date) -> date:
        """The day that it is `today`; where a month has no such day, its last one.

        Before the first day that a calendar has it is that one, and so at the other end.
        """
        year, month = divmod(today.year * 12 + today.month - 1 + self.months, 12)
        if not date.min.year <= year <= date.max.year:
            return date.min if year < date.min.year else date.max
        day = min(today.day, monthrange(year, month + 1)[1])
        try:
            return date(year, month + 1, day) + timedelta(self.days)
        except OverflowError:
            return date.min if self.days < 0 else date.max


Day = date | Relative
_TERM = r"[+-]\d{1,4}[dwmy]"
_RELATIVE = re.compile(rf"today(?:{_TERM})*|(?:{_TERM})+", re.ASCII | re.IGNORECASE)
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)")
_ONE_DAY = timedelta(days=1)
# Some day, to compare two relative ones by.
_SOME_DAY = date(2001, 1, 15)


def read_range(text: str) -> tuple[Day | None, Day | None]:
    """The days a range asks for, both ends included; None is an open end.

    Accepts `2023`, `2023-07..2023-09`, `2023-07..`, `..2023`, `>=2023-07-15`, `>`, `<=`, `<`; an
    end may be relative: `-7d` (days), `-2w`, `-3m`, `-1y`, `today`, `-1m+1d`.

    Raises
    ------
    ValueError
        If an end is no date, both ends are open, or the range runs backwards.
    """
    if match := _COMPARED.fullmatch(text):
        return _compared(match.group(1), match.group(2))
    if ".." not in text:
        return _ends(text)
    low, _, high = text.partition("..")
    if not low and not high:
        raise ValueError("a range needs at least one end: 2023.. or ..2023")
    first = _ends(low)[0] if low else None
    last = _ends(high)[1] if high else None
    if first and last and _is_before(last, first):
        raise ValueError(f"the range {text} ends before it begins")
    return first, last


def _ends(text: str) -> tuple[Day, Day]:
    """The first and the last day that a date can mean; of a relative one, that day."""
    if _STATED.fullmatch(text):
        return span(text)
    if not _RELATIVE.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a date: write 2023, 2023-07 or 2023-07-15; or, from today, -7d"
        )
    months = days = 0
    for term in re.findall(_TERM, text.lower()):
        number, unit = int(term[:-1]), term[-1]
        months += number * {"m": 1, "y": 12}.get(unit, 0)
        days += number * {"d": 1, "w": 7}.get(unit, 0)
    day = Relative(months, days)
    return day, day


def _is_before(one: Day, other: Day) -> bool:
    """Whether one day is before the other whatever day it is today."""
    if isinstance(one, Relative) and isinstance(other, Relative):
        return one.on(_SOME_DAY) < other.on(_SOME_DAY)
    return isinstance(one, date) and isinstance(other, date) and one < other


def _compared(sign: str, stated: str) -> tuple[Day | None, Day | None]:
    first, last = _ends(stated)
    try:
        match sign:
            case ">=":
                return first, None
            case ">":
                return _shifted(last, _ONE_DAY), None
            case "<=":
                return None, last
            case _:
                return None, _shifted(first, -_ONE_DAY)
    except OverflowError:
        raise ValueError(f"there is no date {sign} {stated}") from None


def _shifted(day: Day, by: timedelta) -> Day:
    return Relative(day.months, day.days + by.days) if isinstance(day, Relative) else day + by


def write_range(low: Day | None, high: Day | None) -> str:
    """The shortest text that `read_range` reads as these days."""
    if low == high:
        return f"{low}"
    if isinstance(low, date) and isinstance(high, date):
        day = low.isoformat()
        for stated in (day[:4], day[:7]):
            if span(stated) == (low, high):
                return stated
    return f"{'' if low is None else low}..{'' if high is None else high}"
