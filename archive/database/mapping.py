"""From rows to the frozen dataclasses of `archive.article`.

The statements are plain SQL, which SQLite takes as it is: see `connection`.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from archive.analysis import fold_value
from archive.article import BASES, Article, Fact, Note, Residue, Sighting, Version
from archive.duplicates import precedence
from archive.errors import DamageError
from archive.schema import FIELDS

Row = tuple[Any, ...]

# `({ids})` is filled in with as many marks as there are ids.
_CURRENT = "article a JOIN version v ON v.article_id = a.id AND v.is_current"
_ARTICLES = (
    f"SELECT a.id, a.added, v.id, v.text, s.cluster FROM {_CURRENT}"
    " LEFT JOIN sketch s ON s.article_id = a.id WHERE a.id IN ({ids})"
)
# All that are copies of any of these, and of each what decides who leads.
_MATES = (
    "SELECT s.cluster, a.id, v.id, length(v.text)"
    f" FROM {_CURRENT} JOIN sketch s ON s.article_id = a.id"
    " WHERE s.cluster IN (SELECT cluster FROM sketch WHERE article_id IN ({ids}))"
)
FACTS = (
    'SELECT version_id, field, value, basis, rule, start, "end", confidence FROM fact'
    " WHERE version_id IN ({ids}) ORDER BY id"
)
# What `zones_of` and the analysis must know besides the text.
_READ = (
    'SELECT version_id, field, value, basis, rule, start, "end", confidence FROM fact'
    " WHERE field IN ('title', 'language', 'publisher') AND version_id IN ({ids}) ORDER BY id"
)
_TEXT = f"SELECT a.id, v.id, v.text FROM {_CURRENT} WHERE a.id IN ({{ids}})"
_TAGS = (
    "SELECT x.article_id, t.name FROM article_tag x JOIN tag t ON t.id = x.tag_id"
    " WHERE x.article_id IN ({ids}) ORDER BY t.name"
)
_NOTES = (
    "SELECT article_id, id, text, added, changed FROM note WHERE article_id IN ({ids}) ORDER BY id"
)
_VERSIONS = (
    "SELECT article_id, number, sha256, media_type, encoding, replaced, seen, is_current"
    " FROM version WHERE article_id IN ({ids}) ORDER BY number"
)
_SIGHTINGS = (
    "SELECT v.article_id, s.path, s.position, s.sha256, s.seen"
    " FROM sighting s JOIN version v ON v.id = s.version_id"
    " WHERE v.article_id IN ({ids}) ORDER BY s.id"
)
# The size is what the article takes when it is read: its original and, since one can have been
# seen in a million places, 200 bytes for each of them.
_CHANGES = (
    "SELECT c.seq, c.article_id, o.size + 200 * (SELECT count(*)"
    " FROM sighting s JOIN version w ON w.id = s.version_id WHERE w.article_id = c.article_id)"
    " FROM change c"
    " LEFT JOIN version v ON v.article_id = c.article_id AND v.is_current"
    " LEFT JOIN original o ON o.sha256 = v.sha256"
    " WHERE c.seq > ? ORDER BY c.seq LIMIT ?"
)
_SIZES = (
    "SELECT v.article_id, o.size FROM version v JOIN original o ON o.sha256 = v.sha256"
    " WHERE v.is_current"
)
_STATES = (
    "SELECT v.article_id, v.text_sum, c.checksum FROM version v"
    " JOIN change c ON c.article_id = v.article_id WHERE v.is_current AND v.article_id IN ({ids})"
)
_ORIGINAL = (
    f"SELECT o.content FROM {_CURRENT} JOIN original o ON o.sha256 = v.sha256 WHERE a.id = ?"
)
_RESIDUE = (
    "SELECT id, publisher, line, stories, learned, line_sum FROM residue ORDER BY publisher, id"
)
_TEXTS = "SELECT number, text FROM version WHERE article_id = ? ORDER BY number"
_TAGGED = "FROM tag t JOIN article_tag x ON x.tag_id = t.id"
_RANK = " ".join(f"WHEN '{basis}' THEN {number}" for number, basis in enumerate(BASES))
# What a person stated about a field, or else all: the same choice as `Article.believed`.
_BELIEVED = (
    "(f.basis = 'edited' OR NOT EXISTS (SELECT 1 FROM fact e"
    " WHERE e.version_id = f.version_id AND e.field = f.field AND e.basis = 'edited'))"
)
# Of some fields an article has every value, however often and in whichever case it is stated, and
# of others the one to believe. The value beside min() is that of its row.
_EVERY = (
    "SELECT a.id AS id, f.value AS value, min(f.id)"
    f" FROM {_CURRENT} JOIN fact f ON f.version_id = v.id WHERE f.field = ? AND {_BELIEVED}"
)
_STATED = (
    f"SELECT a.id, f.value FROM {_CURRENT} JOIN fact f ON f.version_id = v.id"
    f" WHERE f.field = ? AND {_BELIEVED} AND a.id IN ({{ids}})"
    f" ORDER BY a.id, CASE f.basis {_RANK} END, f.id"
)
# The value to believe for each article: the same choice as `Article.fact`.
_TRUSTED = (
    "SELECT a.id AS id, f.value AS value, row_number() OVER"
    f" (PARTITION BY f.version_id ORDER BY CASE f.basis {_RANK} END, f.id) AS place"
    f" FROM {_CURRENT} JOIN fact f ON f.version_id = v.id WHERE f.field = ?"
)


def articles(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Article]:
    """The articles with these ids with all that belongs to them, in no order."""
    rows = _about(connection, _ARTICLES, ids).fetchall()
    facts = grouped(connection, FACTS, [version_id for _, _, version_id, _, _ in rows])
    tags = grouped(connection, _TAGS, ids)
    notes = grouped(connection, _NOTES, ids)
    versions = grouped(connection, _VERSIONS, ids)
    sightings = grouped(connection, _SIGHTINGS, ids)
    learned = residue_of(connection)
    for id, added, version_id, text, cluster in rows:
        known = tuple(as_fact(*row) for row in facts[version_id])
        yield Article(
            text=_text(text),
            facts=known,
            tags=tuple(_text(name) for (name,) in tags[id]),
            id=id,
            added=_time(added),
            sightings=tuple(_sighting(*row) for row in sightings[id]),
            versions=tuple(_version(*row) for row in versions[id]),
            cluster=cluster,
            residue=_residue(known, learned) if learned else frozenset(),
            notes=tuple(_note(*row) for row in notes[id]),
        )


def plain(
    connection: sqlite3.Connection, ids: Sequence[int], learned: Mapping[str, frozenset[str]]
) -> Iterator[Article]:
    """The articles with these ids, only with what tells their zones and words, in no order.

    That is text, title, language, publisher, and of the `learned` lines (`residue_of`) its own.
    """
    rows = _about(connection, _TEXT, ids).fetchall()
    facts = grouped(connection, _READ, [version_id for _, version_id, _ in rows])
    for id, version_id, text in rows:
        known = tuple(as_fact(*row) for row in facts[version_id])
        lines = _residue(known, learned) if learned else frozenset()
        yield Article(text=_text(text), facts=known, id=id, residue=lines)


def _residue(facts: tuple[Fact, ...], learned: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The lines that were learned to be none of an article about which these facts are known."""
    publisher = Article("", facts).value("publisher")
    return learned.get(fold_value(publisher), frozenset()) if publisher else frozenset()


def residue_of(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The learned lines by the folded name of their publisher."""
    lines: dict[str, set[str]] = defaultdict(set)
    for row in residue(connection):
        lines[row.publisher].add(row.line)
    return {publisher: frozenset(those) for publisher, those in lines.items()}


def residue(connection: sqlite3.Connection) -> Iterator[Residue]:
    """Every line that was learned, by publisher.

    Raises
    ------
    DamageError
        If one is not what was stored.
    """
    for id, publisher, line, stories, learned, line_sum in connection.execute(_RESIDUE):
        row = Residue(id, _text(publisher), _text(line), stories, _time(learned))
        if row.sum != line_sum:
            raise DamageError(f"line {id} of the residue is not what was stored")
        yield row


def clusters(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """The members of the cluster of each of these articles that has one, the lead first."""
    rows = _about(connection, _MATES, ids).fetchall()
    facts = grouped(connection, FACTS, [version_id for _, _, version_id, _ in rows])
    ranked = defaultdict(list)
    for cluster, id, version_id, length in rows:
        known = Article(text="", facts=tuple(as_fact(*row) for row in facts[version_id]))
        ranked[cluster].append(precedence(known.value("published"), length, id))
    ordered = [[id for *_, id in sorted(members)] for members in ranked.values()]
    return {id: members for members in ordered for id in members if id in {*ids}}


def changes(connection: sqlite3.Connection, after: int, limit: int) -> Iterator[Row]:
    """(seq, article_id, size) of the next changes; the size is None where the article is gone."""
    return connection.execute(_CHANGES, (after, limit))


def sizes(connection: sqlite3.Connection, ids: Sequence[int] | None) -> Iterator[Row]:
    """(id, bytes of the original) of the articles `ids`; None: of all of them."""
    among = "" if ids is None else " AND v.article_id IN ({ids})"
    return _about(connection, f"{_SIZES}{among} ORDER BY v.article_id", ids or ())


def states(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Row]:
    """(id, CRC-32 of the text, CRC-32 of all else) of these articles."""
    return _about(connection, _STATES, ids)


def original_of(connection: sqlite3.Connection, id: int) -> bytes | None:
    """The bytes of the current version of an article; None if there is no such article.

    Raises
    ------
    DamageError
        If they cannot be unpacked.
    """
    row = connection.execute(_ORIGINAL, (id,)).fetchone()
    try:
        return zlib.decompress(row[0]) if row else None
    except zlib.error as error:
        raise DamageError(f"the original of article {id} is damaged: {error}") from error


def texts_of(connection: sqlite3.Connection, id: int) -> dict[int, str]:
    """The text of each version of an article by its number."""
    return {number: _text(text) for number, text in connection.execute(_TEXTS, (id,))}


def values(connection: sqlite3.Connection, field: str, ids: Sequence[int] | None) -> Iterator[Row]:
    """(value, number of articles) for `field` among the articles `ids`; None: all articles."""
    if field == "tag":
        among = "" if ids is None else " WHERE x.article_id IN ({ids})"
        counted = f"SELECT t.name, count(*) {_TAGGED}{among} GROUP BY t.name"
        return _about(connection, counted, ids or ())
    counted = f"SELECT value, count(*) FROM {_held(field, ids)} GROUP BY value"
    return _about(connection, counted, ids or (), field)


def held(connection: sqlite3.Connection, field: str, ids: Sequence[int] | None) -> Iterator[Row]:
    """(article id, value) of all that `values` counts; None: of all articles."""
    if field == "tag":
        among = "" if ids is None else " WHERE x.article_id IN ({ids})"
        return _about(connection, f"SELECT x.article_id, t.name {_TAGGED}{among}", ids or ())
    return _about(connection, f"SELECT id, value FROM {_held(field, ids)}", ids or (), field)


def _held(field: str, ids: Sequence[int] | None) -> str:
    """A table of the values of a field, none of them twice for an article."""
    among = "" if ids is None else " AND a.id IN ({ids})"
    if FIELDS[field].is_many:
        return f"({_EVERY}{among} GROUP BY a.id, f.value COLLATE NOCASE)"
    return f"({_TRUSTED}{among}) WHERE place = 1"


def stated(connection: sqlite3.Connection, field: str, ids: Sequence[int]) -> Iterator[Row]:
    """(article id, value) of all that is believed of `field` of these articles."""
    return _about(connection, _STATED, ids, field)


def _about(
    connection: sqlite3.Connection, statement: str, ids: Sequence[int], *before: object
) -> sqlite3.Cursor:
    """The rows of `statement` for these ids."""
    return connection.execute(statement.format(ids=", ".join("?" * len(ids))), (*before, *ids))


def grouped(
    connection: sqlite3.Connection, statement: str, ids: Sequence[int]
) -> dict[int, list[Row]]:
    """The rows of `statement` by their first column, without it."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for id, *row in _about(connection, statement, ids):
        groups[id].append(tuple(row))
    return groups


def as_fact(
    field: object,
    value: object,
    basis: Any,
    rule: object,
    start: int | None,
    end: int | None,
    confidence: float | None,
) -> Fact:
    """A fact of what the row of one says.

    Raises
    ------
    ValueError, TypeError
        If that is not what was stored.
    """
    if basis not in BASES:
        raise ValueError(f"there is no basis {basis!r}")
    return Fact(_text(field), _text(value), basis, _text(rule), start, end, confidence)


def _version(
    number: int,
    sha256: object,
    media_type: object,
    encoding: object,
    replaced: int,
    seen: object,
    is_current: int,
) -> Version:
    return Version(
        number=number,
        sha256=_text(sha256),
        media_type=_text(media_type),
        encoding=_text(encoding),
        replaced=replaced,
        seen=_time(seen),
        is_current=bool(is_current),
    )


def _sighting(path: bytes, position: int, sha256: object, seen: object) -> Sighting:
    return Sighting(os.fsdecode(path), position or None, _text(sha256), _time(seen))


def _note(id: int, text: object, added: object, changed: object) -> Note:
    return Note(id, _text(text), _time(added), None if changed is None else _time(changed))


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


def _time(value: object) -> datetime:
    return datetime.fromisoformat(_text(value)).replace(tzinfo=UTC)
