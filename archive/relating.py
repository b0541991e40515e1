"""What belongs to one article: its copies, and others about the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from archive.index import Hits
from archive.query import Everything
from archive.reading import Reading
from archive.results.page import Page

if TYPE_CHECKING:
    from archive.results.copies import Copies


class Relating(Reading):
    """The side of an open archive that leads from an article to others."""

    def copies(self, id: int) -> Copies | None:
        """The copies of an article and what tells them apart; None: there is no such article."""
        from archive.results.copies import compared  # and with it NumPy

        warnings = self._current.settle()
        article = self.get(id)
        if article is None:
            return None
        members = self._store.clusters([id]).get(id, [id])
        others = self._store.articles(member for member in members if member != id)
        return compared(article, others, lead=members[0], warnings=warnings)

    def similar(self, id: int, limit: int = 10) -> Page | None:
        """Articles about the same, but for copies of it; None: there is no such article."""
        from archive.results.similar import query_for

        began = time.perf_counter()
        article = self.get(id)
        if article is None:
            return None
        with self._searching() as (index, gone, warnings):
            itself = self._store.clusters([id]).get(id, [id])
            ready = time.perf_counter()
            tree = query_for(
                article,
                len(index.ids(Everything())),
                lambda word: index.search(word, limit=0).total,
            )
            hits = Hits(0, 0, ())
            if tree is not None:
                hits = index.search(tree, limit=limit, without=gone.union(itself), is_folded=True)
        return self._page(tree or Everything(), hits, began, ready, limit=limit, warnings=warnings)
