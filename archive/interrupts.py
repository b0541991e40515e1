"""SIGINT and SIGTERM: they end a program at once, but not between two halves of one thing."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)


# The signals that have come, in order.
_received: list[int] = []


class Ended(BaseException):
    """A signal that ends the program, made to unwind it. Not a KeyboardInterrupt: click prints."""


class Interrupted(Ended):
    """SIGINT, Ctrl-C."""


class Terminated(Ended):
    """SIGTERM."""


def install() -> None:
    """Let SIGTERM and Ctrl-C unwind the program."""
    forget()
    for number in SIGNALS:
        signal.signal(number, _end)
    signal.signal(signal.SIGALRM, lambda number, frame: insist())
    sys.unraisablehook = _unraisable


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """What was raised in a finalizer goes no further: a signal must be raised once more."""
    if isinstance(lost.exc_value, Ended):
        signal.setitimer(signal.ITIMER_REAL, 0.001)
    else:
        sys.__unraisablehook__(lost)


def forget() -> None:
    """Forget the signals that came: whoever caught what they raised goes on."""
    _received.clear()


def ignore() -> None:
    """Let no signal disturb the end of the program."""
    for number in (*SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    _received.append(number)
    raise Terminated if number == signal.SIGTERM else Interrupted


def insist() -> None:
    """Raise what a signal has raised before, if it was lost on the way up.

    It comes up anywhere, also in the cleaning up of a library that lets another error take its
    place.
    """
    if ended := lost():
        raise ended


def lost() -> Ended | None:
    """What a signal that has come raises; None if none has."""
    if not _received:
        return None
    return Terminated() if _received[-1] == signal.SIGTERM else Interrupted()


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, the first signal waits for the end of the block; a second one ends it at once.

    What the signal then does is what it would have done without the block.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python runs the handlers in the main thread
        return
    waiting: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        waiting.append(number)
        if len(waiting) > 1:
            signal.signal(number, before[number])
            signal.raise_signal(number)

    before: dict[int, Any] = {number: signal.signal(number, remember) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if waiting:
            signal.raise_signal(waiting[0])
