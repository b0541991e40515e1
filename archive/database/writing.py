"""The statements that store one article inside a transaction that the caller holds."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from archive.article import Article, Fact, Record, identity, sha256
from archive.database.models import (
    article,
    article_tag,
    change,
    counter,
    fact,
    original,
    sighting,
    tag,
    version,
)
from archive.duplicates import Known, Verdict, verdict


@dataclass(frozen=True, slots=True)
class Incoming:
    """A clean article that wants in, with the record it was made of."""

    record: Record
    article: Article


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an incoming article, and the id of the article it is now, or belongs to."""

    verdict: Verdict
    id: int


def put(connection: Connection, incoming: Incoming) -> Stored:
    """Store one article, and record the change if there was any."""
    record, text_identity = incoming.record, identity(incoming.article)
    original_sha = sha256(record.original)
    by_text = connection.execute(select(version).filter_by(identity=text_identity)).first()
    by_key = _by_key(connection, record.key)
    known = Known(
        by_text.article_id if by_text else None,
        by_key,
        by_text.is_current if by_text else True,
        by_text is not None and _is_seen(connection, by_text.id, record, original_sha),
    )
    outcome = verdict(known, is_one_of_many=record.place.position is not None)
    _keep_original(connection, original_sha, record.original)
    match outcome:
        case "added":
            id = _insert(connection, article, key=record.key, added=_now())
            version_id = _add_version(connection, id, incoming, text_identity, original_sha)
        case "changed" if by_text is None:
            assert by_key is not None
            id = by_key
            version_id = _add_version(connection, id, incoming, text_identity, original_sha)
        case _:
            assert by_text is not None
            id, version_id = by_text.article_id, by_text.id
    is_changed = outcome in ("added", "changed")
    if outcome == "changed":
        _make_current(connection, id, version_id)
    is_changed |= _see(connection, version_id, record, original_sha)
    is_changed |= _state(connection, version_id, incoming.article.facts)
    is_changed |= _tag(connection, id, incoming.article.tags)
    if is_changed:
        record_change(connection, id)
    return Stored(outcome, id)


def record_change(connection: Connection, article_id: int) -> None:
    """Give the article the next change number."""
    seq = connection.execute(
        update(counter).values(seq=counter.c.seq + 1).returning(counter.c.seq)
    ).scalar_one()
    statement = sqlite_insert(change).values(article_id=article_id, seq=seq)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["article_id"], set_={"seq": seq})
    )


def drop_unused_originals(connection: Connection) -> None:
    """Delete the bytes that no version and no sighting refers to any more."""
    used = select(version.c.sha256).union(select(sighting.c.sha256))
    connection.execute(delete(original).where(original.c.sha256.not_in(used)))


def _by_key(connection: Connection, key: str | None) -> int | None:
    if key is None:
        return None
    return connection.execute(select(article.c.id).filter_by(key=key)).scalar()


def _path(record: Record) -> bytes:
    return os.fsencode(record.place.path)


def _is_seen(connection: Connection, version_id: int, record: Record, sha: str) -> bool:
    statement = select(sighting.c.id).filter_by(
        version_id=version_id, path=_path(record), sha256=sha
    )
    return connection.execute(statement).first() is not None


def _keep_original(connection: Connection, sha: str, content: bytes) -> None:
    if connection.execute(select(original.c.sha256).filter_by(sha256=sha)).first() is None:
        packed = zlib.compress(content, 6)
        _insert(connection, original, sha256=sha, size=len(content), content=packed)


def _add_version(
    connection: Connection, article_id: int, incoming: Incoming, text_identity: str, sha: str
) -> int:
    record = incoming.record
    before = connection.execute(
        select(version).filter_by(article_id=article_id).order_by(version.c.number.desc())
    ).all()
    version_id = _insert(
        connection,
        version,
        article_id=article_id,
        number=before[0].number + 1 if before else 1,
        identity=text_identity,
        sha256=sha,
        media_type=record.media_type,
        encoding=record.encoding,
        replaced=record.replaced,
        seen=_now(),
        is_current=not before,
        text=incoming.article.text,
    )
    for row in before:
        if row.is_current:
            _carry_edits(connection, row, version_id)
    return version_id


def _carry_edits(connection: Connection, current: Row[Any], version_id: int) -> None:
    """What a person stated about an article holds for its next version too."""
    edited = connection.execute(select(fact).filter_by(version_id=current.id, basis="edited"))
    _state(connection, version_id, [Fact(r.field, r.value, r.basis, r.rule) for r in edited])


def _make_current(connection: Connection, article_id: int, version_id: int) -> None:
    # The old one first: an article must never have two current versions.
    connection.execute(update(version).filter_by(article_id=article_id).values(is_current=False))
    connection.execute(update(version).filter_by(id=version_id).values(is_current=True))


def _see(connection: Connection, version_id: int, record: Record, sha: str) -> bool:
    return _insert_new(
        connection,
        sighting,
        version_id=version_id,
        path=_path(record),
        position=record.place.position or 0,
        sha256=sha,
        seen=_now(),
    )


def _state(connection: Connection, version_id: int, facts: Iterable[Fact]) -> bool:
    new = [
        _insert_new(
            connection,
            fact,
            version_id=version_id,
            field=f.field,
            value=f.value,
            basis=f.basis,
            rule=f.rule,
            start=f.start,
            end=f.end,
        )
        for f in facts
    ]
    return any(new)


def _tag(connection: Connection, article_id: int, names: Iterable[str]) -> bool:
    is_new = False
    for name in names:
        _insert_new(connection, tag, name=name)
        tag_id = connection.execute(select(tag.c.id).filter_by(name=name)).scalar_one()
        is_new |= _insert_new(connection, article_tag, article_id=article_id, tag_id=tag_id)
    return is_new


def _insert(connection: Connection, table: Table, **values: object) -> int:
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return key[0]  # type: ignore[no-any-return]  # an Integer column, or not looked at


def _insert_new(connection: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless a unique column says that it is there; whether it was new."""
    statement = sqlite_insert(table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement).rowcount == 1


def _now() -> datetime:
    """The time in UTC; naive, because SQLite keeps no zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
