"""Checksums: nothing that the database says of an article changes unnoticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from archive import config
from archive.archive import Archive, Finding, Incoming
from archive.article import Article, Fact, Place, Record
from archive.database import models
from conftest import BACK_TO_0001, SEEDS

# What no checksum is needed for: keys that SQLite compares with their indexes, and what is not
# said of articles.
NOT_SUMMED = {"change.seq", "counter.k", "counter.seq"}
SUMMED = [
    column
    for table in (
        *("article", "version", "original", "sighting", "fact", "tag", "article_tag"),
        *("note", "saved"),
    )
    for column in models.metadata.tables[table].columns
] + [models.change.c.article_id, models.change.c.checksum]


def settings(home: Path) -> config.Config:
    return config.load({"home": home}, {})


def incoming(text: str, path: str, **more: object) -> Incoming:
    record = Record(Place(path), text.encode(), "text/plain", text, key=f"file:{path}")
    return Incoming(record, Article(text, **more))  # type: ignore[arg-type]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A home with two versions of an article, a copy, a tag and a fact."""
    home = tmp_path / "home"
    fact = Fact("publisher", "Kabar Nusa", "edited", "a test", 1, 4, 0.5)
    with Archive.open(settings(home)) as archive:
        archive.put([incoming("alfa bravo", "/a.txt"), incoming("charlie", "/b.txt")])
        archive.put([incoming("alfa bravo delta", "/a.txt", facts=(fact,), tags=("harian",))])
        archive.put([incoming("charlie", "/copy.txt", tags=("mingguan",))])
        archive.sync()
        archive.save("satu", "alfa")
        archive.save("dua", "charlie", tag="tiga")
        archive.add_note(1, "echo")
        number = archive.add_note(2, "foxtrot")
        archive.change_note(2, number or 0, "golf")
        with archive.reporting("satu", 10):
            pass
    return home


def findings(home: Path, *, deep: bool = True) -> list[Finding]:
    with Archive.open(settings(home)) as archive:
        return list(archive.check(deep=deep))


@pytest.fixture
def sql(filled: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody would tamper with it."""
    with closing(sqlite3.connect(filled / "archive.db")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        yield connection


def test_what_is_sound_is_found_sound(filled: Path) -> None:
    """Whatever was stored, changed and tagged: its checksums are right."""
    assert findings(filled) == []
    with Archive.open(settings(filled)) as archive:
        archive.remove([1])
    assert findings(filled) == []


@pytest.mark.parametrize("column", SUMMED, ids=str)
def test_a_changed_value_is_found(filled: Path, sql: sqlite3.Connection, column) -> None:
    """Another value in any column of one row, also a free one that no index holds."""
    table, name = column.table.name, column.name
    changed = {
        int: f'"{name}" + 1000',
        bool: f'NOT "{name}"',
        bytes: f"CAST(x'40' || substr(\"{name}\", 2) AS BLOB)",
        datetime: f"replace(\"{name}\", '20', '19')",
        float: f'"{name}" + 0.1',
        str: f"\"{name}\" || '1'",
    }[column.type.python_type]
    statement = f'UPDATE "{table}" SET "{name}" = {changed} WHERE rowid = '
    sql.execute(f'{statement} (SELECT max(rowid) FROM "{table}" WHERE "{name}" IS NOT NULL)')
    assert sql.execute("SELECT changes()").fetchone() == (1,)
    sql.commit()
    found = findings(filled)
    assert found
    assert all(finding.where == "database" for finding in found)


def test_a_lost_row_is_found(filled: Path, sql: sqlite3.Connection) -> None:
    """A row that is gone from any table that says something of articles."""
    for table in ("version", "fact", "sighting", "article_tag", "original", "change", "note"):
        before = sql.execute(f"SELECT * FROM {table}").fetchall()
        sql.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
        sql.commit()
        assert findings(filled), table
        sql.execute(f"DELETE FROM {table}")
        places = ", ".join("?" * len(before[0]))
        sql.executemany(f"INSERT INTO {table} VALUES ({places})", before)
        sql.commit()
        assert findings(filled) == [], table


@pytest.mark.parametrize("assignment", ["how = 'tagged'", "article_id = 2", None], ids=str)
def test_what_a_saved_search_is_done_with_is_checked(
    filled: Path, sql: sqlite3.Connection, assignment: str | None
) -> None:
    """Else an article would be reported twice, or never."""
    change = f"UPDATE saved_article SET {assignment}" if assignment else "DELETE FROM saved_article"
    sql.execute(f"{change} WHERE saved_id = 1")
    assert sql.execute("SELECT changes()").fetchone() == (1,)
    sql.commit()
    assert [finding.what for finding in findings(filled)] == [
        "the saved search with the number 1 is not what was stored"
    ]


def test_the_change_list_is_mended(filled: Path, sql: sqlite3.Connection) -> None:
    """What it must be can be told from the articles; the index follows."""
    sql.execute("DELETE FROM change WHERE article_id = 2")
    sql.execute("UPDATE counter SET seq = 1")
    sql.commit()
    found = findings(filled, deep=False)
    assert len(found) == 2
    assert all(finding.can_be_mended for finding in found)
    with Archive.open(settings(filled)) as archive:
        archive.repair()
    assert findings(filled) == []


def test_an_archive_of_the_version_before_gets_its_checksums(
    filled: Path, sql: sqlite3.Connection
) -> None:
    """A migrated archive is checked like any other, and finds what it found."""
    sql.executescript(BACK_TO_0001)
    with Archive.open(settings(filled)) as archive:
        assert archive.search("alfa delta").total == 1
    assert findings(filled) == []
    sql.execute("UPDATE fact SET value = 'Kabar Nusb' WHERE value = 'Kabar Nusa'")
    sql.commit()
    assert [finding.what for finding in findings(filled)] == [
        "what is said of article 1 is not what was stored"
    ]


def test_seeds_are_sound(archive) -> None:
    """The checksums of real ingests are right, and the quick check takes no long look."""
    archive("ingest", SEEDS)
    assert archive("check").code == 0
    assert archive("check", "--deep", "--json").json["findings"] == []
