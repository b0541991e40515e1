"""From one page of an answer to the next, as the header `Link` (RFC 8288) leads a program.

A cursor is a place in the result, and the state of the archive that it was counted in: where that
has changed, an article may be missing or come twice, and the answer says so.
"""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import Response

from archive.archive import Archive
from archive.errors import UsageError
from archive.results.page import Page
from archive.web.asked import LAST, stated
from archive.web.door import as_json

_CURSOR = re.compile(r"(\d{1,13})\.(\d{1,18})", re.ASCII)
_CHANGED = "the archive has changed since the first page: an article may be missing, or come twice"


class Place:
    """Where in a result to go on, and how many changes the archive had seen when it began."""

    def __init__(self, request: Request, cursor: str) -> None:
        self._request = request
        self.offset: int | None = None
        self._seq: int | None = None
        if cursor:
            found = _CURSOR.fullmatch(cursor)
            if found is None or int(found[1]) > LAST:
                raise UsageError("a cursor is what the header Link has; this is none")
            self.offset, self._seq = int(found[1]), int(found[2])

    def answer(self, archive: Archive, page: Page) -> Response:
        """A page of results in JSON, with a link to the next one if there is one."""
        seq = archive.seq
        began = seq if self._seq is None else self._seq
        answer = as_json(page.as_json(), (_CHANGED,) if began != seq else ())
        following = page.offset + len(page.results)
        if page.results and following < page.stories:
            answer.headers["Link"] = f'<{self._address(following, began)}>; rel="next"'
        return answer

    def _address(self, offset: int, seq: int) -> str:
        asked = self._request.query_params.multi_items()
        kept = [pair for pair in asked if pair[0] not in ("cursor", "offset")]
        query = urlencode([*kept, ("cursor", f"{offset}.{seq}")])
        return f"{self._request.url.path}?{query}"


def _place(
    request: Request,
    cursor: Annotated[str, stated("Where to go on: from the header Link.")] = "",
) -> Place:
    return Place(request, cursor)


Paging = Annotated[Place, Depends(_place)]
