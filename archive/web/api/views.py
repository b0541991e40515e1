"""Views on all that a query finds, and all of it as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from types import ModuleType
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from archive.export import exporter
from archive.exporting import Asked as Wanted
from archive.index import Sort
from archive.results import detail
from archive.results.concordance import Side
from archive.results.sources import By as Group
from archive.results.timeline import By
from archive.schema import ZONE_FIELDS
from archive.web import answers
from archive.web.asked import Copies, Limit, Matching, Q, Viewed, stated
from archive.web.door import Door, Doorway, as_json

routes = APIRouter(prefix="/api", tags=["views"])

Format = Literal["jsonl", "csv", "markdown", "bibtex", "ris", "text"]
Zone = Literal[
    "attribution",
    "body",
    "byline",
    "caption",
    "closing",
    "dateline",
    "headline",
    "related",
    "residue",
]
assert set(get_args(Zone)) == set(ZONE_FIELDS)
# Lines of a concordance, and values of a facet, that one answer has at most.
_LINES, _VALUES = 10_000, 100_000
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {exporter(name).MEDIA_TYPE.partition(";")[0]: {} for name in get_args(Format)},
    }
}
_SUFFIXES = {"markdown": "md", "bibtex": "bib", "text": "txt"}


class Lines(Response):
    """An object a line."""

    media_type = "application/jsonl"


@routes.get("/facets", response_model=answers.Facet)
def facets(
    door: Door,
    among: Viewed,
    field: Annotated[str, stated("The field whose values are counted.")],
    limit: Annotated[int | None, stated("How many values; else all.", ge=0, le=_VALUES)] = None,
) -> Response:
    """The object of `archive facets --json`."""
    with door.reading(field) as archive:
        tree = among.tree
        found = archive.facets(tree, field)
        return as_json(found.as_json(limit), archive.warnings(tree))


@routes.get("/timeline", response_model=answers.Timeline)
def timeline(
    door: Door,
    among: Viewed,
    by: Annotated[By, stated("How long a period is.")] = "month",
    publisher: Annotated[str | None, stated("Only what this one published.")] = None,
) -> Response:
    """The object of `archive timeline --json`."""
    with door.reading("published") as archive:
        tree = among.tree
        found = archive.timeline(tree, by, publisher)
        return as_json(found.as_json(), archive.warnings(tree))


@routes.get("/concordance", response_class=Lines, response_model=answers.Line)
def concordance(
    door: Door,
    among: Viewed,
    sort: Annotated[
        Literal["article", "left", "right"], stated("By article, or by the words on a side.")
    ] = "article",
    nth: Annotated[int, stated("Which word on that side.", ge=1, le=10)] = 1,
    width: Annotated[int, stated("Characters on each side.", ge=0, le=1000)] = 80,
    zone: Annotated[Zone | None, stated("Only in zones of this kind.")] = None,
    limit: Annotated[int, stated("How many lines at most.", ge=0, le=_LINES)] = 1_000,
) -> Response:
    """The lines of `archive concordance --json`."""
    side: Side | None = None if sort == "article" else sort
    with door.reading() as archive:
        tree = among.tree
        found = archive.concordance(tree, width=width, zone=zone, side=side, nth=nth, limit=limit)
        lines = [line.as_json(width) for line in islice(found, limit)]
        warnings = archive.warnings(tree)
    return _lines(lines, warnings)


@routes.get("/sources", response_model=answers.Sources)
def sources(
    door: Door,
    q: Q = "",
    by: Annotated[Group | None, stated("Also count by this.")] = None,
    limit: Limit = 20,
) -> Response:
    """The object of `archive sources --json`."""
    with door.reading() as archive:
        found = archive.sources(q.strip() or None, by)
    return as_json({"total": len(found), "sources": [one.as_json() for one in found[:limit]]})


@routes.get("/links", response_class=Lines, response_model=answers.Leading)
def links(
    door: Door,
    q: Q = "",
    limit: Annotated[int, stated("How many at most.", ge=0, le=_LINES)] = 1_000,
) -> Response:
    """The lines of `archive links --json`."""
    with door.reading() as archive:
        found = islice(archive.links(q.strip() or None), limit)
        return _lines([detail.link_as_json(one.id, link, target) for one, link, target in found])


@routes.get("/stats", response_model=answers.Stats)
def stats(door: Door) -> Response:
    """The object of `archive stats --json`."""
    with door.reading("publisher", "language", "tag", "published") as archive:
        found = archive.contents()
        files, folders = archive.ledger.totals()
    told = found.as_json(str(door.config.home) if door.shows_paths else "")
    return as_json(told | {"files": files, "folders": folders})


@routes.get("/export", response_class=StreamingResponse, responses=_FILES)
def export(
    door: Door,
    format: Annotated[Format, stated("What to write.")],
    q: Q = "",
    match: Matching = "all",
    sort: Annotated[Sort | None, stated("The order; else as the articles came in.")] = None,
    copies: Annotated[Copies, stated("All copies of an article, or the best one.")] = "all",
    fields: Annotated[str, stated("With csv: the columns, as A,B.")] = "",
    raw: Annotated[bool, stated("With csv: leave formulas as they are.")] = False,
) -> Response:
    """What `archive export` writes: the whole result, streamed."""
    columns = tuple(name.strip() for name in fields.split(",")) if fields else ()
    wanted = Wanted(q.strip() or None, match, sort, copies == "fold", columns, raw)
    chosen = exporter(format)
    pieces = _exported(door, wanted, chosen)
    first = next(pieces, b"")  # what cannot be written is said before anything is
    name = f"archive.{_SUFFIXES.get(format, format)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(chain([first], pieces), 200, headers, chosen.MEDIA_TYPE)


def _exported(door: Doorway, wanted: Wanted, chosen: ModuleType) -> Iterator[bytes]:
    """All of an export; the archive is lent only until it is known what belongs to it."""
    with ExitStack() as opened:
        with door.reading() as archive:
            export = door.shown_export(opened.enter_context(archive.export(wanted)))
        yield from chosen.render(export)


def _lines(answers: Iterable[object], warnings: tuple[str, ...] = ()) -> Response:
    """An object a line."""
    headers = {"Archive-Warnings": json.dumps(warnings)} if warnings else None
    content = "".join(f"{json.dumps(answer, ensure_ascii=False)}\n" for answer in answers)
    return Lines(content.encode(), headers=headers)
