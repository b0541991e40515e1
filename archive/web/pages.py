"""The pages that people look at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from archive.errors import QueryError, SlowQueryError
from archive.results import detail
from archive.web.api import Id
from archive.web.asked import SORTS, Asked, asked
from archive.web.door import Door
from archive.web.drawing import page, static

routes = APIRouter(include_in_schema=False)

Searched = Annotated[Asked, Depends(asked)]
# The facets beside the hits.
FACETS = ("publisher", "language", "tag")


@routes.get("/")
def search(request: Request, door: Door, searched: Searched) -> Response:
    """The box, the hits and the facets. An error in the query is shown under the box."""
    try:
        with door.archive() as archive:
            found = door.found(archive, searched, FACETS)
    except QueryError as error:
        where = None if isinstance(error, SlowQueryError) else error
        return page(
            request, "search.html", 400, asked=searched, found=None, error=error, where=where
        )
    return page(request, "search.html", asked=searched, found=found, error=None, sorts=SORTS)


@routes.get("/article/{id}")
def article(request: Request, door: Door, id: Id) -> Response:
    """An article in full."""
    with door.archive() as archive:
        found = archive.get(id)
    if found is None:
        raise HTTPException(404, f"there is no article {id}")
    return page(request, "article.html", article=detail.as_json(found))


@routes.get("/static/{name}")
def file(name: str) -> Response:
    """A file that pages need."""
    if name not in static():
        raise HTTPException(404, "there is no such file")
    content, media, _ = static()[name]
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, headers=headers, media_type=media)
