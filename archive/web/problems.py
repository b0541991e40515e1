"""Errors as answers: a page, or `application/problem+json` (RFC 9457) for programs.

What a user can put right is told in the words of the command line, with the place in the query.
Of everything else only the kind is told, and a number to find it in the log by: paths and commands
of this computer are nobody's business.
"""

from __future__ import annotations

import json
import logging
import secrets
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from archive.errors import (
    ArchiveError,
    BusyError,
    DamageError,
    IndexNotReadyError,
    NotAnArchiveError,
    QueryError,
    SlowQueryError,
    StorageError,
    UsageError,
)
from archive.web.drawing import page

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_KINDS: tuple[tuple[type[ArchiveError], str], ...] = (
    (BusyError, "another process is writing to the archive; try again when it is done"),
    (IndexNotReadyError, "the search index is not ready yet; try again in a while"),
    (StorageError, "the disk refused; what was stored before is safe"),
    (NotAnArchiveError, "the archive was made by a newer version, or is not an archive"),
    (DamageError, "damage was found in the archive; `archive check` tells more"),
)
# Seconds after which it is worth trying again.
_LATER = "5"


def install(app: FastAPI) -> None:
    """Have every error answered."""
    app.add_exception_handler(ArchiveError, _of_ours)
    app.add_exception_handler(OSError, _of_the_system)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_parameters)
    app.add_exception_handler(Exception, _of_a_fault)


def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, ArchiveError)
    if not isinstance(error, UsageError):
        number = _logged(error)
        about = next((words for kind, words in _KINDS if isinstance(error, kind)), "")
        return answer(request, error.http_status, about or "this failed", number=number)
    if isinstance(error, QueryError) and not isinstance(error, SlowQueryError):
        where = {"query": error.query, "start": error.start, "end": error.end}
        return answer(request, error.http_status, str(error), **where)
    return answer(request, error.http_status, str(error))


def _of_the_system(request: Request, error: Exception) -> Response:
    return answer(request, 507, "the disk refused", number=_logged(error))


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_MODIFIED:
        return Response(status_code=304, headers=error.headers)
    return answer(request, error.status_code, error.detail, headers=error.headers)


def _of_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    return answer(request, 400, f"{name}: {first['msg']}")


def _of_a_fault(request: Request, error: Exception) -> Response:
    """The number is logged where the error goes on to: see `guard`."""
    request.state.fault = secrets.token_hex(4)
    return answer(request, 500, "a fault of archive itself", number=request.state.fault)


def _logged(error: Exception) -> str:
    """Write an error to the log; the number that it has there."""
    number = secrets.token_hex(4)
    log.error("%s: %s: %s", number, type(error).__name__, error, exc_info=error)
    return number


def answer(
    request: Request,
    status: int,
    detail: str,
    *,
    headers: Any = None,
    **members: Any,
) -> Response:
    """An error as a page or as a problem, by who asks."""
    known: dict[str, str] = (
        {"Retry-After": _LATER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    )
    known |= dict(headers or {})
    title = HTTPStatus(status).phrase
    if is_program(request):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        content = json.dumps({**problem, **members}, ensure_ascii=False).encode()
        return Response(content, status, known, MEDIA_TYPE)
    drawn = page(
        request, "error.html", status, title=title, detail=detail, number=members.get("number")
    )
    drawn.headers.update(known)
    return drawn


def is_program(request: Request) -> bool:
    """Whether a program asks rather than a person."""
    return request.url.path.startswith(("/api/", "/openapi.json"))
