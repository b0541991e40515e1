"""Saved searches, and what they find as a feed."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from archive.index import Sort
from archive.query.parser import Match
from archive.web.asked import Asked
from archive.web.changes import Saving, keep, named
from archive.web.door import Door
from archive.web.drawing import page
from archive.web.feed import MEDIA_TYPE, feed
from archive.web.pages import back_to

routes = APIRouter(include_in_schema=False)

# Articles in a feed.
_NEWEST = 50
# New articles that are reported at a time.
_NEW = 50


@routes.get("/saved")
def saved(request: Request, door: Door) -> Response:
    """The saved searches. Template `saved.html`: `searches` (Saved)."""
    with door.reading() as archive:
        return page(request, "saved.html", searches=archive.searches())


@routes.post("/saved")
def save(
    door: Door,
    name: Annotated[str, Form()],
    query: Annotated[str, Form()],
    match: Annotated[Match, Form()] = "all",
    sort: Annotated[Sort, Form()] = "relevance",
    tag: Annotated[str, Form()] = "",
) -> Response:
    """Keep a search; then all of them are shown."""
    saving = Saving(name=name, query=query, match=match, sort=sort, tag=tag or None)
    with door.writing() as archive:
        keep(archive, saving)
    return back_to("/saved")


@routes.get("/saved/run")
def run(door: Door, name: str) -> Response:
    """Leads to the search page with a saved search."""
    with door.reading() as archive:
        known = named(archive, name)
        search = next(one for one in archive.searches() if one.name == known)
    asked = Asked(search.query, cast(Match, search.match), cast(Sort, search.sort))
    return back_to(asked.url(recent=search.recent or None))


@routes.post("/saved/new")
def new(request: Request, door: Door, name: Annotated[str, Form()]) -> Response:
    """What a saved search finds and has not reported yet; it has then.

    Template `new.html`: `name`, `found` (Page).
    """
    with door.writing() as archive, archive.reporting(named(archive, name), _NEW) as found:
        return page(request, "new.html", name=name, found=found)


@routes.post("/saved/remove")
def unsave(door: Door, name: Annotated[str, Form()]) -> Response:
    """Remove a saved search; then the others are shown."""
    with door.writing() as archive:
        archive.unsave(named(archive, name))
    return back_to("/saved")


@routes.get("/saved/{name:path}.atom")
def atom(request: Request, door: Door, name: str) -> Response:
    """What a saved search finds as an Atom feed, what came in last first."""
    with door.reading() as archive:
        search, found = archive.newest(named(archive, name), _NEWEST)
        articles = archive.articles([result.id for result in found.results])
        content = feed(str(request.base_url), archive.archive_id, search, found, articles)
    return Response(content, media_type=MEDIA_TYPE)
