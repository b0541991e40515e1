"""What people say of articles: tags, notes, edits, and the searches that they keep.

Whatever changes an article changes its index too before it returns. A saved search remembers by
their ids, in the database, which articles it is done with: so nothing is reported or tagged twice,
and nothing is missed, whatever becomes of the index, and though an article may come to match late.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import cast

from archive import query
from archive.article import Fact
from archive.current import writing
from archive.database.saved import Saved
from archive.errors import QueryError, SlowQueryError, UsageError
from archive.index import Sort
from archive.lock import Lock
from archive.query import Tree, resolved
from archive.query.grammar import GRAMMAR
from archive.query.parser import Match
from archive.reading import Reading, today_utc
from archive.results.explained import halved_at
from archive.results.page import Page


class Curating(Reading):
    """The side of an open archive that people write on."""

    _lock: Lock

    def sync(self, wait: float | None = None) -> None:
        """Bring the index up to the database; `wait` seconds at most for another process."""
        self._current.sync(wait)

    def _writing(self, wait: float | None = None) -> AbstractContextManager[None]:
        return writing(self._lock, self.config, wait)

    # -- tags, notes, edits

    def tag(
        self, ids: Iterable[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> list[int]:
        """Take tags from articles and give them others; the ids that changed, ascending.

        Ids of articles that are not there are passed over.
        """
        with self._writing():
            changed = self._store.writer.tag(ids, add, remove)
        self._follow(changed)
        return changed

    def tags(self, ids: Sequence[int] | None = None) -> dict[str, int]:
        """How many of the articles `ids` (None: of all) have each tag."""
        return dict(self._facet("tag", ids))

    def add_note(self, id: int, text: str) -> int | None:
        """Add a note to an article; its number, None if there is no such article."""
        with self._writing():
            number = self._store.writer.add_note(id, text)
        self._follow(number)
        return number

    def change_note(self, id: int, number: int, text: str | None) -> bool:
        """Write a note anew, or remove it (None); whether the article has a note of that number."""
        with self._writing():
            is_there = self._store.writer.change_note(id, number, text)
        self._follow(is_there)
        return is_there

    def edit(self, id: int, facts: Sequence[Fact], taken_back: Iterable[str] = ()) -> bool:
        """State facts of an article in place of all edits of their fields; whether it changed.

        The edits of the fields `taken_back` are taken back: what was known besides counts again.
        """
        with self._writing():
            is_changed = self._store.writer.edit(id, facts, taken_back)
        self._follow(is_changed)
        return is_changed

    def _follow(self, change: object) -> None:
        if change:
            self.sync()

    # -- saved searches

    def searches(self) -> list[Saved]:
        """The saved searches, by name."""
        return self._store.searches()

    def save(
        self,
        name: str,
        text: str,
        *,
        match: Match = "all",
        sort: Sort = "relevance",
        tag: str = "",
        recent: int = 0,
    ) -> Saved:
        """Keep a search under a name. With a tag it is a rule: see `apply_rules`.

        Raises
        ------
        QueryError
            If `text` cannot be understood.
        UsageError
            If the name is taken, or `recent` is too much.
        """
        tree = query.parse(text, match)
        recency = halved_at(recent, today_utc()) if sort == "relevance" else None
        days = recency.days if recency else 0
        search = Saved(name, text, match, sort, str(tree), GRAMMAR, tag or None, days)
        there = self._newly(tree) if tag else []
        with self._writing():
            if self._store.writer.save(search, there) is None:
                raise UsageError(f"there is a saved search {name!r} already; remove it first")
        return self._named(name)

    def unsave(self, name: str) -> None:
        """Remove a saved search, with what it knows of articles.

        Raises
        ------
        UsageError
            If there is none of that name.
        """
        with self._writing():
            if not self._store.writer.unsave(name):
                raise self._unknown(name)

    def run(self, name: str, *, limit: int = 10, offset: int = 0, is_folded: bool = True) -> Page:
        """What a saved search finds now.

        Raises
        ------
        UsageError
            If there is none of that name, or its query can no longer be understood.
        """
        search = self._named(name)
        warnings = _misread(search, query.parse(search.query, _match(search)))
        page = self.search(
            search.query,
            limit=limit,
            offset=offset,
            sort=cast(Sort, search.sort),
            match=_match(search),
            is_folded=is_folded,
            recent=search.recent,
        )
        return replace(page, warnings=(*page.warnings, *warnings))

    def newest(self, name: str, limit: int) -> tuple[Saved, Page]:
        """A saved search, and the `limit` articles it finds that came in last. Raises as `run`."""
        search = self._named(name)
        page = self.search(search.query, limit=limit, sort="added", match=_match(search))
        return search, page

    @contextmanager
    def reporting(self, name: str, limit: int) -> Iterator[Page]:
        """The first `limit` articles that a saved search finds and has not reported yet.

        They are reported when the block has ended well: write the answer out inside. Who is killed
        before that gets them once more. Two cannot do this at a time. Raises as `run` does.
        """
        # A lock of its own: the answer may be written to a pager, and others may store meanwhile.
        with Lock(self.config.home / "saved.lock").hold(self.config.wait):
            search = self._named(name)
            page = self._unreported(search, limit)
            yield page
            shown = [result.id for result in page.results]
            if shown:
                with self._writing():
                    self._store.writer.mark(search.id, "reported", shown)

    def _unreported(self, search: Saved, limit: int) -> Page:
        began = time.perf_counter()
        tree = query.parse(search.query, _match(search))
        done = self._store.done(search.id, "reported")
        with self._searching() as (index, gone, warnings):
            ready = time.perf_counter()
            today = today_utc()
            recency = halved_at(search.recent, today)
            hits = index.search(
                resolved(tree, today),
                limit=limit,
                sort=cast(Sort, search.sort),
                without=gone | done,
                recency=recency,
            )
        warnings = (*warnings, *_misread(search, tree))
        return self._page(
            tree,
            hits,
            began,
            ready,
            limit=limit,
            warnings=warnings,
            query=search.query,
            recency=recency,
        )

    def _named(self, name: str) -> Saved:
        search = self._store.saved(name)
        if search is None:
            raise self._unknown(name)
        return search

    def _unknown(self, name: str) -> UsageError:
        known = ", ".join(search.name for search in self.searches())
        return UsageError(f"there is no saved search {name!r} (there are: {known or 'none'})")

    # -- rules

    def apply_rules(self) -> list[str]:
        """Give every article that has come to match a rule its tag, each rule to each article once.

        What matched before the rule was saved, and what a person took the tag from, is left as it
        is. The index must be in step; it is afterwards. Goes on where it was interrupted.
        The answer is what is wrong with rules, in words.
        """
        rules, problems = self._rules()
        while rules:
            found = self._met(rules, problems)
            with self._writing():
                changed = self._store.writer.apply_rules(found) if found else []
            if not changed:
                break
            self.sync()  # and once more: a rule can ask for the tag of another
        return list(dict.fromkeys(problems))

    def _rules(self) -> tuple[list[tuple[Saved, Tree]], list[str]]:
        """The rules, and what is wrong with those that another grammar understood."""
        rules, problems = [], []
        for search in self.searches():
            if search.tag:
                try:
                    tree = query.parse(search.query, _match(search))
                except QueryError as error:
                    problems.append(f"{search.name!r} cannot be understood any more: {error}")
                else:
                    rules.append((search, tree))
                    problems += _misread(search, tree)
        return rules, problems

    def _met(
        self, rules: Iterable[tuple[Saved, Tree]], problems: list[str]
    ) -> list[tuple[Saved, list[int]]]:
        """What has come to match each rule; one that takes too long keeps no other back."""
        met = []
        for rule, tree in rules:
            try:
                ids = self._newly(tree, self._store.done(rule.id, "tagged"))
            except SlowQueryError as error:
                problems.append(f"{rule.name!r} could not be applied: {error}")
            else:
                met += [(rule, ids)] if ids else []
        return met

    def _newly(self, tree: Tree, done: Collection[int] = ()) -> list[int]:
        with self._searching() as (index, gone, _):
            return index.ids(resolved(tree, today_utc()), without=gone.union(done))


def _match(search: Saved) -> Match:
    return cast(Match, search.match)


def _misread(search: Saved, tree: Tree) -> list[str]:
    """A warning if the query does not mean any more what it meant when it was saved."""
    if search.grammar == GRAMMAR or search.tree == str(tree):
        return []
    return [
        f"the query language has changed since {search.name!r} was saved: it was understood as "
        f"{search.tree}, and is now as {tree}"
    ]
