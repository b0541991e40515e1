"""Whether what the database holds can be true: counts that must agree, and every byte."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, select

from archive.article import sha256, text_sum
from archive.database import copies, sums
from archive.database.connection import damage
from archive.database.engine import connect
from archive.database.models import article, change, counter, original, saved, version

# Articles that are compared at a time.
_CHUNK = 500


class Checks:
    """Looks through one database; changes nothing."""

    def __init__(self, path: Path, wait: float) -> None:
        self._path = path
        self._engine = connect(path, wait, is_writing=False)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except (ValueError, TypeError, LookupError, ArithmeticError) as error:
            # A value that nobody stored like this: no date, no text, not there.
            raise damage(self._path, f"{type(error).__name__}: {error}") from error

    def quick(self) -> Iterator[str]:
        """What is wrong at first sight, in words."""
        with self._reading() as connection:
            yield from quick(connection)

    def integrity(self) -> Iterator[str]:
        """What SQLite finds wrong when it reads everything."""
        with self._reading() as connection:
            yield from integrity(connection)

    def change_list(self) -> Iterator[str]:
        """What is wrong with the change list, which `Writer.mend` puts right."""
        with self._reading() as connection:
            yield from change_list(connection)

    def copies(self) -> Iterator[str]:
        """What is wrong with the sketches of texts, which `Writer.mend` puts right."""
        with self._reading() as connection:
            for id in copies.differing(connection):
                yield f"the sketch of article {id} is not that of its text"

    def contents(self, progress: Callable[[int, int], None]) -> Iterator[str]:
        """What is wrong with the articles, compared with their checksums."""
        with self._reading() as connection:
            total = count_contents(connection)
            for done, what in enumerate(contents(connection), 1):
                progress(done, total)
                if what:
                    yield what


def quick(connection: Connection) -> Iterator[str]:
    """What is wrong at first sight, in words."""
    if count := _without_version(connection):
        yield f"{_articles(count)} no current text"


def change_list(connection: Connection) -> Iterator[str]:
    """What is wrong with the change list, which can be told from the rest: `writing.mend`."""
    if count := _without_change(connection):
        yield f"{_articles(count)} no place in the change list"
    last = connection.execute(select(counter.c.seq)).scalar_one()
    highest = connection.execute(select(func.coalesce(func.max(change.c.seq), 0))).scalar_one()
    if highest > last:
        yield f"the change list goes to {highest:,}, its counter only to {last:,}"


def _articles(count: int) -> str:
    return f"{count:,} article has" if count == 1 else f"{count:,} articles have"


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


def contents(connection: Connection) -> Iterator[str | None]:
    """For each article, text, original and saved search: what is wrong with it, or None."""
    yield from _sums(connection)
    yield from _texts(connection)
    yield from _originals(connection)
    yield from _saved(connection)


def count_contents(connection: Connection) -> int:
    """How many answers `contents` gives."""
    return sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (article, version, original, saved)
    )


def _sums(connection: Connection) -> Iterator[str | None]:
    ids = list(connection.execute(select(article.c.id)).scalars())
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        stated = select(change.c.article_id, change.c.checksum)
        rows = connection.execute(stated.where(change.c.article_id.in_(chunk)))
        known = {row.article_id: row.checksum for row in rows}
        for id, found in sums.of_articles(connection, chunk).items():
            # Not in the change list: that is found and mended elsewhere.
            right = id not in known or known[id] == found
            yield None if right else f"what is said of article {id} is not what was stored"


def _texts(connection: Connection) -> Iterator[str | None]:
    v = version.c
    # One at a time: a text can have 64 MB.
    rows = connection.execution_options(yield_per=1).execute(
        select(v.article_id, v.number, v.text, v.text_sum)
    )
    for row in rows:
        right = isinstance(row.text, str) and text_sum(row.text) == row.text_sum
        named = f"the text of article {row.article_id}, version {row.number},"
        yield None if right else f"{named} is not what was stored"


def _saved(connection: Connection) -> Iterator[str | None]:
    for id, checksum in connection.execute(select(saved.c.id, saved.c.checksum)).all():
        right = sums.of_saved(connection, id) == checksum
        yield None if right else f"the saved search with the number {id} is not what was stored"


def _originals(connection: Connection) -> Iterator[str | None]:
    rows = connection.execution_options(yield_per=1).execute(select(original))
    for row in rows:
        try:
            content = zlib.decompress(row.content)
        except (zlib.error, TypeError) as error:
            yield f"the original {row.sha256[:12]} cannot be unpacked: {error}"
            continue
        right = sha256(content) == row.sha256 and len(content) == row.size
        yield None if right else f"the original {row.sha256[:12]} is not what was stored"
