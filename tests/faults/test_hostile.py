"""Files made to do harm: one ingest of them all ends, within its bounds, and names each."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import readable
from conftest import ROOT, Ran
from faults.test_footprint import CALLS, changed_paths
from hostile.corpus import FILES

# Megabytes of resident memory that none of the processes of an ingest may exceed.
MOST = 500
# Its own peak, and that of the processes that worked for it, in kilobytes.
PROBE = """
import json, resource, sys
from archive.cli import _door

def main():
    code = _door.run(sys.argv[1:])
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(json.dumps([resource.getrusage(one).ru_maxrss for one in who]), file=sys.stderr)
    sys.exit(code)

main()
"""
ODD = (
    *(
        "line\nend.txt",
        "\x1b[2J\x1b]0;x\x07.txt",
        "\u202etxt.exe",
        "\udce9.txt",
        " ",
        "a" * 255,
        "-n",
    ),
    *("%s%n.txt", "'; DROP TABLE.txt", "con", "\r.txt", "\x9b.html", "<b>.txt"),
)


def odd_names(folder: Path) -> None:
    """Files whose names would like to be something else."""
    folder.mkdir()
    for name in ODD:
        (folder / name).write_text(f"Kabar dari {len(name)} {name!r}.")


def no_files(folder: Path) -> None:
    """What has a name in a folder, but no content that ends."""
    folder.mkdir()
    os.mkfifo(folder / "fifo.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to("..")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.txt"))
    if os.geteuid() == 0:
        os.mknod(folder / "zero.txt", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
    deep = folder
    for _ in range(90):
        deep /= "d" * 20
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("Kabar dari bawah.")
    with (folder / "sparse.txt").open("wb") as file:
        file.truncate(2_000_000_000)


def built(folder: Path, share: float) -> list[Path]:
    """All of them below `folder`; the paths of what is no folder."""
    folder.mkdir()
    odd_names(folder / "odd")
    no_files(folder / "none")
    (folder / "files").mkdir()
    for name, make in FILES.items():
        (folder / "files" / name).write_bytes(make(share))
    return [Path(at) / name for at, _, names in os.walk(folder) for name in names]


def state(paths: list[Path]) -> list[object]:
    """What each is: its content, and when it was changed."""
    return [(_content(path), os.lstat(path).st_mtime_ns) for path in paths]


def _content(path: Path) -> str:
    is_small = path.is_file() and not path.is_symlink() and path.stat().st_size < 10**9
    return hashlib.sha256(path.read_bytes()).hexdigest() if is_small else ""


@pytest.mark.nightly
def test_files_that_want_to_do_harm(
    archive: Callable[..., Ran],
    tmp_path: Path,
    home: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    needs: Callable[..., None],
) -> None:
    """None crashes it or goes on for ever, takes much memory, is changed, or is passed over.

    Nothing is written but the home, and nothing is asked of a network. `--share 0.1` makes files of
    a hundredth of their size.
    """
    needs("strace")
    paths = built(tmp_path / "in", request.config.getoption("--share") ** 2)
    before = state(paths)
    log = tmp_path / "log"
    strace = ["strace", "-f", "--seccomp-bpf", "-s", "4096", "-o", str(log), "-e", f"trace={CALLS}"]
    asked = ["--home", str(home), "ingest", "--json", str(tmp_path / "in")]
    program = [*strace, sys.executable, "-B", "-c", PROBE, *asked]
    ran = subprocess.run(program, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 1, ran.stderr[-2000:]
    assert_quiet(ran.stderr, record_property)
    assert_named(paths, [json.loads(line) for line in ran.stdout.splitlines()])
    assert_only_at_home(log.read_text("utf-8", "replace").splitlines(), home)
    assert state(paths) == before
    assert archive("check", "--deep").code == 0
    assert archive("search", "kabar", "--count").code == 0


def assert_quiet(err: str, record: Callable[[str, object], None]) -> None:
    """Assert that nothing was complained of, and no process had more memory than it may have."""
    (peaks,) = err.splitlines()
    for name, peak in zip(("main", "others"), json.loads(peaks), strict=True):
        record(f"peak_mb_{name}", peak // 1000)
        assert peak < MOST * 1000, f"{name}: {peak // 1000} MB"


def assert_named(paths: list[Path], lines: list[dict[str, str]]) -> None:
    """Assert that each file has an outcome, and each that failed a reason."""
    summary = lines.pop()["summary"]
    assert all(line["reason"] for line in lines if line["outcome"] == "failed")
    assert not [line for line in lines if "max_seconds" in (line["reason"] or "")]
    told = {line["source"] for line in lines}
    own = {re.split(r":\d+$", source)[0] for source in told} | told
    missing = [str(path) for path in paths if not any(_is_of(readable(str(path)), own))]
    assert not missing, (missing, summary)


def _is_of(path: str, sources: set[str]) -> list[bool]:
    return [source == path or source.startswith(f"{path}/") for source in sources]


def assert_only_at_home(calls: list[str], home: Path) -> None:
    """Assert that what was made or changed is the archive's own, and nobody was talked to.

    A library of trafilatura's opens a socket as it is imported, to know what the system can do.
    """
    assert not [call for call in calls if re.match(r"\d+ +connect\(", call)]
    for path in changed_paths(calls):
        resolved = Path(os.path.realpath(path))
        assert resolved == home or home in resolved.parents or str(resolved) == "/dev/null", path
