"""What an archive answers: searches, articles and their copies; nothing is changed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive import query, schema
from archive.analysis import overriding
from archive.article import Article, Residue
from archive.config import Config
from archive.current import Current
from archive.database import Store
from archive.deadline import within
from archive.errors import UsageError
from archive.index import Hits, Index, Part, Recency, Sort, explain
from archive.query import Everything, Tree, resolved
from archive.query.parser import Match
from archive.results.explained import explained, halved_at
from archive.results.page import Page, make_page
from archive.results.spellings import merged
from archive.results.suggestions import Suggestion, instead

if TYPE_CHECKING:
    from archive.export import Export
    from archive.exporting import Asked
    from archive.results.contents import Contents
    from archive.results.repeated import Repeated
    from archive.tally import Tally


# An index, the articles that it still has though they are gone, and warnings of what it lacks.
_Searched = tuple[Index, frozenset[int], tuple[str, ...]]


def asked(
    text: str | None,
    match: Match = "all",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Tree:
    """The tree of what `text` asks for, narrowed down; everything where it is None.

    Raises
    ------
    QueryError, UsageError
        If `text`, `include` or `exclude` cannot be understood.
    """
    tree: Tree = Everything() if text is None else query.parse(text, match)
    return query.narrowed(tree, include, exclude)


def check_facet(field: str) -> None:
    """Refuse what is no facet.

    Raises
    ------
    UsageError
        With those that there are.
    """
    if field not in schema.FACETS:
        raise UsageError(f"{field!r} is no facet (there are: {', '.join(schema.FACETS)})")


class Reading:
    """The reading side of an open archive."""

    def __init__(self, config: Config, store: Store, current: Current) -> None:
        self.config = config
        self._store = store
        self._current = current
        self._tally: Tally | None = None

    @contextmanager
    def _searching(self) -> Iterator[_Searched]:
        """An index to search in, with the user's stems, and only for so long.

        Damage that comes up inside is told.
        """
        index, warnings = self._current.to_search()
        gone = self._current.removed_since(index) if warnings else frozenset()
        with (
            overriding(self.config.stems),
            self._current.noticing_damage(index),
            within(self.config.deadline),
        ):
            yield index, gone, warnings

    def ready(self) -> tuple[str, ...]:
        """Have an index that can be searched, however long that takes; warnings of what it lacks.

        Raises
        ------
        IndexNotReadyError
            If there is none and another process keeps us from building it.
        """
        return self._current.to_search()[1]

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
        today: date | None = None,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        recent: int = 0,
        is_explained: bool = False,
    ) -> Page:
        """The articles that `text` asks for; None asks for every article.

        `is_folded`: of the copies of an article only the best is shown. `today`: the day that
        relative dates are seen from; by itself the day it is (UTC). `include` and `exclude` narrow
        down by values of facets, as `query.narrowed` does. `recent`: by relevance, an article that
        is so many days old counts half (`index.Recency`); 0: age does not matter. `is_explained`:
        each result says what its score is made of.

        Raises
        ------
        QueryError
            If `text` cannot be understood.
        IndexNotReadyError
            If there is no index and another process keeps us from building it.
        """
        began = time.perf_counter()
        tree = asked(text, match, include, exclude)
        for field in facets:
            check_facet(field)
        with self._searching() as (index, gone, warnings):
            ready = time.perf_counter()
            seen = today or today_utc()
            meant = resolved(tree, seen)
            by_age = halved_at(recent, seen) if sort == "relevance" else None
            hits = index.search(
                meant,
                limit=limit,
                offset=offset,
                sort=sort,
                without=gone,
                is_folded=is_folded,
                recency=by_age,
            )
            is_scored = is_explained and sort == "relevance"
            parts = explain(index, meant, [hit.id for hit in hits.hits]) if is_scored else None
            counts = self._counts(index, meant, facets, gone)
            found = partial(self._count, index, gone, today)
            others = instead(tree, hits.total, found, index)
        return self._page(
            tree,
            hits,
            began,
            ready,
            query=text or "",
            offset=offset,
            limit=limit,
            facets=counts,
            warnings=warnings,
            suggestions=others,
            parts=parts,
            recency=by_age,
        )

    def _count(self, index: Index, gone: frozenset[int], today: date | None, tree: Tree) -> int:
        """How many articles a tree finds."""
        meant = resolved(tree, today or today_utc())
        return index.search(meant, limit=0, without=gone).total

    def _page(
        self,
        tree: Tree,
        hits: Hits,
        began: float,
        ready: float,
        *,
        limit: int,
        warnings: Sequence[str],
        query: str = "",
        offset: int = 0,
        facets: Mapping[str, Mapping[str, int]] | None = None,
        suggestions: Sequence[Suggestion] = (),
        parts: Mapping[int, Sequence[Part]] | None = None,
        recency: Recency | None = None,
    ) -> Page:
        articles = self._store.articles(hit.id for hit in hits.hits)
        # Ten results are drawn in the time that there is in all, more in as much more.
        seconds = self.config.deadline * max(1, len(articles) / 10)
        with overriding(self.config.stems), within(seconds, since=ready):
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
                suggestions=suggestions,
                explanations=explained(parts, articles, recency) if parts is not None else None,
                recency=recency,
                took_ms=(time.perf_counter() - began) * 1000,
            )

    def _counts(
        self, index: Index, tree: Tree, facets: Sequence[str], gone: frozenset[int]
    ) -> Mapping[str, Mapping[str, int]]:
        if not facets:
            return {}
        ids = index.ids(tree, without=gone)
        return {field: self._facet(field, ids) for field in facets}

    def ids(self, text: str | None, match: Match = "all", today: date | None = None) -> list[int]:
        """The ids of all articles that `text` asks for, ascending; as `search` does."""
        return self._ids(asked(text, match), today)

    def _ids(self, tree: Tree, today: date | None = None) -> list[int]:
        with self._searching() as (index, gone, _):
            return index.ids(resolved(tree, today or today_utc()), without=gone)

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

        meant = resolved(asked.tree, today_utc())
        with self._searching() as (index, gone, warnings):
            heading, ids = found(index, meant, asked, gone, warnings)
        with exported(self._store, asked, heading, ids) as export:
            yield export

    def sizes(self, ids: Sequence[int] | None = None) -> Mapping[int, int]:
        """About how many bytes the original of each of these articles (None: of all) has."""
        return self._store.sizes(ids)

    def residue(self) -> list[Residue]:
        """The lines that were learned to be none of the articles of a publisher."""
        return self._store.residue()

    def repeated(self, at_least: int = 10, share: float = 0.01) -> list[Repeated]:
        """The lines that stand in so many stories of one publisher, and this share of them."""
        from archive.results.repeated import repeated

        return repeated(self._store.stream, at_least, share)

    @property
    def archive_id(self) -> str:
        """The identity of this archive, given when it was made."""
        return self._store.archive_id

    @property
    def seq(self) -> int:
        """The number of the last change of an article: while it is the same, answers are."""
        return self._store.seq

    def articles(self, ids: Sequence[int]) -> list[Article]:
        """The articles with these ids, in this order; those that are gone are left out."""
        return self._store.articles(ids)

    def get(self, id: int) -> Article | None:
        """The article with this id, with all that belongs to it; None if there is none."""
        return next(iter(self._store.articles([id])), None)

    def original(self, id: int) -> bytes | None:
        """The bytes of the article as they were found; None if there is no such article."""
        return self._store.original(id)

    def texts(self, id: int) -> Mapping[int, str]:
        """The text of each version of an article by its number; empty: no such article."""
        return self._store.texts(id)

    def totals(self) -> Mapping[str, int]:
        """How many articles, versions, sightings, tags and bytes of originals there are."""
        return self._store.totals()

    def contents(self) -> Contents:
        """How much there is in the archive, and of what."""
        from archive.results.contents import contents

        counts = {field: self.facet(field) for field in ("publisher", "language", "tag")}
        return contents(self.totals(), counts, self.facet("published"))

    def facet(self, field: str) -> Mapping[str, int]:
        """How many articles of the whole archive have each value of `field`.

        Names that differ only in case or accents are one, shown as most write it.
        """
        return self._facet(field)

    def count_with(self, tally: Tally, fields: Iterable[str] = ()) -> None:
        """Have facets counted in memory, which pays for who asks again and again.

        What must be read for `fields` is read now, however long it takes.
        """
        self._tally = tally
        tally.prepare(self._store, fields)

    def _facet(self, field: str, ids: Sequence[int] | None = None) -> Mapping[str, int]:
        if self._tally is not None:
            known = self._tally.facet(self._store, field, ids)
            if known is not None:
                return known
        counts = self._store.facet(field, ids)
        return merged(counts) if schema.FIELDS[field].kind is schema.Kind.NAME else counts


def today_utc() -> date:
    """The day it is where articles are `added`: in UTC."""
    return datetime.now(UTC).date()
