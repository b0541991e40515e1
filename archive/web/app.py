"""The application put together: routes, errors, and the archives that they share."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from archive import __version__
from archive.config import Config
from archive.errors import ArchiveError
from archive.web import api, pages, problems
from archive.web.access import Access, access
from archive.web.description import describe
from archive.web.guard import Guard
from archive.web.jobs import Jobs
from archive.web.pages.overview import Kept
from archive.web.pool import Pool

log = logging.getLogger(__name__)

# Threads that answer; each may have an archive open.
WORKERS = 4
# FastAPI can report to others what it does.
_SILENT: Any = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def application(config: Config, rules: Access | None = None, warmed: Iterable[str] = ()) -> Guard:
    """The page and the API of the archive of `config`, as an ASGI application.

    `rules`: who may ask what; by itself whoever is on this computer, everything. Archives are
    opened when they are asked for, and closed when the application shuts down. `warmed`: facets
    that are read at its start, beside other work.
    """
    pool, jobs = Pool(config, WORKERS), Jobs(config)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = WORKERS
        warming = Thread(target=_warm, args=(pool, tuple(warmed)), name="warming")
        warming.start()
        yield
        warming.join()
        jobs.close()
        pool.close()

    app = FastAPI(
        title="archive",
        version=__version__,
        description="What `archive … --json` prints, over HTTP.",
        docs_url=None,
        redoc_url=None,
        telemetry=_SILENT,
        lifespan=lifespan,
    )
    chosen = rules or access(config)
    app.state.access = chosen
    app.state.pool = pool
    app.state.jobs = jobs
    app.state.overview = Kept()
    app.state.known = {
        "version": __version__,
        "is_closed": chosen.is_closed,
        "is_read_only": chosen.is_read_only,
    }
    for router in (*api.routers(), *pages.routers()):
        app.include_router(router)
    problems.install(app)
    describe(app)
    return Guard(app, chosen)


def _warm(pool: Pool, fields: Iterable[str]) -> None:
    if fields:
        try:
            pool.warm(fields)
        except ArchiveError as error:  # whoever asks is told
            log.info("not warmed: %s", error)
