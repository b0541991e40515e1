"""Lines that are learned to be residue: to keep and to forget them is a change to articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from archive.analysis import fold_value
from archive.article import Residue
from archive.database import models, writing

_PUBLISHERS = (
    "SELECT v.article_id, f.value FROM fact f JOIN version v ON v.id = f.version_id"
    " WHERE v.is_current AND f.field = 'publisher'"
)


def learn(connection: Connection, lines: Iterable[tuple[str, str, int]]) -> int:
    """Keep (publisher, line, stories) that are not known yet; how many articles that concerns."""
    table = models.residue
    known = set(map(tuple, connection.execute(select(table.c.publisher, table.c.line))))
    now = datetime.now(UTC).replace(microsecond=0)
    rows = [
        Residue(0, publisher, line, stories, now)
        for publisher, line, stories in lines
        if (publisher, line) not in known
    ]
    for row in rows:
        connection.execute(
            insert(table),
            {
                "publisher": row.publisher,
                "line": row.line,
                "stories": row.stories,
                "learned": now.replace(tzinfo=None),
                "line_sum": row.sum,
            },
        )
    return _touch(connection, {row.publisher for row in rows})


def forget(connection: Connection, ids: Sequence[int]) -> int:
    """Forget the lines with these ids; how many articles that concerns."""
    table = models.residue
    gone = delete(table).where(table.c.id.in_(ids)).returning(table.c.publisher)
    return _touch(connection, set(connection.execute(gone).scalars()))


def _touch(connection: Connection, publishers: Collection[str]) -> int:
    """Have all articles of some publishers indexed again."""
    rows = connection.exec_driver_sql(_PUBLISHERS) if publishers else ()
    ids = sorted({id for id, value in rows if fold_value(value) in publishers})
    writing.record_changes(connection, ids, lost=())
    return len(ids)
