"""What a reader chooses once: language, light or dark, and whether single keys do something."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from archive.web.drawing import CHOICES, LANGUAGES
from archive.web.pages import back_to, inside

routes = APIRouter(include_in_schema=False)

_YEAR = 365 * 24 * 3600


@routes.post("/prefer")
def prefer(
    lang: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "",
    keys: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep what was chosen in a cookie, and lead back to the page that it was chosen on."""
    answer = back_to(inside(back))
    known = {"lang": LANGUAGES, **CHOICES}
    for name, value in (("lang", lang), ("theme", theme), ("keys", keys)):
        if value in known[name]:
            answer.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax")
    return answer
