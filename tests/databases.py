"""Databases to try things in."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import database
from archive.database import Store

# What differs: when it was, and the numbers of changes, of which a batch gives one to an article.
COLUMNS = {
    "article": "id, key",
    "original": "sha256, size, content",
    "version": "id, article_id, number, identity, sha256, media_type, encoding, replaced,"
    " is_current, text, text_sum",
    "sighting": "id, version_id, path, position, sha256",
    "fact": 'id, version_id, field, value, basis, rule, start, "end"',
    "tag": "id, name",
    "article_tag": "article_id, tag_id",
    "change": "article_id",
    "sqlite_sequence": "name, seq",
}


def rows(path: Path) -> dict[str, list[Any]]:
    """Everything that a database says of its articles."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}"))
            for table, columns in COLUMNS.items()
        }


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with closing(database.open(f"sqlite:///{path}")) as store:
        yield store


@contextmanager
def two(empty: Path) -> Iterator[tuple[Store, Store]]:
    """Two databases without articles."""
    with TemporaryDirectory(dir=empty.parent) as folder:
        paths = [Path(shutil.copy(empty, Path(folder) / name)) for name in ("1.db", "2.db")]
        with opened(paths[0]) as one, opened(paths[1]) as other:
            yield one, other
