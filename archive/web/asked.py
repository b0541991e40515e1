"""What a page is asked for: the whole state of a search, as the query string of its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import Depends, Query

from archive.index import Sort
from archive.query import Tree
from archive.query.parser import Match
from archive.reading import asked as tree_of

# Hits on a page, and the most that one answer may have.
HITS, MOST = 10, 200
# What an offset may be: more than there can be articles, and still a number that SQLite takes.
LAST = 1 << 40
_DAYS = 1_000_000
Copies = Literal["fold", "all"]
SORTS: tuple[Sort, ...] = get_args(Sort)


@dataclass(frozen=True, slots=True)
class Asked:
    """One search. An empty `q` asks for every article, the newest first.

    `include`, `exclude`: `field=value` of facets. `is_folded`: one hit for all copies.
    """

    q: str = ""
    match: Match = "all"
    sort: Sort | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    is_folded: bool = True
    recent: int | None = None
    offset: int = 0
    limit: int = HITS

    @property
    def text(self) -> str | None:
        """The query as `Archive.search` takes it."""
        return self.q.strip() or None

    @property
    def tree(self) -> Tree:
        """What is asked for. Raises as `Among.tree` does."""
        return Among(self.q, self.match, self.include, self.exclude).tree

    @property
    def order(self) -> Sort:
        """The order of the hits: by relevance, of which all have the same without a query."""
        chosen = self.sort or "relevance"
        return "newest" if chosen == "relevance" and not self.text else chosen

    def url(self, path: str = "/", **changes: Any) -> str:
        """The address of this search with `changes`; from its first hit on unless told."""
        return _address(path, replace(self, **{"offset": 0, **changes}))

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value of each part of its address."""
        return list(_parameters(self))

    def among(self) -> list[tuple[str, str]]:
        """The parts of its address that say which articles are meant, not how they are shown."""
        wanted = ("q", "match", "include", "exclude")
        return [(name, value) for name, value in self.parameters() if name in wanted]

    def including(self, field: str, value: str) -> Asked:
        """Only what has this value of a facet; taken back if it was asked already."""
        chosen, others = _toggled(f"{field}={value}", self.include, self.exclude)
        return replace(self, include=chosen, exclude=others, offset=0)

    def excluding(self, field: str, value: str) -> Asked:
        """Nothing that has this value of a facet; taken back if it was asked already."""
        chosen, others = _toggled(f"{field}={value}", self.exclude, self.include)
        return replace(self, include=others, exclude=chosen, offset=0)


@dataclass(frozen=True, slots=True)
class Among:
    """The articles that a view is about. An empty `q` means every one."""

    q: str = ""
    match: Match = "all"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def tree(self) -> Tree:
        """What is asked for.

        Raises
        ------
        QueryError, UsageError
            If it cannot be understood.
        """
        return tree_of(self.q.strip() or None, self.match, self.include, self.exclude)


def _toggled(
    one: str, chosen: Sequence[str], others: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left = tuple(other for other in chosen if other != one)
    return (left if one in chosen else (*left, one)), tuple(o for o in others if o != one)


def _address(path: str, asked: Asked) -> str:
    told = urlencode(list(_parameters(asked)))
    return f"{path}?{told}" if told else path


def _parameters(asked: Asked) -> Iterator[tuple[str, str]]:
    """Name and value of all that is not as it would be by itself."""
    plain = Asked()
    if asked.q:
        yield "q", asked.q
    for name in ("match", "sort", "recent", "offset", "limit"):
        value = getattr(asked, name)
        if value is not None and value != getattr(plain, name):
            yield name, str(value)
    if not asked.is_folded:
        yield "copies", "all"
    yield from (("include", one) for one in asked.include)
    yield from (("exclude", one) for one in asked.exclude)


def stated(about: str, **limits: Any) -> Any:
    """A parameter of an address, with what is said of it in the description of the API."""
    return Query(description=about, **limits)


Q = Annotated[str, stated("A query in the query language; empty: every article.")]
Matching = Annotated[Match, stated("Whether all words side by side must be there, or any.")]
Include = Annotated[tuple[str, ...], stated("Only FIELD=VALUE of a facet, the whole value.")]
Exclude = Annotated[tuple[str, ...], stated("Without FIELD=VALUE of a facet.")]
Folding = Annotated[Copies, stated("One hit for all copies of an article, or each of them.")]
Days = Annotated[int | None, stated("Days at whose age an article counts half.", ge=0, le=_DAYS)]
Offset = Annotated[int, stated("How many hits to pass over.", ge=0, le=LAST)]
Limit = Annotated[int, stated("How many to show.", ge=0, le=MOST)]


def _asked(
    q: Q = "",
    match: Matching = "all",
    sort: Annotated[Sort | None, stated("The order; by itself newest without a query.")] = None,
    include: Include = (),
    exclude: Exclude = (),
    copies: Folding = "fold",
    recent: Days = None,
    offset: Offset = 0,
    limit: Limit = HITS,
) -> Asked:
    return Asked(q, match, sort, include, exclude, copies == "fold", recent, offset, limit)


def _among(
    q: Q = "", match: Matching = "all", include: Include = (), exclude: Exclude = ()
) -> Among:
    return Among(q, match, include, exclude)


# The search that a request asks for; the articles that a view is asked for.
Searched = Annotated[Asked, Depends(_asked)]
Viewed = Annotated[Among, Depends(_among)]
