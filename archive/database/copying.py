"""Copies of the whole database: one file out, one file in."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path

from archive import seal
from archive.database import checks
from archive.database.connection import Reader, translated
from archive.database.engine import connect
from archive.database.revision import is_blank, is_current
from archive.errors import DamageError, NotAnArchiveError, StorageError, UsageError

# Pages that are copied at a time, between two reports of how far it is.
_STEP = 2_000

Progress = Callable[[int, int], None]


def copy(source: Path, target: Path, wait: float, progress: Progress) -> int:
    """Copy the archive in the file `source` to the file `target`; its size in bytes.

    The copy shows one moment of the archive, however long it takes and whoever writes meanwhile.
    It appears under its name when it is complete, was checked and is on the disk.

    Raises
    ------
    NotAnArchiveError, DamageError
        If `source` is no archive, a newer one, or damaged.
    StorageError
        If it cannot be read, or the copy cannot be written.
    UsageError
        If `target` is `source`.
    """
    if target.exists() and target.samefile(source):
        raise UsageError(f"{target} is the archive itself; nothing was changed")
    reader = Reader(source, wait)
    try:
        if not is_current(reader, source) and is_blank(reader):
            raise NotAnArchiveError(f"{source} is empty, and no archive")
        with _part(target) as part:
            with reader.reading() as connection:
                # The first read fixes the moment that is copied.
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                _fill(connection, part, progress)
            if found := _damage(part, wait):
                raise DamageError(
                    f"{source} is damaged: {found}. No copy was made; keep the file itself"
                )
            seal.sync(part)
            size = part.stat().st_size
            part.replace(target)
            seal.sync(target.parent)
    except OSError as error:
        raise StorageError(f"{error.filename or target}: {error.strerror or error}") from error
    finally:
        reader.close()
    return size


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A file beside `target` that is gone afterwards unless it was renamed."""
    descriptor, name = tempfile.mkstemp(".part", f".{target.name}.", target.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for left in (name, f"{name}-journal"):
            with suppress(FileNotFoundError):
                os.unlink(left)


def _fill(source: sqlite3.Connection, part: Path, progress: Progress) -> None:
    def report(status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copied:
            source.backup(copied, pages=_STEP, progress=report)
            # One file by itself, also for those who open it on a read-only medium.
            copied.execute("PRAGMA journal_mode = DELETE")
            copied.execute("DELETE FROM checkpoint") if _has_checkpoints(copied) else None
    except sqlite3.Error as error:
        raise translated(error, part.parent) from error


def _damage(part: Path, wait: float) -> str | None:
    """What is found first when everything that was copied is read; None if all is right."""
    reader, engine = Reader(part, wait), connect(part, wait, is_writing=False)
    try:
        is_old = not is_current(reader, part)
        with engine.connect() as connection, connection.begin():
            # An older archive has no checksums yet.
            contents = iter(()) if is_old else checks.contents(connection)
            return next(filter(None, chain(checks.integrity(connection), contents)), None)
    except ValueError as error:
        return str(error)
    finally:
        reader.close()
        engine.dispose()


def _has_checkpoints(connection: sqlite3.Connection) -> bool:
    """Whether there is something to say of an index, which the copy comes without."""
    named = "SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint'"
    return connection.execute(named).fetchone() is not None
