"""The web page and the JSON API: the same answers as the command line's, drawn for a browser.

    application(config) ─ an ASGI application; `archive serve` runs it with uvicorn

Every route is a plain function that runs in a thread: it borrows an open `Archive` from the pool,
asks it what a command would ask, and draws the answer. What the page shows is in its address.
"""

from archive.web.app import application

__all__ = ["application"]
