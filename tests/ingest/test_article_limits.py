"""What never ends, takes all memory or ends the process is one failed outcome, and no more."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from archive.archive import Incoming
from archive.article import Place, Record
from archive.crew import Crew
from archive.ingest import preparing
from archive.ingest.limits import LateError, Limits, afresh
from archive.ingest.outcome import Outcome
from archive.ingest.preparing import Preparation, all_prepared
from archive.ingest.readers import text
from archive.ingest.unread import Unread
from conftest import ROOT

SMALL = b"Kabar alfa."
LARGE = SMALL * preparing.RISKY
LIMITS = Limits(seconds=0.3, memory=300_000_000)


def endless(place: Place, content: bytes) -> Record | Outcome:
    while True:
        pass


def stubborn(place: Place, content: bytes) -> Record | Outcome:
    """Once it even goes on after what nobody should catch."""
    try:
        endless(place, content)
    except BaseException:
        while True:
            with suppress(Exception):
                endless(place, content)
    raise AssertionError


def endless_in_c(place: Place, content: bytes) -> Record | Outcome:
    """A loop that never looks whether a signal has come."""
    deque(itertools.repeat(None), 0)
    raise AssertionError


def greedy(place: Place, content: bytes) -> Record | Outcome:
    taken = [bytes(100_000_000) for _ in range(9)]
    return Outcome("failed", "", None, str(len(taken)))


def crashing(place: Place, content: bytes) -> Record | Outcome:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


LATE = "took longer than 0.3 s (max_seconds)"
CRASHED = "the process that read it crashed (Segmentation fault)"
FULL = "not enough memory: 300,000,000 bytes (max_memory)"
Parse = Callable[[Place, bytes], Record | Outcome]


def became(one: Incoming | Outcome) -> str | None:
    """Why it failed; None: it did not."""
    return one.reason if isinstance(one, Outcome) else None


@pytest.mark.parametrize(
    ("jobs", "parse", "reason"),
    [
        (1, endless, LATE),
        (1, stubborn, LATE),
        (1, greedy, FULL),
        (1, crashing, CRASHED),
        (2, endless_in_c, LATE),
        (2, greedy, FULL),
        (2, crashing, CRASHED),
    ],
)
def test_one_fails_alone(jobs: int, parse: Parse, reason: str) -> None:
    """In another process, where it stands among others or is large; those are as they were."""
    bad = Unread(Place("bad"), LARGE if jobs == 1 else SMALL, parse)
    good = [Unread(Place(name), name.encode(), text.parse) for name in "abcd"]
    with Crew.of(jobs) as crew:
        found = iter([*good[:2], bad, *good[2:]])
        made = list(all_prepared(found, Preparation(limits=LIMITS), jobs, crew))
    assert [became(one) for one in made] == [None, None, reason, None, None]
    kept = [one.record for one in made if isinstance(one, Incoming)]
    assert [record.original for record in kept] == [b"a", b"b", b"c", b"d"]


@pytest.mark.parametrize("parse", [endless, stubborn])
def test_time_has_a_limit_where_nobody_else_works(parse: Parse) -> None:
    """What is small is stopped in this process."""
    found = iter([Unread(Place("bad"), SMALL, parse), Unread(Place("a"), b"a", text.parse)])
    made = list(all_prepared(found, Preparation(limits=LIMITS), 1, Crew(0)))
    assert [became(one) for one in made] == [LATE, None]


def test_what_comes_in_time_may_go_on_for_ever() -> None:
    """The limit is that of one thing, and what is passed over counts as one."""

    def numbers() -> Iterator[int]:
        for number in range(4):
            for _ in range(2):
                afresh()
                busy(0.06)
            yield number
        busy(9)

    limits = Limits(seconds=0.1)
    seen = []
    with pytest.raises(LateError):  # noqa: PT012  # what comes before it counts
        for number in limits.each(numbers()):
            seen.append(number)
            busy(0.15)  # what becomes of it does not count
    assert seen == [0, 1, 2, 3]
    busy(0.15)  # nothing comes later


def busy(seconds: float) -> None:
    """Use so much of a processor."""
    end = os.times().user + seconds
    while os.times().user < end:
        pass


def test_no_limit_is_none() -> None:
    """0 means: as long as it takes."""
    assert Limits().within(lambda: (busy(0.1), 7)) == (None, 7)


def test_a_file_that_never_ends(home: Path) -> None:
    """A line without an end is too long, then given up; what stands elsewhere is read."""
    program = [sys.executable, "-m", "archive", "ingest", "--format", "jsonl"]
    line = 'import sys\nsys.stdout.write(\'{"text": "alfa"}\\n\')\n'
    line += "while True: sys.stdout.write('a' * 65536)"
    ended = home.parent / "b.jsonl"
    ended.write_text('{"text": "bravo"}\n')
    settings = {"ARCHIVE_HOME": str(home), "ARCHIVE_MAX_SECONDS": "0.3"}
    with subprocess.Popen([sys.executable, "-c", line], stdout=subprocess.PIPE, stderr=-3) as other:
        ran = subprocess.run(
            [*program, "--max-file-size", "1000", "-", str(ended)],
            stdin=other.stdout, capture_output=True, text=True, check=False, cwd=ROOT,
            env={**os.environ, **settings},
        )  # fmt: skip
        other.kill()
    assert ran.returncode == 1, ran.stderr
    assert "2 added, 2 failed" in ran.stdout
    assert "took longer than 0.3 s" in ran.stderr
