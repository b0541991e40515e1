"""`archive export`: the whole result of a query in a format that other programs read."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from archive.cli._options import common, matching, open_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from archive.article import Article
    from archive.export import Export
    from archive.index import Sort
    from archive.query.parser import Match

T = TypeVar("T")

# Characters of a title that the name of its file has.
_NAME = 50


@click.command("export")
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    required=True,
    metavar="NAME",
    help="What to write: jsonl, csv, markdown, bibtex, ris, text.",
)
@click.option(
    "--output",
    metavar="PATH",
    help="A file; with text, and for markdown if it ends with a slash, a folder.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "added"]),
    help="The order (default: as the articles came in).",
)
@matching
@click.option(
    "--copies",
    type=click.Choice(["fold", "all"]),
    default="all",
    help="All copies of an article, or only the best one.",
)
@click.option("--fields", metavar="A,B,...", help="With csv: the columns.")
@click.option("--raw", is_flag=True, help="With csv: leave cells that are formulas as they are.")
@common
def command(
    query: tuple[str, ...],
    format: str,
    output: str | None,
    force: bool,
    sort: Sort | None,
    match: Match,
    copies: str,
    fields: str | None,
    raw: bool,
) -> int:
    """Write all articles that QUERY matches, or all there are, to standard output or PATH.

    jsonl loses nothing: `archive import` makes the same articles of it again. A file or folder gets
    its name when it is complete; a folder must be new, and has a file for each article. Ends with 1
    if nothing was found; then nothing is written.
    """
    from archive.cli._render import remark
    from archive.export import exporter
    from archive.exporting import Asked

    if format != "csv" and (fields or raw):
        raise click.UsageError("--fields and --raw go with --format csv")
    columns = tuple(name.strip() for name in fields.split(",")) if fields else ()
    asked = Asked(" ".join(query) or None, match, sort, copies == "fold", columns, raw)
    chosen = exporter(format)
    with open_archive() as archive:
        write = _way_out(chosen, output, archive.files, is_forced=force)
        with archive.export(asked) as export:
            for warning in export.heading.warnings:
                remark(f"warning: {warning}")
            if export.heading.articles:
                write(export)
                return 0
    remark(f"nothing found for {asked.query}" if asked.query else "the archive is empty")
    return 1


def _way_out(
    chosen: ModuleType, output: str | None, apart: Iterable[Path], *, is_forced: bool
) -> Callable[[Export], None]:
    """What writes an export where it was asked for.

    Raises
    ------
    click.UsageError
        If it cannot be written there.
    """
    from archive.cli import _output, _render

    if output is None or output == "-":
        return lambda export: _output.to_stdout(chosen.render(export))
    if not _is_folder(chosen, output):
        file = _output.new_file(Path(output), apart, is_forced=is_forced)
        return lambda export: _say(_output.to_file(file, chosen.render(_shown(export))))
    if not hasattr(chosen, "one"):
        raise click.UsageError(f"{_render.one_line(output)} is a folder, this format is one file")
    folder = _output.new_folder(Path(output), apart)
    return lambda export: _say_files(_output.to_folder(folder, _files(chosen, export)))


def _is_folder(chosen: ModuleType, output: str) -> bool:
    """Whether a folder is meant: by a format that is hardly anything else, or by its name."""
    return getattr(chosen, "IS_FOLDER", False) or output.endswith("/") or os.path.isdir(output)


def _files(chosen: ModuleType, export: Export) -> Iterator[tuple[str, bytes]]:
    """(name, content): what was asked for, then a file for each article."""
    from archive.export import as_file

    yield "export.json", as_file(export.heading)
    digits = len(str(max(99_999, export.heading.articles)))
    for article in _shown(export).articles():
        yield _name(article, digits) + chosen.SUFFIX, chosen.one(article)


def _name(article: Article, digits: int) -> str:
    """A name of letters, digits and hyphens that no system objects to; no two have the same id."""
    title = unicodedata.normalize("NFKD", article.value("title") or "").encode("ascii", "ignore")
    words = re.sub(r"[^a-z0-9]+", "-", title.decode().lower())[:_NAME].strip("-")
    return "-".join(filter(None, [f"{article.id:0{digits}}", words]))


def _shown(export: Export) -> Export:
    """`export`, with how far it is on a terminal."""
    articles, wholes, total = export.articles, export.wholes, export.heading.articles
    return replace(
        export,
        articles=lambda: _counted(articles(), total),
        wholes=lambda: _counted(wholes(), total),
    )


def _counted(articles: Iterable[T], total: int) -> Iterator[T]:
    from archive.cli._progress import Line

    line = Line()
    try:
        for number, article in enumerate(articles):
            line.show("articles exported", number, total)
            yield article
    finally:
        line.clear()


def _say(size: int) -> None:
    from archive.cli._render import remark

    remark(f"{size / 1e6:,.1f} MB written")


def _say_files(count: int) -> None:
    from archive.cli._render import remark

    remark(f"{count:,} files written")
