"""SQLite FTS5 without a copy of the text, a table of dates, and `synchronous=FULL`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus import Article
from peers import BATCH, days

NAME = "FTS5"

_IN_YEAR = "a JOIN d ON d.id = a.rowid WHERE a MATCH ? AND day BETWEEN ? AND ?"


def version() -> str:
    return f"SQLite {sqlite3.sqlite_version}"


def create(folder: Path) -> Fts5:
    folder.mkdir()
    engine = open(folder)
    engine.sql.execute("CREATE VIRTUAL TABLE a USING fts5(body, content='')")
    engine.sql.execute("CREATE TABLE d (id INTEGER PRIMARY KEY, day INTEGER)")
    return engine


def open(folder: Path) -> Fts5:
    return Fts5(folder / "fts.db")


class Fts5:
    def __init__(self, path: Path) -> None:
        self.sql = sqlite3.connect(path, isolation_level=None)
        self.sql.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")

    def build(self, articles: Iterable[Article]) -> None:
        self.sql.execute("BEGIN")
        for number, article in enumerate(articles, 1):
            self._insert(article)
            if number % BATCH == 0:
                self.sql.execute("COMMIT")
                self.sql.execute("BEGIN")
        self.sql.execute("COMMIT")
        self.sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _insert(self, article: Article) -> None:
        id, text, day = article
        self.sql.execute("INSERT INTO a (rowid, body) VALUES (?, ?)", (id, text))
        self.sql.execute("INSERT INTO d VALUES (?, ?)", (id, day))

    def add(self, article: Article) -> bool:
        self.sql.execute("BEGIN")
        self._insert(article)
        self.sql.execute("COMMIT")
        return True

    def search(self, kind: str, asked: list[Any]) -> list[int] | None:
        source, values = _where(kind, asked)
        found = f"SELECT a.rowid FROM {source} ORDER BY bm25(a) LIMIT 10"
        return [row[0] for row in self.sql.execute(found, values)]

    def total(self, kind: str, asked: list[Any]) -> int:
        source, values = _where(kind, asked)
        return int(self.sql.execute(f"SELECT count(*) FROM {source}", values).fetchone()[0])


def _where(kind: str, asked: list[Any]) -> tuple[str, tuple[Any, ...]]:
    """What follows FROM, and its values."""
    if kind == "word and year":
        word, year = asked
        return _IN_YEAR, (f'"{word}"', *days(year))
    words = [f'"{word}"' for word in asked]
    match kind:
        case "phrase":
            query = " + ".join(words)
        case "prefix of four":
            query = f"{words[0]}*"
        case _:
            query = (" AND " if kind == "two words" else " OR ").join(words)
    return "a WHERE a MATCH ?", (query,)
