"""Checkpoints as they are written: the states of an index that the database vouches for.

They are prepared before an index commits, and looked up when one is opened.
"""

from __future__ import annotations

import json
import sqlite3

from archive.errors import DamageError
from archive.seal import Checkpoint, FileState

_READ = (
    "SELECT token, index_id, seq, boot, files FROM checkpoint WHERE index_id = ?"
    " ORDER BY seq DESC, created DESC, token"
)


def read(connection: sqlite3.Connection, index_id: str) -> list[Checkpoint]:
    """The checkpoints of one index, the newest first.

    Raises
    ------
    DamageError
        If one cannot be understood.
    """
    rows = connection.execute(_READ, (index_id,))
    return [Checkpoint(token, id, seq, boot, _files(files)) for token, id, seq, boot, files in rows]


def _files(written: str) -> dict[str, FileState]:
    try:
        return {name: FileState(*state) for name, state in json.loads(written).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise DamageError(f"the checkpoints of the index are damaged: {error}") from error


def written(point: Checkpoint) -> str:
    """The files of a checkpoint as they are kept."""
    files = {
        name: (s.size, s.crc, s.inode, s.modified, s.changed) for name, s in point.files.items()
    }
    return json.dumps(files)
