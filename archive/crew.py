"""Other processes that work for this one: where there is much to do, or where it may do harm.

Each is handed one piece at a time by a thread of its own. Whatever ends it (a signal, the want of
memory, a fault in a library of C) costs that piece, and the next one goes to a new process.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Piece = TypeVar("Piece")
Made = TypeVar("Made")

# No more than so many by default: the one that hands out and writes is busy with four.
_MOST = 4

_is_apart = False


def is_apart() -> bool:
    """Whether this process works for another one, and may be ended without harm."""
    return _is_apart


@dataclass(frozen=True, slots=True)
class Died:
    """What came of a piece at which a process ended. `code`: how; -9 if signal 9 ended it."""

    code: int


class Crew:
    """So many processes, none of which is started before there is work for it.

    With 0 there are none, but for one that is started for what must be done apart. A context
    manager: they end with it, and at once where an error or a signal ends it.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._threads: ThreadPoolExecutor | None = None
        self._own = threading.local()  # of each thread the process that works for it
        self._all: set[_Process] = set()
        self._lock = threading.Lock()
        self._is_over = False

    @classmethod
    def of(cls, jobs: int | None) -> Self:
        """As many as the user asked for, of whom one works alone; None: as there are cores."""
        if jobs is not None:
            return cls(jobs if jobs > 1 else 0)
        there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return cls(min(_MOST, there) if there and there > 1 else 0)

    def each(
        self,
        work: Callable[[Piece], Made],
        pieces: Iterable[Piece],
        *,
        ahead: int,
        is_large: Callable[[Piece], bool],
        is_risky: Callable[[Piece], bool] = lambda _: False,
    ) -> Iterator[tuple[Piece, Made | Died]]:
        """Each of `pieces` with what `work` makes of it, in order.

        No more than `ahead` of them are under way, so that memory has a bound. What is large is
        done while nothing else is under way; without others, everything is. Then it is done in this
        process, unless it is risky.
        """
        waiting: deque[tuple[Piece, Future[Made | Died]]] = deque()
        try:
            for piece in pieces:
                is_alone = not self.size or is_large(piece)
                while waiting and (is_alone or len(waiting) >= ahead):
                    yield _next(waiting)
                if not is_alone:
                    waiting.append((piece, self._submitted(work, piece)))
                elif is_risky(piece):
                    yield piece, self.apart(work, piece)
                else:
                    yield piece, work(piece)
                del piece  # before the next is read, which may be as large
            while waiting:
                yield _next(waiting)
        finally:
            for _, future in waiting:
                future.cancel()

    def apart(self, work: Callable[[Piece], Made], piece: Piece) -> Made | Died:
        """What `work` makes of a piece in another process."""
        return self._submitted(work, piece).result()

    def _submitted(self, work: Callable[[Piece], Made], piece: Piece) -> Future[Made | Died]:
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(max(1, self.size), "crew")
            self._is_over = False
        return self._threads.submit(self._handed, work, piece)

    def _handed(self, work: Callable[[Piece], Made], piece: Piece) -> Made | Died:
        """What the process of this thread makes of a piece."""
        process: _Process | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = self._started()
        try:
            made = process.made(work, piece)
        except BaseException:
            self._forget(process)
            raise
        if isinstance(made, Died):
            self._forget(process)
        return made  # type: ignore[no-any-return]  # what comes out of a pipe

    def _started(self) -> _Process:
        with self._lock:
            if self._is_over:
                raise RuntimeError("the crew has gone home")
            process = _Process()
            self._all.add(process)
            return process

    def _forget(self, process: _Process) -> None:
        self._own.process = None
        process.end()
        with self._lock:
            self._all.discard(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._threads is None:
            return
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._is_over = True
            if error is not None:  # nobody waits for what they are at; they only read
                for process in self._all:
                    process.terminate()
        self._threads.shutdown()
        for process in self._all:
            process.end()
        self._all.clear()
        self._own = threading.local()
        self._threads = None


def _next(
    waiting: deque[tuple[Piece, Future[Made | Died]]],
) -> tuple[Piece, Made | Died]:
    piece, future = waiting.popleft()
    return piece, future.result()


class _Process:
    """A process that does one piece of work after the other, until its pipe is closed.

    A program of its own, neither forked (this process may hold locks and open databases) nor
    started by `multiprocessing`, which would run the caller's script once more.
    """

    def __init__(self) -> None:
        import subprocess  # 30 ms that who only reads need not pay
        from multiprocessing.connection import Pipe

        self._pipe, other = Pipe()
        program = f"import sys; sys.path[:] = {sys.path!r}\n"
        program += f"from archive.crew import _work; _work({other.fileno()})"
        flags = ["-B"] if sys.dont_write_bytecode else []
        # Ctrl-C reaches all processes of a terminal; what becomes of the work is not decided there.
        # This thread gets no signals; what it starts inherits that.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._process = subprocess.Popen(  # noqa: S603  # this program
            [sys.executable, *flags, "-c", program],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[other.fileno()],
        )
        other.close()

    def made(self, work: Callable[[Any], Any], piece: object) -> Any:
        """What it makes of a piece; `Died` if it ended over it.

        Raises
        ------
        Exception
            What `work` has raised there.
        """
        try:
            self._pipe.send((work, piece))
            is_made, made = self._pipe.recv()
        except (EOFError, OSError):
            return Died(self._process.wait())
        if not is_made:
            raise made
        return made

    def terminate(self) -> None:
        self._process.terminate()

    def end(self) -> None:
        """Wait until it has ended, which it does when nobody talks to it any more."""
        self._pipe.close()
        self._process.wait()


def _work(number: int) -> None:
    """What runs in the other process: work that comes through the pipe of this number."""
    from multiprocessing.connection import Connection

    global _is_apart  # noqa: PLW0603  # it is about the process, of which there is one
    _is_apart = True
    # A crash leaves no picture of the memory beside somebody's files.
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    pipe = Connection(number)
    try:
        while True:
            work, piece = pipe.recv()
            answer = _answer(work, piece)
            del piece
            pipe.send(answer)
            del answer
    except (EOFError, OSError):
        return  # nobody is there any more
    except MemoryError:
        sys.exit(errno.ENOMEM)  # half of something is in the pipe


def _answer(work: Callable[[Any], Any], piece: object) -> tuple[bool, object]:
    try:
        return True, work(piece)
    except Exception as error:  # whatever it is, it comes up where its result would
        error.add_note(traceback.format_exc())
        return False, error


# Nobody else.
ALONE = Crew(0)
