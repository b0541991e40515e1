"""Why an article is among the results of a query, or is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from archive.analysis import languages
from archive.article import Article
from archive.index import Document, Hits, Index, document
from archive.query import Tree, Value, all_of, any_of, resolved
from archive.query.parser import Match
from archive.reading import Reading, asked, today_utc
from archive.zones import Told, zones_of

if TYPE_CHECKING:
    from archive.results.why import Judge, Why

# So many copies of an article are looked at.
_COPIES = 20


class Explaining(Reading):
    """The side of an open archive that says why it answers as it does."""

    def was_removed(self, id: int) -> bool:
        """Whether there was an article with this id, and is no more."""
        return id in self._store.removed_since(0)

    def why(
        self, id: int, text: str, *, match: Match = "all", today: date | None = None
    ) -> Why | None:
        """Clause by clause, why the article matches `text` or not; None: there is no such article.

        Raises
        ------
        QueryError
            If `text` cannot be understood, or there is no time to tell.
        IndexNotReadyError
            If there is no index and another process keeps us from building it.
        """
        from archive.results.why import Why

        tree, today = asked(text, match), today or today_utc()
        with self._searching() as (index, gone, warnings):
            began = perf_counter()
            article = self.get(id)
            if article is None:
                return None
            members = self._store.clusters([id]).get(id, [id])
            judge = self._judge(article, members, index, today, began, is_behind=bool(warnings))
            verdict = judge.verdict(tree)
            meant = resolved(tree, today)
            is_found = id not in gone and judge.ask(meant).total > 0
            hidden = None
            if is_found != verdict.matched:
                hidden = _astray(is_found, is_behind=bool(warnings))
            elif is_found:
                hidden = _folded(id, index, meant, members, gone)
        return Why(
            id=id,
            title=article.value("title"),
            query=text,
            matched=verdict.matched,
            found=is_found,
            verdict=verdict,
            hidden=hidden,
            warnings=warnings,
        )

    def _judge(
        self,
        article: Article,
        members: Sequence[int],
        index: Index,
        today: date,
        began: float,
        *,
        is_behind: bool,
    ) -> Judge:
        from archive.results.standing import Case
        from archive.results.why import Judge

        itself, others = Value(str(article.id), "id"), [id for id in members if id != article.id]
        copies = max(0, len(article.places) - 1) + len(others)
        zones = zones_of(article)
        searched = document(article, Told.of(article, zones))

        @cache
        def spoken() -> list[str]:
            return [one for one in languages() if index.ids(Value(one, "language"))]

        def ask(clause: Tree) -> Hits:
            hits = index.search(all_of([itself, clause]), limit=0)
            # An index that may not have the article yet cannot say what it leaves out of it.
            return replace(hits, warnings=()) if is_behind else hits

        return Judge(
            case=Case(article, searched, zones, copies, spoken),
            today=today,
            ask=ask,
            read_versions=lambda: self._versions(article),
            read_copies=lambda: self._documents(others),
            # The rest of the time is for the verdicts.
            seconds=self.config.deadline / 2,
            began=began,
        )

    def _versions(self, article: Article) -> Mapping[int, Document]:
        """The documents of the other versions of an article, by their numbers."""
        others = {version.number for version in article.versions if not version.is_current}
        texts = self._store.texts(article.id) if others else {}
        return {n: document(replace(article, text=texts[n])) for n in sorted(others & texts.keys())}

    def _documents(self, ids: Sequence[int]) -> Mapping[int, Document]:
        return {one.id: document(one) for one in self._store.articles(ids[:_COPIES])}


def _folded(
    id: int, index: Index, tree: Tree, members: Sequence[int], gone: frozenset[int]
) -> str | None:
    """Which of the copies of an article that match, the most relevant, a search shows for it."""
    if len(members) < 2:
        return None
    among = any_of(Value(str(member), "id") for member in members)
    hits = index.search(all_of([tree, among]), limit=1, without=gone, is_folded=True)
    shown = hits.hits[0].id
    if shown == id:
        return None
    return f"a search shows article {shown}, a copy of it, in its place (but for --copies all)"


def _astray(is_found: bool, *, is_behind: bool) -> str:
    """Why the index answers otherwise than the article as it is stored."""
    answer = "still finds it" if is_found else "does not find it yet"
    if is_behind:
        return f"the index {answer}: it is behind the database"
    return f"the index {answer}: `archive check` tells whether it is damaged"
