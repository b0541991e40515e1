"""Articles are counted in the period in which they were published for certain."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import dates
from archive.errors import UsageError
from archive.query import parse
from archive.results import drawing
from archive.results.timeline import By, Days, Gap, begin, days_asked, end, place, timeline
from strategies import steady

BYS = st.sampled_from(["day", "week", "month", "year"])
DAYS = st.dates(date(2020, 12, 20), date(2022, 1, 10))
STATED = st.one_of(
    DAYS.map(date.isoformat), DAYS.map(lambda d: d.isoformat()[:7]), st.just("2021"), st.none()
)


def counted(stated: list[str | None]) -> Counter[str]:
    return Counter(one for one in stated if one)


@steady
@given(BYS, st.lists(STATED, max_size=12), st.lists(STATED, max_size=12))
def test_it_is_what_counting_day_by_day_says(
    by: By, found: list[str | None], others: list[str | None]
) -> None:
    """Every article is counted once: in its period, as too coarse, or as undated."""
    matches, all_ = counted(found), counted(found + others)
    line = timeline(place(matches, len(found), by), place(all_, len(found) + len(others), by), by)
    placed = 0
    for period in line.periods:
        inside = [
            one
            for one in found
            if one and dates.span(one)[0] >= period.first and dates.span(one)[1] <= period.last
        ]
        assert period.count == len(inside)
        assert period.volume > 0
        placed += period.count
    assert placed + line.matches.unplaced + line.matches.undated == len(found)


@steady
@given(BYS, st.lists(DAYS, min_size=1, max_size=12), st.tuples(DAYS, DAYS).map(sorted))
def test_stretches_leave_nothing_out(by: By, found: list[date], asked: list[date]) -> None:
    """From end to end each day is in one stretch; nothing was collected in a gap."""
    volume = place(Counter(day.isoformat() for day in found), len(found), by)
    line = timeline(volume, volume, by, days=Days(*asked))
    day = begin(asked[0], by)
    for stretch in line.stretches:
        assert stretch.first == day
        if isinstance(stretch, Gap):
            assert not [d for d in found if stretch.first <= d <= stretch.last]
            firsts = {
                begin(stretch.first + timedelta(n), by)
                for n in range((stretch.last - stretch.first).days + 1)
            }
            assert len(firsts) == stretch.periods
        day = stretch.last + timedelta(1)
    assert day == end(begin(asked[1], by), by) + timedelta(1)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("a published:2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("published:>=2021-05-02 a", date(2021, 5, 2), None),
        ("a -published:2021", None, None),
        ("a OR published:2021", None, None),
        ("published:2021 published:2021-03.. a", date(2021, 3, 1), date(2021, 12, 31)),
    ],
)
def test_the_query_says_how_far_it_goes(query: str, first: date | None, last: date | None) -> None:
    assert days_asked(parse(query)) == Days(first, last)


def test_the_ends_of_the_calendar() -> None:
    for by in ("day", "week", "month", "year"):
        volume = place({"0001-01-01": 1, "9999-12-31": 1}, 2, by)
        line = timeline(volume, volume, by)
        assert sum(period.count for period in line.periods) == 2


@steady
@given(BYS, st.lists(DAYS, min_size=1, max_size=5), st.text(max_size=20))
def test_a_picture_is_well_formed(by: By, found: list[date], query: str) -> None:
    """Whatever the query says; a bar for each period and panel, and one for each gap."""
    volume = place(Counter(day.isoformat() for day in found), len(found), by)
    line = timeline(volume, volume, by, understood=query, publisher=query)
    picture = ElementTree.fromstring(drawing.svg_of(line))
    bars = picture.findall("{*}rect/{*}title")
    assert len(bars) == 2 * len(line.stretches)


def test_what_cannot_be_drawn_is_refused() -> None:
    nothing = place({}, 1, "day")
    with pytest.raises(UsageError, match="nothing to draw"):
        drawing.svg_of(timeline(nothing, nothing, "day"))
    long = place({"1999-01-01": 1, "2023-01-01": 1}, 2, "day")
    with pytest.raises(UsageError, match="--by"):
        drawing.svg_of(timeline(long, long, "day"))


def test_a_png_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says which extra brings it."""
    volume = place({"2021-01-01": 1}, 1, "day")
    picture = drawing.svg_of(timeline(volume, volume, "day"))
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(UsageError, match=r"news-archive\[png\]"):
        drawing.rasterized(picture)
