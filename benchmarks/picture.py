"""Pictures in SVG: small panels on logarithmic axes, labels beside what they name.

They are read on light and on dark paper: colours are of middle brightness, text and lines take
that of the reader's scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Any

WIDTH, COLUMNS = 370, 3
GAP, TOP = 20, 72
NAMES = 140  # room for the names of engines in a panel of marks
COLOURS = {
    "ours": "#d9364f",
    "stock": "#9a6fd0",
    "fts5": "#2f9e76",
    "tantivy": "#d08a1d",
    "bm25s": "#3f8ae0",
    "xapian": "#8a8f98",
}
_STYLE = """
.paper{fill:#fff} text{fill:#24292f;font:12px system-ui,'DejaVu Sans',sans-serif}
.head{font-size:17px;font-weight:600} .title{font-weight:600}
.tick,.about{fill:#6e7781} .tick{font-size:10px}
.rule{stroke:#d8dee4;stroke-width:1} .middle{text-anchor:middle} .end{text-anchor:end}
@media (prefers-color-scheme:dark){.paper{fill:#0d1117} text{fill:#e6edf3}
.tick,.about{fill:#8d96a0} .rule{stroke:#30363d}}
"""


@dataclass(frozen=True)
class Mark:
    """One engine in a panel: a dot at the first value, a line to the last."""

    engine: str
    label: str
    values: Sequence[float]
    shown: str


@dataclass(frozen=True)
class Curve:
    """One engine in a panel of growth: (articles, value), ascending."""

    engine: str
    label: str
    points: Sequence[tuple[int, float]]


@dataclass(frozen=True)
class Panel:
    """One measure."""

    title: str
    content: Sequence[Mark] | Sequence[Curve]


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis from `low` to `high`, at `start` and `end` of the picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.start + share * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        """The powers of ten."""
        for power in range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1):
            yield 10.0**power


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    """An axis of whole powers of ten around the values."""
    low, high = 10.0 ** floor(log10(min(values))), 10.0 ** ceil(log10(max(values)))
    return Axis(low, high if high > low else low * 10, start, end)


def marks(head: str, about: str, panels: Sequence[Panel]) -> str:
    """A panel for each measure with a row for each engine: name, dot, figures."""
    most = max(len(panel.content) for panel in panels)
    return _page(head, about, panels, 46 + 19 * most, _mark_panel)


def curves(head: str, about: str, panels: Sequence[Panel]) -> str:
    """A panel for each measure with a line for each engine."""
    return _page(head, about, panels, 210, _curve_panel)


def _page(
    head: str,
    about: str,
    panels: Sequence[Panel],
    height: float,
    draw: Callable[[Any, float], Iterator[str]],
) -> str:
    """The panels in rows of three, each of that height, with what `draw` makes of its content."""
    rows = -(-len(panels) // COLUMNS)
    width, high = COLUMNS * (WIDTH + GAP) + GAP, TOP + rows * (height + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high}" '
        f'width="{width}" height="{high}" role="img" aria-label="{escape(head)}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{high}"/>',
        _text(GAP, 32, head, "head"),
        _text(GAP, 50, about, "about"),
    ]
    for number, panel in enumerate(panels):
        x = GAP + number % COLUMNS * (WIDTH + GAP)
        y = TOP + number // COLUMNS * (height + GAP)
        parts.append(f'<g transform="translate({x} {y})">{_text(0, 12, panel.title, "title")}')
        if panel.content:
            parts.extend(draw(panel.content, height))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>\n"])


def _mark_panel(content: Sequence[Mark], height: float) -> Iterator[str]:
    bottom = height - 20
    across = _axis([value for mark in content for value in mark.values], NAMES + 8, WIDTH - 110)
    yield from _ticks(across, bottom)
    for row, mark in enumerate(content):
        y, colour = 32 + 19 * row, COLOURS[mark.engine]
        ends = [across(value) for value in mark.values]
        yield _text(NAMES, y + 4, mark.label, "end")
        yield _line(ends[0], y, ends[-1], y, colour, 2)
        yield f'<circle cx="{ends[0]:.1f}" cy="{y}" r="4.5" fill="{colour}"/>'
        yield _text(WIDTH - 100, y + 4, mark.shown)


def _curve_panel(content: Sequence[Curve], height: float) -> Iterator[str]:
    right, bottom = WIDTH - 92, height - 20
    across = _axis([size for curve in content for size, _ in curve.points], 34, right)
    upwards = _axis([value for curve in content for _, value in curve.points], bottom, 24)
    yield from _ticks(across, bottom)
    for tick in upwards.ticks():
        y = upwards(tick)
        yield f'<path class="rule" d="M34 {y:.1f}H{right}"/>'
        yield _text(29, y + 3, _short(tick), "tick end")
    ends = [upwards(curve.points[-1][1]) for curve in content]
    labels = _apart(ends, 13, 24, bottom)
    # Ours comes last, on top of the others.
    for curve, y in reversed(list(zip(content, labels, strict=True))):
        colour = COLOURS[curve.engine]
        places = [(across(size), upwards(value)) for size, value in curve.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, at in places:
            yield f'<circle cx="{x:.1f}" cy="{at:.1f}" r="2.5" fill="{colour}"/>'
        yield _line(*places[-1], right + 6, y, colour, 0.6)
        yield _text(right + 9, y + 4, curve.label, style=f"fill:{colour}")


def _ticks(across: Axis, bottom: float) -> Iterator[str]:
    for tick in across.ticks():
        x = across(tick)
        yield f'<path class="rule" d="M{x:.1f} 20V{bottom}"/>'
        yield _text(x, bottom + 13, _short(tick), "tick middle")


def _apart(wanted: Sequence[float], gap: float, least: float, most: float) -> list[float]:
    """Places near those that are wanted, in the same order, `gap` apart, within the panel."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0.0] * len(wanted)
    free = least
    for number, n in enumerate(order):
        left = len(order) - 1 - number
        placed[n] = max(free, min(wanted[n], most - left * gap))
        free = placed[n] + gap
    return placed


def _short(value: float) -> str:
    """A power of ten: 0.01, 10, 10k, 1M."""
    for least, unit in ((1e6, "M"), (1e3, "k")):
        if value >= least:
            return f"{value / least:g}{unit}"
    return f"{value:g}"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> str:
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" '
        f'stroke="{colour}" stroke-width="{width}" fill="none"/>'
    )


def _text(x: float, y: float, text: str, kind: str = "", style: str = "") -> str:
    styled = f' style="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}"{styled}>{escape(text)}</text>'
