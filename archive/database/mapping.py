"""From rows to the frozen dataclasses of `archive.article`."""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from archive.article import BASES, Article, Fact, Sighting, Version
from archive.database.models import (
    article,
    article_tag,
    change,
    fact,
    original,
    sighting,
    tag,
    version,
)
from archive.errors import DamageError


def articles(connection: Connection, ids: Sequence[int]) -> Iterator[Article]:
    """The articles with these ids with all that belongs to them, in no order."""
    current = _current(article.c.id, article.c.added, version.c.id.label("version_id")).add_columns(
        version.c.text
    )
    rows = connection.execute(current.where(article.c.id.in_(ids))).all()
    facts = _grouped(connection, _facts([row.version_id for row in rows]))
    tags = _grouped(connection, _tags(ids))
    versions = _grouped(connection, _versions(ids))
    sightings = _grouped(connection, _sightings(ids))
    for row in rows:
        yield Article(
            text=_text(row.text),
            facts=tuple(_fact(r) for r in facts[row.version_id]),
            tags=tuple(_text(r.name) for r in tags[row.id]),
            id=row.id,
            added=_aware(row.added),
            sightings=tuple(_sighting(r) for r in sightings[row.id]),
            versions=tuple(_version(r) for r in versions[row.id]),
        )


def changes(after: int, limit: int) -> Select[Any]:
    """(seq, article_id, size) of the next changes; the size is null where the article is gone.

    The size is what the article takes when it is read: its original and, since one can have been
    seen in a million places, 200 bytes for each of them.
    """
    current = (version.c.article_id == change.c.article_id) & version.c.is_current
    any_version = version.alias()
    places = (
        select(func.count())
        .select_from(sighting.join(any_version, any_version.c.id == sighting.c.version_id))
        .where(any_version.c.article_id == change.c.article_id)
        .scalar_subquery()
    )
    return (
        select(change.c.seq, change.c.article_id, (original.c.size + 200 * places).label("size"))
        .outerjoin(version, current)
        .outerjoin(original, original.c.sha256 == version.c.sha256)
        .where(change.c.seq > after)
        .order_by(change.c.seq)
        .limit(limit)
    )


def original_of(connection: Connection, id: int) -> bytes | None:
    """The bytes of the current version of an article; None if there is no such article.

    Raises
    ------
    DamageError
        If they cannot be unpacked.
    """
    statement = _current(original.c.content).join(original, original.c.sha256 == version.c.sha256)
    content = connection.execute(statement.where(article.c.id == id)).scalar()
    try:
        return None if content is None else zlib.decompress(content)
    except zlib.error as error:
        raise DamageError(f"the original of article {id} is damaged: {error}") from error


def values(
    connection: Connection, field: str, ids: Sequence[int] | None
) -> Iterator[tuple[str, int]]:
    """(value, number of articles) for `field` among the articles `ids`; None: all articles."""
    if field == "tag":
        statement = select(tag.c.name, func.count()).join(article_tag).group_by(tag.c.name)
        if ids is not None:
            statement = statement.where(article_tag.c.article_id.in_(ids))
    else:
        trusted = _trusted(field, ids)
        statement = select(trusted.c.value, func.count()).group_by(trusted.c.value)
    return ((row[0], row[1]) for row in connection.execute(statement))


def _trusted(field: str, ids: Sequence[int] | None) -> Any:
    """The value of `field` to believe for each article: the same choice as `Article.fact`."""
    rank = case({basis: number for number, basis in enumerate(BASES)}, value=fact.c.basis)
    place = func.row_number().over(partition_by=fact.c.version_id, order_by=(rank, fact.c.id))
    ranked = _current(fact.c.value, place.label("place")).join(
        fact, fact.c.version_id == version.c.id
    )
    ranked = ranked.where(fact.c.field == field)
    if ids is not None:
        ranked = ranked.where(article.c.id.in_(ids))
    inner = ranked.subquery()
    return select(inner.c.value).where(inner.c.place == 1).subquery()


def _current(*columns: Any) -> Select[Any]:
    """`columns` of articles, each joined with its current version."""
    return (
        select(*columns)
        .select_from(article)
        .join(version, (version.c.article_id == article.c.id) & version.c.is_current)
    )


def _facts(version_ids: Sequence[int]) -> Select[Any]:
    columns = (fact.c.field, fact.c.value, fact.c.basis, fact.c.rule, fact.c.start, fact.c.end)
    statement = select(fact.c.version_id, *columns)
    return statement.where(fact.c.version_id.in_(version_ids)).order_by(fact.c.id)


def _tags(ids: Sequence[int]) -> Select[Any]:
    statement = select(article_tag.c.article_id, tag.c.name).join(tag)
    return statement.where(article_tag.c.article_id.in_(ids)).order_by(tag.c.name)


def _versions(ids: Sequence[int]) -> Select[Any]:
    v = version.c
    columns = (v.number, v.sha256, v.media_type, v.encoding, v.replaced, v.seen, v.is_current)
    return select(v.article_id, *columns).where(v.article_id.in_(ids)).order_by(v.number)


def _sightings(ids: Sequence[int]) -> Select[Any]:
    s = sighting.c
    statement = select(version.c.article_id, s.path, s.position, s.sha256, s.seen).join(version)
    return statement.where(version.c.article_id.in_(ids)).order_by(s.id)


def _grouped(connection: Connection, statement: Select[Any]) -> dict[int, list[Row[Any]]]:
    """The rows of `statement` by their first column."""
    groups: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(statement):
        groups[row[0]].append(row)
    return groups


def _fact(row: Row[Any]) -> Fact:
    if row.basis not in BASES:
        raise ValueError(f"there is no basis {row.basis!r}")
    return Fact(_text(row.field), _text(row.value), row.basis, _text(row.rule), row.start, row.end)


def _text(value: object) -> str:
    """`value`, which SQLite does not hold to the type of its column.

    Raises
    ------
    TypeError
        If it is no text: then it is damaged.
    """
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text was stored")
    return value


def _version(row: Row[Any]) -> Version:
    return Version(
        number=row.number,
        sha256=row.sha256,
        media_type=row.media_type,
        encoding=row.encoding,
        replaced=row.replaced,
        seen=_aware(row.seen),
        is_current=row.is_current,
    )


def _sighting(row: Row[Any]) -> Sighting:
    return Sighting(os.fsdecode(row.path), row.position or None, row.sha256, _aware(row.seen))


def _aware(naive: datetime) -> datetime:
    return naive.replace(tzinfo=UTC)
