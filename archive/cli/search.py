"""`archive search`: find articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli._options import (
    as_json,
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
    from archive.results.explained import Explained
    from archive.results.page import Page, Result
    from archive.results.receipt import Receipt


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("-n", "--limit", type=click.IntRange(0), help="How many hits to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many hits to pass over.")
@sorting
@by_recency
@matching
@click.option(
    "--facet", "facets", multiple=True, metavar="FIELD", help="Count the values of FIELD."
)
@narrowing
@folding
@click.option(
    "--receipt",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the search and its whole result down; `archive replay FILE` compares.",
)
@click.option("--ids", is_flag=True, help="Print only the ids of the hits.")
@click.option("--count", is_flag=True, help="Print only how many there are.")
@click.option(
    "--explain", is_flag=True, help="Show what matched, and what each score is the sum of."
)
@as_json
@common
def command(
    query: tuple[str, ...],
    limit: int | None,
    offset: int,
    sort: Sort,
    recent: int | None,
    match: Match,
    facets: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    copies: str,
    receipt: Path | None,
    ids: bool,
    count: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Find articles by words, "phrases", fields and dates; `-word` excludes.

    Quote the whole query for the shell where it holds quotation marks or parentheses. A query
    that begins with a minus sign goes behind `--`. Ends with 1 if nothing was found.
    """
    refuse_recent(recent, sort)
    with open_archive(limit=limit, recent=recent) as archive:
        page = archive.search(
            " ".join(query),
            limit=0 if count else archive.config.limit,
            offset=offset,
            sort=sort,
            match=match,
            facets=facets,
            is_folded=copies == "fold",
            include=include,
            exclude=exclude,
            recent=archive.config.recent,
            is_explained=explain,
        )
        if receipt:
            written = archive.receipt(
                " ".join(query),
                sort=sort,
                match=match,
                is_folded=copies == "fold",
                include=include,
                exclude=exclude,
                recent=archive.config.recent,
            )
            _write(receipt, written)
        is_empty = not page.total and not archive.totals()["articles"]
    if is_empty:
        _hint_at_ingest()
    _draw(page, as_json=as_json, ids=ids, count=count, explain=explain)
    return 0 if page.total else 1


def _write(path: Path, receipt: Receipt) -> None:
    from archive.cli._render import write_json

    write_json(path, receipt.as_json())


def _hint_at_ingest() -> None:
    from archive.cli._render import remark

    remark("the archive is empty: `archive ingest PATH` stores articles in it")


def _draw(page: Page, *, as_json: bool, ids: bool, count: bool, explain: bool) -> None:
    from archive.cli._render import remark, say, say_json

    for warning in page.warnings:
        remark(f"warning: {warning}")
    if as_json:
        say_json(page.as_json())
    elif count:
        say(str(page.total))
    elif ids:
        for result in page.results:
            say(str(result.id))
    else:
        if explain:
            _draw_reading(page)
        for result in page.results:
            _draw_result(result, explain)
        _draw_facets(page)
        _draw_total(page)
    for suggestion in () if as_json else page.suggestions:
        remark(str(suggestion))


def _draw_reading(page: Page) -> None:
    """How the query was understood, and what the scores below are."""
    from archive.cli._render import columns, say, wrapped
    from archive.results.explained import FORMULA
    from archive.visible import term_safe

    say(f"understood: {term_safe(page.understood)}")
    is_scored = any(result.explained for result in page.results)
    notes = [FORMULA if is_scored else "", f"recent: {page.recency}" if page.recency else ""]
    for line in (line for note in notes for line in wrapped(note, (), columns())):
        say(line)
    say()


def _draw_result(result: Result, explain: bool) -> None:
    from archive.cli._render import columns, cut, marked, one_line, say, styled, wrapped

    margin = 7
    room = columns() - margin
    title = result.title or "(no title)"
    shown = cut(title, room)
    # Marks hold as far as the title is shown as it is, without the ellipsis of a cut one.
    same = len(shown) if shown == title else len(shown) - 1
    spans = [s for s in result.title_marks if s[1] <= same and shown[:same] == title[:same]]
    say(f"{styled(f'{result.id:>5}', fg='cyan')}  {marked(shown, spans)}")
    about = [result.publisher, result.published, result.language, _copies(result), result.url]
    known = " · ".join(one_line(fact) for fact in about if fact)
    if known:
        say(" " * margin + styled(cut(known, room), dim=True))
    for line in wrapped(result.snippet, result.marks, room):
        say(" " * margin + line)
    if result.explained:
        _draw_score(result.score, result.explained, margin)
    if explain:
        for m in result.matched:
            through = f"{m.through} {m.stem}" if m.stem else m.through
            found = f"{m.clause} found {one_line(m.form)!r} in {m.field} by its {through}"
            say(" " * margin + cut(found, room))
    say()


def _draw_score(score: float, explained: Explained, margin: int) -> None:
    """The parts of a score below it, each beside what it is a product of."""
    from archive.cli._render import say_beside
    from archive.results.explained import in_words

    for number, texts in in_words(score, explained):
        say_beside(f"{' ' * margin}{number}", texts)


def _copies(result: Result) -> str:
    """How many copies there are, and which stands for all if it is not this one."""
    if not result.copies:
        return ""
    lead = f", lead {result.lead}" if result.lead not in (None, result.id) else ""
    return f"{result.copies} {'copy' if result.copies == 1 else 'copies'}{lead}"


def _draw_facets(page: Page) -> None:
    from archive.cli._render import columns, cut, say, styled

    for field, buckets in page.facets.items():
        say(styled(field, bold=True))
        for bucket in buckets:
            say(f"{bucket.count:>8,}  {cut(bucket.value, columns() - 10)}")
        say()


def _draw_total(page: Page) -> None:
    from archive.cli._render import remark

    if not page.total:
        remark(f"nothing found for {page.understood or page.query}")
        return
    first, last = page.offset + 1, page.offset + len(page.results)
    more = f"; more with --offset {last}" if last < page.stories and page.results else ""
    shown = f"{first:,}-{last:,} of " if page.results else ""
    counted = f"{page.total:,} article{'' if page.total == 1 else 's'}"
    if page.stories < page.total:
        stories = f"{page.stories:,} stor{'y' if page.stories == 1 else 'ies'}"
        counted = f"{stories}, {counted}"
    remark(f"{shown}{counted}, {page.took_ms:.0f} ms{more}")
