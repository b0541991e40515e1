"""Tables (CSV, TSV): a row is an article, the columns are named in the first row.

Usual names, those of the keys of `jsonl`, are understood; `--map title=judul,text=isi` says what
others mean. The original of an article is a table with its row only, in which columns that were
mapped have the names of what they mean. Tables that other programs export are known by their
columns: `archive.ingest.tables`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from archive.article import Place, Record
from archive.ingest import declared, moved, tables
from archive.ingest.decoding import Decoded, decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = (".csv", ".tsv", ".tab")
MEDIA_TYPE = "text/csv"

_DELIMITERS = ",;\t|"
_TEXTS = frozenset((*declared.TEXT, *declared.FACTS["title"]))
_USUAL = _TEXTS.union(*declared.FACTS.values())
_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Bytes that the first row may have: it stands in the original of each article.
_MOST = 20_000
# Bytes of a row: taking one apart takes up to forty times as many.
_MOST_ROW = 10_000_000


def sniff(head: bytes) -> bool:
    """Whether the first row names a text or title, and another usual column."""
    decoded = decode(head)
    first = decoded.text.lstrip("\r\n").split("\n")[0] if decoded else ""
    names = set(_columns(first, _delimiter(first, ())))
    return len(names & _USUAL) > 1 and bool(names & _TEXTS)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each row; a failed outcome for those that do not fit the first one."""
    whole = Place(source.path)
    wanted = {column: field for field, column in source.columns}
    is_wide = source.head().startswith(_MARKS)
    encoding, errors = ("utf-16", "replace") if is_wide else ("utf-8-sig", "surrogateescape")
    with (
        source.open() as stream,
        io.TextIOWrapper(stream, encoding, errors, newline="") as lines,
    ):
        first = next((line for line in iter(lambda: lines.readline(_MOST), "") if line.strip()), "")
        delimiter = _delimiter(first, wanted)
        columns = _columns(first, delimiter)
        if problem := _problem(first, columns, wanted):
            yield failed(whole, problem)
            return
        mapped = _mapped(columns, wanted)
        limit = min(source.limit, _MOST_ROW)
        position = 0
        for position, row in enumerate(_rows(lines, delimiter, limit), start=1):
            yield _found(Place(source.path, position), mapped, row, limit)
        if not position:
            yield failed(whole, "a table without rows")


def _lines(lines: io.TextIOWrapper, limit: int) -> Iterator[str]:
    """Each line; one that is larger than any row may be is cut, and its row will be refused."""
    while line := lines.readline(limit + 2):
        rest = line
        while len(rest) > limit and not rest.endswith("\n"):
            rest = lines.readline(limit + 2)
        yield line


def _rows(lines: io.TextIOWrapper, delimiter: str, limit: int) -> Iterator[list[str] | str]:
    """Each row that is not empty, or what is wrong with it."""
    rows = csv.reader(_lines(lines, limit), delimiter=delimiter)
    while True:
        csv.field_size_limit(limit)  # there is one for the whole process, `parse` has another
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"no row of a table: {error}"
            continue
        if any(cell.strip() for cell in row):
            yield row


def _found(place: Place, columns: list[str], row: list[str] | str, limit: int) -> Unread | Outcome:
    if isinstance(row, str):
        return failed(place, row)
    if any(cell.strip() for cell in row[len(columns) :]):
        return failed(place, f"a row of {len(row)} cells, where there are {len(columns)} columns")
    original = _written(columns, row[: len(columns)])
    if len(original) > limit:
        return failed(place, f"a row larger than {limit:,} bytes")
    return Unread(place, original, parse)


def _written(columns: list[str], row: list[str]) -> bytes:
    """A table of one row, in the bytes that it was in."""
    table = io.StringIO()
    csv.writer(table).writerows([columns, row])
    return table.getvalue().encode("utf-8", "surrogateescape")


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A table of one row as a record; failed if it has neither a text nor a title."""
    decoded = decode(original)
    if decoded is None:
        return failed(place, "binary, not a table")
    csv.field_size_limit(max(len(decoded.text), 1))
    try:
        columns, row = list(csv.reader(io.StringIO(decoded.text, newline="")))[:2]
    except (csv.Error, ValueError):
        return failed(place, "no table with a row")
    stated: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        stated.setdefault(_plain(column), cell)
    if layout := tables.layout(stated):
        return _moved(place, original, decoded, layout, stated)
    return declared.record(place, original, MEDIA_TYPE, stated, "csv", decoded)


def _moved(
    place: Place,
    original: bytes,
    decoded: Decoded,
    layout: tables.Layout,
    stated: dict[str, str],
) -> Record | Outcome:
    """A row of the table of another program as a record."""
    try:
        page = tables.page(layout, stated)
    except ValueError as error:
        return failed(place, str(error))
    return moved.record(place, original, MEDIA_TYPE, layout.program, page, decoded)


def _plain(column: str) -> str:
    return column.strip().lower()


def _columns(first: str, delimiter: str) -> list[str]:
    """The names in the first row, in lower case."""
    if len(first) >= _MOST:
        return []
    try:
        row = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [_plain(column) for column in row]


def _delimiter(first: str, wanted: Iterable[str]) -> str:
    """What stands between columns: that by which most of them have names that are known."""
    known = _USUAL.union(wanted)

    def count(delimiter: str) -> tuple[int, int]:
        columns = _columns(first, delimiter)
        return len(known.intersection(columns)), len(columns)

    return max(_DELIMITERS, key=count)


def _problem(first: str, columns: list[str], wanted: dict[str, str]) -> str | None:
    """Why the columns make no article, if they do not."""
    if not first:
        return "empty"
    if not columns:
        return f"no table: its first row is no row of names, or larger than {_MOST:,} characters"
    shown = ", ".join(columns)[:200]
    for column in wanted:
        if column not in columns:
            return f"no column is called {column} (there are: {shown})"
    if not _TEXTS.intersection(_mapped(columns, wanted)):
        return f"no column is a text or title (there are: {shown}); --map text=COLUMN says which"
    return None


def _mapped(columns: list[str], wanted: dict[str, str]) -> list[str]:
    """The names of the columns, where the user said what one means, that."""
    keys = {"text": declared.TEXT[0], **{field: keys[0] for field, keys in declared.FACTS.items()}}
    taken = {keys[field] for field in wanted.values()}
    names = (f"{name} (other)" if name in taken else name for name in columns)
    return [
        keys[wanted[column]] if column in wanted else name
        for column, name in zip(columns, names, strict=True)
    ]
