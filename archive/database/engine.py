"""SQLAlchemy's way to the database: for all that writes, and for comparing everything."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import ExceptionContext

from archive.database.connection import opened, translated


def connect(path: Path, wait: float, *, is_writing: bool) -> Engine:
    """An engine for the database file that waits `wait` seconds for other writers.

    It keeps no connection open: SQLite before 3.51.3 can damage its log when two connections write
    and check it at the same moment, so these live only as long as the archive's lock is held.
    """
    engine = create_engine(
        "sqlite://",
        creator=partial(opened, path, wait, is_writing=is_writing),
        poolclass=NullPool,
    )
    event.listen(engine, "begin", partial(_begin, "BEGIN IMMEDIATE" if is_writing else "BEGIN"))
    event.listen(engine, "handle_error", partial(_translate, path))
    return engine


def _begin(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)


def _translate(path: Path, context: ExceptionContext) -> None:
    """Turn a driver's error into one of ours, wherever in the package it comes up."""
    error = context.original_exception
    if isinstance(error, sqlite3.Error):
        raise translated(error, path) from error
