"""Counts over time, beside what was collected at all, so that an outage is not read as silence.

A date can be as coarse as a year. It is never put on a day: an article counts in a period if its
date lies wholly inside, and else among those that could not be placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from archive import dates
from archive.query import And, Range, Tree

By = Literal["day", "week", "month", "year"]
_DAY = timedelta(days=1)


class Days(NamedTuple):
    """From the first to the last day; None is an open end."""

    first: date | None
    last: date | None


OPEN = Days(None, None)


@dataclass(frozen=True, slots=True)
class Period:
    """A period in which something was collected: `count` of its `volume` articles matched."""

    first: date
    last: date
    count: int
    volume: int

    @property
    def share(self) -> float:
        """Which part of what was collected matched, 0 to 1."""
        return self.count / self.volume


@dataclass(frozen=True, slots=True)
class Gap:
    """So many periods, one after the other, in which nothing at all was collected."""

    first: date
    last: date
    periods: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Articles by the first day of their period; those whose date is too coarse, or that have none.

    `total` counts all of them.
    """

    counts: Mapping[date, int]
    total: int
    unplaced: int
    undated: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods and gaps in order, without anything between them; of `matches` in the `volume`."""

    by: By
    understood: str
    publisher: str | None
    stretches: tuple[Period | Gap, ...]
    matches: Placed
    volume: Placed

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods in which something was collected."""
        return tuple(one for one in self.stretches if isinstance(one, Period))

    def label(self, first: date) -> str:
        """The period that begins on `first` as text: 2023, 2023-07, 2023-W28, 2023-07-15."""
        match self.by:
            case "year":
                return f"{first.year:04d}"
            case "month":
                return first.isoformat()[:7]
            case "week":
                year, week, _ = first.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case _:
                return first.isoformat()

    def last_label(self, stretch: Period | Gap) -> str:
        """The last period of a stretch as text."""
        return self.label(begin(stretch.last, self.by))

    def as_json(self) -> dict[str, Any]:
        """The object that `timeline --json` answers with."""
        gaps = [one for one in self.stretches if isinstance(one, Gap)]
        return {
            "understood": self.understood,
            "by": self.by,
            "publisher": self.publisher,
            "periods": [
                {
                    "period": self.label(one.first),
                    "first": one.first.isoformat(),
                    "last": one.last.isoformat(),
                    "count": one.count,
                    "volume": one.volume,
                    "share": round(one.share, 6),
                }
                for one in self.periods
            ],
            "gaps": [
                {
                    "first": one.first.isoformat(),
                    "last": one.last.isoformat(),
                    "periods": one.periods,
                }
                for one in gaps
            ],
            **_rest_as_json(self.matches),
            "volume": _rest_as_json(self.volume),
        }


def _rest_as_json(placed: Placed) -> dict[str, int]:
    return {"total": placed.total, "unplaced": placed.unplaced, "undated": placed.undated}


def place(counts: Mapping[str, int], total: int, by: By) -> Placed:
    """Put articles into their periods.

    Parameters
    ----------
    counts:
        How many articles have each stated date (`dates.span` reads it).
    total:
        How many articles there are, with a date or without.
    """
    placed: Counter[date] = Counter()
    unplaced = 0
    for stated, count in counts.items():
        first = _period(stated, by)
        if first is None:
            unplaced += count
        else:
            placed[first] += count
    return Placed(placed, total, unplaced, total - sum(counts.values()))


@lru_cache(maxsize=1 << 16)
def _period(stated: str, by: By) -> date | None:
    """Where the one period begins that a stated date is in; None if it may be in several."""
    first, last = (begin(day, by) for day in dates.span(stated))
    return first if first == last else None


def timeline(
    matches: Placed,
    volume: Placed,
    by: By,
    *,
    days: Days = OPEN,
    understood: str = "",
    publisher: str | None = None,
) -> Timeline:
    """The periods from the first to the last match, or as far as `days` asks for.

    `volume` has all that was collected, the matches among it.
    """
    ends = Days(
        begin(days.first, by) if days.first else min(matches.counts, default=None),
        begin(days.last, by) if days.last else max(matches.counts, default=None),
    )
    found = tuple(_stretches(matches, volume, by, ends))
    return Timeline(by, understood, publisher, found, matches, volume)


def _stretches(matches: Placed, volume: Placed, by: By, ends: Days) -> Iterator[Period | Gap]:
    if ends.first is None or ends.last is None:
        return
    inside = sorted(first for first in volume.counts if ends.first <= first <= ends.last)
    yield from _gap(ends.first, inside[0] if inside else _after(ends.last, by), by)
    for first, following in pairwise([*inside, _after(ends.last, by)]):
        yield Period(first, end(first, by), matches.counts.get(first, 0), volume.counts[first])
        yield from _gap(_after(first, by), following, by)


def _gap(first: date, following: date, by: By) -> Iterator[Gap]:
    """The gap from `first` up to the period that begins with `following`, if there is one."""
    if first >= following:
        return
    match by:
        case "year":
            periods = following.year - first.year
        case "month":
            periods = 12 * (following.year - first.year) + following.month - first.month
        case "week":
            periods = (following - first).days // 7
        case _:
            periods = (following - first).days
    yield Gap(first, following - _DAY, periods)


def begin(day: date, by: By) -> date:
    """The first day of the period that `day` is in; weeks begin on Monday (ISO 8601)."""
    match by:
        case "year":
            return day.replace(month=1, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
        case _:
            return day


def end(first: date, by: By) -> date:
    """The last day of the period that begins with `first`."""
    match by:
        case "year":
            return first.replace(month=12, day=31)
        case "month":
            return dates.span(first.isoformat()[:7])[1]
        case "week":
            return first + timedelta(days=min(6, date.max.toordinal() - first.toordinal()))
        case _:
            return first


def _after(first: date, by: By) -> date:
    """The day after the period; the calendar's last day has none, and stands for itself."""
    last = end(first, by)
    return last + _DAY if last < date.max else last


def days_asked(tree: Tree) -> Days:
    """The days of publication that `tree`, which must be `resolved`, as a whole is bound to."""
    clauses: Iterable[Tree] = tree.clauses if isinstance(tree, And) else (tree,)
    ranges = [one for one in clauses if isinstance(one, Range) and one.field == "published"]
    return Days(
        max(filter(None, (_day(one.low) for one in ranges)), default=None),
        min(filter(None, (_day(one.high) for one in ranges)), default=None),
    )


def _day(day: dates.Day | None) -> date | None:
    assert not isinstance(day, dates.Relative), "a tree must be resolved before it is drawn"
    return day
