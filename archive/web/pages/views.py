"""Views on many articles: over time, in context, and what there is in all."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.query import Everything
from archive.results.concordance import Side
from archive.results.timeline import By
from archive.web.asked import Viewed, stated
from archive.web.door import Door
from archive.web.drawing import page

routes = APIRouter(include_in_schema=False)

# Lines of a concordance on a page, and sources in the overview.
_LINES, _SOURCES = 200, 30


@routes.get("/timeline")
def timeline(
    request: Request,
    door: Door,
    among: Viewed,
    by: Annotated[By, stated("How long a period is.")] = "month",
    publisher: Annotated[str | None, stated("Only what this one published.")] = None,
) -> Response:
    """How much was published when. Template `timeline.html`: `among`, `by`, `timeline`."""
    with door.reading() as archive:
        found = archive.timeline(among.tree, by, publisher or None)
    return page(request, "timeline.html", among=among, by=by, timeline=found)


@routes.get("/concordance")
def concordance(
    request: Request,
    door: Door,
    among: Viewed,
    sort: Annotated[
        Literal["article", "left", "right"], stated("By article, or by the words on a side.")
    ] = "article",
    nth: Annotated[int, stated("Which word on that side.", ge=1, le=10)] = 1,
    width: Annotated[int, stated("Characters on each side.", ge=10, le=200)] = 60,
    limit: Annotated[int, stated("How many lines at most.", ge=1, le=2_000)] = _LINES,
) -> Response:
    """Each match in its context.

    Template `concordance.html`: `among`, `sort`, `nth`, `width`, `limit`, `lines` (objects of
    `concordance --json`), `is_cut`: whether there are more.
    """
    side: Side | None = None if sort == "article" else sort
    lines: list[dict[str, object]] = []
    if among.q.strip():
        with door.reading() as archive:
            found = archive.concordance(
                among.tree, width=width, side=side, nth=nth, limit=limit + 1
            )
            lines = [line.as_json(width) for line in islice(found, limit + 1)]
    return page(
        request,
        "concordance.html",
        among=among,
        sort=sort,
        nth=nth,
        width=width,
        limit=limit,
        lines=lines[:limit],
        is_cut=len(lines) > limit,
    )


@routes.get("/overview")
def overview(request: Request, door: Door) -> Response:
    """What is in the archive.

    Template `overview.html`: `contents` (Contents), `timeline` by year, `sources` (Source, grouped
    by publisher), `warnings`: what the index does not show yet.
    """
    with door.reading() as archive:
        return page(
            request,
            "overview.html",
            contents=archive.contents(),
            timeline=archive.timeline(Everything(), "year"),
            sources=archive.sources(None, "publisher")[:_SOURCES],
            warnings=archive.ready(),
        )
