"""`archive collocates`: the words that stand near the matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, narrowing, open_archive

if TYPE_CHECKING:
    from archive.results.association import Name
    from archive.results.collocates import Collocates


@click.command("collocates")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--window",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="How many words before and after a match are near it.",
)
@click.option(
    "--measure",
    type=click.Choice(["logdice", "mi", "ll"]),
    default="logdice",
    show_default=True,
    help="How the strength is measured.",
)
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How often a word must stand near a match.",
)
@click.option("-n", "--limit", type=click.IntRange(0), default=20, help="How many to show.")
@narrowing
@as_json
@common
def command(
    query: tuple[str, ...],
    window: int,
    measure: Name,
    at_least: int,
    limit: int,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
) -> int:
    """Rank the words that stand near the matches of QUERY more often than by chance.

    Matches are those in bodies; a word near two of them counts once. How often it would be there
    by chance is taken from all bodies of the archive. logDice (Rychlý 2008) compares well between
    queries, MI (Church and Hanks 1990) finds the rare and exclusive, LL (Dunning 1993) the sure
    and frequent; the formula stands below the answer. Ends with 1 if there are none.
    """
    from archive.cli._asking import asked
    from archive.cli._progress import indexing
    from archive.cli._render import say_json

    with open_archive() as archive:
        found = archive.collocates(
            asked(archive, query, include, exclude),
            window=window,
            measure=measure,
            at_least=at_least,
            limit=limit,
            progress=indexing("reading"),
        )
    if as_json:
        say_json(found.as_json())
    else:
        _draw(found)
    return 0 if found.collocates else 1


def _draw(found: Collocates) -> None:
    from archive.cli._render import columns, cut, remark, remark_at_length, say, styled
    from archive.results.association import MEASURES

    measure = MEASURES[found.measure]
    if found.collocates:
        say(styled(f"{measure.name:>9}{'near':>9}{'in all':>9}  word", dim=True))
    for one in found.collocates:
        word = styled(cut(one.word, columns() - 29), bold=True)
        say(f"{one.score:>9,.2f}{one.count:>9,}{one.frequency:>9,}  {word}")
    remark(
        f"{len(found.collocates):,} of {found.total:,} words within {found.window} of "
        f"{found.matches:,} matches in the bodies of {found.articles:,} articles"
    )
    remark_at_length(str(measure))
