"""Views on all that a query finds: counts by value and over time, words in context, and figures."""

from __future__ import annotations

from archive.analysis import fold_whole
from archive.query import Everything, Tree, Value, all_of
from archive.reading import Reading, check_facet
from archive.results.facets import Facet, facet
from archive.results.timeline import By, Placed, Timeline, days_asked, place, timeline


class Viewing(Reading):
    """What can be seen of a whole result; each view takes the tree that `reading.asked` gives."""

    def warnings(self, tree: Tree) -> tuple[str, ...]:
        """What a view on `tree` leaves out: forms beyond a limit, changes not in the index yet."""
        with self._searching() as (index, _, warnings):
            return (*index.search(tree, limit=0).warnings, *warnings)

    def facets(self, tree: Tree, field: str) -> Facet:
        """How many of the articles that `tree` asks for have each value of `field`.

        Raises
        ------
        UsageError
            If `field` is no facet.
        IndexNotReadyError
            If there is no index and another process keeps us from building it.
        """
        check_facet(field)
        ids = self._ids(tree)
        having = self._ids(_both(tree, Value(field, "has")))
        return facet(field, str(tree), len(ids), len(having), self._store.facet(field, ids))

    def timeline(self, tree: Tree, by: By, publisher: str | None = None) -> Timeline:
        """How many articles that `tree` asks for were published in each period.

        Beside it, how many there are in all: in the archive, or of `publisher`, to whom the
        matches are narrowed down too. Raises as `facets` does.
        """
        among: Tree = Everything()
        if publisher is not None:
            among = Value(fold_whole(publisher), "publisher")
            tree = _both(tree, among)
        return timeline(
            self._placed(tree, by),
            self._placed(among, by),
            by,
            days=days_asked(tree),
            understood=str(tree),
            publisher=publisher,
        )

    def _placed(self, tree: Tree, by: By) -> Placed:
        ids = self._ids(tree)
        return place(self._store.facet("published", ids), len(ids), by)


def _both(tree: Tree, clause: Tree) -> Tree:
    return clause if isinstance(tree, Everything) else all_of([tree, clause])
