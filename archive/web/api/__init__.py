"""`/api/…`: what commands print with `--json`, as they print it.

A module here offers `routes`; nothing is registered elsewhere. What a command says on standard
error beside its answer is in the header `Archive-Warnings`, a list of strings in JSON.
"""

from __future__ import annotations

import sys
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from archive import plugins

# A number of an article, or of one of its notes.
Id = Annotated[int, Path(ge=1, lt=1 << 63, description="The number of an article.")]


def routers() -> list[APIRouter]:
    """The routes of every module here."""
    return [one.routes for one in plugins.discover(sys.modules[__name__], ["routes"]).values()]


def no_article(id: int) -> HTTPException:
    """What is answered where there is no article with this id."""
    return HTTPException(404, f"there is no article {id}")
