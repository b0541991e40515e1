"""The statements that write what people say of articles: tags, notes, edits and saved searches.

Each runs inside a transaction that the caller holds, and says which articles it changed; the caller
records them with `writing.record_changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, true, update

from archive.article import Fact
from archive.database import sums
from archive.database.models import (
    article,
    article_tag,
    fact,
    note,
    saved,
    saved_article,
    tag,
    version,
)
from archive.database.saved import How, Saved

# SQLite takes at most 32,766 values in one statement.
_CHUNK = 10_000


def existing(connection: Connection, ids: Iterable[int]) -> list[int]:
    """Those of these articles that are there, each once, in order."""
    wanted = list(dict.fromkeys(ids))
    found = set(_among(connection, article, "id", wanted))
    return [id for id in wanted if id in found]


def _among(
    connection: Connection,
    table: Table,
    name: str,
    ids: Sequence[int],
    where: ColumnElement[bool] | None = None,
) -> Iterator[int]:
    """The values of a column that are among `ids`."""
    column = table.c[name]
    for start in range(0, len(ids), _CHUNK):
        one_of = column.in_(ids[start : start + _CHUNK])
        chosen = select(column).where(one_of, true() if where is None else where)
        yield from connection.execute(chosen).scalars()


def _added(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    """Insert a row; its number."""
    statement = insert(table).values(row).returning(table.c.id)
    return int(connection.execute(statement).scalar_one())


# -- tags


def give_tag(connection: Connection, ids: Sequence[int], name: str) -> list[int]:
    """Give articles that are there a tag; those that had it not yet."""
    tag_id = connection.execute(select(tag.c.id).where(tag.c.name == name)).scalar()
    if tag_id is None:
        tag_id = _added(connection, tag, {"name": name})
    having = set(_having(connection, ids, tag_id))
    lacking = [id for id in ids if id not in having]
    if lacking:
        rows = [{"article_id": id, "tag_id": tag_id} for id in lacking]
        connection.execute(insert(article_tag), rows)
    return lacking


def take_tag(connection: Connection, ids: Sequence[int], name: str) -> list[int]:
    """Take a tag from articles; those that had it."""
    tag_id = connection.execute(select(tag.c.id).where(tag.c.name == name)).scalar()
    having = set(_having(connection, ids, tag_id))
    for start in range(0, len(ids), _CHUNK):
        one_of = article_tag.c.article_id.in_(ids[start : start + _CHUNK])
        connection.execute(delete(article_tag).where(article_tag.c.tag_id == tag_id, one_of))
    return [id for id in ids if id in having]


def _having(connection: Connection, ids: Sequence[int], tag_id: int | None) -> Iterator[int]:
    return _among(connection, article_tag, "article_id", ids, article_tag.c.tag_id == tag_id)


def drop_unused_tags(connection: Connection) -> None:
    """Delete the tags that no article has any more."""
    connection.execute(delete(tag).where(tag.c.id.not_in(select(article_tag.c.tag_id))))


# -- notes


def add_note(connection: Connection, article_id: int, text: str) -> int:
    """Add a note to an article that is there; its number."""
    row = {"article_id": article_id, "text": text, "added": _now()}
    return _added(connection, note, row)


def add_notes(connection: Connection, notes: Iterable[tuple[int, str]]) -> None:
    """Give articles that are there notes, each with one, but none that it has in these words."""
    for article_id, text in dict.fromkeys(notes):
        same = (note.c.article_id == article_id, note.c.text == text)
        if not connection.execute(select(note.c.id).where(*same)).first():
            add_note(connection, article_id, text)


def change_note(connection: Connection, article_id: int, id: int, text: str | None) -> bool:
    """Write a note of an article anew, or remove it (None); whether there is such a note."""
    one = (note.c.id == id, note.c.article_id == article_id)
    if text is None:
        return bool(connection.execute(delete(note).where(*one)).rowcount)
    anew = update(note).where(*one).values(text=text, changed=_now())
    return bool(connection.execute(anew).rowcount)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


# -- edits


def edit(
    connection: Connection, article_id: int, facts: Sequence[Fact], taken_back: Iterable[str]
) -> bool:
    """State `facts` in place of all edits of their fields, and take back those of other fields.

    Of every version: an article that goes back to an earlier text keeps what a person stated.
    Whether anything changed.
    """
    fields = dict.fromkeys([*(one.field for one in facts), *taken_back])
    of_article = select(version.c.id).where(version.c.article_id == article_id)
    versions = list(connection.execute(of_article).scalars())
    edited = (
        fact.c.version_id.in_(of_article),
        fact.c.basis == "edited",
        fact.c.field.in_(list(fields)),
    )
    columns = (fact.c.version_id, fact.c.field, fact.c.value, fact.c.rule)
    before = connection.execute(select(*columns).where(*edited).order_by(fact.c.id)).all()
    after = [
        (id, one.field, one.value, one.rule) for id in versions for one in dict.fromkeys(facts)
    ]
    if sorted(map(tuple, before)) == sorted(after):
        return False
    connection.execute(delete(fact).where(*edited))
    names = [column.name for column in columns]
    rows = [{**dict(zip(names, row, strict=True)), "basis": "edited"} for row in after]
    if rows:
        connection.execute(insert(fact), rows)
    return True


# -- saved searches


def save(connection: Connection, search: Saved, done: Sequence[int]) -> int | None:
    """Keep a saved search, `done` already tagged; its number, None if the name is taken."""
    if connection.execute(select(saved.c.id).where(saved.c.name == search.name)).first():
        return None
    row = {
        "name": search.name,
        "query": search.query,
        "match": search.match,
        "sort": search.sort,
        "tree": search.tree,
        "grammar": search.grammar,
        "tag": search.tag,
        "recent": search.recent,
        "added": _now(),
        "checksum": 0,
    }
    id = _added(connection, saved, row)
    mark(connection, id, "tagged", done)
    return id


def unsave(connection: Connection, name: str) -> bool:
    """Remove a saved search; whether there was one of that name."""
    return bool(connection.execute(delete(saved).where(saved.c.name == name)).rowcount)


def mark(connection: Connection, id: int, how: How, ids: Iterable[int]) -> list[int]:
    """Have a saved search done with articles; those that it was not done with before.

    None if they, or the search, are gone meanwhile.
    """
    if not connection.execute(select(saved.c.id).where(saved.c.id == id)).first():
        return []
    mine = (saved_article.c.saved_id == id) & (saved_article.c.how == how)
    there = existing(connection, ids)
    done = set(_among(connection, saved_article, "article_id", there, mine))
    fresh = [article_id for article_id in there if article_id not in done]
    if fresh:
        rows = [{"saved_id": id, "how": how, "article_id": one} for one in fresh]
        connection.execute(insert(saved_article), rows)
    sums.renew_saved(connection, [id])
    return fresh


def done_with(connection: Connection, ids: Sequence[int]) -> list[int]:
    """The saved searches that are done with any of these articles."""
    found: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        one_of = saved_article.c.article_id.in_(ids[start : start + _CHUNK])
        found.update(connection.execute(select(saved_article.c.saved_id).where(one_of)).scalars())
    return sorted(found)
