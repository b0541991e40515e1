"""`/api/…`: what commands print with `--json`, as they print it."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from fastapi.responses import Response

from archive.results import detail
from archive.web.asked import Asked, asked
from archive.web.door import Door

routes = APIRouter(prefix="/api")

Id = Annotated[int, Path(ge=1, lt=1 << 63)]
Searched = Annotated[Asked, Depends(asked)]


def as_json(answer: object) -> Response:
    """An answer as the command line writes it."""
    return Response(json.dumps(answer, ensure_ascii=False).encode(), media_type="application/json")


@routes.get("/search")
def search(
    door: Door,
    searched: Searched,
    facet: Annotated[tuple[str, ...], Query(description="Count the values of this field.")] = (),
    explain: Annotated[bool, Query(description="What each score is made of.")] = False,
) -> Response:
    """The object of `archive search --json`."""
    with door.archive() as archive:
        return as_json(door.found(archive, searched, facet, is_explained=explain).as_json())


@routes.get("/article/{id}")
def article(door: Door, id: Id) -> Response:
    """The object of `archive show --json`."""
    with door.archive() as archive:
        found = archive.get(id)
    if found is None:
        raise HTTPException(404, f"there is no article {id}")
    return as_json(detail.as_json(found))
