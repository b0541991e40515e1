"""Every error the archive raises on purpose, and the exit code it ends a command with.

    ArchiveError                 exit
    ├── UsageError               2     the command was given something it cannot mean
    │   └── QueryError           2     a query that cannot be understood; knows where
    │       └── SlowQueryError   2     a query that takes too long to answer
    ├── BusyError                3     another process holds the archive
    ├── IndexNotReadyError       4     the index cannot be used yet
    ├── StorageError             5     disk full, read-only, permission, I/O
    │   └── UnfinishedError      5     a writer was killed, and only a writer can clear it away
    ├── NotAnArchiveError        6     made by a newer version, or not an archive
    │   └── ForeignFileError     6     not an archive at all
    └── DamageError              7     what is stored cannot be read back

Errors are for operations. A bad *record* is no error: it is an `Outcome` with a reason
(`archive.ingest.outcome`), and the run goes on.
"""

from __future__ import annotations

from typing import ClassVar


class ArchiveError(Exception):
    """The base of the family: one line that says what, where, and what to do."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500


class UsageError(ArchiveError):
    """A setting, option or argument that has no meaning."""

    exit_code = 2
    http_status = 400


class QueryError(UsageError):
    """A query that cannot be understood.

    Parameters
    ----------
    message:
        What is wrong, in words.
    query:
        The whole query as it was typed.
    start, end:
        The offending stretch, as offsets into `query`; `start == end` is a place
        between two characters.
    """

    def __init__(self, message: str, query: str = "", start: int = 0, end: int = 0) -> None:
        super().__init__(message)
        self.query = query
        self.start = start
        self.end = max(end, start)


class SlowQueryError(QueryError):
    """A query whose answer takes longer than it may; what was found by then is not shown."""


class BusyError(ArchiveError):
    """Another process is writing to the archive."""

    exit_code = 3
    http_status = 503


class IndexNotReadyError(ArchiveError):
    """There is no index to search in yet, and it cannot be built now."""

    exit_code = 4
    http_status = 503


class StorageError(ArchiveError):
    """The disk refused: full, read-only, no permission, I/O error."""

    exit_code = 5
    http_status = 507


class UnfinishedError(StorageError):
    """A program was killed while it wrote; the next one that may write takes back its half."""


class NotAnArchiveError(ArchiveError):
    """The file is no archive, or one that a newer version made."""

    exit_code = 6


class ForeignFileError(NotAnArchiveError):
    """The file is no archive at all."""


class DamageError(ArchiveError):
    """Something that was stored cannot be read back."""

    exit_code = 7
