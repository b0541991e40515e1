"""Searches, and single articles."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from archive.results import detail
from archive.web.api import Id, no_article
from archive.web.asked import HITS, Limit, Matching, Q, Searched, stated
from archive.web.door import Door, as_json

routes = APIRouter(prefix="/api", tags=["search"])


@routes.get("/search")
def search(
    door: Door,
    asked: Searched,
    facet: Annotated[tuple[str, ...], stated("Count the values of this field.")] = (),
    explain: Annotated[bool, stated("Say what each score is made of.")] = False,
) -> Response:
    """The object of `archive search --json`."""
    with door.reading() as archive:
        return as_json(door.found(archive, asked, facet, is_explained=explain).as_json())


@routes.get("/article/{id}")
def article(door: Door, id: Id) -> Response:
    """The object of `archive show --json`."""
    with door.reading() as archive:
        found = archive.get(id)
    if found is None:
        raise no_article(id)
    return as_json(door.veiled(detail.as_json(found)))


@routes.get("/article/{id}/copies")
def copies(door: Door, id: Id) -> Response:
    """The object of `archive copies --json`."""
    with door.reading() as archive:
        found = archive.copies(id)
    if found is None:
        raise no_article(id)
    return as_json(found.as_json(), found.warnings)


@routes.get("/article/{id}/similar")
def similar(door: Door, id: Id, limit: Limit = HITS) -> Response:
    """The object of `archive similar --json`."""
    with door.reading() as archive:
        found = archive.similar(id, limit)
    if found is None:
        raise no_article(id)
    return as_json(found.as_json(), found.warnings)


@routes.get("/article/{id}/why")
def why(door: Door, id: Id, q: Q, match: Matching = "all") -> Response:
    """The object of `archive why --json`."""
    with door.reading() as archive:
        found = archive.why(id, q, match=match)
    if found is None:
        raise no_article(id)
    return as_json(found.as_json(), found.warnings)


@routes.get("/complete")
def complete(
    door: Door,
    q: Annotated[str, stated("What was typed so far.")],
    field: Annotated[str | None, stated("It is the beginning of a value of this field.")] = None,
    limit: Limit = HITS,
) -> Response:
    """The object of `archive complete --json`."""
    with door.reading() as archive:
        found, warnings = archive.complete(q, field=field, limit=limit)
    return as_json({"completions": [one.as_json() for one in found]}, warnings)
