"""The index follows the database, and is built anew when it cannot be trusted."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive import analysis, building, catchup, config, seal
from archive.archive import Archive
from archive.crew import Crew
from archive.errors import IndexNotReadyError, StorageError
from archive.index import engine, fingerprint
from archive.lock import Lock
from conftest import SEEDS
from test_archive import found, incoming


@pytest.fixture
def settings(tmp_path: Path) -> config.Config:
    return config.load({"home": tmp_path / "home", "wait": 0.1}, {})


@pytest.fixture
def three(settings: config.Config) -> config.Config:
    """An archive of three articles, indexed."""
    with Archive.open(settings) as archive:
        archive.put([incoming(f"alfa nomor{n}", f"{n}.txt") for n in range(3)])
        archive.sync()
    return settings


def id_of(settings: config.Config) -> str:
    id = catchup.current(settings)
    assert id is not None
    return id


def test_another_analysis_builds_anew(three: config.Config, monkeypatch) -> None:
    """An index whose terms were made by other rules is not searched."""
    before = id_of(three)
    monkeypatch.setattr(analysis, "VERSION", "other rules")
    with Archive.open(three) as archive:
        assert len(found(archive, "alfa")) == 3
    assert id_of(three) != before


def test_other_stems_in_the_settings_build_anew(three: config.Config) -> None:
    """An index whose stems the user has changed is not searched; else it stays."""
    before = id_of(three)
    with Archive.open(replace(three, stems={"id": {"alfa": "bravo"}})) as archive:
        assert len(found(archive, "alfa")) == 3
    between = id_of(three)
    assert between != before
    with Archive.open(replace(three, stems={"id": {"alfa": "bravo"}})) as archive:
        assert len(found(archive, "alfa")) == 3
    assert id_of(three) == between
    with Archive.open(three) as archive:
        assert len(found(archive, "alfa")) == 3
    assert id_of(three) != between


def test_the_fingerprint_covers_code_words_and_fields(monkeypatch) -> None:
    """A line in any source of analysis or zones, a field, or what the engine writes changes it."""
    from archive import schema, zones

    before = fingerprint("whoosh")
    changed = {name: replace(field, weight=9.0) for name, field in schema.FIELDS.items()}
    monkeypatch.setattr(schema, "FIELDS", changed)
    assert fingerprint("whoosh") != before
    monkeypatch.undo()
    monkeypatch.setattr(zones, "VERSION", "other rules")
    assert fingerprint("whoosh") != before
    monkeypatch.undo()
    monkeypatch.setattr(engine("whoosh"), "FORMAT", 99)
    assert fingerprint("whoosh") != before


def test_an_older_database_makes_the_index_foreign(three: config.Config, tmp_path: Path) -> None:
    """A database put back with other articles under the same numbers: the token tells."""
    database = three.home / "archive.db"
    old = database.read_bytes()
    with Archive.open(three) as archive:
        archive.put([incoming("alfa bravo", "new.txt")])
        archive.sync()
    before = id_of(three)
    database.write_bytes(old)
    with Archive.open(three) as archive:
        archive.put([incoming("alfa charlie", "other.txt")])
        assert found(archive, "bravo") == []
        assert found(archive, "charlie") == [4]
    assert id_of(three) != before


def test_a_rebuild_that_fails_leaves_the_old_index(three: config.Config, monkeypatch) -> None:
    """Searches go on in it, and no half of the new one is left."""
    before = id_of(three)

    def refused(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    with Archive.open(three) as archive:
        monkeypatch.setattr(seal, "write_durably", refused)
        with pytest.raises(StorageError, match="No space"):
            archive.reindex()
        monkeypatch.undo()
        assert len(found(archive, "alfa")) == 3
    assert id_of(three) == before
    assert sorted(p.name for p in three.index_folder.iterdir()) == sorted([before, "CURRENT"])


def test_what_is_left_lying_about_is_cleared_away(three: config.Config) -> None:
    """Folders of interrupted rebuilds and files of interrupted commits go with the next one."""
    folder = three.index_folder
    (folder / "0123456789abcdef0123456789abcdef").mkdir()
    (folder / "CURRENT.part").write_text("half")
    (folder / id_of(three) / "MAIN_left.seg").write_text("half")
    with Archive.open(three) as archive:
        archive.put([incoming("alfa lagi", "new.txt")])
        archive.sync()
        assert not (folder / id_of(three) / "MAIN_left.seg").exists()
        archive.reindex()
    assert sorted(p.name for p in folder.iterdir()) == sorted([id_of(three), "CURRENT"])


def tamper(settings: config.Config, path: Path, at: int, boot: str) -> None:
    """Flip a bit, and have the database take the file for untouched since the start `boot`."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    stamped = path.stat()
    with closing(sqlite3.connect(settings.home / "archive.db")) as sql:
        for token, files in sql.execute("SELECT token, files FROM checkpoint").fetchall():
            states = json.loads(files)
            states[path.name][2:] = [stamped.st_ino, stamped.st_mtime_ns, stamped.st_ctime_ns]
            sql.execute(
                "UPDATE checkpoint SET files = ?, boot = ? WHERE token = ?",
                (json.dumps(states), boot, token),
            )
        sql.commit()


def postings(settings: config.Config) -> Path:
    """The file of the postings."""
    return next((settings.index_folder / id_of(settings)).glob("*.arr"))


def test_what_is_written_to_under_an_open_archive_is_noticed(three: config.Config) -> None:
    """Before the next search, by the stamps of the files."""
    before = id_of(three)
    with Archive.open(three) as archive:
        assert len(found(archive, "alfa")) == 3
        with postings(three).open("r+b") as file:  # in place, also in the open memory map
            file.write(b"\xff" * 200)
        assert sorted(found(archive, "alfa")) == [1, 2, 3]
    assert id_of(three) != before


def test_damage_found_late_is_told_and_mended(three: config.Config) -> None:
    """What only shows when it is read: 4 and in words, and the next command mends it."""
    before = id_of(three)
    told = 0
    for at in range(60, postings(three).stat().st_size, 30):
        tamper(three, postings(three), at, seal.boot())
        try:
            with Archive.open(three) as archive:
                found(archive, "alfa")
        except IndexNotReadyError as error:
            told += "every article is safe" in str(error)
            assert (three.index_folder / before / "SUSPECT").exists()
            break
        if id_of(three) != before:  # it was noticed when it was opened
            before = id_of(three)
        else:
            tamper(three, postings(three), at, seal.boot())
    assert told == 1
    with Archive.open(three) as archive:
        assert sorted(found(archive, "alfa")) == [1, 2, 3]
    assert id_of(three) != before


def test_after_a_restart_of_the_machine_all_is_read(three: config.Config) -> None:
    """A flipped bit that left the stamp as it was is found, for nothing is taken on trust."""
    before = id_of(three)
    tamper(three, postings(three), -1, "another start")
    with Archive.open(three) as archive:
        assert len(found(archive, "alfa")) == 3
    assert id_of(three) != before


def test_a_sound_index_is_trusted_again_after_a_restart(three: config.Config) -> None:
    """It is read in full once, and kept."""
    before = id_of(three)
    with closing(sqlite3.connect(three.home / "archive.db")) as sql:
        sql.execute("UPDATE checkpoint SET boot = 'another start'")
        sql.commit()
    with Archive.open(three) as archive:
        assert len(found(archive, "alfa")) == 3
    assert id_of(three) == before
    with closing(sqlite3.connect(three.home / "archive.db")) as sql:
        boots = {row[0] for row in sql.execute("SELECT boot FROM checkpoint")}
    assert boots == {seal.boot()}


def test_behind_and_locked_it_answers_without_what_was_removed(three: config.Config) -> None:
    """While another process writes: a warning, and no article that is gone, for any query."""
    with Archive.open(three) as archive, Archive.open(three) as other:
        assert len(found(archive, "alfa")) == 3
        with other._lock.hold(1):
            other._store.writer.remove([2])
            for query in (None, "alfa", "nomor1 OR nomor2", "-nomor0"):
                page = archive.search(query, facets=["language"])
                assert 2 not in [result.id for result in page.results]
                assert page.total == len(page.results)
                assert len(page.warnings) == 1
        assert archive.search(None).total == 2


def test_searches_go_on_while_it_is_built_anew(three: config.Config) -> None:
    """A reader needs no lock: whoever rebuilds holds it all the time."""
    with Archive.open(three) as archive, Lock(three.home / "lock").hold(1):
        assert len(found(archive, "alfa")) == 3
    with Lock(three.home / "lock").hold(1), Archive.open(three) as archive:
        assert len(found(archive, "alfa")) == 3


def test_seeds_in_small_batches_are_the_same(tmp_path: Path, monkeypatch) -> None:
    """The number of articles in a commit changes no answer."""
    from archive.ingest import Options, ingest

    totals = []
    for batch in (3, 2_000):
        monkeypatch.setattr(building, "BATCH", batch)
        settings = config.load({"home": tmp_path / str(batch)}, {})
        with Archive.open(settings) as archive:
            assert len(list(ingest(archive, [str(SEEDS)], Options()))) == 28
            totals.append([archive.search(q).total for q in ("banjir", "di", "korea -korut")])
            assert list(archive.check(deep=True)) == []
    assert totals[0] == totals[1]


def test_others_build_the_same_index(tmp_path: Path, monkeypatch) -> None:
    """What other processes make of the articles is found by the same words, stems of the user's."""
    from archive.ingest import Options, ingest

    monkeypatch.setattr(building, "SHARE", 5)
    settings = config.load({"home": tmp_path}, {})
    settings = replace(settings, stems={"id": {"banjir": "air"}})
    with Archive.open(settings) as archive, Crew(2) as crew:
        assert len(list(ingest(archive, [str(SEEDS)], Options()))) == 28
        queries = (*"banjir di air korea".split(), "korea -korut", None)
        before = [archive.ids(query) for query in queries]
        assert archive.reindex(crew) == len(archive.ids(None))
        assert [archive.ids(query) for query in queries] == before
        assert list(archive.check(deep=True)) == []
