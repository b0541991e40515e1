"""What a page is asked for: the whole state of a search, as the query string of its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import Query

from archive.index import Sort
from archive.query.parser import Match

# Hits on a page, and the most that one answer may have.
HITS, MOST = 10, 200
# What an offset may be: more than there can be articles, and still a number that SQLite takes.
_LAST = 1 << 40
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
    def order(self) -> Sort:
        """The order of the hits: by relevance if there is a query."""
        return self.sort or ("relevance" if self.text else "newest")

    def url(self, path: str = "/", **changes: Any) -> str:
        """The address of this search with `changes`; from its first hit on unless told."""
        return _address(path, replace(self, **{"offset": 0, **changes}))

    def including(self, field: str, value: str) -> Asked:
        """Only what has this value of a facet; taken back if it was asked already."""
        chosen, others = _toggled(f"{field}={value}", self.include, self.exclude)
        return replace(self, include=chosen, exclude=others, offset=0)

    def excluding(self, field: str, value: str) -> Asked:
        """Nothing that has this value of a facet; taken back if it was asked already."""
        chosen, others = _toggled(f"{field}={value}", self.exclude, self.include)
        return replace(self, include=others, exclude=chosen, offset=0)


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


def _stated(about: str, **limits: Any) -> Any:
    return Query(description=about, **limits)


def asked(
    q: Annotated[str, _stated("A query in the query language; empty: every article.")] = "",
    match: Annotated[Match, _stated("Whether all words side by side must be there.")] = "all",
    sort: Annotated[Sort | None, _stated("The order; by itself newest without a query.")] = None,
    include: Annotated[tuple[str, ...], _stated("Only FIELD=VALUE of a facet.")] = (),
    exclude: Annotated[tuple[str, ...], _stated("Without FIELD=VALUE of a facet.")] = (),
    copies: Annotated[Copies, _stated("One hit for all copies of an article, or all.")] = "fold",
    recent: Annotated[
        int | None, _stated("Days at whose age an article counts half.", ge=0, le=_DAYS)
    ] = None,
    offset: Annotated[int, _stated("How many hits to pass over.", ge=0, le=_LAST)] = 0,
    limit: Annotated[int, _stated("How many hits to show.", ge=0, le=MOST)] = HITS,
) -> Asked:
    """The search that a request asks for."""
    return Asked(q, match, sort, include, exclude, copies == "fold", recent, offset, limit)
