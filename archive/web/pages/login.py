"""The way in, where a password is asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from archive.web.access import COOKIE, Access
from archive.web.drawing import page
from archive.web.pages import back_to, inside
from archive.web.secret import SESSION, is_password

routes = APIRouter(include_in_schema=False)


@routes.get("/login")
def form(request: Request) -> Response:
    """Where the password is given. Template `login.html`: `following` (where to then), `error`."""
    return page(request, "login.html", following="/", error=None)


@routes.post("/login")
def login(
    request: Request,
    password: Annotated[str, Form()],
    following: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session if it is the password; then the page is shown that was asked for."""
    access: Access = request.app.state.access
    address = request.client.host if request.client else ""
    wait = access.tries.wait(address)
    if wait:
        refused = page(request, "login.html", 429, following=following, error="later")
        refused.headers["Retry-After"] = str(wait)
        return refused
    if not access.password or not is_password(password, access.password):
        return page(request, "login.html", 401, following=following, error="wrong")
    access.tries.forget(address)
    answer = back_to(inside(following))
    answer.set_cookie(
        COOKIE, access.sessions.begin(), max_age=SESSION, httponly=True, samesite="strict"
    )
    return answer


@routes.post("/logout")
def logout() -> Response:
    """End the session in this browser."""
    answer = back_to("/login")
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer
