"""What a command touches: its home and nothing else; no network; whatever the clock says."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, SEEDS
from faults.conftest import write_articles

COMMANDS = (
    ["ingest", "{articles}", SEEDS],
    ["search", "banjir OR gempa", "--facet", "language"],
    ["show", "3"],
    ["export", "--format", "jsonl"],
    ["remove", "--yes", "2"],
    ["reindex"],
    ["check", "--deep"],
    ["backup", "{home}/../backup"],
)
# Opened or made for writing, or changed in any other way.
_WRITES = re.compile(r"^\d+ +(\w+)\((.*)\) += (?!-1)")
CALLS = ",".join(
    "openat open creat rename unlink rmdir mkdir chmod fchmodat utimensat link symlink socket"
    " connect".split()
)


def traced(folder: Path, calls: str, *arguments: object) -> list[str]:
    """Run a command under strace; the calls of these kinds."""
    log = folder / "log"
    program = [sys.executable, "-B", "-m", "archive", *map(str, arguments)]
    command = ["strace", "-f", "-o", str(log), "-s", "4096", "-e", f"trace={calls}", *program]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    return log.read_text("utf-8", "replace").splitlines()


def changed_paths(lines: list[str]) -> set[str]:
    """What the calls wrote to, made, renamed or deleted."""
    paths: set[str] = set()
    for line in lines:
        match = _WRITES.match(line)
        if not match or (match[1] == "openat" and not re.search("O_WRONLY|O_RDWR|O_CREAT", line)):
            continue
        paths.update(re.findall(r'"((?:[^"\\]|\\.)*)"', match[2]))
    return paths


def test_nothing_but_the_home_is_touched(tmp_path: Path, needs: Callable[..., None]) -> None:
    """No other file is written, those that are read stay as they are, and no socket is opened."""
    needs("root", "strace")
    home, articles = tmp_path / "home", tmp_path / "articles"
    inputs = write_articles(articles, 5, "inputs")
    before = [(hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in inputs]
    for arguments in COMMANDS:
        asked = [str(a).format(articles=articles, home=home) for a in arguments]
        lines = traced(tmp_path, CALLS, "--home", home, *asked)
        assert not [line for line in lines if re.match(r"\d+ +(socket|connect)\(", line)], asked
        for path in changed_paths(lines):
            resolved = os.path.realpath(path)
            is_backup = asked[0] == "backup" and Path(resolved).parent == tmp_path
            is_ours = Path(resolved) == home or home in Path(resolved).parents
            assert is_ours or is_backup or resolved == "/dev/null", f"{asked}: {path}"
    after = [(hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in inputs]
    assert after == before


@pytest.mark.parametrize("clock", ["1970-01-02 00:00:00", "2105-12-31 23:59:59"])
def test_any_clock(tmp_path: Path, clock: str, needs: Callable[..., None]) -> None:
    """Clocks go back and forth; what is new is told by numbers, not by times."""
    needs("faketime")
    home = tmp_path / "home"
    write_articles(tmp_path / "now", 3, "now")
    write_articles(tmp_path / "then", 3, f"then {clock}")

    def run(*arguments: object, then: bool) -> str:
        command = [sys.executable, "-m", "archive", "--home", home, *arguments]
        shifted = [shutil.which("faketime"), clock] if then else []
        ran = subprocess.run(
            [*map(str, filter(None, shifted)), *map(str, command)],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert ran.returncode == 0, ran
        return ran.stdout

    run("ingest", tmp_path / "now", then=False)
    run("ingest", tmp_path / "then", then=True)
    assert run("list", "--ids", "--sort", "added", then=False).split() == list("654321")
    run("remove", "--yes", 2, then=True)
    assert len(run("search", "berita", "--ids", then=False).split()) == 5
    run("check", "--deep", then=False)
    run("check", "--deep", then=True)
