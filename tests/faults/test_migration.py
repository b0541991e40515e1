"""Archives of other versions: an older one is migrated or left, a newer one is left."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.database.revision import HEAD
from conftest import BACK_TO_0001, SEEDS
from faults import processes
from faults.test_syscalls import FAULTS, KILLED, chosen, judge, numbered, traced, waiting

if TYPE_CHECKING:
    from faults.conftest import Audit

SYSCALLS = ("pwrite64", "fdatasync", "fsync", "unlink", "ftruncate", "write")


@pytest.fixture(scope="module")
def old(memory: Path) -> tuple[Path, dict[str, int]]:
    """A home as the version before left it, and the id of each seed."""
    home = memory / "old"
    child = processes.run(memory / "said", "--home", home, "ingest", "--json", SEEDS)
    assert child.code == 0, child.err
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        sql.executescript(BACK_TO_0001)
    shutil.rmtree(home / "index")
    known = {line["source"]: line["id"] for line in child.lines if "id" in line}
    return home, known


def revision(home: Path) -> str:
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        return str(sql.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_an_older_archive_is_migrated(
    old: tuple[Path, dict[str, int]], tmp_path: Path, audit: Audit
) -> None:
    """By whatever command comes first; nothing is lost."""
    home = tmp_path / "home"
    shutil.copytree(old[0], home)
    assert revision(home) == "0001"
    child = processes.run(tmp_path / "said", "--home", home, "list", "--ids")
    assert child.code == 0, child.err
    assert revision(home) == HEAD
    assert audit(home, old[1]) == set(old[1].values())


@pytest.mark.nightly
@pytest.mark.parametrize("fault", FAULTS)
def test_a_migration_that_is_cut_short(
    old: tuple[Path, dict[str, int]],
    memory: Path,
    audit: Audit,
    needs: Callable[..., None],
    fault: str,
    request: pytest.FixtureRequest,
) -> None:
    """At any call: it is before or after, never between, and the next command goes on."""
    needs("root", "strace")
    home, log = memory / "home", memory / "log"

    def begun() -> processes.Child:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(old[0], home)
        return waiting(memory / "said", "--home", home, "stats", "--json")

    child = begun()
    calls = numbered(traced(child, log, f"trace={','.join(SYSCALLS)}"), str(memory))
    assert child.code == 0, child.err
    points = [(name, number) for name in SYSCALLS for number in calls[name]]
    assert len(points) > 20
    share = request.config.getoption("--share")
    points = chosen(points, share, fault)
    for name, number in points:
        child = begun()
        expression = f"inject={name}:{FAULTS[fault]}:when={number}"
        traced(child, log, f"trace={name}", expression)
        if child.code != KILLED:
            judge(child, fault)
        with closing(sqlite3.connect(home / "archive.db")) as sql:
            assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = {row[0] for row in sql.execute("SELECT name FROM sqlite_schema")}
        assert revision(home) == (HEAD if "checkpoint" in tables else "0001")
        assert audit(home, old[1]) == set(old[1].values()), (name, number)


def test_a_newer_archive_is_left_as_it_is(old: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """Every command ends with 6, names both versions, and changes no byte."""
    home = tmp_path / "home"
    shutil.copytree(old[0], home)
    assert processes.run(tmp_path / "said", "--home", home, "list").code == 0
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        sql.execute("UPDATE alembic_version SET version_num = '0099'")
        sql.commit()

    def sums() -> dict[Path, str]:
        files = [path for path in home.rglob("*") if path.is_file()]
        # Who reads leaves an empty log behind: only a writer may take it away.
        kept = [path for path in files if not path.name.endswith("-shm") and path.stat().st_size]
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}

    before = sums()
    for arguments in (
        ["list"], ["search", "banjir"], ["ingest", SEEDS], ["reindex"], ["remove", "--yes", 1],
        ["check", "--deep", "--repair"], ["backup", tmp_path / "backup"], ["stats"], ["show", 1],
    ):  # fmt: skip
        child = processes.run(tmp_path / "said", "--home", home, *arguments)
        assert child.code == 6, (arguments, child.err)
        assert child.err.count("\n") == 1
        assert "0099" in child.err
        assert sums() == before, arguments
    assert not (tmp_path / "backup").exists()
