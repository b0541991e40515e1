"""Disks that are full, read-only, limited or not ours: one clear line, 5, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from archive import config
from archive.archive import Archive
from conftest import ROOT, SEEDS
from faults import processes
from faults.conftest import AS_NOBODY, write_articles
from faults.processes import Child

if TYPE_CHECKING:
    from faults.conftest import Amount, Audit

STORAGE = 5
# Articles per transaction and per commit of the index.
BATCH = 10


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory at `folder`."""
    folder.mkdir(exist_ok=True)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)


def remount(folder: Path, options: str) -> None:
    """Change the options of a mount."""
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True, capture_output=True)


def run(said: Path, home: Path, *arguments: object) -> Child:
    """Run a command in a process of its own, and wait."""
    return processes.run(said, "--home", home, *arguments, batch=BATCH)


def reported(child: Child) -> dict[str, int]:
    """The id for each source that an ingest reported as stored."""
    return {line["source"]: line["id"] for line in child.lines if line.get("id") is not None}


def assert_one_line(child: Child, code: int = STORAGE) -> None:
    """Assert that it ended with `code` and one line that says why."""
    assert child.code == code, (child.code, child.err, child.out[-300:])
    assert re.fullmatch(r"archive: [^\n]+\n", child.err), child.err


# -- full


def fill(root: Path, left: int, fillers: list[Path]) -> None:
    """Leave so many bytes of the file system free."""
    for filler in fillers:
        filler.unlink(missing_ok=True)
    fillers[:] = [root / "filler"]
    free = shutil.disk_usage(root).free
    fillers[0].write_bytes(bytes(max(0, free - left)))


def full_again_and_again(root: Path, said: Path, audit: Audit, times: int) -> int:
    """Ingest onto a disk with a little more room each time; how often it was full."""
    known: dict[str, int] = {}
    home, fillers = root / "home", [root / "filler"]
    full = 0
    for number in range(times):
        folder = said / f"articles {number}"
        write_articles(folder, 20, f"full {number}")
        # From none at all to about what such an ingest takes.
        fill(root, number % 10 * 60_000, fillers)
        child = run(said / "said", home, "ingest", "--json", folder)
        if child.code != 0:
            full += 1
            assert_one_line(child)
            assert "full" in child.err.lower() or "no space" in child.err.lower(), child.err
        for source, id in reported(child).items():
            assert known.setdefault(source, id) == id
        fillers[0].unlink()
        again = run(said / "again", home, "ingest", "--json", folder)
        assert again.code == 0, again.err
        known.update(reported(again))
        audit(home, known)
        if number % 10 == 9:  # begin anew before it is too large
            shutil.rmtree(home)
            known = {}
    return full


def test_a_full_disk(tmp_path: Path, audit: Audit, needs: Callable[..., None]) -> None:
    """The nightly test in small."""
    needs("root")
    with mounted(tmp_path / "disk", "size=16m") as root:
        assert full_again_and_again(root, tmp_path, audit, 5)


@pytest.mark.nightly
def test_a_disk_that_is_full_a_hundred_times(
    tmp_path: Path, audit: Audit, needs: Callable[..., None], amount: Amount
) -> None:
    """What was stored stays; when there is room again the same command finishes the job."""
    needs("root")
    with mounted(tmp_path / "disk", "size=16m") as root:
        assert full_again_and_again(root, tmp_path, audit, amount(100))


def is_made(path: Path) -> bool:
    """Make an empty file; whether there was room for its name."""
    try:
        path.touch()
    except OSError:
        return False
    return True


def test_no_inodes_left(tmp_path: Path, audit: Audit, needs: Callable[..., None]) -> None:
    """No room for another name is no room."""
    needs("root")
    write_articles(tmp_path / "articles", 10, "inodes")
    with mounted(tmp_path / "disk", "size=16m,nr_inodes=60") as root:
        names = [root / f"filler {number}" for number in range(60)]
        assert not all(map(is_made, names)), "there are inodes left"
        for left in (0, 3, 6, 9, 12):
            for name in names[: left + 1]:
                name.unlink(missing_ok=True)
            child = run(tmp_path / "said", root / "home", "ingest", "--json", tmp_path / "articles")
            if child.code:
                assert_one_line(child)
        for name in names:
            name.unlink(missing_ok=True)
        child = run(tmp_path / "said", root / "home", "ingest", "--json", tmp_path / "articles")
        assert child.code == 0, child.err
        assert len(audit(root / "home", reported(child))) == 10


def limited(most: int) -> Callable[[], None]:
    """What a process does so that no file of its own becomes larger than `most` bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


@pytest.mark.parametrize("most", [1, 5_000, 100_000, 300_000])
def test_files_that_may_not_grow(tmp_path: Path, audit: Audit, most: int) -> None:
    """EFBIG is a storage error like any other."""
    home = tmp_path / "home"
    write_articles(tmp_path / "articles", 200, "limit")
    command = [sys.executable, "-m", "archive", "--home", home, "ingest", tmp_path / "articles"]
    ran = subprocess.run(
        command, preexec_fn=limited(most), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.returncode == STORAGE, ran
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("\n") == 1, ran.stderr
    child = run(tmp_path / "said", home, "ingest", "--json", tmp_path / "articles")
    assert child.code == 0, child.err
    assert len(audit(home, reported(child))) == 200


def test_a_backup_that_does_not_fit(tmp_path: Path, needs: Callable[..., None]) -> None:
    """No half file is left, and the one before stays."""
    needs("root")
    home = tmp_path / "home"
    assert run(tmp_path / "said", home, "ingest", SEEDS).code == 0
    with mounted(tmp_path / "disk", "size=1m") as root:
        assert run(tmp_path / "said", home, "backup", root / "backup").code == 0
        before = (root / "backup").read_bytes()
        fill(root, 50_000, [root / "filler"])
        assert_one_line(run(tmp_path / "said", home, "backup", "--force", root / "backup"))
        assert (root / "backup").read_bytes() == before
        assert sorted(os.listdir(root)) == ["backup", "filler"]
        new = tmp_path / "new"
        assert run(tmp_path / "said", new, "restore", root / "backup").code == 0


def test_an_export_that_does_not_fit(tmp_path: Path, needs: Callable[..., None]) -> None:
    """No half file or folder is left, and the one before stays."""
    needs("root")
    home = tmp_path / "home"
    assert run(tmp_path / "said", home, "ingest", SEEDS).code == 0
    with mounted(tmp_path / "disk", "size=1m") as root:
        asked = ["export", "--output", root / "out", "--force", "--format"]
        assert run(tmp_path / "said", home, *asked, "csv", "putin").code == 0
        before = (root / "out").read_bytes()
        fill(root, 20_000, [root / "filler"])
        for format in ("jsonl", "csv", "markdown"):
            assert_one_line(run(tmp_path / "said", home, *asked, format))
        asked = ["export", "--output", root / "folder", "--format", "text"]
        assert_one_line(run(tmp_path / "said", home, *asked))
        assert (root / "out").read_bytes() == before
        assert sorted(os.listdir(root)) == ["filler", "out"]


# -- read-only


@contextmanager
def seeded(folder: Path, said: Path) -> Iterator[Path]:
    """A home with the seeds on a file system of its own."""
    with mounted(folder, "size=16m") as root:
        assert run(said, root / "home", "ingest", SEEDS).code == 0
        yield root / "home"


def sums(home: Path) -> dict[str, str]:
    """The content of every file of a home but the lock."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


READING = (
    ["search", "banjir", "--json"],
    ["list"],
    ["show", 7],
    ["export", "--format", "jsonl"],
    ["stats"],
    ["tag"],
    ["note", 7],
    ["check"],
    ["check", "--deep"],
)


def test_a_read_only_medium(tmp_path: Path, needs: Callable[..., None]) -> None:
    """Whatever reads, works there, and a backup elsewhere too; what writes ends with 5."""
    needs("root")
    said = tmp_path / "said"
    with seeded(tmp_path / "disk", said) as home:
        root = home.parent
        before = sums(home)
        remount(root, "ro")
        for arguments in READING:
            child = run(said, home, *arguments)
            assert child.code == 0, (arguments, child.err)
        assert run(said, home, "backup", tmp_path / "backup").code == 0
        for arguments in (
            ["ingest", SEEDS],
            ["remove", "--yes", 1],
            ["tag", 1, "--add", "x"],
            ["reindex"],
        ):
            child = run(said, home, *arguments)
            assert_one_line(child)
            assert str(home) in child.err
        assert sums(home) == before
        remount(root, "rw")
        assert run(said, home, "check", "--deep").code == 0
    assert run(said, tmp_path / "new", "restore", tmp_path / "backup").code == 0


def test_a_read_only_medium_with_changes_waiting(
    tmp_path: Path, needs: Callable[..., None]
) -> None:
    """Changes that only SQLite's log holds are not passed over: 5, with what to do."""
    needs("root")
    said = tmp_path / "said"
    with seeded(tmp_path / "disk", said) as home:
        root = home.parent
        # A reader of another program keeps the log from being put in its place.
        with closing(sqlite3.connect(home / "archive.db")) as other:
            other.execute("SELECT count(*) FROM article").fetchone()
            assert run(said, home, "remove", "--yes", 1).code == 0
            shutil.copytree(home, root / "copy")
        remount(root, "ro")
        assert_one_line(run(said, root / "copy", "list"))
        shutil.copytree(root / "copy", tmp_path / "copy")
        child = run(said, tmp_path / "copy", "list", "--limit", 100, "--ids")
        assert child.code == 0
        assert "1" not in child.out.split()


def test_an_outdated_index_on_a_read_only_medium(
    tmp_path: Path, needs: Callable[..., None]
) -> None:
    """It still answers, says that it does not show everything, and never what was removed."""
    needs("root")
    said = tmp_path / "said"
    with seeded(tmp_path / "disk", said) as home:
        root = home.parent
        shutil.copytree(home / "index", tmp_path / "index", copy_function=shutil.copy2)
        ids = [int(id) for id in run(said, home, "search", "banjir", "--ids").out.split()]
        with Archive.open(config.load({"home": home}, {})) as archive, archive._writing():
            archive._store.writer.remove(ids[:1])
        remount(root, "ro")
        page = json.loads(run(said, home, "search", "banjir", "--json").out)
        assert [hit["id"] for hit in page["hits"]] == ids[1:]
        assert page["total"] == len(ids) - 1
        assert len(page["warnings"]) == 1
        everything = json.loads(run(said, home, "list", "--limit", 100, "--json").out)
        assert everything["total"] == 27


# -- not ours


def as_nobody(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a user without any rights."""
    command = [sys.executable, "-m", "archive", *map(str, arguments)]
    return subprocess.run(
        [*AS_NOBODY, *command], capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


@pytest.fixture
def open_folder(needs: Callable[..., None]) -> Iterator[Path]:
    """A folder that every user may enter and write to."""
    needs("root", "others")
    with TemporaryDirectory(prefix="archive-rights-") as folder:
        os.chmod(folder, 0o777)
        yield Path(folder)


def test_no_rights_to_the_archive(open_folder: Path) -> None:
    """Another user's archive can neither be read nor written: 5, one line."""
    home = open_folder / "home"
    assert run(open_folder / "said", home, "ingest", SEEDS).code == 0
    for arguments in (["search", "banjir"], ["ingest", SEEDS], ["check"]):
        ran = as_nobody("--home", home, *arguments)
        assert ran.returncode == STORAGE, ran
        assert ran.stderr.count("\n") == 1


def test_no_rights_to_an_input(open_folder: Path) -> None:
    """It is named and skipped, the rest is stored, and the code is 1."""
    articles = write_articles(open_folder / "articles", 4, "rights")
    os.chmod(articles[0], 0o000)
    closed = open_folder / "articles" / "closed"
    closed.mkdir(mode=0o700)
    for path in articles[1:]:
        os.chmod(path, 0o644)
    ran = as_nobody("--home", open_folder / "home", "ingest", "--json", open_folder / "articles")
    assert ran.returncode == 1, ran
    outcomes = [json.loads(line) for line in ran.stdout.splitlines()][:-1]
    failed = [line for line in outcomes if line["outcome"] == "failed"]
    assert {Path(line["source"]).name for line in failed} == {articles[0].name, "closed"}
    assert all("ermission" in line["reason"] for line in failed)
    assert len(outcomes) == 5


def test_an_index_that_others_may_write_to_is_not_opened(tmp_path: Path) -> None:
    """It is built anew, in a folder that is ours alone."""
    said, home = tmp_path / "said", tmp_path / "home"
    assert run(said, home, "ingest", SEEDS).code == 0
    before = json.loads(run(said, home, "search", "banjir", "--json").out)["hits"]
    old = (home / "index" / "CURRENT").read_text()
    os.chmod(home / "index" / old, 0o777)
    after = json.loads(run(said, home, "search", "banjir", "--json").out)["hits"]
    assert after == before
    new = (home / "index" / "CURRENT").read_text()
    assert new != old
    assert stat.S_IMODE((home / "index" / new).stat().st_mode) == 0o700
    os.chmod(home / "index", 0o777)
    assert json.loads(run(said, home, "search", "banjir", "--json").out)["hits"] == before
    assert stat.S_IMODE((home / "index").stat().st_mode) == 0o700
