"""Passwords and tokens: kept as hashes, compared in constant time; and sessions that end.

    scrypt$16384$8$1$<salt>$<hash>      a password, which somebody made up, so that it takes long
    sha256$<hash>                       a token, which is random, so that it need not

In the settings either may also stand as it is.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

# Memory (128 · N · r bytes: 16 MB) and time (some 50 ms) that a guess costs.
_N, _R, _P = 1 << 14, 8, 1
# Seconds that a session lasts.
SESSION = 12 * 3600
# So many wrong passwords in so many seconds from one address; of so many addresses it is known.
_TRIES, _WITHIN, _ADDRESSES = 5, 60.0, 10_000


def hashed_password(password: str) -> str:
    """What is kept of a password."""
    salt = secrets.token_bytes(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P)
    return f"scrypt${_N}${_R}${_P}${b64encode(salt).decode()}${b64encode(made).decode()}"


def is_password(password: str, kept: str) -> bool:
    """Whether it is the password that is kept."""
    given = password.encode("utf-8", "surrogatepass")
    if not kept.startswith("scrypt$"):
        return hmac.compare_digest(given, kept.encode("utf-8", "surrogatepass"))
    try:
        _, n, r, p, salt, stored = kept.split("$")
        made = hashlib.scrypt(
            given, salt=b64decode(salt), n=int(n), r=int(r), p=int(p), maxmem=1 << 28
        )
        return hmac.compare_digest(made, b64decode(stored))
    except (ValueError, NotBase64):
        return False


def hashed_token(token: str) -> str:
    """What is kept of a token."""
    return f"sha256${hashlib.sha256(token.encode()).hexdigest()}"


def is_token(token: str, kept: str) -> bool:
    """Whether it is the token that is kept."""
    expected = kept if kept.startswith("sha256$") else hashed_token(kept)
    return hmac.compare_digest(
        hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest(),
        expected.removeprefix("sha256$"),
    )


class Sessions:
    """Signed statements that somebody has given the password, until they end.

    They are signed with a key that is made anew with each start of the server.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32)
        self._now = now

    def begin(self) -> str:
        """What a browser keeps."""
        stated = f"{int(self._now()) + SESSION}.{secrets.token_hex(8)}"
        return f"{stated}.{self._signature(stated)}"

    def is_valid(self, kept: str) -> bool:
        """Whether this server began it, and it has not ended."""
        stated, _, signature = kept.rpartition(".")
        expected = self._signature(stated).encode()
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), expected):
            return False
        left = int(stated.partition(".")[0]) - self._now()
        return 0 < left <= SESSION

    def _signature(self, stated: str) -> str:
        return hmac.new(self._key, stated.encode("utf-8", "replace"), "sha256").hexdigest()


class Tries:
    """How often a wrong password came from an address. Threads may share it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Count a try; how many seconds that address has to wait, 0 if it may try."""
        now = self._now()
        with self._lock:
            recent = [at for at in self._wrong.pop(address, []) if now - at < _WITHIN]
            is_allowed = len(recent) < _TRIES
            self._wrong[address] = [*recent, now] if is_allowed else recent
            while len(self._wrong) > _ADDRESSES:
                self._wrong.popitem(last=False)
        return 0 if is_allowed else int(_WITHIN - (now - recent[0])) + 1

    def forget(self, address: str) -> None:
        """What a right password makes good."""
        with self._lock:
            self._wrong.pop(address, None)
