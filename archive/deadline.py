"""How long an answer may take: checked between the steps of a search, wherever they are.

A step cannot be stopped in the middle, so each is kept short: one clause in one segment. What would
come too late is an error, never a part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import perf_counter

from archive.errors import SlowQueryError

# When the time is over, by `perf_counter`, and how many seconds that were.
_limit: ContextVar[tuple[float, float]] = ContextVar("limit", default=(inf, inf))


@contextmanager
def within(seconds: float, since: float | None = None) -> Iterator[None]:
    """Inside, `check` raises after so many seconds; 0: never.

    `since`: what `perf_counter` said when they began; by itself now. What is inside of another
    limit ends no later than that, unless it has none.
    """
    began = perf_counter() if since is None else since
    limit = min((began + seconds, seconds), _limit.get()) if seconds else (inf, inf)
    token = _limit.set(limit)
    try:
        yield
    finally:
        _limit.reset(token)


def check() -> None:
    """Go on only if there is time left.

    Raises
    ------
    SlowQueryError
        With the limit in words.
    """
    end, seconds = _limit.get()
    if perf_counter() > end:
        raise SlowQueryError(
            f"this takes longer than the limit of {seconds:g} s, and a part would be no "
            "answer: ask for less, or set `deadline` higher"
        )
