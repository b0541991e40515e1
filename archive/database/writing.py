"""The statements that store articles inside a transaction that the caller holds.

They are built once and given their values when they run: building a statement costs SQLAlchemy
several times what SQLite needs to run it.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from archive.article import Fact, Record, identity, sha256
from archive.database import sums
from archive.database.incoming import Incoming, Stored
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
from archive.duplicates import Known, verdict

# A text that another article had once is not looked for: nobody would find it there.
_VERSION_BY_TEXT = (
    select(version.c.id, version.c.article_id, version.c.is_current)
    .where(
        version.c.identity == bindparam("identity"),
        version.c.is_current | (version.c.article_id == bindparam("by_key")),
    )
    .order_by(version.c.is_current.desc())
)
_ARTICLE_BY_KEY = select(article.c.id).where(article.c.key == bindparam("key"))
_SIGHTING = select(sighting.c.id).where(
    sighting.c.version_id == bindparam("version_id"),
    sighting.c.path == bindparam("path"),
    sighting.c.sha256 == bindparam("sha256"),
)
_VERSIONS = (
    select(version.c.id, version.c.number, version.c.is_current)
    .where(version.c.article_id == bindparam("article_id"))
    .order_by(version.c.number.desc())
)
_TAG = select(tag.c.id).where(tag.c.name == bindparam("name"))
_INSERT = {table: insert(table) for table in (article, version)}
# A unique column says what is there already.
_INSERT_NEW = {
    table: sqlite_insert(table).on_conflict_do_nothing()
    for table in (original, sighting, fact, tag, article_tag)
}
_CHANGE = sqlite_insert(change)
_CHANGE = _CHANGE.on_conflict_do_update(
    index_elements=["article_id"], set_={"seq": _CHANGE.excluded.seq}
)


def put(connection: Connection, batch: Sequence[Incoming]) -> list[Stored]:
    """Store `batch`, and record what changed; what became of each, in order."""
    changed: dict[int, None] = {}
    stored = []
    for incoming in batch:
        outcome, is_changed = _put(connection, incoming)
        stored.append(outcome)
        if is_changed:
            changed[outcome.id] = None
    record_changes(connection, list(changed))
    return stored


def _put(connection: Connection, incoming: Incoming) -> tuple[Stored, bool]:
    """Store one article; what became of it, and whether anything about an article changed."""
    record, text_identity = incoming.record, identity(incoming.article)
    sha = sha256(record.original)
    by_key = _by_key(connection, record.key)
    sought = {"identity": text_identity, "by_key": by_key}
    by_text = connection.execute(_VERSION_BY_TEXT, sought).first()
    known = Known(
        by_text.article_id if by_text else None,
        by_key,
        by_text.is_current if by_text else True,
        by_text is not None and _is_seen(connection, by_text.id, record, sha),
    )
    outcome = verdict(known, is_one_of_many=record.place.position is not None)
    if not known.is_seen:
        _keep_original(connection, sha, record.original)
    if by_text:
        id, version_id = by_text.article_id, by_text.id
    else:
        id = by_key or _insert(connection, article, key=record.key, added=_now())
        version_id = _add_version(connection, id, incoming, text_identity, sha)
    if outcome == "changed":
        _make_current(connection, id, version_id)
    is_changed = [
        outcome in ("added", "changed"),
        not known.is_seen and _see(connection, version_id, record, sha),
        _state(connection, version_id, incoming.article.facts),
        _tag(connection, id, incoming.article.tags),
    ]
    return Stored(outcome, id), any(is_changed)


def record_changes(connection: Connection, ids: Sequence[int]) -> None:
    """Give each article the next change number, and its checksum as it is now.

    Last in a transaction: it holds the counter.
    """
    if not ids:
        return
    last = connection.execute(
        update(counter).values(seq=counter.c.seq + len(ids)).returning(counter.c.seq)
    ).scalar_one()
    first = last - len(ids) + 1
    connection.execute(
        _CHANGE, [{"article_id": id, "seq": first + number} for number, id in enumerate(ids)]
    )
    sums.renew(connection, ids)


def mend_changes(connection: Connection) -> None:
    """Have the counter at the end of the change list, and every article in the list."""
    highest = connection.execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    connection.execute(update(counter).where(counter.c.seq < highest).values(seq=highest))
    missing = select(article.c.id).where(article.c.id.not_in(select(change.c.article_id)))
    record_changes(connection, list(connection.execute(missing).scalars()))


def drop_unused_originals(connection: Connection) -> None:
    """Delete the bytes that no version and no sighting refers to any more."""
    used = select(version.c.sha256).union(select(sighting.c.sha256))
    connection.execute(delete(original).where(original.c.sha256.not_in(used)))


def _by_key(connection: Connection, key: str | None) -> int | None:
    return connection.execute(_ARTICLE_BY_KEY, {"key": key}).scalar() if key else None


def _path(record: Record) -> bytes:
    return os.fsencode(record.place.path)


def _is_seen(connection: Connection, version_id: int, record: Record, sha: str) -> bool:
    sought = {"version_id": version_id, "path": _path(record), "sha256": sha}
    return connection.execute(_SIGHTING, sought).first() is not None


def _keep_original(connection: Connection, sha: str, content: bytes) -> None:
    packed = zlib.compress(content, 6)
    _insert_new(connection, original, [{"sha256": sha, "size": len(content), "content": packed}])


def _add_version(
    connection: Connection, article_id: int, incoming: Incoming, text_identity: str, sha: str
) -> int:
    record = incoming.record
    before = connection.execute(_VERSIONS, {"article_id": article_id}).all()
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
        text_sum=sums.text_sum(incoming.article.text),
    )
    for row in before:
        if row.is_current:
            _carry_edits(connection, row.id, version_id)
    return version_id


def _carry_edits(connection: Connection, current: int, version_id: int) -> None:
    """What a person stated about an article holds for its next version too."""
    edited = connection.execute(select(fact).filter_by(version_id=current, basis="edited"))
    _state(connection, version_id, [Fact(r.field, r.value, r.basis, r.rule) for r in edited])


def _make_current(connection: Connection, article_id: int, version_id: int) -> None:
    # The old one first: an article must never have two current versions.
    connection.execute(update(version).filter_by(article_id=article_id).values(is_current=False))
    connection.execute(update(version).filter_by(id=version_id).values(is_current=True))


def _see(connection: Connection, version_id: int, record: Record, sha: str) -> bool:
    row = {
        "version_id": version_id,
        "path": _path(record),
        "position": record.place.position or 0,
        "sha256": sha,
        "seen": _now(),
    }
    return _insert_new(connection, sighting, [row])


def _state(connection: Connection, version_id: int, facts: Iterable[Fact]) -> bool:
    rows = [
        {
            "version_id": version_id,
            "field": f.field,
            "value": f.value,
            "basis": f.basis,
            "rule": f.rule,
            "start": f.start,
            "end": f.end,
        }
        for f in facts
    ]
    return _insert_new(connection, fact, rows)


def _tag(connection: Connection, article_id: int, names: Iterable[str]) -> bool:
    is_new = False
    for name in names:
        _insert_new(connection, tag, [{"name": name}])
        tag_id = connection.execute(_TAG, {"name": name}).scalar_one()
        row = {"article_id": article_id, "tag_id": tag_id}
        is_new |= _insert_new(connection, article_tag, [row])
    return is_new


def _insert(connection: Connection, table: Table, **values: object) -> int:
    key = connection.execute(_INSERT[table], values).inserted_primary_key
    assert key is not None
    return int(key[0])


def _insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> bool:
    """Insert the rows that are not there yet; whether there were any."""
    return bool(rows) and connection.execute(_INSERT_NEW[table], rows).rowcount > 0


def _now() -> datetime:
    """The time in UTC; naive, because SQLite keeps no zone."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
