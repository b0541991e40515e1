"""An article as a whole: each of its texts with what is known about it, and the original bytes.

What leaves an archive to become the same article in another one. Reading is plain SQL; writing,
which needs SQLAlchemy, is in `importing`.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive.article import Article, Fact, Residue, Sighting, Version
from archive.database import mapping
from archive.database.connection import explaining, opened
from archive.database.incoming import packed
from archive.errors import DamageError

if TYPE_CHECKING:
    from archive.sketches import Sketch

# SQLite takes at most 32,766 values in one statement.
_CHUNK = 500
# Articles, and about how many bytes of them, that are read at a time.
_READ = 50
_READ_BYTES = 4_000_000

_EDITIONS = (
    "SELECT article_id, number, id, identity FROM version WHERE article_id IN ({ids})"
    " ORDER BY number"
)
_KEYS = "SELECT id, key FROM article WHERE id IN ({ids})"
# In the order of `Article.sightings`.
_SEEN = (
    "SELECT v.article_id, v.number FROM sighting s JOIN version v ON v.id = s.version_id"
    " WHERE v.article_id IN ({ids}) ORDER BY s.id"
)
_ORIGINALS = (
    "SELECT sha256, content FROM original WHERE sha256 IN ("
    "SELECT sha256 FROM version WHERE article_id = ?1 UNION"
    " SELECT s.sha256 FROM sighting s JOIN version v ON v.id = s.version_id"
    " WHERE v.article_id = ?1) ORDER BY sha256"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of an article, what is known about it, and where it was seen, in order.

    `identity` is what `archive.article.identity` said of it.
    """

    version: Version
    identity: str
    text: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """An article with all its texts, one of them current.

    Parameters
    ----------
    article:
        It as a reader knows it: the current text, its facts, tags, and all sightings and versions.
    key:
        What stays the same when its text changes; None if nothing does.
    seen_as:
        For each of the article's sightings, the number of the version that was seen there.
    originals:
        The bytes of every version and sighting by their sha256.
    """

    article: Article
    key: str | None
    editions: tuple[Edition, ...]
    seen_as: tuple[int, ...]
    originals: Mapping[str, bytes] = field(repr=False)

    @property
    def current(self) -> Edition:
        """The edition whose text is the article's."""
        return next(edition for edition in self.editions if edition.version.is_current)

    def sightings(self, number: int) -> Iterator[Sighting]:
        """Where the version with this number was seen."""
        for sighting, seen_as in zip(self.article.sightings, self.seen_as, strict=True):
            if seen_as == number:
                yield sighting


@dataclass(frozen=True, slots=True)
class Arrival:
    """A whole article that wants in, and what can be told of it before the archive is locked."""

    whole: Whole
    packed: Mapping[str, bytes] = field(init=False, repr=False)
    sketch: Sketch | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from archive import sketches  # and with it NumPy

        comparable = sketches.comparable(self.whole.article.text)
        object.__setattr__(self, "sketch", sketches.sketch(comparable))
        originals = self.whole.originals.items()
        object.__setattr__(self, "packed", {sha: packed(content) for sha, content in originals})


class Moment:
    """Some articles as they are at one moment, however long it takes to read them.

    Use it as a context manager: as long as it is open, the database cannot put what others write
    in its place.
    """

    def __init__(self, path: Path, wait: float, ids: Sequence[int]) -> None:
        self._path = path
        with explaining(path):
            self._connection = opened(path, wait, is_writing=False)
        try:
            with self._reading() as connection:
                connection.execute("BEGIN")
                self.ids = list(_there(connection, ids))
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def residue(self) -> list[Residue]:
        """Every line that was learned to be residue, by publisher."""
        with self._reading() as connection:
            return list(mapping.residue(connection))

    def articles(self) -> Iterator[Article]:
        """The articles in the order that was asked for, a few read at a time."""
        for ids in self._batches():
            with self._reading() as connection:
                found = {article.id: article for article in mapping.articles(connection, ids)}
            yield from (found[id] for id in ids)

    def wholes(self) -> Iterator[Whole]:
        """The same, each as a whole."""
        for ids in self._batches():
            with self._reading() as connection:
                found = {whole.article.id: whole for whole in wholes(connection, ids)}
            yield from (found.pop(id) for id in ids)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with explaining(self._path):
            yield self._connection

    def _batches(self) -> Iterator[list[int]]:
        batch: list[int] = []
        total = 0
        for id, size in self._sizes():
            if batch and (len(batch) >= _READ or total + size > _READ_BYTES):
                yield batch
                batch, total = [], 0
            batch.append(id)
            total += size
        if batch:
            yield batch

    def _sizes(self) -> Iterator[tuple[int, int]]:
        for chunk in _chunks(self.ids):
            with self._reading() as connection:
                sizes: dict[int, int] = dict(mapping.sizes(connection, chunk))
            yield from ((id, sizes[id]) for id in chunk)


def _there(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[int]:
    """Those of these ids that have an article, in order."""
    for chunk in _chunks(ids):
        there = {id for id, _ in mapping.sizes(connection, chunk)}
        yield from (id for id in chunk if id in there)


def wholes(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Whole]:
    """The articles with these ids as wholes, in no order."""
    editions = mapping.grouped(connection, _EDITIONS, ids)
    versions = [version_id for rows in editions.values() for _, version_id, _ in rows]
    facts = {
        version_id: rows
        for chunk in _chunks(versions)
        for version_id, rows in mapping.grouped(connection, mapping.FACTS, chunk).items()
    }
    keys = mapping.grouped(connection, _KEYS, ids)
    seen = mapping.grouped(connection, _SEEN, ids)
    for article in mapping.articles(connection, ids):
        texts = mapping.texts_of(connection, article.id)
        known: dict[int, tuple[str, tuple[Fact, ...]]] = {
            number: (identity, tuple(mapping.as_fact(*row) for row in facts.get(version_id, ())))
            for number, version_id, identity in editions[article.id]
        }
        yield Whole(
            article=article,
            key=keys[article.id][0][0],
            editions=tuple(
                Edition(version, known[number][0], texts[number], known[number][1])
                for version in article.versions
                for number in [version.number]
            ),
            seen_as=tuple(number for (number,) in seen[article.id]),
            originals=dict(_originals(connection, article.id)),
        )


def _originals(connection: sqlite3.Connection, id: int) -> Iterator[tuple[str, bytes]]:
    """(sha256, bytes) of all that an article was read from.

    Raises
    ------
    DamageError
        If some cannot be unpacked.
    """
    for sha, content in connection.execute(_ORIGINALS, (id,)):
        try:
            yield sha, zlib.decompress(content)
        except zlib.error as error:
            raise DamageError(f"the original {sha} of article {id} is damaged: {error}") from error


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
