"""What an archive answers: searches, articles, sources, links and copies; nothing is changed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive import query, schema
from archive.analysis import overriding, words
from archive.article import Article, Residue
from archive.config import Config
from archive.current import Current
from archive.database import Store
from archive.errors import UsageError
from archive.index import Hits, Index, Sort
from archive.query import Everything, Phrase, Tree, Word
from archive.query.parser import Match
from archive.results.page import Page, make_page
from archive.results.sources import By, Source, ranked
from archive.zones import Link, links, zones_of

if TYPE_CHECKING:
    from archive.export import Export
    from archive.exporting import Asked
    from archive.results.copies import Copies
    from archive.results.repeated import Repeated


# An index, the articles that it still has though they are gone, and warnings of what it lacks.
_Searched = tuple[Index, frozenset[int], tuple[str, ...]]


class Reading:
    """The reading side of an open archive."""

    def __init__(self, config: Config, store: Store, current: Current) -> None:
        self.config = config
        self._store = store
        self._current = current

    @contextmanager
    def _searching(self) -> Iterator[_Searched]:
        """An index to search in, with the user's stems; damage that comes up inside is told."""
        index, warnings = self._current.to_search()
        gone = self._current.removed_since(index) if warnings else frozenset()
        with overriding(self.config.stems), self._current.noticing_damage(index):
            yield index, gone, warnings

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
        with self._searching() as (index, gone, warnings):
            hits = index.search(
                tree, limit=limit, offset=offset, sort=sort, without=gone, is_folded=is_folded
            )
            counts = self._counts(index, tree, facets, gone)
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
        self, index: Index, tree: Tree, facets: Sequence[str], gone: frozenset[int]
    ) -> Mapping[str, Mapping[str, int]]:
        if not facets:
            return {}
        ids = index.ids(tree, without=gone)
        return {field: self._store.facet(field, ids) for field in facets}

    def ids(self, text: str | None, match: Match = "all") -> list[int]:
        """The ids of all articles that `text` asks for, ascending. Raises as `search` does."""
        tree: Tree = Everything() if text is None else query.parse(text, match)
        with self._searching() as (index, gone, _):
            return index.ids(tree, without=gone)

    @property
    def files(self) -> tuple[Path, ...]:
        """The folder and the file that are the archive's own."""
        return self.config.home, self._store.path

    @property
    def is_new(self) -> bool:
        """Whether there has never been an article in it."""
        return self._store.seq == 0

    @contextmanager
    def export(self, asked: Asked) -> Iterator[Export]:
        """Everything that is asked for, to be rendered while this is open. Raises as `search`."""
        from archive.exporting import exported, found

        tree = asked.tree
        with self._searching() as (index, gone, warnings):
            heading, ids = found(index, tree, asked, gone, warnings)
        with exported(self._store, asked, heading, ids) as export:
            yield export

    def sizes(self, ids: Sequence[int] | None = None) -> Mapping[int, int]:
        """About how many bytes the original of each of these articles (None: of all) has."""
        return self._store.sizes(ids)

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
        with self._searching() as (index, gone, _):
            found = index.ids(tree, without=gone)
        titles = self._store.stated("title", found)
        return next((id for id, known in titles.items() if words(known[0]) == sought), None)

    def residue(self) -> list[Residue]:
        """The lines that were learned to be none of the articles of a publisher."""
        return self._store.residue()

    def repeated(self, at_least: int = 10, share: float = 0.01) -> list[Repeated]:
        """The lines that stand in so many stories of one publisher, and this share of them."""
        from archive.results.repeated import repeated

        return repeated(self._store.stream, at_least, share)

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
        itself = self._store.clusters([id]).get(id, [id])
        with self._searching() as (index, gone, warnings):
            tree = query_for(
                article,
                len(index.ids(Everything())),
                lambda word: index.search(word, limit=0).total,
            )
            hits = Hits(0, 0, ())
            if tree is not None:
                hits = index.search(tree, limit=limit, without=gone.union(itself), is_folded=True)
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
