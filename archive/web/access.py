"""Who may ask what: by which name this computer is called, from which page, with which password."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.config import Config
from archive.web.secret import Sessions, Tries, is_token

COOKIE = "archive_session"
_LOCAL = ("localhost", "127.0.0.1", "::1")
# Methods that change nothing.
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one server.

    Parameters
    ----------
    hosts:
        The names that this server answers to, in lower case and without a port. A page of another
        site whose name is made to lead here (DNS rebinding) is refused by them.
    password, token:
        Or their hashes; if either is set, nothing but the way in is answered without one.
    is_read_only:
        Whether nothing can be changed.
    shows_paths:
        Whether answers have whole paths of this computer, and not only names of files.
    max_upload:
        The most bytes of one upload.
    """

    hosts: frozenset[str] = frozenset(_LOCAL)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    is_read_only: bool = False
    shows_paths: bool = True
    max_upload: int = 500_000_000
    sessions: Sessions = field(default_factory=Sessions)
    tries: Tries = field(default_factory=Tries)

    @property
    def is_closed(self) -> bool:
        """Whether a password or token is asked for."""
        return bool(self.password or self.token)

    def knows_host(self, host: str | None) -> bool:
        """Whether a `Host` header names this server."""
        return host is not None and _without_port(host) in self.hosts

    def has_token(self, headers: Mapping[str, str]) -> bool:
        """Whether the right token comes along."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return bool(self.token) and scheme.lower() == "bearer" and is_token(token, self.token)

    def lets_in(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
        """Whether the one who asks has logged in, or the token comes along."""
        if not self.is_closed:
            return True
        return self.has_token(headers) or self.sessions.is_valid(cookies.get(COOKIE, ""))

    def is_foreign(self, method: str, headers: Mapping[str, str]) -> bool:
        """Whether a page of another site asks for a change, in the name of whoever looks at it.

        Browsers say where a request comes from (`Sec-Fetch-Site`, older ones and those on a plain
        LAN `Origin`). What says neither is no browser: let in, but with the token if one is asked
        for, since a session is a browser's.
        """
        if method in SAFE:
            return False
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site not in ("same-origin", "none")
        if origin is not None:
            return origin.partition("://")[2].lower() != headers.get("host", "").lower()
        return self.is_closed and not self.has_token(headers)


def access(
    config: Config,
    *,
    is_local: bool = True,
    hosts: Iterable[str] = (),
    is_read_only: bool = False,
    shows_paths: bool | None = None,
) -> Access:
    """The rules of a server with these settings, which others than this computer reach or not."""
    return Access(
        hosts=frozenset((*_LOCAL, *(_without_port(host) for host in hosts))),
        password=config.password,
        token=config.token,
        is_read_only=is_read_only,
        shows_paths=is_local if shows_paths is None else shows_paths,
        max_upload=config.max_upload,
    )


def is_loopback(address: str) -> bool:
    """Whether an IP address is reached from this computer alone."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    """A name or address in lower case, without a port and without the brackets of IPv6."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    if host.count(":") > 1:
        return host
    return host.partition(":")[0].removesuffix(".")
