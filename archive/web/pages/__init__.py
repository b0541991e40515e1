"""The pages that people look at: each draws a template with what a command would answer.

A module here offers `routes`; nothing is registered elsewhere. Forms change something and lead back
to a page, so that a page can always be loaded again.
"""

from __future__ import annotations

import sys

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from archive import plugins


def routers() -> list[APIRouter]:
    """The routes of every module here."""
    return [one.routes for one in plugins.discover(sys.modules[__name__], ["routes"]).values()]


def back_to(path: str) -> RedirectResponse:
    """Where a browser goes when a form has done its work."""
    return RedirectResponse(path, 303)


def inside(path: str) -> str:
    """`path` if it leads to a page of this server; else the first one.

    A browser takes // and /\\ for the beginning of another host.
    """
    is_here = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_here else "/"
