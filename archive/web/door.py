"""What routes are given to answer with: open archives, and a search as a request states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request

from archive.archive import Archive
from archive.results.page import Page
from archive.web.asked import Asked
from archive.web.pool import Pool


class Doorway:
    """The way from a request to the archive."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.config = pool.config

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """An open archive, for this thread alone."""
        with self._pool.lent() as archive:
            yield archive

    def found(
        self,
        archive: Archive,
        asked: Asked,
        facets: Sequence[str] = (),
        *,
        is_explained: bool = False,
    ) -> Page:
        """What a search finds, as `archive search` would."""
        recent = self.config.recent if asked.recent is None else asked.recent
        return archive.search(
            asked.text,
            limit=asked.limit,
            offset=asked.offset,
            sort=asked.order,
            match=asked.match,
            facets=facets,
            is_folded=asked.is_folded,
            include=asked.include,
            exclude=asked.exclude,
            recent=recent if asked.order == "relevance" else 0,
            is_explained=is_explained,
        )


def _doorway(request: Request) -> Doorway:
    door = request.app.state.door
    assert isinstance(door, Doorway)
    return door


Door = Annotated[Doorway, Depends(_doorway)]
