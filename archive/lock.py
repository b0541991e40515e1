"""The archive's lock: one process writes at a time, and the others learn which."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import BusyError, StorageError

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Lock:
    """A lock that the kernel frees when its holder dies.

    What the holder writes into the file is for the message of those who wait, never for deciding
    anything: process numbers are used again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _lock(self) -> BaseFileLock:
        from filelock import FileLock  # 10 ms that who only reads need not pay

        # Where a file system has no flock, a lock that outlives its holder would be no help.
        return FileLock(self.path, mode=0o600, fallback_to_soft=False)

    @contextmanager
    def hold(self, wait: float) -> Iterator[None]:
        """Hold the lock, after `wait` seconds at most.

        Raises
        ------
        BusyError
            If another process holds it for longer; says which.
        StorageError
            If there can be no lock here.
        """
        try:
            self._lock.acquire(timeout=wait)
        except TimeoutError:  # filelock's Timeout is one
            raise BusyError(
                f"{self._holder()} is writing to {self.path.parent}; try again when it is done"
            ) from None
        except (OSError, NotImplementedError) as error:  # the latter where there is no flock
            raise StorageError(f"{self.path} cannot be locked: {error}") from error
        try:
            self._sign()
            yield
        finally:
            self._lock.release()

    def _sign(self) -> None:
        import shlex  # these two only for who locks
        import socket

        signature = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])[:80],
            "since": datetime.now().astimezone().strftime("%H:%M:%S"),
        }
        with suppress(OSError):  # a full disk is no reason not to read or to remove
            self.path.write_text(json.dumps(signature), "utf-8")

    def _holder(self) -> str:
        try:
            signed = json.loads(self.path.read_text("utf-8"))
            return (
                f"another process (pid {signed['pid']} on {signed['host']} since "
                f"{signed['since']}: {signed['command']})"
            )
        except (OSError, ValueError, LookupError, TypeError):
            return "another process"
