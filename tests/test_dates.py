"""Dates at the precision they were given, read from texts and written as ranges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import Reading, Relative, read_date, read_range, span, write_range
from strategies import steady

STATED = [
    ("Rabu, 18 Jun 2025 04:30 WIB", "2025-06-18"),
    ("Jum'at, 5 Januari 2024", "2024-01-05"),
    ("13 September 2023", "2023-09-13"),
    ("Senin, 1 Agt 2022", "2022-08-01"),
    ("17 AGUSTUS 1945", "1945-08-17"),
    ("2 Peb. 2021", "2021-02-02"),
    ("9 Nopember, 2020", "2020-11-09"),
    ("29 Februari 2024", "2024-02-29"),
    ("Sept 14, 2023", "2023-09-14"),
    ("October 3rd, 2021 at noon", "2021-10-03"),
    ("13-09-2023 10:15 WIB", "2023-09-13"),
    ("Rabu (13/9/2023).", "2023-09-13"),
    ("2023-09-13", "2023-09-13"),
    ("2023-09-13T10:15:00Z", "2023-09-13"),
    ("Juli 2023", "2023-07"),
    ("2023-07", "2023-07"),
    ("2023", "2023"),
    (" 2023 ", "2023"),
    ("10/21/2025 20:43", "2025-10-21"),
    ("9/5/2025 21:15", "2025"),
    ("9/9/2025", "2025-09-09"),
    ("10/06/2025, 21:03 WIB", "2025-06-10"),
    ("10/06/2025 09:00 WITA", "2025-06-10"),
    ("31-02-2023, lalu 1-3-2023", "2023-03-01"),
]
NO_DATES = [
    "",
    "31-02-2023",
    "2023-02-29",
    "2023-13-01",
    "70 tahun",
    "tahun 1950-1953",
    "13 September",
    "besok pukul 10",
    "pasal 2023 ayat 1",
    "2023-00-15",
    "2023-07-00",
    "00-07-2023",
    "15/00/2023",
    "9" * 5_000,
    f"13-09-{'2' * 5_000}",
    f"{'1' * 5_000}-09-2023",
]


@pytest.mark.parametrize(("text", "value"), STATED)
def test_a_stated_date_is_read(text: str, value: str) -> None:
    """Indonesian and English dates are read at the precision that they state."""
    reading = read_date(text)
    assert reading is not None
    assert reading.value == value


@pytest.mark.parametrize("text", NO_DATES, ids=lambda text: text[:20])
def test_what_states_no_date_has_none(text: str) -> None:
    """No year, no day of the calendar, or only numbers: nothing is read and nothing guessed."""
    assert read_date(text) is None


def test_a_reading_says_where_and_how() -> None:
    """A reading carries the rule that read it and the place where it stands."""
    text = "Rabu, 18 Jun 2025 04:30 WIB"
    assert read_date(text) == Reading("2025-06-18", "day month year, WIB", 6, 17)
    assert text[6:17] == "18 Jun 2025"


@pytest.mark.parametrize(
    ("clock", "zone"),
    [
        ("T23:30:00Z", "Z"),
        ("T23:30:00.25+07:00", "+07:00"),
        (", 23.30 WITA", "WITA"),
        (" | 23:30 WIT", "WIT"),
        (" pukul 23:30 GMT+7", "GMT+7"),
        (" 23:30", None),
        (" WIB", None),
        ("", None),
    ],
)
def test_the_zone_of_the_clock_is_kept(clock: str, zone: str | None) -> None:
    """In words behind the rule; the day is the one that was stated, in whatever zone."""
    reading = read_date(f"2025-06-18{clock}")
    assert reading is not None
    assert reading.value == "2025-06-18"
    assert reading.rule == ("iso date" if zone is None else f"iso date, {zone}")


def test_an_ambiguous_day_says_so() -> None:
    """Where day and month could be either way round, the rule says that only the year is kept."""
    reading = read_date("9/5/2025 21:15")
    assert reading is not None
    assert "ambiguous" in reading.rule


@pytest.mark.parametrize("text", ["1 APRİL 2023", "1 aprıl 2023", "1 AGUſTUS 2023"])
def test_letters_that_only_resemble_a_month_do_no_harm(text: str) -> None:
    """Dotted and dotless i and the long s never make reading fail."""
    assert read_date(text) is None or read_date(text).value.startswith("2023-")  # type: ignore[union-attr]


pieces = st.lists(
    st.sampled_from([*"0123456789-/+,. ", "12", "2023", "Juli", "mei", "WIB", "th", "\n", "İ", "٣"])
).map("".join)


@steady
@given(st.text() | pieces)
def test_reading_never_fails(text: str) -> None:
    """Any text gives None, or a date of the calendar that stands inside the text."""
    reading = read_date(text)
    if reading is not None:
        assert 0 <= reading.start < reading.end <= len(text)
        first, last = span(reading.value)
        assert first <= last
        assert first.isoformat().startswith(reading.value)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-07", date(2023, 7, 1), date(2023, 7, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-07-15", date(2023, 7, 15), date(2023, 7, 15)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_span_is_every_day_that_is_meant(text: str, first: date, last: date) -> None:
    """A stated date spans its year, its month or its day."""
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "23", "2023-", "2023-02-30", "0000", "2023-00", "2023-07-00", "2023-07-15T10:00"]
)
def test_what_is_no_date_has_no_span(text: str) -> None:
    """Anything but a year, a month or a day of the calendar is refused."""
    with pytest.raises(ValueError, match="is not a date"):
        span(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-07..2023-09", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023-07..", date(2023, 7, 1), None),
        ("..2023", None, date(2023, 12, 31)),
        (">=2023-07-15", date(2023, 7, 15), None),
        (">2023", date(2024, 1, 1), None),
        ("<=2023-07", None, date(2023, 7, 31)),
        ("<2023", None, date(2022, 12, 31)),
    ],
)
def test_a_range_includes_both_ends(text: str, low: date | None, high: date | None) -> None:
    """A range runs from the first day of its start to the last day of its end."""
    assert read_range(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("..", "at least one end"),
        ("2024..2023", "before it begins"),
        ("2023...2024", "not a date"),
        (">9999", "no date > 9999"),
        ("<0001", "no date < 0001"),
        (">=2023..2024", "not a date"),
        ("kemarin", "not a date"),
    ],
)
def test_a_wrong_range_says_why(text: str, message: str) -> None:
    """What is no range is refused in words."""
    with pytest.raises(ValueError, match=message):
        read_range(text)


ends = st.one_of(
    st.tuples(st.dates(), st.dates()).map(lambda days: tuple(sorted(days))),
    st.tuples(st.dates(), st.none()),
    st.tuples(st.none(), st.dates()),
    st.dates().map(lambda day: span(day.isoformat()[:4])),
    st.dates().map(lambda day: span(day.isoformat()[:7])),
)


@steady
@given(ends)
def test_a_written_range_reads_back(days: tuple[date | None, date | None]) -> None:
    """What `write_range` writes, `read_range` reads as the same days."""
    assert read_range(write_range(*days)) == days


@pytest.mark.parametrize("text", ["2023", "2023-07", "2023-07-15", "2023-07-15.."])
def test_a_range_is_written_short(text: str) -> None:
    """A whole year or month is written as one."""
    assert write_range(*read_range(text)) == text


relatives = st.builds(Relative, st.integers(-200, 200), st.integers(-9999, 9999))


@steady
@given(relatives)
def test_a_relative_day_is_written_as_it_is_read(day: Relative) -> None:
    """It stays relative, whatever it was made of."""
    assert read_range(str(day)) == (day, day)
    assert read_range(f"{day}..") == (day, None)
    assert read_range(write_range(None, day)) == (None, day)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("today", date(2023, 9, 14), date(2023, 9, 14)),
        ("-7d", date(2023, 9, 3), date(2023, 8, 27)),
        ("-2w", date(2023, 9, 14), date(2023, 8, 31)),
        ("-1m", date(2023, 3, 31), date(2023, 2, 28)),
        ("-1y", date(2024, 2, 29), date(2023, 2, 28)),
        ("+1m+1d", date(2023, 12, 31), date(2024, 2, 1)),
        ("-9999y", date(2023, 9, 14), date.min),
        ("+9999y", date(2023, 9, 14), date.max),
        ("-2022y-9999d", date(2023, 9, 14), date.min),
    ],
)
def test_a_relative_day_is_seen_from_today(text: str, today: date, day: date) -> None:
    """Months end with their last day, and beyond the calendar is its end."""
    relative = read_range(text)[0]
    assert isinstance(relative, Relative)
    assert relative.on(today) == day
