"""What is in the archive, over time, by whom, and how it is."""

from __future__ import annotations

import threading
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.archive import Archive
from archive.query import Everything
from archive.web.asked import stated
from archive.web.charts import chart, fitting, graph, strips
from archive.web.door import Door
from archive.web.drawing import page

routes = APIRouter(include_in_schema=False)

# Publishers, languages and sources that are shown.
_PUBLISHERS, _LANGUAGES, _SOURCES = 12, 8, 30


class Kept:
    """What an archive holds, as it was found last: it is read from every article.

    It takes as long as it takes, and is looked for once for each state of the archive.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = -1
        self._found: dict[str, Any] = {}

    def of(self, archive: Archive) -> dict[str, Any]:
        """What `overview.html` is given of the articles."""
        with self._lock:
            seq = archive.seq
            if seq != self._seq:
                self._found = _found(archive)
                self._seq = seq
            return self._found


@routes.get("/overview")
def overview(
    request: Request,
    door: Door,
    check: Annotated[bool, stated("Look for damage, without reading every byte.")] = False,
) -> Response:
    """What is in the archive.

    Template `overview.html`: `contents` (Contents), `chart` (Chart of all), `strips` (Strip of each
    publisher), `graph` (Graph, None if nobody is quoted), `sources` (Source), `shown` (how many
    languages), `warnings`: what the index does not show yet; `findings` (None: not looked for).
    """
    kept: Kept = request.app.state.overview
    with door.writing() as archive:  # for as long as it takes
        warnings = archive.ready()
        known = kept.of(archive)
        findings = list(archive.check()) if check else None
    return page(request, "overview.html", **known, warnings=warnings, findings=findings)


def _found(archive: Archive) -> dict[str, Any]:
    over_time = archive.timeline(Everything(), "month")
    if over_time.stretches:
        by = fitting(over_time.stretches[0].first, over_time.stretches[-1].last)
        over_time = archive.timeline(Everything(), by)
    sources = archive.sources(None, "publisher")
    return {
        "contents": archive.contents(),
        "chart": chart(over_time),
        "strips": strips(over_time, archive.volumes(over_time.by)[:_PUBLISHERS]),
        "sources": sources[:_SOURCES],
        "graph": graph(sources),
        "shown": _LANGUAGES,
    }
