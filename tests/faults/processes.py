"""Commands of `archive` in processes of their own, started quickly and ended in any way.

A child is forked from the test's process, where everything is imported already: a thousand of them
start in the time that a hundred fresh interpreters take. It shares nothing else that matters: the
test's process holds no archive open and no lock when it forks.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import archive
from archive import building
from archive.cli import _door
from archive.ingest import pipeline

# Imported before the fork, so that each child need not, and so that it opens the same files each
# time: also what a command imports only when it needs it, and what that needs.
for _module in pkgutil.walk_packages(archive.__path__, "archive."):
    if _module.name != "archive.__main__":
        importlib.import_module(_module.name)
for _name in ("alembic.command", "alembic.config", "filelock", "shlex", "socket"):
    importlib.import_module(_name)


@dataclass
class Child:
    """A running or ended command; what it printed is in files."""

    pid: int
    folder: Path
    code: int | None = None

    @property
    def out(self) -> str:
        """Standard output so far."""
        return (self.folder / "out").read_text("utf-8", "replace")

    @property
    def err(self) -> str:
        """Standard error so far."""
        return (self.folder / "err").read_text("utf-8", "replace")

    @property
    def lines(self) -> list[Any]:
        """The whole lines of standard output as JSON; a torn last line is left out."""
        return [json.loads(line) for line in self.out.split("\n")[:-1]]

    def signal(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def wait(self, seconds: float = 120.0) -> int:
        """The exit code, as a shell counts: 128 + number where a signal ended it.

        A child that takes longer than `seconds` is killed, and TimeoutError raised.
        """
        deadline = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                self.end()
                raise TimeoutError(f"still running after {seconds} s; it said: {self.err}")
            time.sleep(0.002)
        return code

    def poll(self) -> int | None:
        """The exit code if it has ended, without waiting."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended(status)
        return self.code

    def end(self) -> int:
        """Kill it, if it has not ended; the exit code."""
        if self.code is None:
            self.signal()
            self._ended(os.waitpid(self.pid, 0)[1])
        assert self.code is not None
        return self.code

    def _ended(self, status: int) -> None:
        code = os.waitstatus_to_exitcode(status)
        self.code = code if code >= 0 else 128 - code


def start(folder: Path, *arguments: object, hold: bool = False, batch: int | None = None) -> Child:
    """Start `archive ARGUMENTS` with its output in `folder`/out and /err.

    With `hold` it stops itself before it begins; `child.signal(signal.SIGCONT)` lets it go on.
    With `batch` it stores and indexes so many articles at a time, so that a small folder makes
    several batches.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Of the child that was here before; a child killed at once has not emptied them.
    for name in ("out", "err"):
        (folder / name).write_bytes(b"")
    pid = os.fork()
    if pid == 0:
        _run(folder, [str(argument) for argument in arguments], hold, batch)
    return Child(pid, folder)


def run(folder: Path, *arguments: object, batch: int | None = None) -> Child:
    """Start a command and wait for its end."""
    child = start(folder, *arguments, batch=batch)
    child.wait()
    return child


def _run(folder: Path, arguments: list[str], hold: bool, batch: int | None) -> None:
    code = 70
    try:
        if batch is not None:
            for module in (pipeline, building):
                assert hasattr(module, "BATCH"), f"{module.__name__} has no BATCH any more"
                module.BATCH = batch
        for number, name in ((0, None), (1, "out"), (2, "err")):
            path = folder / name if name else Path(os.devnull)
            flags = os.O_RDONLY if name is None else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            os.dup2(os.open(path, flags, 0o600), number)
        sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
        if hold:
            os.kill(os.getpid(), signal.SIGSTOP)
        code = _door.guarded(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
