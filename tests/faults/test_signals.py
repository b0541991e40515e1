"""SIGINT and SIGTERM: what was read is stored and reported, and the end comes soon and in order."""

from __future__ import annotations

import fcntl
import json
import os
import random
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive import interrupts
from faults import processes

if TYPE_CHECKING:
    from faults.conftest import Amount, Audit, Life

# The number that a shell shows, and the one line on standard error.
ENDS = {
    signal.SIGINT: (130, "archive: interrupted; what was reported is stored\n"),
    signal.SIGTERM: (143, "archive: ended by SIGTERM; what was reported is stored\n"),
}
SECONDS = 5.0
BATCH = {"ingest": 4, "remove": 15, "reindex": 15}


def interrupt_again_and_again(life: Life, audit: Audit, times: int) -> Counter[str]:
    """Interrupt so many commands at random moments; each ends as promised."""
    counts: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for number in range(1, times + 1):
        kind, sent = life.kind(), life.chance.choice(list(ENDS))
        child = processes.start(
            life.folder / "said", "--home", life.home, *life.command(kind), batch=BATCH[kind]
        )
        began = time.monotonic()
        time.sleep(life.chance.uniform(0, 1.1 * seconds.get(kind, 0.3)))
        child.signal(sent)
        asked = time.monotonic()
        code = child.wait()
        ended = time.monotonic()
        assert ended - asked < SECONDS, f"{kind} went on for {ended - asked:.1f} s"
        life.hear(child)
        if code == 0 or (code == 1 and kind == "remove" and not child.err):
            seconds[kind] = max(ended - began, seconds.get(kind, 0.0))
            counts["ended before"] += 1
        elif code in (128 + sent, 70) and not child.err and not child.lines:
            counts["hit before it began"] += 1  # in the fork's own beginning
        else:
            assert (code, child.err) == ENDS[sent], f"{kind}: {code} {child.err!r} {child.out}"
            counts[f"{kind} interrupted"] += 1
            if kind == "ingest" and child.lines:
                # All that was stored was reported, down to the summary.
                assert "summary" in child.lines[-1]
        life.check()
        if number % 10 == 0 or number == times:
            audit(life.home, life.acknowledged)
    return counts


def test_a_few_interruptions(live: Callable[..., Life], audit: Audit) -> None:
    """The nightly test in small."""
    interrupt_again_and_again(live("few signals"), audit, 8)


@pytest.mark.nightly
def test_two_hundred_interruptions(
    live: Callable[..., Life],
    audit: Audit,
    amount: Amount,
    record_property: Callable[[str, object], None],
) -> None:
    """Nothing that was reported is lost, every end is in order and within 5 s."""
    counts = interrupt_again_and_again(live("signals"), audit, amount(200))
    record_property("counts", json.dumps(counts))
    assert any(name.endswith("interrupted") for name in counts), "every one came too late"


def started(home: Path, *arguments: object, **options: object) -> subprocess.Popen[bytes]:
    """The command in an interpreter of its own, as a shell starts it."""
    command = [sys.executable, "-m", "archive", "--home", home, *arguments]
    return subprocess.Popen([str(part) for part in command], **options)  # type: ignore[call-overload,no-any-return]


def has_begun(home: Path, pipe: int) -> bool:
    """Whether there is an archive, and the pipe was read empty."""
    waiting = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]
    return (home / "archive.db").exists() and not waiting


@pytest.mark.parametrize("sent", list(ENDS))
@pytest.mark.parametrize("closed", [False, True])
def test_an_endless_ingest_ends(tmp_path: Path, sent: signal.Signals, closed: bool) -> None:
    """With standard input and output open or closed: what waits to be read does not hold it up."""
    reading, writing = os.pipe()
    options = {"stdin": reading, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    shut = "exec 0<&- 1>&-;" if closed else ""
    command = f'{shut} exec {sys.executable} -m archive --home "{tmp_path}/home" ingest --json -'
    command += " --format jsonl" if not closed else f' "{tmp_path}/many"'
    (tmp_path / "many").mkdir()
    for number in range(3000 if closed else 0):
        (tmp_path / "many" / f"{number}.txt").write_text(f"Banjir nomor{number} melanda kota.")
    with subprocess.Popen(["sh", "-c", command], **options) as process:  # type: ignore[call-overload]
        for number in range(0 if closed else 10):
            os.write(writing, json.dumps({"text": f"Banjir nomor{number} " * 99}).encode() + b"\n")
        deadline = time.monotonic() + 60
        while not has_begun(tmp_path / "home", reading) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.5)  # what has been taken out of the pipe is prepared
        process.send_signal(sent)
        began = time.monotonic()
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - began < SECONDS
    os.close(reading)
    os.close(writing)
    assert process.returncode in (ENDS[sent][0], 0 if closed else ENDS[sent][0]), err
    assert b"Traceback" not in err
    if not closed:
        assert json.loads(out.splitlines()[-1])["summary"]["added"] == 10


def twice(done: list[str]) -> None:
    """Send two signals inside a block that defers them."""
    with interrupts.deferred():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        done.append("the first waits")
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        done.append("the second does not")


def test_the_second_signal_ends_it_at_once() -> None:
    """Whoever insists is obeyed, in the middle of a batch."""
    numbers = (*interrupts.SIGNALS, signal.SIGALRM)
    handlers = {number: signal.getsignal(number) for number in numbers}
    hook = sys.unraisablehook
    interrupts.install()
    done: list[str] = []
    try:
        with pytest.raises(interrupts.Interrupted):
            twice(done)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        sys.unraisablehook = hook
        interrupts.forget()
    assert done == ["the first waits"]


def test_a_search_is_interrupted_quietly(tmp_path: Path) -> None:
    """Also what only reads ends with the code of the signal, and one line."""
    chance = random.Random("search")
    home = tmp_path / "home"
    with started(home, "list", stdout=subprocess.PIPE) as process:
        process.communicate(timeout=60)
    for _ in range(4):
        with started(home, "search", "banjir", stderr=subprocess.PIPE) as process:
            time.sleep(chance.uniform(0.1, 0.4))
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=60)
        # Before our handler is there, the system's own ends it; after the end, nothing does.
        assert process.returncode in (143, -15, 1), err
        assert b"Traceback" not in err
