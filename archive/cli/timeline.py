"""`archive timeline`: how much was published when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, narrowing, open_archive

if TYPE_CHECKING:
    from archive.results.timeline import By, Gap, Period, Timeline

# So many periods without a match are drawn one by one; more become one line.
_FEW = 2


@click.command("timeline")
@click.argument("query", nargs=-1)
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month", "year"]),
    default="month",
    help="How long a period is.",
)
@click.option("--publisher", metavar="NAME", help="Only what NAME published, the whole name.")
@click.option(
    "--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw it into this file."
)
@click.option(
    "--png", type=click.Path(dir_okay=False, path_type=Path), help="Draw it into this file."
)
@narrowing
@as_json
@common
def command(
    query: tuple[str, ...],
    by: By,
    publisher: str | None,
    svg: Path | None,
    png: Path | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
) -> int:
    """Count the articles that QUERY matches, or all of them, by when they were published.

    Beside each count stands its share of all that the archive has from that period (of NAME, with
    --publisher). Where it has nothing at all, that is said: a gap is no silence. It goes from the
    first match to the last, or as far as the query's own `published:` does.
    Ends with 1 if no match has a date.
    """
    from archive.cli._asking import asked
    from archive.cli._render import say_json

    with open_archive() as archive:
        found = archive.timeline(asked(archive, query, include, exclude), by, publisher)
    _write(found, svg, png)
    if as_json:
        say_json(found.as_json())
    else:
        _draw(found)
    return 0 if found.matches.counts else 1


def _write(found: Timeline, svg: Path | None, png: Path | None) -> None:
    """Draw the pictures that were asked for."""
    if svg or png:
        from archive.results.drawing import rasterized, svg_of

        picture = svg_of(found)
        if svg:
            svg.write_text(picture, "utf-8")
        if png:
            png.write_bytes(rasterized(picture))


def _draw(found: Timeline) -> None:
    from archive.cli._render import remark
    from archive.results.timeline import Gap

    most = max((period.count for period in found.periods), default=0)
    silent: list[Period] = []
    for stretch in found.stretches:
        if not isinstance(stretch, Gap) and not stretch.count:
            silent.append(stretch)
            continue
        _draw_silent(found, silent)
        silent = []
        if isinstance(stretch, Gap):
            _draw_gap(found, stretch)
        else:
            _draw_period(found, stretch, most)
    _draw_silent(found, silent)
    for line in _remarks(found):
        remark(line)


def _draw_silent(found: Timeline, periods: list[Period]) -> None:
    """Periods without a match, in which something was collected."""
    from archive.cli._render import say, styled

    if len(periods) <= _FEW:
        for period in periods:
            _draw_period(found, period, 1)
        return
    span = f"{found.label(periods[0].first)} to {found.label(periods[-1].first)}"
    volume = sum(period.volume for period in periods)
    line = f"{'':10}  {len(periods):,} {found.by}s without a match among {volume:,} articles"
    say(styled(f"{line}, {span}", dim=True))


def _draw_gap(found: Timeline, gap: Gap) -> None:
    from archive.cli._render import say, styled

    plural = "" if gap.periods == 1 else "s"
    until = f" to {found.last_label(gap)}" if gap.periods > 1 else ""
    line = f"nothing collected for {gap.periods:,} {found.by}{plural}{until}"
    say(styled(f"{found.label(gap.first):<10}  {line}", fg="red"))


def _draw_period(found: Timeline, period: Period, most: int) -> None:
    from archive.cli._bars import bar
    from archive.cli._render import columns, say, styled

    drawn = bar(period.count / most, columns() - 33) if most else ""
    figures = f"{period.count:>8,} {100 * period.share:>6.2f} %"
    say(f"{found.label(period.first):<10}  {figures}  {styled(drawn, fg='blue')}".rstrip())


def _remarks(found: Timeline) -> list[str]:
    """What the periods do not show."""
    whose = f"what {found.publisher} published" if found.publisher else "the archive"
    shown = sum(period.count for period in found.periods)
    lines = [
        f"{shown:,} of {found.matches.total:,} articles, by {found.by}; %: the share of {whose} "
        "in that time"
    ]
    for placed, about in ((found.matches, "matches"), (found.volume, whose)):
        if placed.unplaced or placed.undated:
            lines.append(
                f"not shown, of {about}: {placed.undated:,} without a date, {placed.unplaced:,} "
                f"dated too coarsely for a {found.by}"
            )
    return lines
