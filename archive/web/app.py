"""The application put together: routes, errors, and the archives that they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from archive import __version__
from archive.config import Config
from archive.web import api, pages, problems
from archive.web.door import Doorway
from archive.web.pool import Pool

# Threads that answer; each may have an archive open.
WORKERS = 8


def application(config: Config) -> FastAPI:
    """The page and the API of the archive of `config`, as an ASGI application.

    Archives are opened when they are asked for, and closed when the application shuts down.
    """
    pool = Pool(config, WORKERS)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = WORKERS
        yield
        pool.close()

    app = FastAPI(
        title="archive",
        version=__version__,
        description="What `archive … --json` prints, over HTTP.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.door = Doorway(pool)
    app.state.known = {"version": __version__}
    app.include_router(api.routes)
    app.include_router(pages.routes)
    problems.install(app)
    return app
