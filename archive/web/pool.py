"""Open archives that threads borrow, each one by one thread at a time.

An `Archive` keeps an index open and opens it anew when another process moves on, so two threads
must not share one. Opening takes some milliseconds, and the arrays of an index are mapped from the
same files, so that several take hardly more memory than one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import BoundedSemaphore

from archive.archive import Archive
from archive.config import Config
from archive.database.connection import path_of
from archive.errors import ArchiveError, BusyError
from archive.tally import Tally

# Seconds that a thread waits for an archive.
_PATIENCE = 10.0


class Pool:
    """At most `size` open archives of one home; the one that was used last is lent first."""

    def __init__(self, config: Config, size: int) -> None:
        self.config = config
        self._free = BoundedSemaphore(size)
        self._idle: list[Archive] = []
        self._path = path_of(config.database_url)
        self.tally = Tally()
        self._began = secrets.token_hex(4)

    def state(self) -> str:
        """What is another whenever anything in the database may be, or this server is another."""
        log = self._path.with_name(f"{self._path.name}-wal")
        marks = (_mark(path) for path in (self._path, log))
        today = datetime.now(UTC).date().toordinal()  # relative dates mean other days tomorrow
        return "-".join([self._began, *marks, f"{today:x}"])

    @contextmanager
    def lent(self) -> Iterator[Archive]:
        """An open archive for the thread that asks.

        Raises
        ------
        BusyError
            If none is given back in time.
        """
        if not self._free.acquire(timeout=_PATIENCE):
            raise BusyError("too much is being asked at the same time; try again")
        try:
            archive = self._taken()
            try:
                yield archive
            except ArchiveError:
                self._idle.append(archive)
                raise
            except BaseException:
                archive.close()  # there is no telling in which state it is
                raise
            self._idle.append(archive)
        finally:
            self._free.release()

    def _taken(self) -> Archive:
        try:
            return self._idle.pop()
        except IndexError:
            archive = Archive.open(self.config)
        archive.count_with(self.tally)
        return archive

    def warm(self, fields: Iterable[str]) -> None:
        """Have the index in step, and these facets read, before anybody asks."""
        with self.lent() as archive:
            archive.ready()
            archive.count_with(self.tally, fields)

    def close(self) -> None:
        """Let go of all files."""
        while self._idle:
            self._idle.pop().close()


def _mark(path: Path) -> str:
    """When a file was written last, and how long it is; an empty one is as good as none."""
    try:
        found = path.stat()
    except OSError:
        return "0"
    return f"{found.st_mtime_ns:x}.{found.st_size:x}" if found.st_size else "0"
