"""check, backup, restore and reindex: the commands that one hopes not to need."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from archive import config
from archive.archive import Archive
from conftest import SEEDS

QUERIES = ("banjir", '"korea utara" OR korut', "pelabuh* putin", "language:en")


@pytest.fixture
def seeds(archive) -> None:
    """An archive of the seeds."""
    assert archive("ingest", SEEDS).code == 0


def answers(archive, *options: object) -> list[object]:
    """What some queries find, without what differs from run to run."""
    found = [archive(*options, "search", query, "--json").json for query in QUERIES]
    return [(page["total"], page["hits"], page["warnings"]) for page in found]


def test_a_sound_archive(archive, seeds) -> None:
    """`check` says how much it looked at, and that nothing is wrong."""
    for options in ([], ["--deep"], ["--deep", "--repair"]):
        ran = archive("check", *options)
        assert ran.code == 0
        assert "28 articles, no damage found" in ran.out
    ran = archive("check", "--json").json
    assert ran["ok"]
    assert (ran["articles"], ran["findings"], ran["repaired"]) == (28, [], False)


def test_a_missing_index_is_no_damage(archive, seeds, home: Path) -> None:
    """It may be deleted at any time."""
    shutil.rmtree(home / "index")
    assert archive("check", "--deep").code == 0


def test_a_damaged_index_is_found_and_repaired(archive, seeds, home: Path) -> None:
    """7, in words; `--repair` builds it anew, and the answers are the same."""
    before = answers(archive)
    for path in (home / "index").rglob("*.arr"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    ran = archive("check")
    assert ran.code == 7
    assert "index: " in ran.err
    assert "Every article is safe" in ran.err
    ran = archive("check", "--repair", "--json")
    assert ran.code == 0
    assert ran.json["repaired"]
    assert archive("check", "--deep").code == 0
    assert answers(archive) == before


def test_a_damaged_database_is_not_repaired(archive, seeds, home: Path) -> None:
    """7, with what to do; `--repair` leaves it as it is, for it would write over what is left."""
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        sql.execute("UPDATE version SET text = replace(text, 'a', 'e') WHERE id = 7")
        sql.commit()
    before = (home / "archive.db").read_bytes()
    assert archive("check").code == 0  # only the deep one reads every text
    ran = archive("check", "--deep", "--repair")
    assert ran.code == 7
    assert "text of article 7, version 1" in ran.err
    assert "restore" in ran.err
    assert (home / "archive.db").read_bytes() == before


def test_what_was_backed_up_comes_back(archive, seeds, home: Path, tmp_path: Path) -> None:
    """One file, for its owner alone; restored into an empty home it gives the same answers."""
    archive("ingest", SEEDS / "001_7894a1fd2fb6062d.txt", "--tag", "harian")
    before = answers(archive)
    backup = tmp_path / "backups" / "a b.archive"
    backup.parent.mkdir()
    assert archive("backup", backup).code == 0
    assert os.listdir(backup.parent) == [backup.name]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    new = tmp_path / "new home"
    assert archive("--home", new, "restore", backup, "--json").json["articles"] == 28
    assert answers(archive, "--home", new) == before
    assert archive("--home", new, "check", "--deep").code == 0
    for id in (1, 7):
        shown = [archive(*o, "show", id, "--json").out for o in ((), ("--home", new))]
        assert shown[0] == shown[1]
    # What is ingested again is known, and ids go on.
    assert archive("--home", new, "ingest", SEEDS, "--json").lines[-1]["summary"]["same"] == 28


def test_a_backup_shows_one_moment_while_others_write(settings_home, tmp_path: Path) -> None:
    """Made while batches are stored, each holds whole batches and is sound."""
    from test_archive import incoming

    done = threading.Event()
    settings = config.load({"home": settings_home}, {})

    def write() -> None:
        with Archive.open(settings) as archive:
            number = 0
            while not done.is_set():
                batch = [incoming(f"alfa nomor{number + n}", f"{number + n}.txt") for n in (0, 1)]
                archive.put(batch)
                number += 2

    writer = threading.Thread(target=write)
    with Archive.open(settings) as archive:
        writer.start()
        try:
            for number in range(10):
                archive.backup(tmp_path / f"{number}")
        finally:
            done.set()
            writer.join()
    counts = []
    for number in range(10):
        home = config.load({"home": tmp_path / f"home {number}"}, {})
        with Archive.restore(home, tmp_path / f"{number}") as restored:
            assert list(restored.check(deep=True)) == []
            counts.append(restored.totals()["articles"])
            assert restored.search("alfa").total == counts[-1]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    assert all(count % 2 == 0 for count in counts)


@pytest.fixture
def settings_home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_backup_replaces_nothing_unasked(archive, seeds, home: Path, tmp_path: Path) -> None:
    """Neither another file, without --force, nor the archive itself, ever."""
    target = tmp_path / "backup"
    target.write_text("mine")
    assert archive("backup", target).code == 2
    assert target.read_text() == "mine"
    assert archive("backup", target, "--force").code == 0
    before = (home / "archive.db").read_bytes()
    (tmp_path / "link").symlink_to(home / "archive.db")
    for own in (home / "archive.db", tmp_path / "link"):
        ran = archive("backup", own, "--force")
        assert ran.code == 2
        assert "the archive itself" in ran.err
    assert (home / "archive.db").read_bytes() == before
    assert archive("backup", tmp_path / "nowhere" / "b").code == 5
    assert archive("check", "--deep").code == 0


def test_restore_never_replaces_an_archive(archive, seeds, tmp_path: Path) -> None:
    """There must be none in the home."""
    archive("backup", tmp_path / "backup")
    archive("remove", "--yes", 5)
    ran = archive("restore", tmp_path / "backup")
    assert ran.code == 2
    assert "already" in ran.err
    assert archive("stats", "--json").json["articles"] == 27


@pytest.mark.parametrize(
    ("damage", "code"), [("empty", 6), ("text", 6), ("cut", 7), ("flip", 7), ("newer", 6)]
)
def test_what_is_no_sound_backup_is_refused(
    archive, seeds, tmp_path: Path, damage: str, code: int
) -> None:
    """The new home is left without an archive, and the file as it was."""
    backup = tmp_path / "backup"
    archive("backup", backup)
    content = bytearray(backup.read_bytes())
    if damage == "newer":
        with closing(sqlite3.connect(backup)) as sql:
            sql.execute("UPDATE alembic_version SET version_num = '9999'")
            sql.commit()
    else:
        at = content.index(b"Sumberwulung")
        content[at : at + 3] = b"xxx"
        changed = {"empty": b"", "text": b"text " * 999, "cut": content[:9000], "flip": content}
        backup.write_bytes(changed[damage])
    before = backup.read_bytes()
    new = tmp_path / "new home"
    ran = archive("--home", new, "restore", backup)
    assert ran.code == code, ran
    assert ran.err.count("\n") == 1
    assert not (new / "archive.db").exists()
    assert backup.read_bytes() == before
    assert archive("--home", new, "ingest", SEEDS).code == 0  # the home can be used


def test_everything_is_for_its_owner_alone(archive, seeds, home: Path) -> None:
    """0700 and 0600, whatever the umask says, for what is in the home."""
    old = os.umask(0)
    try:
        archive("ingest", SEEDS / "001_7894a1fd2fb6062d.txt", "--tag", "harian")
        archive("reindex")
    finally:
        os.umask(old)
    for path in [home, *home.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
