"""The server: a socket of ours, and uvicorn that answers on it."""

from __future__ import annotations

import socket

import uvicorn

from archive.config import Config
from archive.errors import StorageError
from archive.web.app import application

# Connections that may wait to be taken.
_BACKLOG = 128


def serve(config: Config, listener: socket.socket) -> None:
    """Answer on `listener` until a signal ends it, which is raised again afterwards."""
    settings = uvicorn.Config(
        application(config),
        lifespan="on",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(settings).run([listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises
    ------
    StorageError
        If it cannot.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
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


def url(listener: socket.socket) -> str:
    """The address of the page."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
