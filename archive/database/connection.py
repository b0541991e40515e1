"""Opening the database: where it is, settings of each connection, and errors in our words.

Nothing here needs SQLAlchemy: a search only reads, and its import would take as long as all the
rest of a search.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from archive.errors import (
    ArchiveError,
    BusyError,
    DamageError,
    ForeignFileError,
    StorageError,
    UnfinishedError,
    UsageError,
)

# "ARCH" in the header of the SQLite file: says whose file it is before anything is read.
APPLICATION_ID = 0x41524348

_PRAGMAS = (
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
# A journal that must be rolled back first; a log that cannot be opened without writing.
_UNFINISHED = (
    sqlite3.SQLITE_READONLY_ROLLBACK,
    sqlite3.SQLITE_READONLY_RECOVERY,
    sqlite3.SQLITE_READONLY_CANTINIT,
)
# FULL, because with NORMAL the last transactions are lost in a power cut. Pages are kept up to
# 32 MB, in memory and in the log: the keys of a batch lie all over their tables, and a page that
# the next batch changes too is put in its place but once.
_WRITING = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -32000",
    "wal_autocheckpoint = 8000",
    *_PRAGMAS,
)


def recover(path: Path, wait: float) -> None:
    """Take back what a killed writer left half done. The caller holds the archive's lock.

    Without our settings: whatever the file is, nothing else about it is changed.

    Raises
    ------
    UnfinishedError, StorageError, BusyError, DamageError, ForeignFileError
    """
    try:
        uri = f"file:{quote(str(path))}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=wait)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        raise translated(error, path) from error


def path_of(url: str) -> Path:
    """The file of the SQLite database at `url`.

    Raises
    ------
    UsageError
        If `url` is no database URL, or of a database that is not supported.
    """
    scheme, found, place = url.partition("://")
    if not found or not scheme:
        raise UsageError("database must be an SQLAlchemy URL, such as sqlite:////a/b.db")
    system = scheme.partition("+")[0]
    if system != "sqlite":
        raise UsageError(f"this version keeps archives in SQLite, not {system}")
    file = place.removeprefix("/")
    if file == place or file in ("", ":memory:"):
        raise UsageError("database must name a file, such as sqlite:////a/b.db")
    return Path(file).absolute()


def opened(path: Path, wait: float, *, is_writing: bool) -> sqlite3.Connection:
    """A connection that waits `wait` seconds for other writers, with all settings.

    One for reading can change nothing, and opens what is on a read-only medium. It begins no
    transaction by itself: a deferred one that reads first and writes later fails at once when
    another process has written in between, without waiting.
    """
    connection = _open(path, wait, is_writing)
    try:
        for pragma in _WRITING if is_writing else _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Inside, what SQLite raises about the file `path` is told in our words.

    So is, as damage, what comes of values that nobody stored like this: no date, no text.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path) from error
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise damage(path, f"{type(error).__name__}: {error}") from error


class Reader:
    """Reads a database file, each time in a transaction; threads may share one."""

    def __init__(self, path: Path, wait: float) -> None:
        self._path = path
        self._wait = wait
        self._idle: list[sqlite3.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that shows one moment of the database.

        Raises
        ------
        ArchiveError
            Instead of what SQLite raises; also, as damage, for values that nobody stored like that.
        """
        connection = None
        try:
            with explaining(self._path):
                connection = self._connection()
                connection.execute("BEGIN")
                yield connection
                connection.execute("COMMIT")
        except BaseException:
            if connection:
                connection.close()
            raise
        self._idle.append(connection)

    def _connection(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return opened(self._path, self._wait, is_writing=False)

    def close(self) -> None:
        """Let go of the file."""
        while self._idle:
            self._idle.pop().close()


def _open(path: Path, wait: float, is_writing: bool) -> sqlite3.Connection:
    mode = "mode=rw" if is_writing else "mode=ro"
    if not is_writing and _is_read_only(path):
        # Nobody can write there, so there is nobody to be protected from, and SQLite could not
        # make the files that it does this with.
        mode = "mode=ro&immutable=1"
    uri = f"file:{quote(str(path))}?{mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=wait, check_same_thread=False, isolation_level=None
    )


def _is_read_only(path: Path) -> bool:
    """Whether the file lies on a medium that can only be read.

    Raises
    ------
    StorageError
        If it does, and changes wait beside it that only a writer could put in their place.
    """
    try:
        if not os.statvfs(path).f_flag & os.ST_RDONLY:
            return False
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise StorageError(
                f"{log} holds changes that belong into the database, and its disk is read-only; "
                "copy the whole folder to a disk that can be written"
            )
    except (OSError, AttributeError):
        return False
    return True


def damage(where: Path, what: str) -> DamageError:
    """The database cannot be what was stored; says what is safe to do."""
    return DamageError(
        f"{where} is damaged ({what}). It is left as it is: keep it, and restore a backup into a "
        "new home"
    )


def _has_our_mark(path: Path) -> bool:
    """Whether the header of what is no database any more still says whose it was."""
    try:
        with path.open("rb") as stream:
            return stream.read(100)[68:72] == APPLICATION_ID.to_bytes(4, "big")
    except OSError:
        return False


def translated(error: sqlite3.Error, where: Path) -> ArchiveError:
    """The error of ours that says what SQLite means."""
    # The primary code is the low byte; absent where the sqlite3 module itself complains.
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _UNFINISHED:
        return UnfinishedError(
            f"{where} was being written to when that program was killed, and its disk is "
            "read-only now; copy the whole folder to a disk that can be written"
        )
    if "Could not decode to UTF-8" in str(error):  # sqlite3's own words, without a code
        return damage(where, "a text in it is not UTF-8")
    if code == sqlite3.SQLITE_ERROR and _has_our_mark(where):
        return damage(where, str(error))  # what we ask for is right: what we ask is not
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BusyError(f"another program is writing to {where}; try again")
        case sqlite3.SQLITE_FULL:
            return StorageError(f"the disk is full: {where}. What was stored before is safe")
        case sqlite3.SQLITE_NOTADB:
            if _has_our_mark(where):
                return damage(where, str(error))
            return ForeignFileError(f"{where} is not an SQLite database")
        case sqlite3.SQLITE_CORRUPT:
            return damage(where, str(error))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return StorageError(f"{where} cannot be opened or written: {error}")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_NOMEM:
            return StorageError(f"{where}: {error}. What was stored before is safe")
        case _:
            return StorageError(f"{where}: {type(error).__name__}: {error}")
