"""The server: a socket of ours, and uvicorn that answers on it.

uvicorn waits for the rest of a request as long as it takes, and for any number of them. Here a
connection that has not sent the head of its request in time is closed, and where there are too many
connections the oldest of those makes room: so whoever asks at a normal pace is answered, however
many others only keep the line busy.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from archive.config import Config
from archive.errors import StorageError
from archive.visible import term_safe
from archive.web.access import Access
from archive.web.app import application
from archive.web.guard import HEADERS
from archive.web.pages.search import FACETS

# Connections that may wait to be taken, and that there may be.
_BACKLOG, _CONNECTIONS = 128, 100
# Bytes that the head of a request may have: a query of 2,000 characters takes up to 24,000.
_HEAD = 65_536
# Seconds for the head of a request, between two, and for what runs when the end is asked for.
_HEAD_SECONDS, _IDLE_SECONDS, _END_SECONDS = 10.0, 30, 5


class Patient(H11Protocol):
    """A connection, with an end to how long and for how many the server is patient."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, in the place of one that does nothing if there are too many."""
        self._since = self.loop.time()
        self._ending: asyncio.TimerHandle | None = None
        others = [one for one in self.connections if isinstance(one, Patient) and not one.is_busy]
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > _CONNECTIONS:
            min(others, key=lambda one: one._since, default=self)._end()

    @property
    def is_busy(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, with the headers that all answers have."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()  # an answer is on its way already
            return
        content = msg.encode()
        known = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(content))}
        headers = list({**HEADERS, **known, "Connection": "close"}.items())
        for event in (h11.Response(status_code=400, headers=headers), h11.Data(content)):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _watch(self) -> None:
        """Let the time for the head of a request run, unless there is one to be answered."""
        if self.is_busy:
            self._forget()
        elif self._ending is None:
            self._ending = self.loop.call_later(_HEAD_SECONDS, self._end)

    def _forget(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = None

    def _end(self) -> None:
        self._forget()
        self.connections.discard(self)
        self.transport.abort()


def serve(config: Config, listener: socket.socket, access: Access) -> None:
    """Answer on `listener` until a signal ends it, which is raised again afterwards."""
    _write_safely()
    settings = uvicorn.Config(
        application(config, access, warmed=(*FACETS, "published")),
        http=Patient,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_END_SECONDS,
    )
    uvicorn.Server(settings).run([listener])


class _Safe(logging.Formatter):
    """A line for each event, whatever it says."""

    def format(self, record: logging.LogRecord) -> str:
        told = super().format(record)
        return term_safe(told.replace("\n", "␊").replace("\t", "␉"))


def _write_safely() -> None:
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Safe("%(asctime)s %(levelname)s %(name)s: %(message)s"))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises
    ------
    StorageError
        If it cannot.
    """
    try:
        family, kind, protocol, _, address = _resolved(host, port)
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except BaseException:
            listener.close()
            raise
    except OSError as error:
        raise StorageError(
            f"cannot listen on {host} port {port}: {error.strerror or error}; choose another --port"
        ) from error
    return listener


def address_of(host: str) -> str:
    """The IP address that a name or address leads to.

    Raises
    ------
    StorageError
        If it leads nowhere.
    """
    try:
        return str(_resolved(host, 0)[4][0])
    except OSError as error:
        raise StorageError(f"there is no address {host}: {error.strerror or error}") from error


def _resolved(host: str, port: int) -> Any:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]


def url(listener: socket.socket) -> str:
    """The address of the page."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
