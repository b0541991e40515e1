"""What the database knows of a batch that comes in, looked up all at once and then kept in mind.

Two articles of a batch can have one text, or be two versions of one URL. So what the first of them
changes is kept here, and the second is decided as if the first were stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from archive.article import Fact
from archive.database.incoming import Incoming

# SQLite takes at most 32,766 values in one statement.
_VALUES = 30_000

# `({rows})` is filled in with as many rows of marks as are asked for.
_KEYS = "SELECT key, id FROM article WHERE key IN (VALUES {rows})"
_VERSION = "SELECT id, article_id, identity, is_current, text_sum FROM version"
# A text that another article had once is not looked for: nobody would find it there.
_TEXTS = f"{_VERSION} WHERE identity IN (VALUES {{rows}}) AND is_current"
_TEXTS_BY_KEY = f"{_VERSION} WHERE (article_id, identity) IN (VALUES {{rows}}) ORDER BY id"
_CURRENT = f"{_VERSION} WHERE article_id IN (VALUES {{rows}}) AND is_current"
_NUMBERS = (
    "SELECT article_id, max(number) FROM version"
    " WHERE article_id IN (VALUES {rows}) GROUP BY article_id"
)
_SEEN = (
    "SELECT version_id, path, sha256 FROM sighting"
    " WHERE (version_id, path, sha256) IN (VALUES {rows})"
)
_STATED = (
    "SELECT version_id, field, value, basis, rule FROM fact"
    " WHERE (version_id, field, value, basis, rule) IN (VALUES {rows})"
)
_EDITED = (
    "SELECT version_id, field, value, rule FROM fact"
    " WHERE version_id IN (VALUES {rows}) AND basis = 'edited' ORDER BY id"
)
_TAGS = "SELECT name, id FROM tag WHERE name IN (VALUES {rows})"
_TAGGED = "SELECT article_id, tag_id FROM article_tag WHERE article_id IN (VALUES {rows})"
# What SQLite would give to the next row. No article gets the id of one that was removed.
_LAST_IDS = """
    SELECT max(
        coalesce((SELECT max(id) FROM article), 0),
        coalesce((SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'article'), 0)
    ), coalesce((SELECT max(id) FROM version), 0), coalesce((SELECT max(id) FROM tag), 0)
"""


@dataclass(slots=True, eq=False)
class Version:
    """A version in the database, or one that will be there; `was_current`: in the database.

    `text_sum` is the CRC-32 of its text, which can have other blank space than one of the same
    identity.
    """

    id: int
    article_id: int
    identity: str
    text_sum: int
    is_current: bool
    was_current: bool


class Holdings:
    """The articles, texts, places, facts and tags that a batch meets.

    Parameters
    ----------
    articles:
        Ids by key.
    versions:
        By id: those with a text of the batch, and the current ones of its keys.
    numbers:
        The highest number of a version, for each article with a key of the batch.
    seen, stated, tagged:
        The rows of sightings, facts and tags of articles that are there.
    edited:
        For each version, what a person stated about it, in order.
    """

    def __init__(self, connection: Connection, batch: Sequence[Incoming]) -> None:
        self.versions: dict[int, Version] = {}
        self._current: dict[int, Version] = {}
        self._by_text: dict[str, Version] = {}
        self._by_key_and_text: dict[tuple[int, str], Version] = {}
        self.last_article, self.last_version, self.last_tag = connection.exec_driver_sql(
            _LAST_IDS
        ).one()
        keys = {one.record.key for one in batch}
        self.articles: dict[str, int] = dict(_found(connection, _KEYS, _ones(keys)))
        self._find_versions(connection, batch)
        ids = _ones(self.articles.values())
        self.numbers: dict[int, int] = dict(_found(connection, _NUMBERS, ids))
        self.edited: dict[int, list[Fact]] = defaultdict(list)
        for version_id, field, value, rule in _found(connection, _EDITED, _ones(self.versions)):
            self.edited[version_id].append(Fact(field, value, "edited", rule))
        self._find_rows(connection, batch)

    def _find_versions(self, connection: Connection, batch: Sequence[Incoming]) -> None:
        texts = _ones(one.identity for one in batch)
        keyed = [
            (id, one.identity) for one in batch if (id := self.articles.get(one.record.key or ""))
        ]
        for statement, rows in (
            (_TEXTS, texts),
            (_TEXTS_BY_KEY, keyed),
            (_CURRENT, _ones(self.articles.values())),
        ):
            for id, article_id, text_identity, is_current, text_sum in _found(
                connection, statement, rows
            ):
                if id not in self.versions:
                    now = bool(is_current)
                    self.add(Version(id, article_id, text_identity, text_sum, now, now))

    def _find_rows(self, connection: Connection, batch: Sequence[Incoming]) -> None:
        """Find the sightings, facts and tags of the batch that are there already."""
        there: dict[str, list[Version]] = defaultdict(list)
        for version in self.versions.values():
            there[version.identity].append(version)
        pairs = [(one, version) for one in batch for version in there[one.identity]]
        places = [(version.id, one.path, one.sha256) for one, version in pairs]
        self.seen = set(_found(connection, _SEEN, places))
        facts = [stated(version.id, fact) for one, version in pairs for fact in one.article.facts]
        self.stated = set(_found(connection, _STATED, facts))
        names = (name for one in batch for name in (*one.article.tags, *one.record.tags))
        self.tags: dict[str, int] = dict(_found(connection, _TAGS, _ones(names)))
        ids = [*self.articles.values(), *(version.article_id for version in self.versions.values())]
        self.tagged = set(_found(connection, _TAGGED, _ones(ids)))

    def version(self, text_identity: str, article_id: int | None) -> Version | None:
        """Who has this text now, or else the version of this article that had it once."""
        by_text = self._by_text.get(text_identity)
        if by_text or not article_id:
            return by_text
        return self._by_key_and_text.get((article_id, text_identity))

    def current(self, article_id: int) -> Version | None:
        """The current version of an article with a key of the batch."""
        return self._current.get(article_id)

    def add(self, version: Version) -> None:
        """Keep in mind that `version` is there."""
        self.versions[version.id] = version
        self._by_key_and_text.setdefault((version.article_id, version.identity), version)
        if version.is_current:
            self._current[version.article_id] = version
            self._by_text[version.identity] = version

    def make_current(self, version: Version) -> None:
        """Let `version` take the place of its article's current one."""
        if before := self._current.get(version.article_id):
            before.is_current = False
            self._by_text.pop(before.identity, None)
        version.is_current = True
        self._current[version.article_id] = self._by_text[version.identity] = version


def stated(version_id: int, fact: Fact) -> tuple[int, str, str, str, str]:
    """What tells a fact from the others."""
    return version_id, fact.field, fact.value, fact.basis, fact.rule


def _ones(values: Iterable[object]) -> list[tuple[object]]:
    return [(value,) for value in dict.fromkeys(values) if value is not None]


def _found(
    connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """What `statement` finds for `rows`, so many at a time as SQLite takes."""
    rows = list(dict.fromkeys(rows))
    if not rows:
        return
    width = len(rows[0])
    marks = f"({', '.join('?' * width)})"
    for start in range(0, len(rows), _VALUES // width):
        chunk = rows[start : start + _VALUES // width]
        filled = statement.format(rows=", ".join([marks] * len(chunk)))
        values = tuple(value for row in chunk for value in row)
        for found in connection.exec_driver_sql(filled, values):
            yield tuple(found)
