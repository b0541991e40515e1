"""Searches, and single articles."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from archive.results import detail
from archive.web import answers
from archive.web.api import Id, no_article
from archive.web.asked import HITS, Limit, Matching, Q, Searched, stated
from archive.web.door import Door, as_json
from archive.web.paging import Paging

routes = APIRouter(prefix="/api", tags=["search"])


@routes.get("/search", response_model=answers.Found)
def search(
    door: Door,
    asked: Searched,
    place: Paging,
    facet: Annotated[tuple[str, ...], stated("Count the values of this field.")] = (),
    explain: Annotated[bool, stated("Say what each score is made of.")] = False,
) -> Response:
    """The object of `archive search --json`."""
    if place.offset is not None:
        asked = replace(asked, offset=place.offset)
    with door.reading(*facet) as archive:
        return place.answer(archive, door.found(archive, asked, facet, is_explained=explain))


@routes.get("/article/{id}", response_model=answers.Article)
def article(door: Door, id: Id) -> Response:
    """The object of `archive show --json`."""
    with door.reading() as archive:
        found = archive.get(id)
    if found is None:
        raise no_article(id)
    return as_json(detail.as_json(door.shown(found)))


@routes.get("/article/{id}/copies", response_model=answers.Copies)
def copies(door: Door, id: Id) -> Response:
    """The object of `archive copies --json`."""
    with door.reading() as archive:
        found = archive.copies(id)
    if found is None:
        raise no_article(id)
    return as_json(door.veiled(found.as_json(), found.places), found.warnings)


@routes.get("/article/{id}/similar", response_model=answers.Found)
def similar(door: Door, id: Id, limit: Limit = HITS) -> Response:
    """The object of `archive similar --json`."""
    with door.reading() as archive:
        found = archive.similar(id, limit)
    if found is None:
        raise no_article(id)
    return as_json(found.as_json(), found.warnings)


@routes.get("/article/{id}/why", response_model=answers.Why)
def why(door: Door, id: Id, q: Q, match: Matching = "all") -> Response:
    """The object of `archive why --json`."""
    with door.reading() as archive:
        article, found = archive.get(id), archive.why(id, q, match=match)
    if article is None or found is None:
        raise no_article(id)
    return as_json(door.veiled(found.as_json(), article.places), found.warnings)


@routes.get("/complete", response_model=answers.Completions)
def complete(
    door: Door,
    q: Annotated[str, stated("What was typed so far.")],
    field: Annotated[str | None, stated("It is the beginning of a value of this field.")] = None,
    limit: Limit = HITS,
) -> Response:
    """The object of `archive complete --json`."""
    with door.reading() as archive:
        found, warnings = archive.complete(q, field=field, limit=limit)
    if not door.shows_paths and (field == "path" or "path:" in q.lower()):
        found = []
    return as_json({"completions": [one.as_json() for one in found]}, warnings)
