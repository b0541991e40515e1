"""A crew does what one process would do: in order, within bounds, and it ends when it should."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.crew import Crew, Died


def doubled(number: int) -> tuple[int, int]:
    """Twice the number, and the process that made it."""
    if number == 13:
        raise ValueError("thirteen")
    return 2 * number, os.getpid()


def slept(seconds: float) -> None:
    time.sleep(seconds)


def ended(number: int) -> int:
    """The number, if it is even; else the process ends as it says."""
    if number % 2:
        os.kill(os.getpid(), number)
    return number


def others() -> list[int]:
    """The processes that this one has started."""
    told = Path(f"/proc/self/task/{os.getpid()}/children")
    threads = Path("/proc/self/task").iterdir() if told.exists() else []
    return [int(pid) for one in threads for pid in (one / "children").read_text().split()]


def is_large(number: int) -> bool:
    return number > 50


@pytest.mark.parametrize("size", [0, 2])
def test_results_come_in_order_and_what_is_large_stays_here(size: int) -> None:
    """With others and without, the same; none is started before there is work."""
    numbers = [3, 60, *range(10), 70]
    with Crew(size) as crew:
        assert not others()
        made = list(crew.each(doubled, numbers, ahead=3, is_large=is_large))
        assert len(others()) == size
    assert [number for number, _ in made] == numbers
    assert [double for _, (double, _) in made] == [2 * number for number in numbers]
    here = [number for number, (_, pid) in made if pid == os.getpid()]
    assert here == ([60, 70] if size else numbers)
    assert not others()


def test_no_more_is_read_than_may_be_under_way() -> None:
    """Whoever takes results slowly does not have everything read meanwhile."""
    read = []

    def numbers() -> Iterator[int]:
        for number in range(9):
            read.append(number)
            yield number

    with Crew(2) as crew:
        results = crew.each(doubled, numbers(), ahead=3, is_large=is_large)
        assert next(results)[1][0] == 0
        assert len(read) == 4


def test_an_error_comes_up_where_its_result_would() -> None:
    """What came before it is handed over, and nobody is left."""
    with Crew(2) as crew:
        made = crew.each(doubled, range(12, 20), ahead=3, is_large=is_large)
        assert next(made)[1][0] == 24
        with pytest.raises(ValueError, match="thirteen"):
            next(made)
    assert not others()


def test_nobody_waits_for_work_that_is_not_wanted_any_more() -> None:
    """An interruption ends the others in the middle of what they are at."""

    def interrupted() -> None:
        with Crew(2) as crew:
            next(crew.each(slept, [0, 3600, 3600], ahead=2, is_large=lambda _: False))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not others()


@pytest.mark.parametrize("size", [1, 2])
def test_a_process_that_dies_costs_what_it_was_at(size: int) -> None:
    """Whatever ends it, the others are done, by others if need be."""
    numbers = [0, signal.SIGKILL, 2, signal.SIGSEGV, signal.SIGPROF, 4, 6]
    with Crew(size) as crew:
        made = crew.each(ended, numbers, ahead=3, is_large=is_large)
        assert list(made) == [(n, Died(-n) if n % 2 else n) for n in numbers]
    assert not others()


def test_what_is_risky_is_done_in_another_process() -> None:
    """Also where nobody else works; what is not is done here."""
    with Crew(0) as crew:
        made = dict(crew.each(doubled, [2, 60], ahead=3, is_large=is_large, is_risky=is_large))
    assert made[2] == (4, os.getpid())
    assert made[60][0] == 120
    assert made[60][1] != os.getpid()
    assert not others()


def test_the_user_says_how_many() -> None:
    """One job is this process alone; two are two others, which it waits for."""
    assert [Crew.of(jobs).size for jobs in (1, 2, 7)] == [0, 2, 7]
    assert Crew.of(None).size in (0, 2, 3, 4)
