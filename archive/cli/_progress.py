"""Progress on standard error, and only where somebody looks: on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

# Seconds between two updates.
_EVERY = 0.2
_CLEAR = "\r\x1b[K"


class Line:
    """One line on the terminal that is written over and over."""

    def __init__(self) -> None:
        self._is_on = sys.stderr.isatty()
        self._began = time.monotonic()
        self._last = 0.0
        self._is_shown = False

    def show(self, what: str, done: int, total: int | None = None) -> None:
        """Say how far it is, with the rate, and the time left where the end is known."""
        now = time.monotonic()
        if not self._is_on or now - self._last < _EVERY:
            return
        self._last = now
        rate = done / max(now - self._began, 0.001)
        text = f"{what} {done:,}"
        if total:
            left = (total - done) / rate if rate else 0
            text += f" of {total:,} ({100 * done // total} %), {left:,.0f} s left"
        click.echo(f"{_CLEAR}{text}, {rate:,.0f}/s", nl=False, err=True)
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away, before anything else is printed."""
        if self._is_shown:
            click.echo(_CLEAR, nl=False, err=True)
            self._is_shown = False


def indexing(what: str = "indexing") -> Callable[[int, int], None]:
    """A progress function, for building the index unless told otherwise: (done, total)."""
    line = Line()

    def progress(done: int, total: int) -> None:
        line.show(what, done, total)
        if done >= total:
            line.clear()

    return progress
