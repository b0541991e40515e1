"""`archive watch`: what arrives is read, calmly, and nothing is lost when it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.outcome import Outcome
from archive.ingest.watching import Arrivals
from archive.lock import Lock
from conftest import ROOT
from faults import processes
from faults.processes import Child

# Seconds in which anything happens on a machine that is busy with other things.
PATIENCE = 60.0


def until(child: Child, holds: Callable[[list[Any]], bool]) -> list[Any]:
    """Wait until something holds of what the child has printed; all of that."""
    deadline = time.monotonic() + PATIENCE
    while not holds(lines := child.lines):
        assert child.poll() is None, child.err
        assert time.monotonic() < deadline, (lines, child.err)
        time.sleep(0.01)
    return lines


def told(lines: list[Any]) -> dict[str, str]:
    """The last outcome of each source, by its name."""
    return {Path(line["source"]).name: line["outcome"] for line in lines if "outcome" in line}


def states(lines: list[Any]) -> list[str]:
    return [line["state"] for line in lines if "state" in line]


@contextmanager
def watching(home: Path, folder: Path, *arguments: object) -> Iterator[Child]:
    """Inside, the folder is watched, and all that is in it was read."""
    command = "--home", home, "watch", folder, "--settle", 0.05, "--json", *arguments
    child = processes.start(home.parent / "said", *command)
    try:
        until(child, lambda lines: "watching" in states(lines))
        yield child
    finally:
        child.end()


def test_what_arrives_is_read_and_nothing_is_lost(home: Path, tmp_path: Path) -> None:
    """Files, new folders, moved ones; what came while nobody watched, at the next start."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "old.txt").write_text("alfa")
    with watching(home, folder) as child:
        (folder / "new.txt").write_text("bravo")
        (folder / "deep" / "er").mkdir(parents=True)
        (folder / "deep" / "er" / "c.txt").write_text("charlie")
        (folder / ".hidden").mkdir()
        (folder / ".hidden" / "h.txt").write_text("hotel")
        (tmp_path / "moved.txt").write_text("delta")
        (tmp_path / "moved.txt").rename(folder / "moved.txt")
        (folder / "brief.txt").write_text("echo")
        (folder / "brief.txt").unlink()
        wanted = {"old.txt", "new.txt", "c.txt", "moved.txt"}
        assert told(until(child, lambda lines: wanted <= told(lines).keys())) == dict.fromkeys(
            wanted, "added"
        )
        (folder / "old.txt").write_text("foxtrot")
        until(child, lambda lines: told(lines)["old.txt"] == "changed")
        child.signal(signal.SIGTERM)
        assert child.wait() == 143
    (folder / "late.txt").write_text("golf")
    with watching(home, folder) as child:
        lines = until(child, lambda lines: "late.txt" in told(lines))
        assert told(lines) == dict.fromkeys(wanted, "same") | {"late.txt": "added"}
        child.signal(signal.SIGINT)
        assert child.wait() == 130


def test_another_writer_is_waited_for(home: Path, tmp_path: Path) -> None:
    """While somebody else writes it says so; then what arrived is read."""
    folder = tmp_path / "in"
    folder.mkdir()
    with watching(home, folder, "--wait", 0.01) as child:
        with Lock(home / "lock").hold(PATIENCE):
            (folder / "a.txt").write_text("alfa")
            until(child, lambda lines: "waiting" in states(lines))
        assert told(until(child, lambda lines: "a.txt" in told(lines))) == {"a.txt": "added"}
        assert states(child.lines)[-1] in {"waiting", "watching"}


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unshare, of util-linux")
def test_where_there_are_no_watches_it_walks(home: Path, tmp_path: Path) -> None:
    """The system's limit reached, it says so, and finds what is there by walking."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("alfa")
    none = 'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"'
    unshared = ["unshare", "--user", "--map-root-user", "sh", "-c", none, "sh"]
    if subprocess.run([*unshared, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no user namespaces here")
    watch = [sys.executable, "-m", "archive", "--home", home, "watch", tmp_path / "in"]
    command = [*unshared, *map(str, watch), "--settle", "0.05"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout
        assert ran.stderr
        assert ran.stdout.readline().startswith(b"1 record: 1 added")
        assert ran.stderr.readline().startswith(b"polling: ")
        ran.send_signal(signal.SIGTERM)
        ran.communicate()
    assert ran.returncode == 143


def names(arrivals: Arrivals) -> list[str]:
    """What is ready."""
    found = list(arrivals.ready())
    assert not any(isinstance(one, Outcome) for one in found), found
    return [name for files in found for name in files.names]  # type: ignore[union-attr]


def test_what_is_being_written_is_waited_for(tmp_path: Path) -> None:
    """A file is ready when it is as it was when it was looked at before, so many seconds ago."""
    path = str(tmp_path / "a.txt")
    arrivals = Arrivals([str(tmp_path)], 3_600)
    Path(path).write_text("half")
    assert names(arrivals) == []  # a walk finds it, and that it was written just now
    arrivals.settle = 0
    Path(path).write_text("and whole")
    assert names(arrivals) == []
    assert names(arrivals) == ["a.txt"]
    assert names(arrivals) == []
    arrivals.note([path])
    os.unlink(path)
    assert names(arrivals) == []


def test_what_no_ingest_would_find_is_not_read(tmp_path: Path) -> None:
    """Hidden names, the archive's own folder, and what a browser saved beside a page."""
    for name in ("a.html", "a_files/b.txt", ".git/c.txt", "home/d.txt", "in/e.txt", "in/.f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    arrivals = Arrivals([str(tmp_path)], 0, apart=str(tmp_path / "home"))
    paths = [str(path) for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(names(arrivals)) == ["a.html", "e.txt"]
    arrivals.note(paths)
    assert sorted(names(arrivals)) == ["a.html", "e.txt"]
    arrivals.note(str(path) for path in tmp_path.iterdir() if path.is_dir())
    assert names(arrivals) == ["e.txt"]


def test_after_a_flood_everything_is_walked(tmp_path: Path, monkeypatch) -> None:
    """Some of so many changes may not have been told."""
    monkeypatch.setattr("archive.ingest.watching.FLOOD", 3)
    arrivals = Arrivals([str(tmp_path)], 0)
    assert names(arrivals) == []
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / name).touch()
    arrivals.note(str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt"))
    assert set(names(arrivals)) == {"a.txt", "b.txt", "c.txt", "d.txt"}
