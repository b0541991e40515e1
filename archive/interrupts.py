"""SIGINT and SIGTERM: they end a program at once, but not between two halves of one thing."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Terminated(BaseException):
    """SIGTERM, made to unwind like Ctrl-C."""


def install() -> None:
    """Let SIGTERM and Ctrl-C unwind the program."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated if number == signal.SIGTERM else KeyboardInterrupt


@contextmanager
def deferred() -> Iterator[None]:
    """Inside, the first signal waits for the end of the block; a second one ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python runs the handlers in the main thread
        return
    waiting: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        if waiting:
            _end(number, frame)
        waiting.append(number)

    before = {number: signal.signal(number, remember) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if waiting:
            _end(waiting[0], None)
