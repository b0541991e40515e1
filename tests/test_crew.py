"""A crew does what one process would do: in order, within bounds, and it ends when it should."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from archive.crew import Crew


def doubled(number: int) -> tuple[int, int]:
    """Twice the number, and the process that made it."""
    if number == 13:
        raise ValueError("thirteen")
    return 2 * number, os.getpid()


def slept(seconds: float) -> None:
    time.sleep(seconds)


def is_large(number: int) -> bool:
    return number > 50


@pytest.mark.parametrize("size", [0, 2])
def test_results_come_in_order_and_what_is_large_stays_here(size: int) -> None:
    """With others and without, the same; none is started before there is work."""
    numbers = [3, 60, *range(10), 70]
    with Crew(size) as crew:
        assert not active_children()
        made = list(crew.each(doubled, numbers, ahead=3, is_large=is_large))
    assert [double for double, _ in made] == [2 * number for number in numbers]
    here = [number for number, (_, pid) in zip(numbers, made, strict=True) if pid == os.getpid()]
    assert here == ([60, 70] if size else numbers)
    assert not active_children()


def test_no_more_is_read_than_may_be_under_way() -> None:
    """Whoever takes results slowly does not have everything read meanwhile."""
    read = []

    def numbers() -> Iterator[int]:
        for number in range(9):
            read.append(number)
            yield number

    with Crew(2) as crew:
        results = crew.each(doubled, numbers(), ahead=3, is_large=is_large)
        assert next(results)[0] == 0
        assert len(read) == 4


def test_an_error_comes_up_where_its_result_would() -> None:
    """What came before it is handed over, and nobody is left."""
    with Crew(2) as crew:
        made = crew.each(doubled, range(12, 20), ahead=3, is_large=is_large)
        assert next(made)[0] == 24
        with pytest.raises(ValueError, match="thirteen"):
            next(made)
    assert not active_children()


def test_nobody_waits_for_work_that_is_not_wanted_any_more() -> None:
    """An interruption ends the others in the middle of what they are at."""

    def interrupted() -> None:
        with Crew(2) as crew:
            next(crew.each(slept, [0, 3600, 3600], ahead=2, is_large=lambda _: False))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not active_children()


def test_the_user_says_how_many() -> None:
    """One job is this process alone; two are two others, which it waits for."""
    assert [Crew.of(jobs).size for jobs in (1, 2, 7)] == [0, 2, 7]
    assert Crew.of(None).size in (0, 2, 3, 4)
