"""Views on all that a query finds: counts by value and over time, words in context, and figures.

Each view imports what draws it when it is asked for: a search needs none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.analysis import fold_whole, overriding, words
from archive.article import Article
from archive.building import Progress, unseen
from archive.query import Everything, Phrase, Tree, Value, Word, all_of, resolved, scoped
from archive.reading import Reading, check_facet, today_utc
from archive.zones import BODY, Link, links, text_of, zones_of

if TYPE_CHECKING:
    from archive.results.association import Name
    from archive.results.collocates import Collocates
    from archive.results.completions import Completion
    from archive.results.concordance import Line, Side
    from archive.results.facets import Facet
    from archive.results.keywords import Keywords
    from archive.results.ngrams import Ngrams
    from archive.results.sources import By as Group
    from archive.results.sources import Source
    from archive.results.timeline import By, Placed, Timeline
    from archive.results.volume import Volume


class Viewing(Reading):
    """What can be seen of a whole result; each view takes the tree that `reading.asked` gives."""

    def warnings(self, tree: Tree) -> tuple[str, ...]:
        """What a view on `tree` leaves out: forms beyond a limit, changes not in the index yet."""
        with self._searching() as (index, _, warnings):
            found = index.search(resolved(tree, today_utc()), limit=0)
            return (*found.warnings, *warnings)

    def facets(self, tree: Tree, field: str) -> Facet:
        """How many of the articles that `tree` asks for have each value of `field`.

        Raises
        ------
        UsageError
            If `field` is no facet.
        IndexNotReadyError
            If there is no index and another process keeps us from building it.
        """
        from archive.results.facets import facet

        check_facet(field)
        meant = resolved(tree, today_utc())
        ids = self._ids(meant)
        having = self._ids(_both(meant, Value(field, "has")))
        return facet(field, str(tree), len(ids), len(having), self._facet(field, ids))

    def sources(self, text: str | None, by: Group | None = None) -> list[Source]:
        """Whom the articles that `text` asks for name as their source, the most named first."""
        from archive.results.sources import ranked

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
                yield from ((article, *found) for found in self.related(article))

    def related(self, article: Article) -> Iterator[tuple[Link, int | None]]:
        """The related links of one article, each with the article that has its title."""
        for link in links(article.text, zones_of(article)):
            yield link, self._titled(link.title)

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

    def timeline(self, tree: Tree, by: By, publisher: str | None = None) -> Timeline:
        """How many articles that `tree` asks for were published in each period.

        Beside it, how many there are in all: in the archive, or of `publisher`, to whom the
        matches are narrowed down too. Raises as `facets` does.
        """
        from archive.results.timeline import days_asked, timeline

        among: Tree = Everything()
        if publisher is not None:
            among = Value(fold_whole(publisher), "publisher")
            tree = _both(tree, among)
        meant = resolved(tree, today_utc())
        return timeline(
            self._placed(meant, by),
            self._placed(among, by),
            by,
            days=days_asked(meant),
            understood=str(tree),
            publisher=publisher,
        )

    def volumes(self, by: By) -> list[Volume]:
        """How much each publisher has in the archive from when, those with most first."""
        from archive.results.volume import volumes

        ids = self.ids(None)
        return volumes(
            self._store.stated("publisher", ids), self._store.stated("published", ids), by
        )

    def concordance(
        self,
        tree: Tree,
        *,
        width: int,
        zone: str | None = None,
        side: Side | None = None,
        nth: int = 1,
        limit: int | None = None,
    ) -> Iterator[Line]:
        """Each match of `tree` in its context; found as they are asked for, unless sorted.

        Parameters
        ----------
        width:
            Characters on each side, at least.
        zone:
            Words without a field are looked for in zones of this kind only, as beside `zone:`.
        side, nth, limit:
            Sort by the `nth` word on this side; of sorted lines the first `limit` are given.
        """
        from archive.results.concordance import SORTED, sorted_by

        if zone is not None:
            clauses = scoped([Value(zone, "zone"), tree])
            tree = clauses[0] if isinstance(tree, Everything) else all_of(clauses)
        found = self._lines(tree, width if side is None else max(width, SORTED))
        return found if side is None else iter(sorted_by(found, side, nth, limit))

    def _lines(self, tree: Tree, width: int) -> Iterator[Line]:
        from archive.results.concordance import lines

        for article in self._store.plain(self._ids(tree)):
            with overriding(self.config.stems):
                found = list(lines(article, tree, width))
            yield from found

    def collocates(
        self,
        tree: Tree,
        *,
        window: int,
        measure: Name,
        at_least: int,
        limit: int | None = None,
        progress: Progress = unseen,
    ) -> Collocates:
        """The words that stand near the matches of `tree` in bodies, no further than `window`.

        Only those that stand near them `at_least` so often, the `limit` strongest.
        """
        from archive.results.collocates import Around, collocates

        around = Around(tree, window)
        for article in self._read(tree, progress):
            around.add(article)
        with self._searching() as (index, _, _):
            frequencies = index.frequencies("body")
        return collocates(
            around,
            frequencies,
            understood=str(tree),
            window=window,
            measure=measure,
            at_least=at_least,
            limit=limit,
        )

    def ngrams(
        self,
        tree: Tree,
        n: int,
        *,
        at_least: int,
        limit: int | None = None,
        progress: Progress = unseen,
    ) -> Ngrams:
        """The runs of `n` words in the bodies of what `tree` asks for, the most frequent first.

        Only those that stand there `at_least` so often, the first `limit` of them.
        """
        from archive.results.ngrams import Words  # and with it NumPy

        found = Words()
        for article in self._read(tree, progress):
            found.add(words(text_of(article.text, zones_of(article), BODY)))
        return found.ngrams(n, at_least, limit, str(tree))

    def keywords(self, tree: Tree, *, at_least: int, limit: int | None = None) -> Keywords:
        """The words of the bodies of what `tree` asks for that the rest has more rarely.

        Only those that are in `at_least` so many articles, the `limit` surest.

        Raises
        ------
        UsageError
            If there is no rest.
        """
        from archive.results.keywords import keywords

        with self._searching() as (index, gone, _):
            ids = index.ids(resolved(tree, today_utc()), without=gone)
            here, everywhere = index.frequencies("body", ids), index.frequencies("body")
        return keywords(
            here,
            everywhere,
            understood=str(tree),
            articles=len(ids),
            at_least=at_least,
            limit=limit,
        )

    def complete(
        self, text: str, *, field: str | None = None, limit: int = 10
    ) -> tuple[list[Completion], tuple[str, ...]]:
        """How the last word of `text` may go on, or the value of `field` that it begins; warnings.

        Raises
        ------
        UsageError
            If there is no such field, or nothing in it to complete.
        """
        from archive.results.completions import completions, typed

        so_far = typed(text, field)
        with self._searching() as (index, _, warnings):
            return completions(so_far, index, self._store.facet, limit), warnings

    def _read(self, tree: Tree, progress: Progress) -> Iterator[Article]:
        """The articles that `tree` asks for, one after the other, with the user's stems."""
        ids = self._ids(tree)
        with overriding(self.config.stems):
            for number, article in enumerate(self._store.plain(ids), 1):
                yield article
                progress(number, len(ids))

    def _placed(self, tree: Tree, by: By) -> Placed:
        from archive.results.timeline import place

        ids = self._ids(tree)
        return place(self._facet("published", ids), len(ids), by)


def _both(tree: Tree, clause: Tree) -> Tree:
    return clause if isinstance(tree, Everything) else all_of([tree, clause])
