"""`archive concordance`: each match in its context."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, narrowing, open_archive
from archive.schema import ZONE_FIELDS

if TYPE_CHECKING:
    from archive.results.concordance import Line, Side

# Characters on each side in JSON, unless told otherwise.
_WIDTH = 80


@click.command("concordance")
@click.argument("query", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(0), help="How many lines to show; else all.")
@click.option(
    "--sort",
    type=click.Choice(["article", "left", "right"]),
    default="article",
    help="The order: by article, or by the words on one side.",
)
@click.option(
    "--nth",
    type=click.IntRange(1, 10),
    default=1,
    show_default=True,
    help="Which word on that side to sort by first.",
)
@click.option(
    "--width", type=click.IntRange(0, 1000), help="Characters to show on each side of the match."
)
@click.option(
    "--zone",
    type=click.Choice(sorted(ZONE_FIELDS)),
    metavar="KIND",
    help="Look for the words in zones of this kind only.",
)
@narrowing
@as_json
@common
def command(
    query: tuple[str, ...],
    limit: int | None,
    sort: str,
    nth: int,
    width: int | None,
    zone: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
) -> int:
    """Show each match of QUERY on a line, with the words around it and its article's id.

    In the order of the articles lines are shown as they are found. Sorted by the words on the left
    or right, all have to be found first. Looks at the first million characters of an article.
    Ends with 1 if there are none.
    """
    from archive.cli._asking import asked
    from archive.cli._render import remark

    side: Side | None = None if sort == "article" else "left" if sort == "left" else "right"
    with open_archive() as archive:
        found = archive.concordance(
            asked(archive, query, include, exclude),
            width=_room(width, as_json),
            zone=zone,
            side=side,
            nth=nth,
            limit=limit,
        )
        shown, articles = _draw(islice(found, limit), width, as_json)
    if not as_json:
        remark(f"{shown:,} line{'' if shown == 1 else 's'}, {articles:,} articles")
    return 0 if shown else 1


def _room(width: int | None, as_json: bool) -> int:
    from archive.cli._render import columns

    return width if width is not None else _WIDTH if as_json else columns()


def _draw(found: Iterable[Line], width: int | None, as_json: bool) -> tuple[int, int]:
    """Print the lines; how many there were, and of how many articles."""
    from archive.cli._render import say_json

    shown, ids = 0, set[int]()
    for line in found:
        shown += 1
        ids.add(line.id)
        if as_json:
            say_json(line.as_json(_room(width, as_json)))
        else:
            _draw_line(line, width)
    return shown, len(ids)


def _draw_line(line: Line, width: int | None) -> None:
    """The match stands in the same column in every line."""
    from archive.cli._render import columns, say, styled
    from archive.cli._render import width as columns_of
    from archive.visible import term_safe

    room = columns() - 8
    side = room // 2 - 6 if width is None else width
    left = _last(term_safe(line.left), side)
    match = term_safe(line.match)
    after = room - side - columns_of(match) if width is None else width
    right = _first(term_safe(line.right), after).rstrip()
    id = styled(f"{line.id:>6}", fg="cyan")
    space = " " * (side - columns_of(left))
    say(f"{id}  {space}{left}{styled(match, bold=True, fg='yellow')}{right}")


def _last(text: str, room: int) -> str:
    """The end of `text` that fits into `room` columns."""
    from archive.cli._render import width

    while text and width(text) > room:
        text = text[max(1, len(text) - room) :]
    return text


def _first(text: str, room: int) -> str:
    """The beginning of `text` that fits into `room` columns."""
    from archive.cli._render import width

    while text and width(text) > room:
        text = text[: min(len(text) - 1, max(room, 0))]
    return text
