"""Whether what the database holds can be true: counts that must agree, and every byte."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from archive.article import sha256
from archive.database.models import article, change, counter, original, version

# Originals that are in memory at a time.
_ROWS = 20


def quick(connection: Connection) -> Iterator[str]:
    """What is wrong at first sight, in words."""
    for count, what in (
        (_without_version(connection), "have no current text"),
        (_without_change(connection), "are missing from the change list"),
    ):
        if count:
            yield f"{count:,} article{'' if count == 1 else 's'} {what}"
    last = connection.execute(select(counter.c.seq)).scalar_one()
    highest = connection.execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    if highest > last:
        yield f"the change list goes to {highest:,}, its counter only to {last:,}"


def _without_version(connection: Connection) -> int:
    having = select(version.c.article_id).where(version.c.is_current)
    statement = select(func.count()).select_from(article).where(article.c.id.not_in(having))
    return int(connection.execute(statement).scalar_one())


def _without_change(connection: Connection) -> int:
    listed = select(change.c.article_id)
    statement = select(func.count()).select_from(article).where(article.c.id.not_in(listed))
    return int(connection.execute(statement).scalar_one())


def integrity(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds wrong; it compares every table with its indexes."""
    for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield f"SQLite: {row[0]}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"SQLite: row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"


def originals(connection: Connection) -> Iterator[str | None]:
    """For each original: what is wrong with its bytes, or None."""
    rows = connection.execution_options(yield_per=_ROWS).execute(select(original))
    for row in rows:
        try:
            content = zlib.decompress(row.content)
        except zlib.error as error:
            yield f"the original {row.sha256[:12]} cannot be unpacked: {error}"
            continue
        right = sha256(content) == row.sha256 and len(content) == row.size
        yield None if right else f"the original {row.sha256[:12]} is not what was stored"
