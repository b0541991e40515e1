"""Views on many articles: each match in its context, and the values of a facet."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.errors import QueryError, SlowQueryError, UsageError
from archive.results.concordance import Side
from archive.schema import FACETS
from archive.web.asked import Asked, Offset, Viewed, stated
from archive.web.door import Door
from archive.web.drawing import page

routes = APIRouter(include_in_schema=False)

# Lines of a concordance on a page.
_LINES = 200
# Values of a facet on a page of their own.
_VALUES = 100

Sorted = Literal["article", "left", "right"]


@routes.get("/concordance")
def concordance(
    request: Request,
    door: Door,
    among: Viewed,
    sort: Annotated[Sorted, stated("By article, or by the words on a side.")] = "article",
    nth: Annotated[int, stated("Which word on that side.", ge=1, le=10)] = 1,
    width: Annotated[int, stated("Characters on each side.", ge=10, le=200)] = 70,
    limit: Annotated[int, stated("How many lines at most.", ge=1, le=2_000)] = _LINES,
) -> Response:
    """Each match in its context. What is wrong is said under the box.

    Template `concordance.html`: `among`, `sort`, `limit`, `lines` (objects of
    `concordance --json`), `is_cut`: whether there are more; `error` and `where`.
    """
    side: Side | None = None if sort == "article" else sort
    known: dict[str, Any] = {"among": among, "sort": sort, "limit": limit}
    lines: list[dict[str, object]] = []
    try:
        if among.q.strip():
            with door.reading() as archive:
                found = archive.concordance(
                    among.tree, width=width, side=side, nth=nth, limit=limit + 1
                )
                lines = [line.as_json(width) for line in islice(found, limit + 1)]
    except UsageError as error:
        has_place = isinstance(error, QueryError) and not isinstance(error, SlowQueryError)
        where = error if has_place else None
        return page(
            request,
            "concordance.html",
            400,
            **known,
            lines=[],
            is_cut=False,
            error=error,
            where=where,
        )
    is_cut = len(lines) > limit
    return page(
        request, "concordance.html", **known, lines=lines[:limit], is_cut=is_cut, error=None
    )


@routes.get("/facets")
def facets(
    request: Request,
    door: Door,
    among: Viewed,
    field: Annotated[str, stated("The field whose values are counted.")] = "publisher",
    offset: Offset = 0,
) -> Response:
    """The values of a facet, all of them page by page.

    Template `facets.html`: `among`, `field`, `fields`, `found` (Facet), `shown` (a stretch of its
    buckets) from `offset` on, `others` (the address of the pages before and behind).
    """
    with door.reading(field) as archive:
        found = archive.facets(among.tree, field)
    asked = Asked(among.q, among.match, None, among.include, among.exclude)

    def others(at: int) -> str:
        return f"/facets?{urlencode([('field', field), *asked.among(), ('offset', at)])}"

    return page(
        request,
        "facets.html",
        among=among,
        field=field,
        fields=FACETS,
        found=found,
        shown=found.buckets[offset : offset + _VALUES],
        offset=offset,
        others=others,
        step=_VALUES,
    )
