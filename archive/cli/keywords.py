"""`archive keywords`: the words that tell some articles from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, narrowing, open_archive

if TYPE_CHECKING:
    from archive.results.keywords import Keywords


@click.command("keywords")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="In how many of the articles a word must be.",
)
@click.option("-n", "--limit", type=click.IntRange(0), default=20, help="How many to show.")
@narrowing
@as_json
@common
def command(
    query: tuple[str, ...],
    at_least: int,
    limit: int,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
) -> int:
    """Rank the words that the articles that QUERY matches have more often than the rest has.

    Counted in bodies. LL (log-likelihood, Rayson and Garside 2000) says how sure the difference
    is, and ranks; the log ratio (Hardie 2014) says how large it is: 1 is twice as often, 2 four
    times. The formulas stand below the answer. Ends with 1 if there are none.
    """
    from archive.cli._asking import asked
    from archive.cli._render import say_json

    with open_archive() as archive:
        found = archive.keywords(
            asked(archive, query, include, exclude), at_least=at_least, limit=limit
        )
    if as_json:
        say_json(found.as_json())
    else:
        _draw(found)
    return 0 if found.keywords else 1


def _draw(found: Keywords) -> None:
    from archive.cli._render import columns, cut, remark, remark_at_length, say, styled
    from archive.results.association import KEYNESS, LOG_RATIO

    if found.keywords:
        head = f"{'LL':>11}{'log ratio':>11}{'here':>9}{'articles':>10}{'rest':>9}  word"
        say(styled(head, dim=True))
    for one in found.keywords:
        figures = f"{one.keyness:>11,.1f}{one.log_ratio:>11,.2f}{one.count:>9,}"
        word = styled(cut(one.word, columns() - 52), bold=True)
        say(f"{figures}{one.articles:>10,}{one.rest:>9,}  {word}")
    remark(
        f"{len(found.keywords):,} of {found.total:,} words; {found.words:,} words in "
        f"{found.articles:,} articles, beside {found.rest:,} in the rest"
    )
    remark_at_length(str(KEYNESS))
    remark_at_length(str(LOG_RATIO))
