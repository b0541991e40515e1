"""Checksums: whether what the database says of an article is what was stored.

SQLite does not notice a flipped bit in a value. So each version keeps the CRC-32 of its text, the
bytes of originals are named by their sha256, and the change list keeps for each article one CRC-32
of everything else: its rows in all tables, written in the transaction that changed any of them. A
saved search keeps the CRC-32 of itself and of what it is done with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import BindParameter, Column, Connection, Select, Table, bindparam, select, update

from archive.database.models import (
    article,
    article_tag,
    change,
    fact,
    note,
    saved,
    saved_article,
    sighting,
    sketch,
    tag,
    version,
)

# Articles that are summed at a time.
_CHUNK = 500


def _rows() -> tuple[Select[Any], ...]:
    """What is said of articles: the id of one, and the values of a row about it, in a fixed order.

    The text is left out, for it is large and its version has its CRC-32. Of its sketch, which can
    be made of the text again, only the cluster counts.
    """
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    of_version = select(version.c.article_id).where(version.c.article_id.in_(ids))
    named = select(article_tag.c.article_id, tag.c.name).join(tag)
    return (
        select(article.c.id, *_but(article, "id")).where(article.c.id.in_(ids)),
        of_version.add_columns(*_but(version, "text")).order_by(version.c.id),
        of_version.add_columns(*_but(fact, "confidence")).join(fact).order_by(fact.c.id),
        of_version.add_columns(*sighting.c)
        .join(sighting, sighting.c.version_id == version.c.id)
        .order_by(sighting.c.id),
        named.where(article_tag.c.article_id.in_(ids)).order_by(tag.c.name),
        select(sketch.c.article_id, sketch.c.cluster).where(
            sketch.c.article_id.in_(ids), sketch.c.cluster.is_not(None)
        ),
        # Apart, so that what was summed before there was any has its checksum still.
        of_version.add_columns(fact.c.id, fact.c.confidence)
        .join(fact)
        .where(fact.c.confidence.is_not(None))
        .order_by(fact.c.id),
        select(note.c.article_id, *note.c).where(note.c.article_id.in_(ids)).order_by(note.c.id),
    )


def _but(table: Table, name: str) -> list[Column[Any]]:
    return [column for column in table.c if column.name != name]


_ROWS = _rows()
_SET = (
    update(change)
    .where(change.c.article_id == bindparam("id"))
    .values(checksum=bindparam("checksum"))
)


def of_articles(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """The checksum of each of these articles that is there."""
    sums: dict[int, int] = {}
    for number, statement in enumerate(_ROWS):
        for id, *values in connection.execute(statement, {"ids": ids}):
            # Rows of another table never make up for a missing one: its number counts.
            sums[id] = crc32(repr((number, values)).encode(), sums.get(id, 0))
    return sums


def renew(connection: Connection, ids: Iterable[int]) -> None:
    """State the checksum of articles after a change to them; none for those that are gone."""
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        sums = of_articles(connection, chunk)
        connection.execute(_SET, [{"id": id, "checksum": sums.get(id)} for id in chunk])


def of_saved(connection: Connection, id: int) -> int:
    """The checksum of a saved search that is there."""
    kept = [column for column in _but(saved, "checksum") if column.name != "recent"]
    *row, recent = connection.execute(select(*kept, saved.c.recent).where(saved.c.id == id)).one()
    if recent != 0:  # what was kept before there was that has the sum that it had
        row.append(recent)
    done = saved_article.c
    pairs = select(done.how, done.article_id).where(done.saved_id == id)
    marked = connection.execute(pairs.order_by(done.how, done.article_id)).all()
    return crc32(repr((tuple(row), [tuple(pair) for pair in marked])).encode())


def renew_saved(connection: Connection, ids: Iterable[int]) -> None:
    """State the checksum of saved searches after a change to them or to what they are done with."""
    for id in ids:
        statement = update(saved).where(saved.c.id == id)
        connection.execute(statement.values(checksum=of_saved(connection, id)))


def complete(connection: Connection) -> None:
    """State the checksums that are missing: those of articles that an older version stored."""
    lacking = select(change.c.article_id).join(article, article.c.id == change.c.article_id)
    found = connection.execute(lacking.where(change.c.checksum.is_(None)))
    renew(connection, list(found.scalars()))
