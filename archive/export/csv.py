"""CSV (RFC 4180, but for lines that end in a line feed): a header and a row for each article.

A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula, which
can do harm; such a cell gets an apostrophe in front, unless the export is raw. Of a field the most
trusted value is shown; sources, tags, files and the like stand in one cell, "; " between.
There is no place for the query.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from archive.article import Article, readable
from archive.errors import UsageError
from archive.export._export import Export
from archive.export._text import as_bytes
from archive.schema import FACTS, MANY
from archive.zones import BODY, text_of, zones_of

MEDIA_TYPE = "text/csv; charset=utf-8"

_FIELDS = (
    "id", "title", "publisher", "author", "place", "published", "language", "category", "url",
    "cites", "tag", "added", "path", "text",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEVERAL = "; "


def _body(article: Article) -> str:
    return text_of(article.text, zones_of(article), BODY)


_COLUMNS: dict[str, Callable[[Article], str]] = {
    "id": lambda article: str(article.id),
    "added": lambda article: article.added.strftime("%Y-%m-%dT%H:%M:%SZ") if article.added else "",
    "body": _body,
    "path": lambda article: _joined(readable(one.path) for one in article.sightings),
    "tag": lambda article: _joined(article.tags),
    "text": lambda article: article.text,
    "versions": lambda article: str(len(article.versions)),
}


def render(export: Export) -> Iterator[bytes]:
    """The header, then a row for each article.

    Raises
    ------
    UsageError
        If a field is asked for that there is not.
    """
    columns = {name: _column(name) for name in export.fields or _FIELDS}
    yield _row(columns)
    for article in export.articles():
        cells = [column(article) for column in columns.values()]
        yield _row(cells if export.is_raw else map(_harmless, cells))


def _column(name: str) -> Callable[[Article], str]:
    if name in _COLUMNS:
        return _COLUMNS[name]
    if name not in FACTS:
        known = ", ".join(sorted({*_COLUMNS, *FACTS}))
        raise UsageError(f"there is no field {name!r} for a table (there are: {known})")
    if name in MANY:
        return lambda article: _joined(fact.value for fact in article.believed(name))
    return lambda article: article.value(name) or ""


def _row(cells: Iterable[str]) -> bytes:
    written = io.StringIO(newline="")
    # A carriage return in a cell is quoted only where lines end in one.
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return as_bytes(written.getvalue().removesuffix("\r\n") + "\n")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _joined(values: Iterable[str]) -> str:
    return _SEVERAL.join(dict.fromkeys(values))
