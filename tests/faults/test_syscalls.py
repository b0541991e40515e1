"""A sweep over the system calls of small commands: killed at each, or each refused by the disk.

`strace` attaches to a command that waits, and at the K-th call of one kind either kills it before
the call is made or makes the call fail. So every order in which things can be left half done is
met, and not only those that random moments hit.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from os import WUNTRACED, waitpid
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from faults import processes
from faults.processes import Child

if TYPE_CHECKING:
    from faults.conftest import Audit, Copied, Write

# Whatever changes what is on the disk. `rmdir` is how shutil.rmtree empties a folder on some
# systems, `unlinkat` on others.
SYSCALLS = tuple(
    "rename unlink unlinkat rmdir mkdir fsync fdatasync pwrite64 write flock ftruncate".split()
)
FAULTS = {"KILL": "signal=KILL", "ENOSPC": "error=ENOSPC", "EIO": "error=EIO"}
COMMANDS = ("ingest", "remove", "reindex")
POINTS = [
    *((fault, syscall) for fault in FAULTS for syscall in SYSCALLS),
    ("ENOSPC", "openat"),
]
# Articles per transaction: an ingest has four of them.
BATCH, ARTICLES = 2, 8
KILLED = 137

Calls = dict[str, list[int]]
T = TypeVar("T")


@dataclass
class Bench:
    """A folder of articles, an archive of half of them, and what each command is run with."""

    folder: Path
    articles: list[Path]
    # What the archive in `folder`/template reported.
    known: dict[str, int]
    copied: Copied

    def arguments(self, command: str) -> list[object]:
        """The command that is swept."""
        if command == "ingest":
            return ["ingest", "--json", self.folder / "articles"]
        if command == "remove":
            return ["remove", "--yes", "--json", *self.removed]
        return ["reindex", "--json"]

    @property
    def removed(self) -> list[int]:
        """What is removed of the archive."""
        return sorted(self.known.values())[1:4]

    def home(self, command: str) -> Path:
        """The home that the command finds: none for an ingest, which has to make it."""
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        if command != "ingest":
            shutil.copytree(self.folder / "template", home)
        return home

    def start(self, command: str) -> Child:
        """The command on that home, stopped before its beginning."""
        arguments = ("--home", self.home(command), *self.arguments(command))
        return waiting(self.folder / "said", *arguments, batch=BATCH)

    def again(self, command: str) -> Child:
        """The command once more on what it left, undisturbed and in one batch."""
        arguments = ("--home", self.folder / "home", *self.arguments(command))
        return processes.run(self.folder / "said again", *arguments)


@pytest.fixture(scope="module")
def bench(
    memory: Path,
    write: Write,
    copied: Copied,
    needs: Callable[..., None],
) -> Bench:
    """What all points of the sweep begin with."""
    needs("root", "strace")
    folder = memory / "sweep"
    folder.mkdir()
    articles = write(folder / "articles", ARTICLES, "sweep")
    child = processes.run(
        folder / "said",
        *("--home", folder / "template", "ingest", "--json", folder / "articles"),
        batch=BATCH,
    )
    assert child.code == 0, child.err
    return Bench(folder, articles, reported(child), copied)


@pytest.fixture(scope="module")
def calls(bench: Bench) -> dict[str, Calls]:
    """The numbers of the calls of each kind that each command makes, when nothing goes wrong."""
    return {command: numbered_calls(bench, command) for command in COMMANDS}


def numbered_calls(bench: Bench, command: str) -> Calls:
    """From 1 for each kind; what is opened outside of our folder is Python's own affair."""
    child = bench.start(command)
    log = traced(child, bench.folder / "log", f"trace={','.join((*SYSCALLS, 'openat'))}")
    assert child.code == 0, child.err
    return numbered(log, str(bench.folder))


def waiting(said: Path, *arguments: object, batch: int | None = None) -> Child:
    """A command that has stopped itself before its beginning."""
    child = processes.start(said, *arguments, hold=True, batch=batch)
    waitpid(child.pid, WUNTRACED)
    return child


def numbered(log: str, folder: str) -> Calls:
    """The numbers of the calls in a log of strace, by name; of `openat` those in the folder."""
    numbers: Calls = defaultdict(list)
    made: Counter[str] = Counter()
    for line in log.splitlines():
        if match := re.match(r"\d+ +(\w+)\(", line):
            name = match[1]
            made[name] += 1
            if name != "openat" or folder in line:
                numbers[name].append(made[name])
    return numbers


def traced(child: Child, log: Path, *expressions: str) -> str:
    """Let a waiting command run to its end under strace; what strace wrote down."""
    options = [option for expression in expressions for option in ("-e", expression)]
    with subprocess.Popen(
        ["strace", "-f", "-p", str(child.pid), "-o", str(log), *options],
        stderr=subprocess.PIPE,
        text=True,
    ) as strace:
        try:
            assert strace.stderr is not None
            said = strace.stderr.readline()
            assert "attached" in said, said
            child.signal(signal.SIGCONT)
            child.wait()
        finally:
            child.end()
            strace.wait(10)
    return log.read_text("utf-8", "replace")


def reported(child: Child) -> dict[str, int]:
    """The id for each source that an ingest reported."""
    return {line["source"]: line["id"] for line in child.lines if line.get("id") is not None}


def strike(bench: Bench, command: str, syscall: str, fault: str, number: int, audit: Audit) -> bool:
    """One point of the sweep; whether there was such a call. Fails if the promise was broken."""
    child = bench.start(command)
    injected = f"inject={syscall}:{FAULTS[fault]}:when={number}"
    log = traced(child, bench.folder / "log", f"trace={syscall}", injected)
    has_struck = child.code == KILLED if fault == "KILL" else "(INJECTED)" in log
    if has_struck:
        judge(child, fault)
        look_after(bench, command, child, audit)
    return has_struck


def judge(child: Child, fault: str) -> None:
    """A refused call either does not matter, or ends in one line and the code for storage."""
    if fault == "KILL":
        return
    said = f"exit code {child.code}, stderr: {child.err!r}"
    if child.code == 5:
        assert child.err.startswith("archive: "), said
        assert child.err.count("\n") == 1, said
        assert child.err.endswith("\n"), said
    elif child.code == 1:
        # A file of the user's that could not be read is named, and the rest stored.
        assert any(line.get("outcome") == "failed" for line in child.lines), said
    else:
        assert child.code == 0, said
    assert "Traceback" not in child.err, said


def look_after(bench: Bench, command: str, child: Child, audit: Audit) -> None:
    """Whatever was left is an archive that keeps its promise, before and after the next command."""
    home = bench.folder / "home"
    known = {} if command == "ingest" else dict(bench.known)
    known.update(reported(child))
    if command == "remove":
        known = without_removed(bench, known)
        assert child.code != 0 or len(known) == len(bench.known) - len(bench.removed)
    if child.code == 0 and command == "ingest":
        assert len(known) == ARTICLES, "ended well, but did not report every article"
    if child.code == KILLED:
        audit(home, known)  # the next command is a search
    again = bench.again(command)
    was_removed = command == "remove" and len(known) < len(bench.known)
    assert again.code == (1 if was_removed else 0), f"run again: {again.code}, {again.err}"
    if command == "ingest":
        now = reported(again)
        assert known.items() <= now.items(), f"reported {known}, and then {now}"
        known = now
        assert len(known) == ARTICLES
    elif command == "remove":
        known = {source: id for source, id in known.items() if id not in bench.removed}
    assert audit(home, known) == set(known.values())


def without_removed(bench: Bench, known: dict[str, int]) -> dict[str, int]:
    """`known` after a removal, which was done as a whole or not at all."""
    with closing(bench.copied(bench.folder / "home", bench.folder / "copy")) as sql:
        there = {row[0] for row in sql.execute("SELECT id FROM article")}
    left = there & set(bench.removed)
    assert left in (set(), set(bench.removed)), f"of {bench.removed} only {left} are left"
    return {source: id for source, id in known.items() if id in there or id not in bench.removed}


def chosen(numbers: list[T], share: float, name: str) -> list[T]:
    """The points out of all of these: every one, or every tenth from some place on."""
    step = max(1, round(1 / share))
    return numbers[zlib.crc32(name.encode()) % min(step, len(numbers)) :: step]


def sweep(
    bench: Bench, command: str, fault: str, syscall: str, numbers: list[int], audit: Audit
) -> None:
    """Try all `numbers`, and tell of every one that broke the promise."""
    broken, missed = [], 0
    for number in numbers:
        try:
            missed += not strike(bench, command, syscall, fault, number, audit)
        except Exception as error:  # each point is a test of its own
            broken.append(f"{syscall} {number}: {type(error).__name__}: {error}")
    assert not broken, f"{len(broken)} of {len(numbers)} points:\n" + "\n".join(broken)
    # The number of calls differs a little from run to run, but not by much.
    assert missed * 4 <= len(numbers), f"{missed} of {len(numbers)} points were not met"


@pytest.mark.nightly
@pytest.mark.parametrize(("fault", "syscall"), POINTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_call(
    bench: Bench,
    calls: dict[str, Calls],
    audit: Audit,
    request: pytest.FixtureRequest,
    command: str,
    fault: str,
    syscall: str,
) -> None:
    """Nothing that was reported is lost, nothing is twice, and the next command puts it right."""
    share = request.config.getoption("--share")
    numbers = calls[command][syscall]
    if not numbers:
        pytest.skip(f"{command} never calls {syscall}")
    numbers = chosen(numbers, share, f"{command} {fault} {syscall}")
    sweep(bench, command, fault, syscall, numbers, audit)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_few_calls(bench: Bench, audit: Audit, fault: str) -> None:
    """The sweep in small: a commit of the database, and one of the index."""
    sweep(bench, "ingest", fault, "fdatasync", [4], audit)
    sweep(bench, "ingest", fault, "rename", [1], audit)
