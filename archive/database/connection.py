"""Opening the database: settings of each connection, transactions, and errors in our words."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError

from archive.errors import (
    ArchiveError,
    BusyError,
    DamageError,
    NotAnArchiveError,
    StorageError,
    UsageError,
)

# "ARCH" in the header of the SQLite file: says whose file it is before anything is read.
APPLICATION_ID = 0x41524348

_PRAGMAS = (
    "journal_mode = WAL",
    # FULL, because with NORMAL the last transactions are lost in a power cut.
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)


def connect(url: str, wait: float) -> Engine:
    """An engine for `url` that waits `wait` seconds for other writers.

    Raises
    ------
    UsageError
        If `url` is no database URL, or of a database that is not supported.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError("database must be an SQLAlchemy URL, such as sqlite:////a/b.db") from None
    if parsed.get_backend_name() != "sqlite":
        raise UsageError(f"this version keeps archives in SQLite, not {parsed.get_backend_name()}")
    engine = create_engine(parsed, connect_args={"timeout": wait})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _translate)
    return engine


def _configure(connection: Any, record: object) -> None:
    # sqlite3 must not begin transactions by itself: a deferred one that reads first and writes
    # later fails at once when another process has written in between, without waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _translate(context: ExceptionContext) -> None:
    """Turn a driver's error into one of ours, wherever in the package it comes up."""
    error = context.original_exception
    if not isinstance(error, sqlite3.Error):
        return
    where = str(context.engine.url.database) if context.engine else "the database"
    raise _ours(error, where) from error


def _ours(error: sqlite3.Error, where: str) -> ArchiveError:
    # The primary code is the low byte; absent where the sqlite3 module itself complains.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BusyError(f"another program is writing to {where}; try again")
        case sqlite3.SQLITE_FULL:
            return StorageError(f"the disk is full: {where}. What was stored before is safe")
        case sqlite3.SQLITE_NOTADB:
            return NotAnArchiveError(f"{where} is not an SQLite database")
        case sqlite3.SQLITE_CORRUPT:
            return DamageError(
                f"{where} is damaged ({error}). Nothing was written; restore a copy of it"
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return StorageError(f"{where} cannot be opened or written: {error}")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_NOMEM:
            return StorageError(f"{where}: {error}. What was stored before is safe")
        case _:
            return StorageError(f"{where}: {type(error).__name__}: {error}")
