"""`archive receipt`: write a search and its whole result down, to be repeated and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli._options import (
    by_recency,
    common,
    folding,
    matching,
    narrowing,
    open_archive,
    refuse_recent,
    sorting,
)

if TYPE_CHECKING:
    from archive.index import Sort
    from archive.query.parser import Match


@click.command("receipt")
@click.argument("query", nargs=-1, required=True)
@sorting
@by_recency
@matching
@folding
@narrowing
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@common
def command(
    query: tuple[str, ...],
    sort: Sort,
    recent: int | None,
    match: Match,
    copies: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    output: Path | None,
) -> int:
    """Write down what QUERY finds: the query, how it was understood, and every hit in order.

    `archive replay` runs it again and says what is another. A receipt holds ids and checksums, and
    nothing of the articles. Ends with 1 if nothing was found; it is written all the same.
    """
    from archive.cli._render import say_json, write_json

    refuse_recent(recent, sort)
    with open_archive(recent=recent) as archive:
        receipt = archive.receipt(
            " ".join(query),
            sort=sort,
            match=match,
            is_folded=copies == "fold",
            include=include,
            exclude=exclude,
            recent=archive.config.recent,
        )
    if output:
        write_json(output, receipt.as_json())
    else:
        say_json(receipt.as_json())
    return 0 if receipt.total else 1
