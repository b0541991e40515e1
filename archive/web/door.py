"""What routes are given to answer with: open archives, and searches as a request states them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import Response

from archive.archive import Archive
from archive.article import Article
from archive.config import Config
from archive.deadline import within
from archive.export import Export
from archive.results.page import Page
from archive.schema import FACETS
from archive.web import veil
from archive.web.asked import Asked
from archive.web.drawing import manner_of
from archive.web.pool import Pool


class Doorway:
    """The way from one request to the archive.

    `shows_paths`: whether answers have whole paths of this computer, not only names of files.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._pool: Pool = request.app.state.pool
        self.config: Config = self._pool.config
        self.shows_paths: bool = request.app.state.access.shows_paths

    def shown(self, article: Article) -> Article:
        """An article as it may be shown."""
        return article if self.shows_paths else veil.named(article)

    def shown_export(self, export: Export) -> Export:
        """An export as it may be shown."""
        return export if self.shows_paths else veil.exported(export)

    def veiled(self, answer: dict[str, Any], places: Iterable[str]) -> dict[str, Any]:
        """An answer that may name these paths, as it may be shown."""
        shown: dict[str, Any] = answer if self.shows_paths else veil.unnamed(answer, places)
        return shown

    @contextmanager
    def writing(self) -> Iterator[Archive]:
        """An open archive for this thread alone, for as long as it takes."""
        with self._pool.lent() as archive:
            yield archive

    @contextmanager
    def reading(self, *counted: str) -> Iterator[Archive]:
        """An open archive for this thread alone, and all that is done with it within the deadline.

        Its index is in step, and the facets `counted` can be, before the time begins to run. The
        answer gets a validator (`ETag`),
        which whoever has it can ask for the next time.

        Raises
        ------
        HTTPException
            304 if nothing has changed since.
        """
        etag = f'W/"{self._pool.state()}-{manner_of(self._request)}"'
        if etag in self._request.headers.get("if-none-match", ""):
            raise HTTPException(304, headers={"ETag": etag})
        with self._pool.lent() as archive:
            if not archive.ready():
                self._request.state.etag = etag
            archive.count_with(self._pool.tally, (field for field in counted if field in FACETS))
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


def _doorway(request: Request) -> Doorway:
    return Doorway(request)


Door = Annotated[Doorway, Depends(_doorway)]


def as_json(answer: object, warnings: Sequence[str] = (), status: int = 200) -> Response:
    """An answer as the command line writes it; `warnings` that it has on standard error beside."""
    headers = {"Archive-Warnings": json.dumps(warnings)} if warnings else None
    content = json.dumps(answer, ensure_ascii=False).encode()
    return Response(content, status, headers, "application/json")
