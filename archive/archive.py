"""The archive: database and index kept in step behind one door.

    with Archive.open(config.load()) as archive:
        archive.put([Incoming(record, article)])
        page = archive.search('"korea utara" OR korut')

Whatever is stored is stored when `put` returns; the index follows with `sync`, or by itself at
the next search. One process writes at a time; searching needs no lock unless the index has to be
built or brought up to date first.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from archive import catchup, database, query, schema
from archive.article import Article
from archive.catchup import Progress, unseen
from archive.config import Config
from archive.database import Incoming, Store, Stored
from archive.errors import BusyError, IndexNotReadyError, StorageError, UsageError
from archive.index import Index, Sort
from archive.query import Everything, Tree
from archive.query.parser import Match
from archive.results.page import Page, make_page

__all__ = ["Archive", "Incoming", "Stored"]

_BEHIND = (
    "another process is writing: the newest changes cannot be found yet, "
    "search again when it is done"
)


class Archive:
    """One open archive. Use it as a context manager, or call `close`."""

    def __init__(self, config: Config, store: Store, progress: Progress = unseen) -> None:
        self.config = config
        self._store = store
        self._progress = progress
        self._index: Index | None = None
        self._lock = FileLock(config.home / "lock")

    @classmethod
    def open(cls, config: Config, progress: Progress = unseen) -> Self:
        """Open the archive of `config`, making or migrating it if need be.

        Parameters
        ----------
        progress:
            Told how far the index has come, whenever it is built or brought up to date.

        Raises
        ------
        StorageError, NotAnArchiveError, DamageError, BusyError, UsageError
        """
        try:
            config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"the archive's folder cannot be made: {error}") from error
        archive = cls(config, database.open(config.database_url, config.wait), progress)
        try:
            archive._migrate()
        except BaseException:
            archive.close()
            raise
        return archive

    def _migrate(self) -> None:
        if self._store.is_current:
            return
        with self._writing():
            if not self._store.is_current:  # another process may have been first
                self._store.upgrade()

    def close(self) -> None:
        """Let go of all files."""
        self._close_index()
        self._store.close()

    def _close_index(self) -> None:
        if self._index:
            self._index.close()
        self._index = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self, wait: float | None = None) -> Iterator[None]:
        """Hold the lock that lets one process write at a time."""
        try:
            self._lock.acquire(timeout=self.config.wait if wait is None else wait)
        except Timeout:
            raise BusyError(
                f"another process is writing to {self.config.home}; try again when it is done"
            ) from None
        except OSError as error:
            raise StorageError(f"{self._lock.lock_file} cannot be locked: {error}") from error
        try:
            yield
        finally:
            self._lock.release()

    # -- writing

    def put(self, batch: Sequence[Incoming]) -> list[Stored]:
        """Store `batch`, all of it or nothing; what became of each, in order.

        The index does not follow at once: call `sync` after the last batch.
        """
        with self._writing():
            return self._store.put(batch)

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, `put` tells what would become of each article, and nothing is kept."""
        with self._writing(), self._store.rehearsing():
            yield

    def remove(self, ids: Iterable[int]) -> list[int]:
        """Remove articles, from the index at once; the ids that were there."""
        with self._writing():
            removed = self._store.remove(ids)
        self.sync()
        return removed

    def sync(self, wait: float | None = None) -> None:
        """Bring the index up to the database; `wait` seconds at most for another process."""
        with self._writing(wait):
            # Opened anew under the lock: another process may have written to it, or replaced it.
            self._close_index()
            self._index = catchup.open_index(self.config, self._store)
            if self._index is None:
                self._index = catchup.rebuild(self.config, self._store, self._progress)
            else:
                catchup.catch_up(self._index, self.config, self._store, self._progress)

    def reindex(self) -> int:
        """Build the index anew from the database; how many articles it holds."""
        with self._writing():
            self._close_index()
            self._index = catchup.rebuild(self.config, self._store, self._progress)
            return len(self._index.ids(Everything()))

    # -- reading

    def search(
        self,
        text: str | None,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        match: Match = "all",
        facets: Sequence[str] = (),
    ) -> Page:
        """The articles that `text` asks for; None asks for every article.

        Raises
        ------
        QueryError
            If `text` cannot be understood.
        IndexNotReadyError
            If there is no index and another process keeps us from building it.
        """
        began = time.perf_counter()
        tree: Tree = Everything() if text is None else query.parse(text, match)
        for field in facets:
            if field not in schema.FACETS:
                raise UsageError(f"{field!r} is no facet (there are: {', '.join(schema.FACETS)})")
        index, warnings = self._index_to_search()
        hits = index.search(tree, limit=limit, offset=offset, sort=sort)
        counts = self._counts(index, tree, facets)
        articles = self._store.articles(hit.id for hit in hits.hits)
        return make_page(
            query=text or "",
            tree=tree,
            hits=hits,
            articles=articles,
            offset=offset,
            limit=limit,
            facets=counts,
            warnings=(*hits.warnings, *warnings),
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def _counts(
        self, index: Index, tree: Tree, facets: Sequence[str]
    ) -> Mapping[str, Mapping[str, int]]:
        if not facets:
            return {}
        ids = index.ids(tree)
        return {field: self._store.facet(field, ids) for field in facets}

    def _index_to_search(self) -> tuple[Index, tuple[str, ...]]:
        """An index that can be searched, and a warning if it does not show everything."""
        if self._index is None:
            self._index = catchup.open_index(self.config, self._store)
        if self._index is None:
            try:
                self.sync()
            except BusyError as error:
                raise IndexNotReadyError(
                    "there is no index to search in yet, and another process is writing"
                ) from error
        elif catchup.is_behind(self._index, self._store):
            try:
                self.sync(wait=0)
            except BusyError:
                return self._index, (_BEHIND,)
        assert self._index is not None
        return self._index, ()

    def get(self, id: int) -> Article | None:
        """The article with this id, with all that belongs to it; None if there is none."""
        return next(iter(self._store.articles([id])), None)

    def original(self, id: int) -> bytes | None:
        """The bytes of the article as they were found; None if there is no such article."""
        return self._store.original(id)

    def totals(self) -> Mapping[str, int]:
        """How many articles, versions, sightings, tags and bytes of originals there are."""
        return self._store.totals()

    def facet(self, field: str) -> Mapping[str, int]:
        """How many articles of the whole archive have each value of `field`."""
        return self._store.facet(field)
