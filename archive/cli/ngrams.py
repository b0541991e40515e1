"""`archive ngrams`: the runs of words that stand most often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli._options import as_json, common, narrowing, open_archive

if TYPE_CHECKING:
    from archive.results.ngrams import Ngrams


@click.command("ngrams")
@click.argument("query", nargs=-1)
@click.option(
    "-n",
    "--words",
    type=click.IntRange(1, 10),
    default=2,
    show_default=True,
    help="How many words a run has.",
)
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="How often a run must be there.",
)
@click.option("--limit", type=click.IntRange(0), default=20, help="How many to show.")
@narrowing
@as_json
@common
def command(
    query: tuple[str, ...],
    words: int,
    at_least: int,
    limit: int,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    as_json: bool,
) -> int:
    """Rank the runs of words in the articles that QUERY matches, or in all, by how often they are.

    Words are folded, and side by side as in a phrase of the query language: punctuation does not
    part them. Counted in bodies. Ends with 1 if there are none.
    """
    from archive.cli._asking import asked
    from archive.cli._progress import indexing
    from archive.cli._render import say_json

    with open_archive() as archive:
        found = archive.ngrams(
            asked(archive, query, include, exclude),
            words,
            at_least=at_least,
            limit=limit,
            progress=indexing("reading"),
        )
    if as_json:
        say_json(found.as_json())
    else:
        _draw(found)
    return 0 if found.ngrams else 1


def _draw(found: Ngrams) -> None:
    from archive.cli._render import columns, cut, remark, say, styled
    from archive.results.ngrams import MEASURE

    if found.ngrams:
        say(styled(f"{'count':>9}{'per million':>14}  words", dim=True))
    for one in found.ngrams:
        rate = 1_000_000 * one.count / found.runs
        words = styled(cut(one.text, columns() - 25), bold=True)
        say(f"{one.count:>9,}{rate:>14,.1f}  {words}")
    remark(
        f"{len(found.ngrams):,} of {found.total:,} runs of {found.n}, in the bodies of "
        f"{found.articles:,} articles"
    )
    remark(f"count = {MEASURE}")
