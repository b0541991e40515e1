"""What the database holds: one door to read it, and behind it those to write and to check it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.article import Article, Residue
from archive.database import checkpoints, mapping, saved
from archive.database.connection import Reader, path_of, recover
from archive.database.ledger import Ledger
from archive.database.revision import is_current
from archive.database.saved import How, Saved
from archive.deadline import check
from archive.seal import Checkpoint

if TYPE_CHECKING:
    from archive.database.checks import Checks
    from archive.database.whole import Moment
    from archive.database.writer import Writer

__all__ = ["Change", "Store", "open_store"]

# SQLite takes at most 32,766 values in one statement.
_CHUNK = 500
# Articles, and about how many bytes of them, that are read at a time.
_READ = 50
_READ_BYTES = 4_000_000


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
    """One open database. Reading needs no SQLAlchemy, whose import takes as long as a search."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path = path
        self._wait = wait
        self._reader = Reader(path, wait)

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
        """Whether the tables are there, and those of this version.

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

    @cached_property
    def writer(self) -> Writer:
        """Who writes to this database."""
        from archive.database.writer import Writer

        return Writer(self.path, self._wait)

    @cached_property
    def checks(self) -> Checks:
        """Who compares what this database holds with its checksums."""
        from archive.database.checks import Checks

        return Checks(self.path, self._wait)

    @cached_property
    def ledger(self) -> Ledger:
        """Which files were read before."""
        return Ledger(self._reader)

    @property
    def has_written(self) -> bool:
        """Whether `fold` has something to do."""
        return self._has_writer and self.writer.has_written

    @property
    def _has_writer(self) -> bool:
        return "writer" in self.__dict__

    def fold(self) -> None:
        """Let go of the file, what was written put in its place if nobody else reads it.

        The caller holds the archive's lock.
        """
        self._reader.close()
        self.writer.fold()

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        if self._has_writer:
            self.writer.close()

    # -- reading

    @property
    def archive_id(self) -> str:
        """The identity of this archive, given when it was made."""
        return str(self._one("SELECT id FROM archive"))

    @property
    def seq(self) -> int:
        """The number of the last change."""
        return int(self._one("SELECT seq FROM counter"))

    @property
    def is_pending(self) -> bool:
        """Whether texts were stored that the clusters of copies do not show yet."""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM pending)"))

    def checkpoints(self, index_id: str) -> list[Checkpoint]:
        """The states of an index that this database vouches for, the newest first."""
        with self._reader.reading() as connection:
            return checkpoints.read(connection, index_id)

    def articles(self, ids: Iterable[int]) -> list[Article]:
        """The articles with these ids, in the order asked for; ids that are gone are left out."""
        wanted = list(dict.fromkeys(ids))
        with self._reader.reading() as connection:
            found = {
                article.id: article
                for chunk in _chunks(wanted)
                for article in mapping.articles(connection, chunk)
            }
        return [found[id] for id in wanted if id in found]

    def stream(self, ids: Sequence[int] | None = None) -> Iterator[Article]:
        """The articles `ids` (None: all) that are there, a few read at a time."""
        for batch in self._batches(ids):
            yield from self.articles(batch)

    def plain(self, ids: Sequence[int]) -> Iterator[Article]:
        """As `stream`, in this order, but only with what tells their zones and words.

        That is what `mapping.plain` reads, in half of the time.
        """
        with self._reader.reading() as connection:
            learned = mapping.residue_of(connection)
        for batch in self._batches(ids):
            with self._reader.reading() as connection:
                found = {one.id: one for one in mapping.plain(connection, batch, learned)}
            yield from (found[id] for id in batch if id in found)

    def _batches(self, ids: Sequence[int] | None) -> Iterator[list[int]]:
        """The articles `ids` (None: all) that are there, so few together as are read at a time."""
        batch: list[int] = []
        total = 0
        for chunk in [None] if ids is None else _chunks(ids):
            sizes = self.sizes(chunk)
            for id in sizes if chunk is None else filter(sizes.__contains__, chunk):
                if batch and (len(batch) >= _READ or total + sizes[id] > _READ_BYTES):
                    yield batch
                    batch, total = [], 0
                batch.append(id)
                total += sizes[id]
        if batch:
            yield batch

    def states(self, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """The CRC-32 of the text of each of these articles, and of all else that is said of it."""
        with self._reader.reading() as connection:
            return {
                id: (text_sum, checksum)
                for chunk in _chunks(ids)
                for id, text_sum, checksum in mapping.states(connection, chunk)
            }

    def moment(self, ids: Sequence[int]) -> Moment:
        """Those of the articles `ids` that are there, as they are now; close it afterwards."""
        from archive.database.whole import Moment

        return Moment(self.path, self._wait, ids)

    def clusters(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """The copies of each of these articles that has any, itself among them, the lead first."""
        with self._reader.reading() as connection:
            return {
                id: members
                for chunk in _chunks(ids)
                for id, members in mapping.clusters(connection, chunk).items()
            }

    def changes(self, after: int, limit: int) -> list[Change]:
        """The next `limit` changes with a number above `after`, in order."""
        with self._reader.reading() as connection:
            return [Change(*row) for row in mapping.changes(connection, after, limit)]

    def sizes(self, ids: Sequence[int] | None) -> dict[int, int]:
        """About how many bytes each of these articles (None: all) takes; those that are there."""
        with self._reader.reading() as connection:
            return {
                id: size
                for chunk in ([None] if ids is None else _chunks(ids))
                for id, size in mapping.sizes(connection, chunk)
            }

    def residue(self) -> list[Residue]:
        """Every line that was learned to be residue, by publisher."""
        with self._reader.reading() as connection:
            return list(mapping.residue(connection))

    def removed_since(self, seq: int) -> list[int]:
        """The ids of the articles that were removed after the change `seq`."""
        gone = (
            "SELECT article_id FROM change"
            " WHERE seq > ? AND article_id NOT IN (SELECT id FROM article)"
        )
        with self._reader.reading() as connection:
            return [id for (id,) in connection.execute(gone, (seq,))]

    def count_changes(self, after: int) -> int:
        """How many changes have a number above `after`."""
        return int(self._one("SELECT count(*) FROM change WHERE seq > ?", after))

    def original(self, id: int) -> bytes | None:
        """The bytes of the article's current version as they were found; None: no such article."""
        with self._reader.reading() as connection:
            return mapping.original_of(connection, id)

    def texts(self, id: int) -> dict[int, str]:
        """The text of each version of the article by its number; empty: no such article."""
        with self._reader.reading() as connection:
            return mapping.texts_of(connection, id)

    def facet(self, field: str, ids: Sequence[int] | None = None) -> dict[str, int]:
        """How many of the articles `ids` (None: of all) have each value of `field`.

        An article counts once, with its most trusted value; of tags, and fields that have many
        values, once for each.
        """
        counts: dict[str, int] = {}
        with self._reader.reading() as connection:
            for chunk in [None] if ids is None else _chunks(ids):
                for value, count in mapping.values(connection, field, chunk):
                    counts[value] = counts.get(value, 0) + count
        return counts

    def held(
        self, field: str, after: int | None = None
    ) -> tuple[int, list[int], list[tuple[int, str]]]:
        """All that `facet` counts of `field` in one moment: its change number, and (id, value).

        `after`: only of the articles with a later change, whose ids stand between the two.
        """
        changed: list[int] = []
        with self._reader.reading() as connection:
            seq = int(_first(connection, "SELECT seq FROM counter"))
            if after is None:
                return seq, changed, list(mapping.held(connection, field, None))
            since = "SELECT article_id FROM change WHERE seq > ?"
            changed += (id for (id,) in connection.execute(since, (after,)))
            chunks = _chunks(changed)
            rows = [row for chunk in chunks for row in mapping.held(connection, field, chunk)]
        return seq, changed, rows

    def stated(self, field: str, ids: Sequence[int]) -> dict[int, list[str]]:
        """All that is believed of `field` of each of these articles, the most trusted first."""
        found: dict[int, list[str]] = {}
        with self._reader.reading() as connection:
            for chunk in _chunks(ids):
                for id, value in mapping.stated(connection, field, chunk):
                    found.setdefault(id, []).append(value)
        return found

    def searches(self) -> list[Saved]:
        """The saved searches, by name."""
        with self._reader.reading() as connection:
            return list(saved.searches(connection))

    def saved(self, name: str) -> Saved | None:
        """The saved search of that name; None if there is none."""
        with self._reader.reading() as connection:
            return saved.search(connection, name)

    def done(self, id: int, how: How) -> frozenset[int]:
        """The articles that a saved search has reported, or is done tagging."""
        with self._reader.reading() as connection:
            return saved.done(connection, id, how)

    def totals(self) -> dict[str, int]:
        """How many articles, versions, sightings and tags there are, and bytes of originals."""
        with self._reader.reading() as connection:
            counts = {
                f"{table}s": int(_first(connection, f"SELECT count(*) FROM {table}"))
                for table in ("article", "version", "sighting", "tag")
            }
            size = "SELECT coalesce(sum(size), 0) FROM original"
            counts["original_bytes"] = int(_first(connection, size))
        return counts

    def _one(self, statement: str, *values: object) -> Any:
        with self._reader.reading() as connection:
            return _first(connection, statement, *values)


def _first(connection: sqlite3.Connection, statement: str, *values: object) -> Any:
    """The first value of the first row.

    Raises
    ------
    LookupError
        If there is none.
    """
    row = connection.execute(statement, values).fetchone()
    if row is None:
        raise LookupError(f"nothing where one row must be: {statement}")
    return row[0]


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        check()
        yield ids[start : start + _CHUNK]
