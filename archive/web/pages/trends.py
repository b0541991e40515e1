"""Several queries over time, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.archive import Archive
from archive.errors import QueryError, SlowQueryError, UsageError
from archive.reading import asked as tree_of
from archive.results.timeline import By, Timeline
from archive.web.asked import Matching, stated
from archive.web.charts import MOST, curves, fitting
from archive.web.door import Door
from archive.web.drawing import page

routes = APIRouter(include_in_schema=False)

# Queries that are told apart by their lines.
_QUERIES = 5


@routes.get("/timeline")
def trends(
    request: Request,
    door: Door,
    q: Annotated[tuple[str, ...], stated("The queries.")] = (),
    match: Matching = "all",
    by: Annotated[By | None, stated("How long a period is.")] = None,
    show: Annotated[Literal["count", "share"], stated("Articles, or their share.")] = "count",
) -> Response:
    """How much was published when, of up to five queries.

    Template `timeline.html`: `queries`, `match`, `by`, `show`, and where there is no `error`
    `curves` (Curve), `days` (first days of the periods), `most`, `timelines`, `is_cut`.
    """
    queries = [one.strip() for one in q if one.strip()][:_QUERIES]
    known: dict[str, Any] = {
        "queries": queries,
        "match": match,
        "by": by,
        "show": show,
        "most_queries": _QUERIES,
    }
    try:
        with door.reading("published") as archive:
            found = _timelines(archive, queries, match, by)
    except UsageError as error:
        has_place = isinstance(error, QueryError) and not isinstance(error, SlowQueryError)
        where = error if has_place else None
        return page(request, "timeline.html", 400, **known, error=error, where=where)
    days = sorted({period.first for one in found for period in one.periods})
    shown = days[-MOST:]
    counts = [_values(one, show) for one in found]
    drawn, most = curves(list(zip(queries or [""], counts, strict=True)), shown, found[0].by)
    return page(
        request,
        "timeline.html",
        **known,
        error=None,
        length=found[0].by,
        curves=drawn,
        days=shown,
        is_cut=len(days) > len(shown),
        most=most,
    )


def _timelines(
    archive: Archive, queries: Sequence[str], match: Literal["all", "any"], by: By | None
) -> list[Timeline]:
    """A timeline for each query, of all articles if there is none; by periods that fit all."""
    trees = [tree_of(query or None, match) for query in queries or [""]]
    found = [archive.timeline(tree, by or "month") for tree in trees]
    stretches = [stretch for one in found for stretch in one.stretches]
    if by is None and stretches:
        first = min(stretch.first for stretch in stretches)
        length = fitting(first, max(stretch.last for stretch in stretches))
        if length != "month":
            return [archive.timeline(tree, length) for tree in trees]
    return found


def _values(timeline: Timeline, show: str) -> dict[date, float]:
    return {one.first: one.count if show == "count" else one.share for one in timeline.periods}
