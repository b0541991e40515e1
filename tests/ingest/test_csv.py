"""Tables: what their columns mean, and rows that do not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import TABLE
from strategies import steady

LIMIT = 10_000


def reading(
    path: Path, content: bytes, *columns: tuple[str, str], format: str | None = "csv"
) -> list[Record | Outcome]:
    """Everything that a table holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT, columns=columns), format))


def texts(found: list[Record | Outcome]) -> list[str]:
    """The texts of the records."""
    return [one.text for one in found if isinstance(one, Record)]


def reasons(found: list[Record | Outcome]) -> list[str]:
    """Why each of what failed did."""
    return [one.reason or "" for one in found if isinstance(one, Outcome)]


def test_a_row_is_a_record(tmp_path: Path) -> None:
    """Its columns are told by usual names; the original is a table of it alone."""
    one, two = reading(tmp_path / "a.txt", TABLE, format=None)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert {fact.field: (fact.value, fact.rule) for fact in one.facts} == {
        "title": ('Alfa; "bravo"', "csv: judul"),
        "published": ("2025-06-18", "csv: tanggal, day month year"),
    }
    assert one.text == "Caf\xe9\r\ncharlie"
    assert two.original == b"judul,isi,tanggal,no\r\nDelta,echo,,2\r\n"
    assert str(two.place) == f"{tmp_path / 'a.txt'}:2"


def test_the_user_says_what_columns_mean(tmp_path: Path) -> None:
    """What is stated goes before usual names, also once more."""
    content = b"text,naskah,Kepala,tanggal,date\nx,alfa,Bravo,2025-06-18,2024\n"
    stated = (("text", "naskah"), ("title", "kepala"), ("published", "tanggal"))
    (record,) = reading(tmp_path / "a.csv", content, *stated)
    assert isinstance(record, Record)
    assert record.text == "alfa"
    assert {fact.field: fact.value for fact in record.facts} == {
        "title": "Bravo",
        "published": "2025-06-18",
    }
    assert readers.again(record.place, record.original, record.media_type) == record


@steady
@given(
    st.lists(st.tuples(st.text(), st.text()), max_size=4),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    """Whatever stands in a cell, it is the text of its row."""
    rows = [tuple(_clean(cell) for cell in row) for row in rows]  # type: ignore[misc]
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter).writerows([("title", "text"), *rows])
    path = tmp_path_factory.getbasetemp() / "written.csv"
    found = reading(path, table.getvalue().encode())
    kept = [row for row in rows if row[0].strip() or row[1].strip()]
    assert [one.text for one in found if isinstance(one, Record)] == [
        text if text.strip() else "" for _, text in kept
    ]


def _clean(cell: str) -> str:
    """Without what no table can hold, and what would make it binary."""
    kept = "".join(letter for letter in cell if letter >= " " or letter in "\t\n")
    return kept.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("content", "count", "reason"),
    [
        (b"", 0, "empty"),
        (b"a,b\n1,2\n", 0, "no column is a text or title (there are: a, b)"),
        (b"title\n" + b"x" * (LIMIT + 1) + b"\nb\n", 1, "field larger than field limit"),
        (b"title,text\na,b,c\nd,e\n", 1, "a row of 3 cells, where there are 2 columns"),
        (b"title,text\na,b,,\nd\n", 2, None),
        (b"title,lang\n,id\nd,id\n", 1, "no text"),
        (b"x" * 30_000, 0, "no table"),
        (b'title,text\na,"b', 1, None),
    ],
)
def test_rows_that_do_not_fit_say_why(
    tmp_path: Path, content: bytes, count: int, reason: str | None
) -> None:
    """The others are read, and it is counted."""
    found = reading(tmp_path / "a.csv", content)
    assert len(texts(found)) == count
    assert [str(reason) in one for one in reasons(found)] == ([True] if reason else [])


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With those that are."""
    found = reading(tmp_path / "a.csv", b"title,isi\na,b\n", ("text", "naskah"))
    assert reasons(found) == ["no column is called naskah (there are: title, isi)"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Each row is decoded by itself."""
    content = "title,text\nAlfa,Das Caf\xe9 in der Stadt\n".encode(encoding)
    assert texts(reading(tmp_path / "a.csv", content)) == ["Das Caf\xe9 in der Stadt"]
