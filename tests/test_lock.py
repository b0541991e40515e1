"""The lock: one writer at a time, the others wait and learn who it is."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.errors import BusyError, StorageError
from archive.lock import Lock
from conftest import SEEDS

HOLD = """
import sys, time
from pathlib import Path
from archive.lock import Lock
with Lock(Path(sys.argv[1])).hold(0):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_holder_is_named(tmp_path: Path) -> None:
    """Its number, its command, and since when."""
    with held(tmp_path / "lock") as process:
        named = rf"pid {process.pid} on .* since .*: -c .*lock"
        with pytest.raises(BusyError, match=named), Lock(tmp_path / "lock").hold(0):
            pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """The kernel frees its lock, whatever stands in the file."""
    with held(tmp_path / "lock") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert str(process.pid) in (tmp_path / "lock").read_text()
        with Lock(tmp_path / "lock").hold(0):
            assert str(os.getpid()) in (tmp_path / "lock").read_text()


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[]", b'{"pid": 1}', b"null"])
def test_what_stands_in_the_file_decides_nothing(tmp_path: Path, content: bytes) -> None:
    """It is for the message only."""
    with held(tmp_path / "lock"):
        (tmp_path / "lock").write_bytes(content)
        with pytest.raises(BusyError, match="another process"), Lock(tmp_path / "lock").hold(0):
            pass


def test_where_there_can_be_no_lock(tmp_path: Path) -> None:
    """A folder in its place is a storage error that names it."""
    (tmp_path / "lock").mkdir()
    with pytest.raises(StorageError, match="cannot be locked"), Lock(tmp_path / "lock").hold(0):
        pass


def test_wait_is_how_long(archive, home: Path) -> None:
    """`--wait 1`: a second for the lock, then 3 and who holds it."""
    archive("ingest", SEEDS)
    with held(home / "lock") as process:
        began = time.monotonic()
        ran = archive("ingest", SEEDS, "--wait", 1)
        waited = time.monotonic() - began
    assert ran.code == 3
    assert f"pid {process.pid}" in ran.err
    assert ran.err.count("\n") == 1
    assert waited >= 1


def test_another_program_that_writes_is_waited_for(archive, home: Path) -> None:
    """Whoever has begun to write through SQLite alone holds the database, not our lock."""
    archive("ingest", SEEDS)
    with closing(sqlite3.connect(home / "archive.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        ran = archive("remove", "--yes", 1, "--wait", 1)
        assert time.monotonic() - began >= 1
        assert archive("search", "banjir", "--wait", 1).code == 0
        other.execute("ROLLBACK")
    assert ran.code == 3
    assert "another program is writing" in ran.err
    assert archive("remove", "--yes", 1).code == 0
