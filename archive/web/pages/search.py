"""The search page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.archive import Archive
from archive.errors import QueryError, SlowQueryError, UsageError
from archive.export import formats
from archive.query import language
from archive.results.page import Page
from archive.results.timeline import By
from archive.schema import FIELDS
from archive.web.asked import SORTS, Asked, Searched, stated
from archive.web.charts import Chart, chart, fitting
from archive.web.door import Door
from archive.web.drawing import page
from archive.web.narrowing import days_of, narrowing, without_days

routes = APIRouter(include_in_schema=False)

# The facets beside the hits.
_VALUES = 8
FACETS = ("publisher", "language", "tag", "cites", "person", "location")
_LIMITS = (10, 20, 50, 100)


@routes.get("/")
def search(
    request: Request,
    door: Door,
    asked: Searched,
    by: Annotated[By | None, stated("How long a period of the timeline is.")] = None,
) -> Response:
    """The box, the hits, the facets and the timeline. What is wrong is said under the box.

    Template `search.html`: `asked` (Asked), `error` and `where` (the error if it has a place in the
    query), and where there is no error `found` (Page), `chart` (Chart, None if there is nothing to
    draw), `every` (the address of all values of a facet), `address` (that of the search narrowed
    down to some days), `days` (those that it is bound to), `undated` (the query without them),
    `formats`, `names` of saved searches.
    """
    known: dict[str, Any] = {
        "asked": asked,
        "sorts": SORTS,
        "limits": _LIMITS,
        "sections": language.SECTIONS,
    }
    try:
        with door.reading(*FACETS, "published") as archive:
            found = _shortened(door.found(archive, asked, FACETS))
            over_time = _over_time(archive, asked, by) if found.total else None
            names = [search.name for search in archive.searches()]
    except UsageError as error:
        has_place = isinstance(error, QueryError) and not isinstance(error, SlowQueryError)
        where = error if has_place else None
        return page(request, "search.html", 400, **known, error=error, where=where)
    return page(
        request,
        "search.html",
        **known,
        error=None,
        found=found,
        chart=over_time,
        address=_narrowed(asked),
        every=lambda field: f"/facets?{urlencode([('field', field), *asked.among()])}",
        days=days_of(asked.q, asked.match),
        undated=without_days(asked.q, asked.match),
        formats=formats(),
        names=names,
    )


def _narrowed(asked: Asked) -> Callable[[str], str]:
    bound = narrowing(asked.q, asked.match)
    return lambda days: asked.url(q=f"{bound}{days}")


def _shortened(found: Page) -> Page:
    """The page with the first values of each facet: twenty of six would be half of its weight."""
    facets = {field: buckets[:_VALUES] for field, buckets in found.facets.items()}
    return replace(found, facets=facets)


def _over_time(archive: Archive, asked: Asked, by: By | None) -> Chart | None:
    """A timeline by periods that can be told apart, unless they are asked for."""
    tree = asked.tree
    found = archive.timeline(tree, by or "month")
    if by is None and found.stretches:
        length = fitting(found.stretches[0].first, found.stretches[-1].last)
        if length != "month":
            found = archive.timeline(tree, length)
    return chart(found)


@routes.get("/help")
def help(request: Request) -> Response:
    """The query language. Template `help.html`: `sections`, name → constructs."""
    return page(
        request,
        "help.html",
        sections=language.SECTIONS,
        schema=FIELDS.values(),
        bounds=language.bounds(),
    )
