"""Which version of the tables a database has."""

from __future__ import annotations

from pathlib import Path

from archive.database.connection import APPLICATION_ID, Reader, damage
from archive.errors import ForeignFileError, NotAnArchiveError

# The newest migration; a test compares it with migrations/versions.
HEAD = "0008"
# What every archive has had since the first migration.
_OURS = {"alembic_version", "archive", "article", "change", "counter", "original", "version"}
_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)


def is_current(reader: Reader, path: Path) -> bool:
    """Whether the tables are those of this version; False: they must be made, or migrated.

    Raises
    ------
    NotAnArchiveError
        If it is a database of something else, or one that a newer version made.
    DamageError
        If it was an archive, and is none any more.
    """
    with reader.reading() as connection:
        tables = {name for (name,) in connection.execute(_TABLES)}
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        if not tables and mark in (0, APPLICATION_ID):
            return False
        if (mark == APPLICATION_ID) != tables.issuperset(_OURS):
            raise damage(path, "its header and its tables do not belong together")
        if mark != APPLICATION_ID:
            raise ForeignFileError(f"{path} is a database, but not an archive; nothing was changed")
        stated = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = stated[0] if stated else None
    if revision is not None and str(revision) > HEAD:
        raise NotAnArchiveError(
            f"{path} was made by a newer version of archive (its tables are at "
            f"{revision}, this version knows {HEAD}); nothing was changed, install the newer one"
        )
    return bool(revision == HEAD)


def is_blank(reader: Reader) -> bool:
    """Whether there is nothing in the database at all."""
    with reader.reading() as connection:
        return connection.execute(_TABLES).fetchone() is None
