"""What routes are given to answer with: open archives, and searches as a request states them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from archive.archive import Archive
from archive.config import Config
from archive.deadline import within
from archive.results.page import Page
from archive.web.asked import Asked
from archive.web.pool import Pool


class Doorway:
    """The way from a request to the archive.

    `shows_paths`: whether answers have whole paths of this computer, not only names of files.
    """

    def __init__(self, pool: Pool, *, shows_paths: bool = True) -> None:
        self._pool = pool
        self.config: Config = pool.config
        self.shows_paths = shows_paths

    def veiled(self, told: dict[str, Any]) -> dict[str, Any]:
        """The object of `show --json`, of paths only the name where they are not to be shown."""
        if self.shows_paths:
            return told
        return {**told, "sightings": [_named(one) for one in told["sightings"]]}

    @contextmanager
    def writing(self) -> Iterator[Archive]:
        """An open archive for this thread alone, for as long as it takes."""
        with self._pool.lent() as archive:
            yield archive

    @contextmanager
    def reading(self) -> Iterator[Archive]:
        """An open archive for this thread alone, and all that is done with it within the deadline.

        Its index is in step before the time begins to run.
        """
        with self._pool.lent() as archive:
            archive.ready()
            with within(self.config.deadline):
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


def _named(sighting: dict[str, Any]) -> dict[str, Any]:
    return {**sighting, "path": sighting["path"].replace("\\", "/").rpartition("/")[2]}


def _doorway(request: Request) -> Doorway:
    door = request.app.state.door
    assert isinstance(door, Doorway)
    return door


Door = Annotated[Doorway, Depends(_doorway)]


def as_json(answer: object, warnings: Sequence[str] = (), status: int = 200) -> Response:
    """An answer as the command line writes it; `warnings` that it has on standard error beside."""
    headers = {"Archive-Warnings": json.dumps(warnings)} if warnings else None
    content = json.dumps(answer, ensure_ascii=False).encode()
    return Response(content, status, headers, "application/json")
