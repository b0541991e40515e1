"""SIGKILL at random moments: what was reported stays, nothing comes twice, the index follows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from faults import processes
from faults.processes import Child

if TYPE_CHECKING:
    from faults.conftest import Amount, Audit, Life

KILLED = 137
# Kills after which everything is looked at.
FULL = 10
# Articles per transaction and per commit of the index: several of each in one small command.
BATCH = {"ingest": 4, "remove": 15, "reindex": 15}


@dataclass
class Reaper:
    """Kills commands at moments drawn over the time that they take, and counts the hits."""

    chance: random.Random
    # How long a command of each kind takes; learned from those that ended by themselves.
    seconds: dict[str, float] = field(default_factory=dict)
    struck: int = 0
    landed: int = 0
    torn: int = 0

    def learn(self, life: Life) -> None:
        """Let each command run to its end once, also for its imports, and see how long it takes."""
        for kind in ("ingest", "ingest", "remove", "reindex"):
            began = time.monotonic()
            child = run(life, kind)
            self.seconds[kind] = time.monotonic() - began
            assert child.code == 0, child.err
            life.hear(child)

    def strike(self, kind: str, *children: Child) -> None:
        """Kill each of `children` at a moment of its own, unless it ends before."""
        began = time.monotonic()
        # From the very beginning to a little after the expected end.
        longest = 1.25 * self.seconds.get(kind, 0.4)
        moments = sorted(began + self.chance.uniform(0, longest) for _ in children)
        try:
            for moment, child in zip(moments, children, strict=True):
                while time.monotonic() < moment and child.poll() is None:
                    time.sleep(0.001)
                self._count(kind, child.end(), bool(child.lines), time.monotonic() - began)
                assert child.code in (0, 1, KILLED), f"{kind}: {child.code}: {child.err}"
        finally:
            for child in children:
                child.end()

    def _count(self, kind: str, code: int, has_reported: bool, seconds: float) -> None:
        self.struck += 1
        if code == KILLED:
            self.landed += 1
            self.torn += kind == "ingest" and has_reported
            seconds = max(seconds, self.seconds.get(kind, 0.0))
        self.seconds[kind] = seconds

    def assert_hit(self) -> None:
        """Kills that come after the end show nothing: most must have come before it."""
        print(  # noqa: T201  # pytest shows it with -s
            f"{self.struck} commands, {self.landed} killed, {self.torn} after a first report"
        )
        assert self.landed * 2 >= self.struck


def start(life: Life, kind: str) -> Child:
    """Start a command of this kind on the home."""
    command = life.command(kind)
    return processes.start(life.folder / "said", "--home", life.home, *command, batch=BATCH[kind])


def run(life: Life, kind: str) -> Child:
    """The same, and wait for its end."""
    child = start(life, kind)
    child.wait()
    return child


def kill_again_and_again(life: Life, audit: Audit, kills: int) -> None:
    """Kill so many commands on one home, and look after each at what is left of it."""
    reaper = Reaper(life.chance)
    reaper.learn(life)
    audit(life.home, life.acknowledged)
    for number in range(1, kills + 1):
        kind = life.kind()
        child = start(life, kind)
        reaper.strike(kind, child)
        life.hear(child)
        life.check()
        if number % FULL == 0 or number == kills:
            audit(life.home, life.acknowledged)
    reaper.assert_hit()


def test_a_few_kills_lose_nothing(live: Callable[..., Life], audit: Audit) -> None:
    """The nightly loop in small."""
    kill_again_and_again(live("a few"), audit, 8)


@pytest.mark.nightly
def test_a_thousand_kills_lose_nothing(
    live: Callable[..., Life], audit: Audit, amount: Amount
) -> None:
    """One home lives through all of them: what a kill leaves behind meets the next one."""
    kill_again_and_again(live("a thousand"), audit, amount(1000))


@pytest.mark.nightly
def test_kills_while_the_archive_is_made(
    live: Callable[..., Life], audit: Audit, amount: Amount
) -> None:
    """A home that was killed while it came to be is an archive, or becomes one."""
    reaper = Reaper(random.Random("birth"))
    reaper.learn(live("learnt"))
    for number in range(amount(60)):
        life = live(f"birth {number}")
        child = start(life, "ingest")
        reaper.strike("ingest", child)
        life.hear(child)
        life.check()
        audit(life.home, life.acknowledged)
    reaper.assert_hit()


@pytest.mark.nightly
def test_two_writers_killed_at_once(
    live: Callable[..., Life], audit: Audit, amount: Amount
) -> None:
    """Two that want the same files in one home, both killed: no lock stays, nothing is twice."""
    life = live("two writers")
    reaper = Reaper(life.chance)
    reaper.learn(life)
    rounds = amount(100)
    for number in range(1, rounds + 1):
        if life.kind() == "remove":  # keeps the home small
            life.hear(run(life, "remove"))
        folders = life.command("ingest")[2:]
        pair = [
            processes.start(
                life.folder / name, "--home", life.home, "ingest", "--json", *paths, batch=4
            )
            for name, paths in (("one", folders), ("two", folders[::-1]))
        ]
        reaper.strike("ingest", *pair)
        for child in pair:
            life.hear(child)
        life.check()
        if number % FULL == 0 or number == rounds:
            audit(life.home, life.acknowledged)
    reaper.assert_hit()
