"""A timeline as a picture: counts above, their share of what was collected below, gaps hatched.

The picture is an SVG of its own, without scripts or anything from elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from typing import NamedTuple

from archive.errors import UsageError
from archive.results.timeline import Gap, Period, Timeline, begin

WIDTH, HEIGHT = 960, 420
# A bar narrower than this cannot be seen.
MOST_PERIODS = 1_600
_LEFT, _RIGHT = 64, 16
_FONTS = "Arial, Helvetica, Liberation Sans, DejaVu Sans, Noto Sans, Verdana, sans-serif"
_LABELS = 12  # at most so many along the time axis
_INK, _DIM, _BLUE, _GREEN = "#222222", "#767676", "#2f6db3", "#2e8b57"
# What XML 1.0 cannot hold, and what would turn the direction of the text around.
_UNFIT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_STYLE = (
    '<defs><pattern id="gap" width="6" height="6" patternTransform="rotate(45)" '
    'patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f4ecec"/>'
    '<rect width="2" height="6" fill="#d9b8b8"/></pattern></defs>'
)
_LETTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="{fonts}">'
    '<text x="2" y="16" font-size="16">{text}</text></svg>'
)


class _Panel(NamedTuple):
    """A part of the picture with an axis of its own: where it is, up to what it goes, its look."""

    top: float
    height: float
    highest: float
    colour: str
    title: str
    written: Callable[[float], str]

    def y(self, value: float) -> float:
        """How far down a value stands."""
        part: float = value / self.highest
        return self.top + self.height * (1 - part)


def svg_of(timeline: Timeline) -> str:
    """The picture of `timeline`, an SVG document.

    Raises
    ------
    UsageError
        If there is nothing to draw, or more periods than can be told apart.
    """
    if not timeline.periods:
        raise UsageError("there is nothing to draw: no match has a date that fits into a period")
    first, last = timeline.stretches[0].first, timeline.stretches[-1].last
    days = (last - first).days + 1
    number = days / {"day": 1, "week": 7, "month": 30.4, "year": 365.2}[timeline.by]
    if number > MOST_PERIODS:
        raise UsageError(
            f"{number:,.0f} {timeline.by}s cannot be told apart in a picture: choose longer "
            "periods with --by, or a shorter time with published:"
        )

    def x(day: date, after: int = 0) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * ((day - first).days + after) / days

    drawn = "\n".join(_parts(timeline, _panels(timeline), x))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{_FONTS}" font-size="12">\n'
        f'{_STYLE}\n<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{drawn}\n</svg>\n'
    )


def _panels(timeline: Timeline) -> tuple[_Panel, _Panel]:
    most = _round_up(max(period.count for period in timeline.periods))
    share = _round_up(100 * max(period.share for period in timeline.periods))
    whose = timeline.publisher or "the archive"
    per = f"articles per {timeline.by}"
    return (
        _Panel(60, 180, most, _BLUE, per, lambda value: f"{value:,.0f}" if value % 1 == 0 else ""),
        _Panel(280, 90, share, _GREEN, f"% of {_cut(whose, 60)}", lambda value: f"{value:g}"),
    )


def _round_up(value: float) -> float:
    """The next of some round numbers times a power of ten; 1 for nothing."""
    if value <= 0:
        return 1
    power = 10.0 ** math.floor(math.log10(value))
    return next(
        step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * 0.999_999
    )


def _parts(
    timeline: Timeline, panels: tuple[_Panel, _Panel], x: Callable[..., float]
) -> Iterator[str]:
    yield _text(_LEFT, 24, _cut(timeline.understood or "all articles", 100), _INK, size=16)
    for panel in panels:
        yield _text(_LEFT, panel.top - 8, panel.title, _DIM)
        yield from _grid(panel)
    for stretch in timeline.stretches:
        left, width = x(stretch.first), x(stretch.last, 1) - x(stretch.first)
        if isinstance(stretch, Gap):
            title = f"{stretch.first} to {stretch.last}: nothing collected"
            for panel in panels:
                yield _rect(left, panel.top, width, panel.height, "url(#gap)", title)
        else:
            yield from _bars(timeline, stretch, panels, left, width)
    yield from _time_axis(timeline, panels[1].top + panels[1].height, x)
    yield _text(_LEFT, HEIGHT - 8, _note(timeline), _DIM, size=11)


def _bars(
    timeline: Timeline, period: Period, panels: tuple[_Panel, _Panel], left: float, width: float
) -> Iterator[str]:
    title = f"{timeline.label(period.first)}: {period.count:,} of {period.volume:,}"
    room = width * 0.9 if width > 3 else width
    for panel, value in zip(panels, (period.count, 100 * period.share), strict=True):
        top = panel.y(value)
        if value:
            yield _rect(left, top, room, panel.top + panel.height - top, panel.colour, title)


def _grid(panel: _Panel) -> Iterator[str]:
    for part in (0, 0.5, 1):
        value = panel.highest * part
        y = panel.y(value)
        yield (
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>'
        )
        yield _text(_LEFT - 6, y + 4, panel.written(value), _DIM, anchor="end")


def _time_axis(timeline: Timeline, bottom: float, x: Callable[..., float]) -> Iterator[str]:
    """Labels under the first day of some periods, at even distances."""
    first, last = timeline.stretches[0].first, timeline.stretches[-1].last
    room = (WIDTH - _LEFT - _RIGHT) / _LABELS
    free = 0.0
    for day in _days_labelled(first, last, timeline):
        if x(day) >= free and x(day) + room < WIDTH + _RIGHT:
            yield _text(x(day), bottom + 18, timeline.label(day), _DIM)
            free = x(day) + room


def _days_labelled(first: date, last: date, timeline: Timeline) -> Iterator[date]:
    """Where periods begin, some hundred of them over the whole time."""
    days = (last - first).days + 1
    known = None
    for step in range(0, days, max(1, days // 500)):
        day = begin(date.fromordinal(first.toordinal() + step), timeline.by)
        if day != known and day >= first:
            known = day
            yield day


def _note(timeline: Timeline) -> str:
    matches = timeline.matches
    note = f"{matches.total:,} articles, {matches.undated:,} of them without a date"
    if matches.unplaced:
        note += f", {matches.unplaced:,} dated too coarsely for a {timeline.by}"
    if any(isinstance(one, Gap) for one in timeline.stretches):
        note += ". Hatched: nothing at all was collected"
    return note


def _rect(x: float, y: float, width: float, height: float, fill: str, title: str) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}">'
        f"<title>{_safe(title)}</title></rect>"
    )


def _text(
    x: float, y: float, text: str, colour: str, *, anchor: str = "start", size: int = 12
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" '
        f'text-anchor="{anchor}">{_safe(text)}</text>'
    )


def _safe(text: str) -> str:
    return escape(_UNFIT.sub("\ufffd", text))


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def rasterized(svg: str) -> bytes:
    """An SVG as a PNG, twice as many pixels wide and high as it says.

    Raises
    ------
    UsageError
        If the library that draws it is not installed, or no font for its text.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise UsageError(
            "drawing a PNG needs one more library: pip install 'news-archive[png]' (--svg needs "
            "none)"
        ) from None
    letter, blank = (
        svg_to_bytes(svg_string=_LETTER.format(fonts=_FONTS, text=text)) for text in ("M", " ")
    )
    if letter == blank:  # the library leaves out text that it has no font for, and is silent
        raise UsageError(f"a PNG needs one of the fonts {_FONTS}; --svg needs none")
    return bytes(svg_to_bytes(svg_string=svg, zoom=2))
