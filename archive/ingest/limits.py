"""How long one thing that somebody else has written may take, and how much memory.

What counts is the time of the processor: a machine that is busy, or asleep, makes no file a bad
one. When it is over, `LateError` is raised wherever Python is; a library that never comes back to
Python goes on. So a process that works for another has a second alarm, which ends it wherever it
is, and a limit of its memory. That process is all that is lost (`archive.crew`).
"""

from __future__ import annotations

import errno
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import TypeVar

from archive import crew

Made = TypeVar("Made")

# How much later the second alarm comes, at the most, and how often the first is repeated: a library
# may catch anything.
_GRACE = 5.0
_AGAIN = 1.0

# Seconds that the first alarm was set to; 0: it is not.
_set_to = 0.0


class LateError(BaseException):
    """The time is over. No Exception: libraries that meet anything catch those."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of a processor, and bytes of memory; 0: as much as it takes."""

    seconds: float = 0.0
    memory: int = 0

    def within(self, ask: Callable[[], Made]) -> Made:
        """What `ask` gives.

        Raises
        ------
        LateError
            If it takes too long.
        """
        if not self.seconds or threading.current_thread() is not threading.main_thread():
            return ask()  # Python runs what alarms do in the main thread
        try:
            _set(self.seconds)
            try:
                return ask()
            finally:
                _set(0.0)
        except LateError:
            _set(0.0)  # it may have come between the end and the line above
            raise

    def each(self, found: Iterator[Made]) -> Iterator[Made]:
        """All of `found`, as long as each of it comes in time.

        Raises
        ------
        LateError
            If one does not.
        """
        while (one := self.within(partial(next, found, None))) is not None:
            yield one
            del one

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside, a process that works for another gets no more memory than it may have."""
        if not self.memory or not crew.is_apart():
            yield
            return
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = self.memory if soft == resource.RLIM_INFINITY else min(soft, self.memory)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))

    def late(self) -> str:
        """Why what took too long has failed."""
        return f"took longer than {self.seconds:g} s (max_seconds)"

    def full(self) -> str:
        """Why what needed too much memory has failed."""
        is_ours = self.memory and crew.is_apart()
        return f"not enough memory: {self.memory:,} bytes (max_memory)" if is_ours else _FULL

    def died(self, how: crew.Died) -> str:
        """Why what a process died of has failed."""
        match -how.code:
            case signal.SIGPROF:
                return self.late()
            case signal.SIGKILL:
                return "the system ended the process that read it, as it does for want of memory"
            case number if number > 0:
                return f"the process that read it crashed ({signal.strsignal(number)})"
        return _FULL if how.code == errno.ENOMEM else f"the process that read it ended ({how.code})"


_FULL = "not enough memory"


def afresh() -> None:
    """Something else begins, for which there is as much time as there was for what is done."""
    if _set_to:
        _set(_set_to)


def _set(seconds: float) -> None:
    """Set the alarms, 0: off."""
    global _set_to  # noqa: PLW0603  # there is one clock for the process
    _set_to = seconds
    if seconds:
        signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN if seconds else 0)
    if crew.is_apart():
        # Nobody listens to it: the system ends the process.
        signal.setitimer(signal.ITIMER_PROF, seconds and seconds + min(seconds, _GRACE))


def _ring(number: int, frame: FrameType | None) -> None:
    if _set_to:
        raise LateError
