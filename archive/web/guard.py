"""What stands before every route: who may ask, how much and how slowly; and headers on all answers.

It is an ASGI application around another one. Nothing that is archived can become active content of
this origin: pages have no inline code (Content-Security-Policy), and what is no page is never
guessed to be one.
"""

from __future__ import annotations

import asyncio
import logging
import time

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from archive.visible import term_safe
from archive.web.access import SAFE, Access
from archive.web.drawing import page
from archive.web.problems import answer, is_program

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it, browsers say of forms only that they come from "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language, Cookie",
}
# Where files may come, and what is answered to whoever has not given the password.
UPLOADS = ("/upload", "/api/ingest")
OPEN = ("/login", "/prefer", "/static/")
# Bytes that a body may have, and seconds that it may take; of an upload, between two pieces.
_BODY, _BODY_SECONDS, _PIECE_SECONDS = 10_000_000, 60.0, 30.0
# Seconds that a reader may take for a piece of an answer.
_READ_SECONDS = 60.0
# Requests that are answered at a time, those that wait for a thread among them.
_MOST = 100


class Gone(Exception):  # noqa: N818  # no error
    """Nobody reads the rest of an answer."""


class Guard:
    """`app`, asked as `access` allows."""

    def __init__(self, app: FastAPI, access: Access) -> None:
        self.app = app
        self.access = access
        self._asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass the beginning and the end of the server on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        # Whoever asks for the headers alone gets those of the whole; the server keeps the body.
        inner = {**scope, "app": self.app, "state": {**scope.get("state", {})}}
        if scope["method"] == "HEAD":
            inner["method"] = "GET"
        sending = _Sending(send, inner, is_head=scope["method"] == "HEAD")
        self._asked += 1
        try:
            await self._answer(inner, _Receiving(receive, self._limit(inner)), sending)
        except Gone as gone:
            log.debug("%s", gone)
        except Exception as error:
            number = inner["state"].get("fault", "-")
            log.exception("%s: %s", number, type(error).__name__)
            if not sending.status:
                await Response("a fault of archive itself", 500)(inner, receive, sending)
        finally:
            self._asked -= 1
            _log(scope, sending.status, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refused(Request(scope))
        if refused is not None:
            await refused(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        """The answer to what may not be asked; None if it may."""
        headers = request.headers
        if not self.access.knows_host(headers.get("host")) or _has_scheme(request):
            known = ", ".join(sorted(self.access.hosts))
            return answer(request, 421, f"this server is called {known} (see --allow-host)")
        if self.access.is_foreign(request.method, headers):
            return answer(request, 403, "only a page of this server may change something")
        if self.access.is_read_only and request.method not in SAFE and not _is_open(request):
            return answer(request, 403, "nothing can be changed here (--read-only)")
        if int(headers.get("content-length", 0)) > self._limit(request.scope):
            return answer(request, 413, too_large(self._limit(request.scope)))
        if self._asked > _MOST:
            return answer(request, 503, "too much is being asked at the same time; try again")
        if not _is_open(request) and not self.access.lets_in(headers, request.cookies):
            return _way_in(request)
        return None

    def _limit(self, scope: Scope) -> int:
        is_upload = scope["path"] in UPLOADS and scope["method"] == "POST"
        return max(self.access.max_upload, _BODY) if is_upload else _BODY


class _Receiving:
    """The body of a request, no more and no slower than it may be."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._size = 0
        self._is_complete = False
        self._end = time.monotonic() + _BODY_SECONDS

    async def __call__(self) -> Message:
        if self._is_complete:  # from here on it is only waited for the reader's going
            return await self._receive()
        left = _PIECE_SECONDS if self._limit > _BODY else self._end - time.monotonic()
        try:
            async with asyncio.timeout(left):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(408, "the body came too slowly") from None
        self._is_complete = not message.get("more_body", False)
        self._size += len(message.get("body", b""))
        if self._size > self._limit:
            raise HTTPException(413, too_large(self._limit))
        return message


class _Sending:
    """An answer on its way, with the headers that all have."""

    def __init__(self, send: Send, scope: Scope, *, is_head: bool) -> None:
        self._send = send
        self._scope = scope
        self._is_head = is_head
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self.status == 200 and (etag := self._scope["state"].get("etag")):
                headers["ETag"] = etag
            message["headers"] = headers.raw
        elif self._is_head:
            await self._send({"type": "http.response.body"})
            raise Gone("the headers are enough")
        try:
            async with asyncio.timeout(_READ_SECONDS):
                await self._send(message)
        except TimeoutError:
            raise Gone("the answer is read too slowly") from None


def too_large(limit: int) -> str:
    """What is said of a body that has more bytes than it may."""
    return f"the body has more than {limit:,} bytes"


def _has_scheme(request: Request) -> bool:
    """Whether a whole address is asked for, as of a proxy."""
    return not str(request.scope["path"]).startswith("/")


def _is_open(request: Request) -> bool:
    path = request.url.path
    return path in OPEN or path.startswith(OPEN[-1])


def _way_in(request: Request) -> Response:
    """401: for programs the kind of proof, for people where to give the password."""
    if is_program(request):
        known = {"WWW-Authenticate": "Bearer"}
        return answer(request, 401, "a token is asked for", headers=known)
    query = request.url.query
    following = f"{request.url.path}?{query}" if query else request.url.path
    return page(request, "login.html", 401, following=following, error=None)


def _log(scope: Scope, status: int, seconds: float) -> None:
    asked = term_safe(f"{scope['method']} {scope['path']}".replace("\n", "␊").replace("\t", "␉"))
    log.info("%s %s %.0f ms", asked[:500], status, seconds * 1000)
