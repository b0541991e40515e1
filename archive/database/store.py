"""Put articles into the database and take them out; every write moves the change list along."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, select

from archive.article import Article
from archive.database import checkpoints, checks, mapping, models, writing
from archive.database.connection import connect, damage, path_of, recover
from archive.database.migrate import is_current, upgrade
from archive.database.writing import Incoming, Stored
from archive.errors import StorageError
from archive.seal import Checkpoint

__all__ = ["Change", "Incoming", "Store", "Stored", "open_store"]

# SQLite takes at most 32,766 values in one statement.
_CHUNK = 500


def open_store(url: str, wait: float = 30.0) -> Store:
    """The database at `url`, which need not be there yet.

    Raises
    ------
    UsageError
        If `url` is no URL, or names a database that is not supported.
    """
    return Store(path_of(url), wait)


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of an article; `size` is about what it takes in bytes, None if it is gone."""

    seq: int
    article_id: int
    size: int | None


class Store:
    """One open database."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path = path
        self._wait = wait
        self._reader = connect(path, wait, is_writing=False)
        self._writer = connect(path, wait, is_writing=True)
        self._held: Connection | None = None
        self._has_written = False

    @property
    def is_there(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    @property
    def is_empty(self) -> bool:
        """Whether the file is there and has no content at all."""
        return self.path.exists() and not self.path.stat().st_size

    @property
    def is_current(self) -> bool:
        """Whether `upgrade` has nothing to do.

        Raises
        ------
        NotAnArchiveError, DamageError, StorageError
            If it is no archive, a newer one, or cannot be read.
        """
        return self.is_there and is_current(self._reader, self.path)

    def recover(self) -> None:
        """Take back what a killed writer left half done. The caller holds the archive's lock."""
        if self.is_there:
            recover(self.path, self._wait)

    def upgrade(self) -> None:
        """Make or migrate the tables. The caller holds the archive's lock."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made here, so that nobody else may read it; SQLite's other files take its mode.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageError(f"{self.path} cannot be made or written: {error}") from error
        upgrade(self._writer)
        self._has_written = True

    def close(self) -> None:
        """Let go of the file."""
        self._reader.dispose()
        self._writer.dispose()

    def fold(self) -> None:
        """Let go of the file, what was written put in its place if nobody else reads it.

        The caller holds the archive's lock. SQLite does it when the last connection closes.
        """
        self._reader.dispose()
        with self._writer.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
        self._has_written = False

    @property
    def has_written(self) -> bool:
        """Whether `fold` has something to do."""
        return self._has_written

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        try:
            with self._reader.connect() as connection, connection.begin():
                yield connection
        except (ValueError, TypeError, LookupError, ArithmeticError) as error:
            # A value that nobody stored like this: no date, no text, not there.
            raise damage(self.path, f"{type(error).__name__}: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        with self._writer.connect() as connection, connection.begin():
            yield connection
        self._has_written = True

    # -- writing

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, everything is written in one transaction, which is then taken back."""
        with self._writer.connect() as connection:
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

    # -- care

    def check_quickly(self) -> Iterator[str]:
        """What is wrong at first sight, in words."""
        with self._reading() as connection:
            yield from checks.quick(connection)

    def check_integrity(self) -> Iterator[str]:
        """What SQLite finds wrong when it reads everything."""
        with self._reading() as connection:
            yield from checks.integrity(connection)

    def check_change_list(self) -> Iterator[str]:
        """What is wrong with the change list, which `mend` puts right."""
        with self._reading() as connection:
            yield from checks.change_list(connection)

    def check_contents(self, progress: Callable[[int, int], None]) -> Iterator[str]:
        """What is wrong with the articles, compared with their checksums."""
        with self._reading() as connection:
            total = checks.count_contents(connection)
            for done, what in enumerate(checks.contents(connection), 1):
                progress(done, total)
                if what:
                    yield what

    def mend(self) -> None:
        """Put what can be told from the rest in order: the change list."""
        with self._writing() as connection:
            writing.mend_changes(connection)

    # -- checkpoints of the index

    def checkpoints(self, index_id: str) -> list[Checkpoint]:
        """The states of an index that this database vouches for, the newest first."""
        with self._reading() as connection:
            return checkpoints.read(connection, index_id)

    def add_checkpoint(self, point: Checkpoint, in_force: str) -> None:
        """Vouch for a state that is about to be committed, beside the one `in_force`."""
        with self._writing() as connection:
            checkpoints.add(connection, point, in_force)

    def renew_checkpoint(self, point: Checkpoint) -> None:
        """Keep that the files of a state were read in full and are right."""
        with self._writing() as connection:
            checkpoints.renew(connection, point)

    def keep_checkpoints(self, index_ids: Sequence[str]) -> None:
        """Forget the states of every index but these."""
        with self._writing() as connection:
            checkpoints.keep_only(connection, index_ids)

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

    def removed_since(self, seq: int) -> list[int]:
        """The ids of the articles that were removed after the change `seq`."""
        gone = select(models.change.c.article_id).where(
            models.change.c.seq > seq,
            models.change.c.article_id.not_in(select(models.article.c.id)),
        )
        with self._reading() as connection:
            return list(connection.execute(gone).scalars())

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
