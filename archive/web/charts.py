"""Where the marks of a chart stand, in the units of its `viewBox`; templates draw them.

Charts of time have no text in them: they are stretched to the width of the page, and what they say
stands beside them. They take their colours from the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.results.sources import UNKNOWN, Source
from archive.results.timeline import By, Gap, Period, Timeline, end
from archive.results.volume import Volume
from archive.web.narrowing import days_in

WIDTH, HEIGHT = 1000, 100
# More bars than these cannot be told apart.
MOST = 400
# Days up to which a chart is by day, by week, by month.
_FINE = ((62, "day"), (430, "week"), (4_000, "month"))
_LEAST = 1.5  # a bar that is there can be seen
_LINES = 24  # publishers and sources in a graph
_ROW = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """A period in a chart: `days` is how a query asks for it."""

    x: float
    width: float
    y: float
    height: float
    first: date
    days: str
    count: int
    volume: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over time, and stretches (x, width) from which nothing was collected."""

    by: By
    first: date
    last: date
    highest: int
    bars: tuple[Bar, ...]
    gaps: tuple[tuple[float, float], ...]


def fitting(first: date, last: date) -> By:
    """The length of a period in a chart from the `first` to the `last` day."""
    days = (last - first).days + 1
    for most, by in _FINE:
        if days <= most:
            return by  # type: ignore[return-value]  # one of By, as _FINE says
    return "year"


def chart(timeline: Timeline, highest: int = 0) -> Chart | None:
    """The counts of `timeline` as bars, `highest` or the most at full height; None: no bars."""
    if not timeline.periods or len(timeline.periods) > MOST:
        return None
    first, last = timeline.stretches[0].first, timeline.stretches[-1].last
    days = (last - first).days + 1
    most = highest or max(1, *(period.count for period in timeline.periods))

    def x(day: date, after: int = 0) -> float:
        return round(WIDTH * ((day - first).days + after) / days, 1)

    bars, gaps = [], []
    for one in timeline.stretches:
        left, width = x(one.first), x(one.last, 1) - x(one.first)
        if isinstance(one, Gap):
            gaps.append((left, round(width, 1)))
        else:
            bars.append(_bar(one, timeline.by, left, width, most))
    return Chart(timeline.by, first, last, most, tuple(bars), tuple(gaps))


def _bar(period: Period, by: By, left: float, width: float, most: int) -> Bar:
    height = round(HEIGHT * period.count / most, 1)
    if period.count:
        height = max(height, _LEAST)
    room = round(width * 0.88 if width > 4 else width, 1)
    days = days_in(period.first, period.last, by)
    return Bar(left, room, HEIGHT - height, height, period.first, days, period.count, period.volume)


@dataclass(frozen=True, slots=True)
class Strip:
    """A publisher's articles over the time of a chart; `marks` are (x, width, height)."""

    publisher: str
    total: int
    marks: tuple[tuple[float, float, float], ...]


def strips(timeline: Timeline, volumes: Sequence[Volume]) -> list[Strip]:
    """A strip for each of `volumes`, by the periods of `timeline`, all to the same scale."""
    found = chart(timeline)
    if found is None:
        return []
    most = max((count for one in volumes for count in one.counts.values()), default=1)
    drawn = []
    for one in volumes:
        counted = [(bar, one.counts.get(bar.first, 0)) for bar in found.bars]
        marks = (
            (bar.x, bar.width, round(max(_LEAST * 3, HEIGHT * count / most), 1))
            for bar, count in counted
            if count
        )
        drawn.append(Strip(one.publisher, one.total, tuple(marks)))
    return drawn


@dataclass(frozen=True, slots=True)
class Curve:
    """The counts, or shares of 1, of one query over time.

    `path` is its line as an SVG takes it, `dots` what is far from others and not 0.
    """

    name: str
    values: tuple[float, ...]
    path: str
    dots: str


def curves(
    named: Sequence[tuple[str, Mapping[date, float]]], days: Sequence[date], by: By
) -> tuple[list[Curve], float]:
    """A curve for each query over the first `days` of periods, and what is at full height.

    It breaks off where nothing was collected.
    """
    most = max((values.get(day, 0) for _, values in named for day in days), default=0) or 1
    drawn = []
    for name, values in named:
        known = tuple(values.get(day, 0.0) for day in days)
        runs = list(_runs(days, known, most, by))
        path = "".join(f"M{'L'.join(run)}" for run in runs if run[1:])
        # A line of no length with round ends.
        dots = "".join(f"M{run[0]}h.01" for run in runs if not run[1:])
        drawn.append(Curve(name, known, path, dots))
    return drawn, most


def _runs(
    days: Sequence[date], values: Sequence[float], most: float, by: By
) -> Iterator[list[str]]:
    """The points of periods that follow on each other; of one by itself, if it is not 0."""
    span = max(1, (days[-1] - days[0]).days) if days else 1
    run: list[str] = []
    following: date | None = None
    for day, value in zip(days, values, strict=True):
        if day != following:
            yield from _worth(run)
            run = []
        run.append(f"{WIDTH * (day - days[0]).days / span:.1f} {HEIGHT * (1 - value / most):.1f}")
        following = end(day, by) + timedelta(days=1)
    yield from _worth(run)


def _worth(run: list[str]) -> Iterator[list[str]]:
    if run[1:] or (run and not run[0].endswith(f" {HEIGHT:.1f}")):
        yield run


@dataclass(frozen=True, slots=True)
class Node:
    """A name in a graph, at this height, with how many articles it has there."""

    name: str
    y: float
    count: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Who quotes whom: publishers on the left, sources on the right, a line for each that does.

    `edges`: (height on the left, on the right, width, publisher, source, articles).
    """

    publishers: tuple[Node, ...]
    sources: tuple[Node, ...]
    edges: tuple[tuple[float, float, float, str, str, int], ...]
    height: float


def graph(sources: Sequence[Source], most: int = _LINES // 2) -> Graph | None:
    """The `most` quoted of `sources` that are grouped by publisher, with those who quote them."""
    shown = sources[:most]
    quoting: dict[str, int] = {}
    for source in shown:
        for name, count in source.groups:
            if name != UNKNOWN:
                quoting[name] = quoting.get(name, 0) + count
    names = sorted(quoting, key=lambda name: (-quoting[name], name))[:most]
    if not names:
        return None
    height = _ROW * max(len(names), len(shown))
    left = _placed([(name, quoting[name]) for name in names], height)
    right = _placed([(source.name, source.articles) for source in shown], height)
    highest = max(count for source in shown for _, count in source.groups)
    heights = {node.name: node.y for node in left}
    edges = tuple(
        (heights[name], node.y, round(1 + 9 * count / highest, 1), name, source.name, count)
        for source, node in zip(shown, right, strict=True)
        for name, count in source.groups
        if name in heights
    )
    return Graph(left, right, edges, height)


def _placed(counted: Sequence[tuple[str, int]], height: float) -> tuple[Node, ...]:
    step = height / len(counted)
    return tuple(
        Node(name, round(step * (row + 0.5), 1), count) for row, (name, count) in enumerate(counted)
    )
