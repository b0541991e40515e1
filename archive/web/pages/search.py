"""The search page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.errors import QueryError, SlowQueryError, UsageError
from archive.results.timeline import By
from archive.web.asked import Searched, stated
from archive.web.door import Door
from archive.web.drawing import page

routes = APIRouter(include_in_schema=False)

# The facets beside the hits.
FACETS = ("publisher", "language", "tag", "cites", "person", "location")


@routes.get("/")
def search(
    request: Request,
    door: Door,
    asked: Searched,
    by: Annotated[By, stated("How long a period of the timeline is.")] = "month",
) -> Response:
    """The box, the hits, the facets and the timeline. What is wrong is said under the box.

    Template `search.html`: `asked` (Asked), `by`, `error` and `where` (the error if it has a place
    in the query), and where there is no error `found` (Page), `timeline` (Timeline), `names` of
    saved searches.
    """
    try:
        with door.reading() as archive:
            found = door.found(archive, asked, FACETS)
            over_time = archive.timeline(asked.tree, by)
            names = [search.name for search in archive.searches()]
    except UsageError as error:
        has_place = isinstance(error, QueryError) and not isinstance(error, SlowQueryError)
        where = error if has_place else None
        return page(request, "search.html", 400, asked=asked, by=by, error=error, where=where)
    return page(
        request,
        "search.html",
        asked=asked,
        by=by,
        error=None,
        found=found,
        timeline=over_time,
        names=names,
    )


@routes.get("/help")
def help(request: Request) -> Response:
    """The query language. Template `help.html`: `sections`, name → constructs."""
    from archive.query import language

    return page(request, "help.html", sections=language.SECTIONS)
