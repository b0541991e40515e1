"""Files that pages need."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from archive.web.drawing import static

routes = APIRouter(include_in_schema=False)


@routes.get("/static/{name}")
def file(name: str) -> Response:
    """A file by its name in a table, never by a path."""
    if name not in static():
        raise HTTPException(404, "there is no such file")
    content, media, _ = static()[name]
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, headers=headers, media_type=media)
