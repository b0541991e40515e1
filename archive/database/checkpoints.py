"""Checkpoints in SQL: prepared before an index commits, looked up when one is opened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from archive.database.models import checkpoint
from archive.errors import DamageError
from archive.seal import Checkpoint, FileState


def read(connection: Connection, index_id: str) -> list[Checkpoint]:
    """The checkpoints of one index, the newest first.

    Raises
    ------
    DamageError
        If one cannot be understood.
    """
    c = checkpoint.c
    newest_first = (c.seq.desc(), c.created.desc(), c.token)
    rows = connection.execute(
        select(checkpoint).where(c.index_id == index_id).order_by(*newest_first)
    )
    return [
        Checkpoint(row.token, row.index_id, row.seq, row.boot, _files(row.files)) for row in rows
    ]


def _files(written: str) -> dict[str, FileState]:
    try:
        return {name: FileState(*state) for name, state in json.loads(written).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise DamageError(f"the checkpoints of the index are damaged: {error}") from error


def _written(point: Checkpoint) -> str:
    files = {
        name: (s.size, s.crc, s.inode, s.modified, s.changed) for name, s in point.files.items()
    }
    return json.dumps(files)


def add(connection: Connection, point: Checkpoint, in_force: str) -> None:
    """Vouch for a state that is about to be committed; only the one `in_force` stays beside it."""
    mine = checkpoint.c.index_id == point.index_id
    connection.execute(delete(checkpoint).where(mine, checkpoint.c.token != in_force))
    connection.execute(
        insert(checkpoint),
        {
            "token": point.token,
            "index_id": point.index_id,
            "seq": point.seq,
            "created": datetime.now(UTC).replace(tzinfo=None),
            "boot": point.boot,
            "files": _written(point),
        },
    )


def renew(connection: Connection, point: Checkpoint) -> None:
    """Keep what a full reading of the files has found: they are as they were sealed."""
    values = {"boot": point.boot, "files": _written(point)}
    connection.execute(update(checkpoint).filter_by(token=point.token).values(values))


def keep_only(connection: Connection, index_ids: Sequence[str]) -> None:
    """Forget every index but these."""
    connection.execute(delete(checkpoint).where(checkpoint.c.index_id.not_in(index_ids)))
