"""Progress on standard error, and only where somebody looks: on a terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

import click

# Seconds between two updates, and over which a rate is told.
_EVERY = 0.2
_WHILE = 10.0
_CLEAR = "\r\x1b[K"


class Line:
    """One line on the terminal that is written over and over."""

    def __init__(self) -> None:
        self.is_on = sys.stderr.isatty()
        self._began = time.monotonic()
        self._last = 0.0
        self._is_shown = False
        # Where it was at some moments of the last seconds: (when, how far).
        self._lately: deque[tuple[float, int]] = deque([(self._began, 0)])

    def is_due(self) -> bool:
        """Whether there is somebody to look at it, and it is time for it."""
        return self.is_on and time.monotonic() - self._last >= _EVERY

    def show(self, what: str, done: int, total: int | None = None) -> None:
        """Say how far it is, with the rate, and the time left where the end is known."""
        if not self.is_due():
            return
        rate = done / max(time.monotonic() - self._began, 0.001)
        text = f"{what} {done:,}"
        if total:
            left = (total - done) / rate if rate else 0
            text += f" of {total:,} ({100 * done // total} %), {_duration(left)} left"
        self._write(f"{text}, {rate:,.0f}/s")

    def show_files(self, records: int, done: int, count: Count) -> None:
        """Say how far it is in files that are being counted; the rate is that of late.

        What is known goes by a hundred times as fast as what is new. Where the last file has begun,
        as a single one has, there is nothing to say but how many records were read.
        """
        if not self.is_due():
            return
        if done >= count.files:
            self.show("read", records)
            return
        rate = self._rate(done)
        text = f"{done:,} of {count.files:,}{'' if count.is_complete else '+'} files"
        if count.is_complete:
            text += f" ({100 * done // count.files} %)"
        text += f", {records:,} record{'' if records == 1 else 's'}, {rate:,.0f} files/s"
        if count.is_complete and rate:
            text += f", {_duration((count.files - done) / rate)} left"
        self._write(text)

    def _rate(self, done: int) -> float:
        now = time.monotonic()
        self._lately.append((now, done))
        while len(self._lately) > 2 and now - self._lately[0][0] > _WHILE:
            self._lately.popleft()
        when, before = self._lately[0]
        return (done - before) / max(now - when, 0.001)

    def _write(self, text: str) -> None:
        self._last = time.monotonic()
        click.echo(_CLEAR + text, nl=False, err=True)
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away, before anything else is printed."""
        if self._is_shown:
            click.echo(_CLEAR, nl=False, err=True)
            self._is_shown = False


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:,.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60:,} h {minutes % 60:02} min"


class Count:
    """Counts the files at and below `paths` while others are at work; a context manager.

    It names no file and opens none: half a million are counted in a second.
    """

    def __init__(self, paths: Sequence[str], hidden: bool) -> None:
        self.files = 0
        self.is_complete = False
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, args=(paths, hidden), daemon=True)

    def _run(self, paths: Sequence[str], hidden: bool) -> None:
        from archive.ingest.walking import Files, walk

        for found in walk(paths, hidden=hidden):
            if self._is_stopped:
                return
            if isinstance(found, Files):
                self.files += len(found.names)
        self.is_complete = True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_stopped = True


def indexing(what: str = "indexing") -> Callable[[int, int], None]:
    """A progress function, for building the index unless told otherwise: (done, total)."""
    line = Line()

    def progress(done: int, total: int) -> None:
        line.show(what, done, total)
        if done >= total:
            line.clear()

    return progress
