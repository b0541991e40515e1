"""Put articles into the database and take them out; every write moves the change list along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select
from sqlalchemy.engine import make_url

from archive.article import Article
from archive.database import mapping, models, writing
from archive.database.connection import connect
from archive.database.migrate import is_current, upgrade
from archive.database.writing import Incoming, Stored
from archive.errors import StorageError

__all__ = ["Change", "Incoming", "Store", "Stored", "open_store"]

# SQLite takes at most 32,766 values in one statement.
_CHUNK = 500


def open_store(url: str, wait: float = 30.0) -> Store:
    """The database at `url`; its folder is made if it is not there, its tables are not.

    Raises
    ------
    UsageError
        If `url` is no URL, or names a database that is not supported.
    StorageError, NotAnArchiveError, DamageError
        If it cannot be opened.
    """
    engine = connect(url, wait)
    path = make_url(url).database
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"the archive's folder cannot be made: {error}") from error
    return Store(engine)


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of an article; `size` is its original's in bytes, None if it is gone."""

    seq: int
    article_id: int
    size: int | None


class Store:
    """One open database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: Connection | None = None

    @property
    def is_current(self) -> bool:
        """Whether `upgrade` has nothing to do. Raises NotAnArchiveError for a foreign file."""
        return is_current(self._engine)

    def upgrade(self) -> None:
        """Make or migrate the tables."""
        upgrade(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        options = {"is_writing": True}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    # -- writing

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, everything is written in one transaction, which is then taken back."""
        with self._engine.connect().execution_options(is_writing=True) as connection:
            transaction = connection.begin()
            self._held = connection
            try:
                yield
            finally:
                self._held = None
                transaction.rollback()

    def put(self, batch: Sequence[Incoming]) -> list[Stored]:
        """Store `batch` in one transaction; what became of each, in order.

        When this returns, the batch is on the disk.
        """
        with self._writing() as connection:
            return writing.put(connection, batch)

    def remove(self, ids: Iterable[int]) -> list[int]:
        """Remove articles with everything that belongs to them; the ids that were there."""
        with self._writing() as connection:
            removed = [
                id
                for id in dict.fromkeys(ids)
                if connection.execute(delete(models.article).filter_by(id=id)).rowcount
            ]
            writing.drop_unused_originals(connection)
            writing.record_changes(connection, removed)
        return removed

    # -- reading

    @property
    def archive_id(self) -> str:
        """The identity of this archive, given when it was made."""
        with self._reading() as connection:
            return str(connection.execute(select(models.archive.c.id)).scalar_one())

    @property
    def seq(self) -> int:
        """The number of the last change."""
        with self._reading() as connection:
            return int(connection.execute(select(models.counter.c.seq)).scalar_one())

    def articles(self, ids: Iterable[int]) -> list[Article]:
        """The articles with these ids, in the order asked for; ids that are gone are left out."""
        wanted = list(dict.fromkeys(ids))
        with self._reading() as connection:
            found = {
                article.id: article
                for chunk in _chunks(wanted)
                for article in mapping.articles(connection, chunk)
            }
        return [found[id] for id in wanted if id in found]

    def changes(self, after: int, limit: int) -> list[Change]:
        """The next `limit` changes with a number above `after`, in order."""
        with self._reading() as connection:
            rows = connection.execute(mapping.changes(after, limit)).all()
        return [Change(row.seq, row.article_id, row.size) for row in rows]

    def count_changes(self, after: int) -> int:
        """How many changes have a number above `after`."""
        statement = select(func.count()).where(models.change.c.seq > after)
        with self._reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def original(self, id: int) -> bytes | None:
        """The bytes of the article's current version as they were found; None: no such article."""
        with self._reading() as connection:
            return mapping.original_of(connection, id)

    def facet(self, field: str, ids: Sequence[int] | None = None) -> dict[str, int]:
        """How many of the articles `ids` (None: of all) have each value of `field`.

        An article counts once, with its most trusted value; once for each of its tags.
        """
        counts: dict[str, int] = {}
        with self._reading() as connection:
            for chunk in [None] if ids is None else _chunks(ids):
                for value, count in mapping.values(connection, field, chunk):
                    counts[value] = counts.get(value, 0) + count
        return counts

    def totals(self) -> dict[str, int]:
        """How many articles, versions, sightings and tags there are, and bytes of originals."""
        tables = (models.article, models.version, models.sighting, models.tag)
        with self._reading() as connection:
            counts: dict[str, int] = {
                f"{table.name}s": self._count(connection, table) for table in tables
            }
            size = select(func.coalesce(func.sum(models.original.c.size), 0))
            counts["original_bytes"] = int(connection.execute(size).scalar_one())
        return counts

    @staticmethod
    def _count(connection: Connection, table: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
