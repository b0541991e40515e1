"""Several processes on one archive: nobody fails, nothing is lost, twice, or found when gone."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sqlite3
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from archive import config
from archive.archive import Archive, Incoming
from archive.article import Article, Place, Record
from faults import processes

if TYPE_CHECKING:
    from faults.conftest import Amount, Audit, Write

# Nothing here takes so long by itself; a process that waits for ever must not wait for ever.
PATIENCE = 1800.0


# -- many writers


def ingest_together(
    tmp_path: Path, write: Write, audit: Audit, count: int, writers: int = 4
) -> None:
    """So many processes ingest the same folder; its articles are there, each once."""
    home, folder = tmp_path / "home", tmp_path / "files"
    paths = write(folder, count, "together")
    children = [
        processes.start(
            tmp_path / f"writer {number}", "--home", home, "--wait", PATIENCE,
            "ingest", "--json", folder, hold=True,
        )
        for number in range(writers)
    ]  # fmt: skip
    for child in children:  # all at once, and none before it waits: it would wait for ever
        os.waitid(os.P_PID, child.pid, os.WSTOPPED)
    for child in children:
        child.signal(signal.SIGCONT)
    for child in children:
        assert child.wait(PATIENCE) == 0, child.err
        assert child.err == ""
    outcomes = [line for child in children for line in child.lines if "outcome" in line]
    counts = Counter(line["outcome"] for line in outcomes)
    assert counts == {"added": count, "same": count * (writers - 1)}
    ids = {line["source"]: line["id"] for line in outcomes}
    assert all(line["id"] == ids[line["source"]] for line in outcomes)
    assert audit(home, ids) == set(ids.values())
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        for table in ("article", "version", "sighting", "original"):
            found = sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            assert found == len(paths), f"{found} rows in {table}"


def test_four_writers_and_few_files(tmp_path: Path, write: Write, audit: Audit) -> None:
    """The nightly test in small."""
    ingest_together(tmp_path, write, audit, 20)


@pytest.mark.nightly
def test_four_writers(tmp_path: Path, write: Write, audit: Audit, amount: Amount) -> None:
    """Four processes want the same 5,000 files at once: each ends with 0, all is there once."""
    ingest_together(tmp_path, write, audit, amount(5000))


# -- readers beside a writer


@dataclass
class Diary:
    """What a writer has been told is done, in a file that readers follow while it grows.

    A line is "add NUMBER ID", "remove ID" or "removed ID": begun, and acknowledged.
    """

    path: Path
    read: int = 0
    there: dict[int, int] = field(default_factory=dict)  # id: the number in its text
    gone: set[int] = field(default_factory=set)
    # Being removed, or removed: such an article may be missing.
    leaving: set[int] = field(default_factory=set)

    def write(self, *words: object) -> None:
        """Append a line; one write, so that a reader never sees half of it."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self.path, flags, 0o600)
        os.write(descriptor, (" ".join(map(str, words)) + "\n").encode())
        os.close(descriptor)

    def follow(self) -> None:
        """Read what has been written since."""
        with self.path.open("rb") as file:
            file.seek(self.read)
            new = file.read()
        self.read += len(new)
        for line in new.decode().splitlines():
            self._take(*line.split())

    def _take(self, what: str, *numbers: str) -> None:
        values = [int(number) for number in numbers]
        if what == "add":
            self.there[values[1]] = values[0]
        elif what == "remove":
            self.leaving.update(values)
        else:
            self.gone.update(values)
            for id in values:
                self.there.pop(id, None)


def incoming(number: int) -> Incoming:
    """A small article with a word that all have, one that a tenth has, and one of its own."""
    text = f"Alfa kelompok{number % 10} nomor{number} dan berita lainnya tentang banjir."
    path = f"/made/{number}.txt"
    record = Record(Place(path), text.encode(), "text/plain", text, key=f"file:{path}")
    return Incoming(record, Article(text))


def write_until(home: Path, diary: Diary, stop: Path) -> None:
    """Store small batches, remove articles and reindex in a loop."""
    chance = random.Random("writer")
    numbers = itertools.count()
    parent = os.getppid()
    with Archive.open(config.load({"home": home, "wait": PATIENCE}, {})) as archive:
        while not stop.exists() and os.getppid() == parent:  # not for ever, if the test is killed
            batch = [next(numbers) for _ in range(chance.randint(1, 5))]
            stored = archive.put([incoming(number) for number in batch])
            if chance.random() < 0.7:
                archive.sync()  # else a reader does it, or finds itself behind
            for number, one in zip(batch, stored, strict=True):
                diary.write("add", number, one.id)
                diary.there[one.id] = number
            if len(diary.there) > 40 or chance.random() < 0.3:
                _remove(archive, diary, chance)
            if chance.random() < 0.1:
                archive.reindex()


def _remove(archive: Archive, diary: Diary, chance: random.Random) -> None:
    known = sorted(diary.there)
    ids = chance.sample(known, min(len(known), chance.randint(1, 8)))
    diary.write("remove", *ids)
    assert archive.remove(ids) == ids
    diary.write("removed", *ids)
    for id in ids:
        del diary.there[id]


@dataclass
class Reader:
    """Searches beside a writer, and compares what it finds with what was acknowledged before.

    `keep` searches go through one open archive; 1 opens it anew for each.
    """

    home: Path
    diary: Diary
    keep: int
    chance: random.Random
    warned: int = 0
    done: int = 0

    def read(self, searches: int) -> None:
        """Search so many times."""
        settings = config.load({"home": self.home, "wait": PATIENCE}, {})
        while self.done < searches:
            with Archive.open(settings) as archive:
                for _ in range(min(self.keep, searches - self.done)):
                    self._search(archive)
                    self.done += 1

    def _search(self, archive: Archive) -> None:
        self.diary.follow()
        before, gone = dict(self.diary.there), set(self.diary.gone)
        asked, belongs = self._query(before)
        page = archive.search(asked, limit=10_000, sort="added")
        found = {result.id for result in page.results}
        self.warned += bool(page.warnings)
        assert not found & gone, f"{asked}: {found & gone} were removed before"
        assert len(found) == len(page.results), f"{asked}: an article is there twice"
        self.diary.follow()
        wanted = {id for id in before if belongs(before[id])} - self.diary.leaving
        if not page.warnings:
            assert wanted <= found, f"{asked}: {wanted - found} were stored before"
        assert page.total >= len(found), f"{asked}: {page.total} hits, {len(found)} articles"

    def _query(self, there: dict[int, int]) -> tuple[str | None, Callable[[int], bool]]:
        """A query, and which numbers it asks for."""
        group = self.chance.randrange(10)
        number = self.chance.choice(sorted(there.values()) or [0])
        queries: list[tuple[str | None, Callable[[int], bool]]] = [
            (None, lambda _: True),
            ("alfa banjir", lambda _: True),
            (f"kelompok{group}", lambda n: n % 10 == group),
            (f"nomor{number}", lambda n: n == number),
            (f'"kelompok{number % 10} nomor{number}"', lambda n: n == number),
        ]
        return self.chance.choice(queries)


def forked(folder: Path, work: Callable[[], Any]) -> processes.Child:
    """Do `work` in a process of its own, which ends with 0 if it raised nothing."""
    folder.mkdir(parents=True)
    for name in ("out", "err"):
        (folder / name).write_bytes(b"")
    pid = os.fork()
    if pid == 0:
        _work(folder, work)
    return processes.Child(pid, folder)


def _work(folder: Path, work: Callable[[], Any]) -> NoReturn:
    code = 1
    try:
        (folder / "out").write_text(json.dumps(work()))
        code = 0
    except BaseException as error:  # told by the test
        (folder / "err").write_text("".join(traceback.format_exception(error)))
    finally:
        os._exit(code)


def read_beside_a_writer(tmp_path: Path, searches: int) -> dict[str, int]:
    """Search so many times in two processes, one with an archive that stays open."""
    home, diary, stop = tmp_path / "home", tmp_path / "diary", tmp_path / "stop"
    diary.touch()
    with Archive.open(config.load({"home": home}, {})) as archive:
        archive.sync()  # the files of an index, so that a reader need not wait for them
    writer = forked(tmp_path / "writer", lambda: write_until(home, Diary(diary), stop))
    readers = []
    for number, keep in enumerate((3, 1000)):
        reader = Reader(home, Diary(diary), keep, random.Random(number))

        def work(reader: Reader = reader) -> int:
            reader.read(searches // 2)
            return reader.warned

        readers.append(forked(tmp_path / f"reader {number}", work))
    try:
        failures = [child.err for child in readers if child.wait(PATIENCE)]
    finally:
        stop.touch()
        ended = writer.wait(PATIENCE)
    assert not failures, failures
    assert ended == 0, writer.err
    return {"warned": sum(int(child.out) for child in readers), **_settled(home, diary)}


def _settled(home: Path, path: Path) -> dict[str, int]:
    """When nobody writes any more, exactly what was acknowledged is there."""
    diary = Diary(path)
    diary.follow()
    with Archive.open(config.load({"home": home}, {})) as archive:
        page = archive.search("alfa", limit=10_000)
    assert not page.warnings
    assert page.total == len(page.results)
    assert {result.id for result in page.results} == set(diary.there)
    assert _ids(home) == set(diary.there)
    return {"added": len(diary.there) + len(diary.gone), "removed": len(diary.gone)}


def _ids(home: Path) -> set[int]:
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        return {row[0] for row in sql.execute("SELECT id FROM article")}


Report = Callable[[str, object], None]


def test_a_few_searches_beside_a_writer(tmp_path: Path, record_property: Report) -> None:
    """The nightly test in small."""
    record_property("counts", read_beside_a_writer(tmp_path, 100))


@pytest.mark.nightly
def test_ten_thousand_searches_beside_a_writer(
    tmp_path: Path, amount: Amount, record_property: Report
) -> None:
    """No search fails, finds what was removed, or misses what was stored without saying so."""
    record_property("counts", read_beside_a_writer(tmp_path, amount(10_000)))
