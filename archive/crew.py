"""Other processes that work for this one where there is much to do, each on another core."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Piece = TypeVar("Piece")
Made = TypeVar("Made")

# No more than so many by default: the one that hands out and writes is busy with four.
_MOST = 4


class Crew:
    """So many processes, none of which is started before there is work; with 0 there are none.

    A context manager: they end with it, and at once where an error or a signal ends it.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool: ProcessPoolExecutor | None = None
        self._others: frozenset[BaseProcess] = frozenset()

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
    ) -> Iterator[Made]:
        """What `work` makes of each of `pieces`, in order.

        No more than `ahead` of them are under way, so that memory has a bound. What is large is
        done in this process, while nothing else is under way; without others, everything is.
        """
        waiting: deque[Future[Made]] = deque()
        try:
            for piece in pieces:
                alone = not self.size or is_large(piece)
                while waiting and (alone or len(waiting) >= ahead):
                    yield waiting.popleft().result()
                if alone:
                    yield work(piece)
                else:
                    waiting.append(self._started().submit(work, piece))
                del piece  # before the next is read, which may be as large
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # 20 ms that who only reads need not pay.
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import active_children, get_context

            self._others = frozenset(active_children())
            # Spawned, not forked: this process may hold locks and open databases. Ctrl-C reaches
            # all processes of a terminal; what becomes of the work is decided here.
            ignore = (signal.SIGINT, signal.SIG_IGN)
            self._pool = ProcessPoolExecutor(
                self.size, get_context("spawn"), initializer=signal.signal, initargs=ignore
            )
        return self._pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        from multiprocessing import active_children

        if error is not None:  # nobody waits for what they are at; they only read
            for process in {*active_children()} - self._others:
                process.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


# Nobody else.
ALONE = Crew(0)
