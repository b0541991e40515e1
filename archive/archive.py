"""The archive: database and index kept in step behind one door.

    with Archive.open(config.load()) as archive:
        archive.put([Incoming(record, article)])
        page = archive.search('"korea utara" OR korut')

Whatever is stored is stored when `put` returns; the index follows with `sync`, or by itself at
the next search. One process writes at a time; searching needs no lock unless the index has to be
built or brought up to date first.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive import catchup, database, query, schema
from archive.analysis import overriding, words
from archive.article import Article
from archive.catchup import Progress, unseen
from archive.checking import Finding, check
from archive.config import Config
from archive.current import Current, writing
from archive.database import Incoming, Store, Stored, damage
from archive.errors import (
    ArchiveError,
    DamageError,
    ForeignFileError,
    StorageError,
    UnfinishedError,
    UsageError,
)
from archive.index import Hits, Index, Sort
from archive.lock import Lock
from archive.query import Everything, Phrase, Tree, Word
from archive.query.parser import Match
from archive.results.page import Page, make_page
from archive.results.sources import By, Source, ranked
from archive.zones import Link, links, zones_of

if TYPE_CHECKING:
    from archive.results.copies import Copies

__all__ = ["Archive", "Finding", "Incoming", "Stored"]


def make_home(config: Config) -> None:
    """Make the archive's folder if it is not there, for this user alone.

    Raises
    ------
    StorageError
        If it cannot be made.
    """
    try:
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"the archive's folder cannot be made: {error}") from error


class Archive:
    """One open archive. Use it as a context manager, or call `close`."""

    def __init__(self, config: Config, store: Store, progress: Progress = unseen) -> None:
        self.config = config
        self._store = store
        self._progress = progress
        self._lock = Lock(config.home / "lock")
        self._current = Current(config, store, self._lock, progress)

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
        with overriding(config.stems):  # first of all, for they may be wrong
            make_home(config)
        archive = cls(config, database.open(config.database_url, config.wait), progress)
        try:
            archive._migrate()
        except BaseException:
            archive.close()
            raise
        return archive

    @classmethod
    def restore(cls, config: Config, source: Path, progress: Progress = unseen) -> Self:
        """Put the archive in the file `source` into the home, where there must be none yet.

        Raises
        ------
        UsageError
            If there is one.
        NotAnArchiveError, DamageError, StorageError
            If the file cannot be restored. The home is as it was.
        """
        from archive.database.copying import copy

        make_home(config)
        store = database.open(config.database_url, config.wait)
        try:
            with Lock(config.home / "lock").hold(config.wait):
                if store.is_there:
                    raise UsageError(
                        f"there is an archive in {store.path} already; nothing was changed. "
                        "Choose another --home"
                    )
                shutil.rmtree(config.index_folder, ignore_errors=True)
                copy(source, store.path, config.wait, progress)
        finally:
            store.close()
        return cls.open(config, progress)

    def _migrate(self) -> None:
        # Left half done by a killed writer, it is put right under the lock, where nobody writes.
        with suppress(UnfinishedError):
            if self._is_current():
                return
        with self._writing():
            self._store.recover()
            if self._is_current():  # another process may have been first
                return
            if not self._store.is_there:
                # Whatever index there is, it is of another archive.
                shutil.rmtree(self.config.index_folder, ignore_errors=True)
            self._store.writer.upgrade()

    def _is_current(self) -> bool:
        """Whether the tables are those of this version.

        Raises
        ------
        DamageError
            If the file is no archive, but was: the index or the lock beside it says so.
        """
        is_in_home = not self.config.database
        has_index = catchup.current(self.config) is not None
        if is_in_home and has_index and self._store.is_empty:
            raise damage(self._store.path, "it is empty, and it was not")
        try:
            return self._store.is_current
        except ForeignFileError as error:
            # Only who has opened an archive here has left a lock.
            if is_in_home and (has_index or self._lock.path.exists()):
                raise damage(self._store.path, "it is no longer an archive") from error
            raise

    def close(self) -> None:
        """Let go of all files."""
        self._close(is_sound=True)

    def _close(self, *, is_sound: bool) -> None:
        self._current.close()
        if self._store.has_written and is_sound:  # what is damaged is left as it is
            with suppress(ArchiveError), self._writing(0):
                self._store.fold()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close(is_sound=not isinstance(error, DamageError))

    def _writing(self, wait: float | None = None) -> AbstractContextManager[None]:
        return writing(self._lock, self.config, wait)

    # -- writing

    def put(self, batch: Sequence[Incoming]) -> list[Stored]:
        """Store `batch`, all of it or nothing; what became of each, in order.

        The index does not follow at once: call `sync` after the last batch.
        """
        with self._writing():
            return self._store.writer.put(batch)

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Inside, `put` tells what would become of each article, and nothing is kept."""
        with self._writing(), self._store.writer.rehearsing():
            yield

    def remove(self, ids: Iterable[int]) -> list[int]:
        """Remove articles, from the index at once; the ids that were there."""
        with self._writing():
            removed = self._store.writer.remove(ids)
        self.sync()
        return removed

    def sync(self, wait: float | None = None) -> None:
        """Bring the index up to the database; `wait` seconds at most for another process."""
        self._current.sync(wait)

    def reindex(self) -> int:
        """Build the index anew from the database; how many articles it holds.

        Searches of other processes go on in the old one until the new one is complete.
        """
        return len(self._current.rebuild().ids(Everything()))

    # -- care

    def check(self, *, deep: bool = False) -> Iterator[Finding]:
        """Everything that is wrong with the archive; changes nothing. `deep` reads every byte."""
        return check(self.config, self._store, deep=deep, progress=self._progress)

    def repair(self) -> None:
        """Mend what can be told from the rest of the database: change list and index.

        Only where `check` finds nothing else: what is damaged is left as it is.
        """
        with self._writing():
            self._store.writer.mend()
        self.reindex()

    def backup(self, target: Path, progress: Progress = unseen) -> int:
        """Copy the archive into one file, which takes the place of another; its size in bytes."""
        from archive.database.copying import copy

        return copy(self._store.path, target, self.config.wait, progress)

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
        is_folded: bool = False,
    ) -> Page:
        """The articles that `text` asks for; None asks for every article.

        `is_folded`: of the copies of an article only the best is shown.

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
        index, warnings = self._current.to_search()
        without = self._current.removed_since(index) if warnings else frozenset()
        with overriding(self.config.stems), self._current.noticing_damage(index):
            hits = index.search(
                tree,
                limit=limit,
                offset=offset,
                sort=sort,
                without=without,
                is_folded=is_folded,
            )
            counts = self._counts(index, tree, facets, without)
        return self._page(
            tree,
            hits,
            began,
            query=text or "",
            offset=offset,
            limit=limit,
            facets=counts,
            warnings=warnings,
        )

    def _page(
        self,
        tree: Tree,
        hits: Hits,
        began: float,
        *,
        limit: int,
        warnings: Sequence[str],
        query: str = "",
        offset: int = 0,
        facets: Mapping[str, Mapping[str, int]] | None = None,
    ) -> Page:
        articles = self._store.articles(hit.id for hit in hits.hits)
        with overriding(self.config.stems):
            return make_page(
                query=query,
                tree=tree,
                hits=hits,
                articles=articles,
                clusters=self._store.clusters([a.id for a in articles if a.cluster is not None]),
                offset=offset,
                limit=limit,
                facets=facets or {},
                warnings=(*hits.warnings, *warnings),
                took_ms=(time.perf_counter() - began) * 1000,
            )

    def _counts(
        self, index: Index, tree: Tree, facets: Sequence[str], without: frozenset[int]
    ) -> Mapping[str, Mapping[str, int]]:
        if not facets:
            return {}
        ids = index.ids(tree, without=without)
        return {field: self._store.facet(field, ids) for field in facets}

    def ids(self, text: str | None, match: Match = "all") -> list[int]:
        """The ids of all articles that `text` asks for, ascending. Raises as `search` does."""
        tree: Tree = Everything() if text is None else query.parse(text, match)
        index, warnings = self._current.to_search()
        without = self._current.removed_since(index) if warnings else frozenset()
        with overriding(self.config.stems), self._current.noticing_damage(index):
            return index.ids(tree, without=without)

    def sources(self, text: str | None, by: By | None = None) -> list[Source]:
        """Whom the articles that `text` asks for name as their source, the most named first."""
        ids = self.ids(text)
        groups = None
        if by:
            stated = self._store.stated("published" if by == "month" else "publisher", ids)
            length = len("2023-07") if by == "month" else None
            groups = {id: values[0][:length] for id, values in stated.items()}
        return ranked(self._store.stated("cites", ids), groups)

    def links(self, text: str | None) -> Iterator[tuple[Article, Link, int | None]]:
        """The related links of the articles that `text` asks for, each with the article that has
        its title, if there is one here.
        """
        for id in self.ids(text):
            for article in self._store.articles([id]):
                for link in links(article.text, zones_of(article)):
                    yield article, link, self._titled(link.title)

    def _titled(self, title: str) -> int | None:
        """The first article with this title, its words alone compared."""
        sought = words(title)
        if not sought:
            return None
        tree = Phrase(sought, "title", exact=True) if sought[1:] else Word(sought[0], "title", True)
        index, _ = self._current.to_search()
        with self._current.noticing_damage(index):
            found = index.ids(tree)
        titles = self._store.stated("title", found)
        return next((id for id, known in titles.items() if words(known[0]) == sought), None)

    def get(self, id: int) -> Article | None:
        """The article with this id, with all that belongs to it; None if there is none."""
        return next(iter(self._store.articles([id])), None)

    def copies(self, id: int) -> Copies | None:
        """The copies of an article and what tells them apart; None: there is no such article."""
        from archive.results.copies import compared  # and with it NumPy

        article = self.get(id)
        if article is None:
            return None
        members = self._store.clusters([id]).get(id, [id])
        others = self._store.articles(member for member in members if member != id)
        return compared(article, others, lead=members[0])

    def similar(self, id: int, limit: int = 10) -> Page | None:
        """Articles about the same, but for copies of it; None: there is no such article."""
        from archive.results.similar import query_for

        began = time.perf_counter()
        article = self.get(id)
        if article is None:
            return None
        index, warnings = self._current.to_search()
        itself = {*self._store.clusters([id]).get(id, [id]), *self._current.removed_since(index)}
        with overriding(self.config.stems), self._current.noticing_damage(index):
            tree = query_for(
                article,
                len(index.ids(Everything())),
                lambda word: index.search(word, limit=0).total,
            )
            hits = Hits(0, 0, ())
            if tree is not None:
                hits = index.search(tree, limit=limit, without=itself, is_folded=True)
        return self._page(tree or Everything(), hits, began, limit=limit, warnings=warnings)

    def original(self, id: int) -> bytes | None:
        """The bytes of the article as they were found; None if there is no such article."""
        return self._store.original(id)

    def texts(self, id: int) -> Mapping[int, str]:
        """The text of each version of an article by its number; empty: no such article."""
        return self._store.texts(id)

    def totals(self) -> Mapping[str, int]:
        """How many articles, versions, sightings, tags and bytes of originals there are."""
        return self._store.totals()

    def facet(self, field: str) -> Mapping[str, int]:
        """How many articles of the whole archive have each value of `field`."""
        return self._store.facet(field)
