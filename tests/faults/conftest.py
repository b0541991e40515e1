"""What the fault tests share: made-up articles, the audit of a home, and a home in use.

The audit states the promise: what `ingest` reported is stored, nothing is stored twice, and after
the next command the index equals the database.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive import config
from archive.archive import Archive
from faults import processes

# Imported before the forks, so that no child has to: what a command imports only when it runs.
for name in ("alembic.command", "archive.cli.ingest", "archive.cli.reindex", "archive.cli.remove"):
    import_module(name)

WORDS = """
    banjir gempa sawah nelayan pasar jembatan gubernur bupati warga sekolah hujan panen harga beras
    kapal pelabuhan bandara polisi sidang hakim menteri presiden rapat anggaran pajak listrik jalan
    rumah sakit dokter vaksin atlet pertandingan kemenangan gol pelatih kereta penumpang laut gunung
    abu letusan evakuasi bantuan relawan musim kemarau kebakaran hutan asap sungai tanggul longsor
    menyerang diserang penyerang serangan dibangun pembangunan membangun kata mengatakan perkataan
""".split()
# What is searched in an audit: common words, stems, a phrase, a field, an exclusion.
QUERIES = (*WORDS[:2], "membangun", '"rumah sakit"', "ban*", "gempa -pasar")

# In front of a command: run it as a user without any rights.
AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

Write = Callable[[Path, int, object], list[Path]]
Audit = Callable[[Path, Mapping[str, int]], set[int]]
Amount = Callable[[int], int]
Copied = Callable[[Path, Path], sqlite3.Connection]


@pytest.fixture(scope="session")
def needs(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`needs("root", "strace", "loop")`: skip, with the reason, where one is not there.

    With `--require`, which CI gives, it fails instead.
    """
    refuse = pytest.fail if request.config.getoption("--require") else pytest.skip
    lacks = {
        "root": lambda: os.geteuid() != 0 and "needs root, to mount and to trace",
        "strace": lambda: not shutil.which("strace") and "needs strace, which is not installed",
        "others": lambda: (
            subprocess.run(
                [*AS_NOBODY, sys.executable, "-c", "import archive"],
                check=False,
                stderr=subprocess.DEVNULL,
            ).returncode
            and "needs setpriv, and a Python that another user can run"
        ),
        "faketime": lambda: not shutil.which("faketime") and "needs faketime, not installed",
        "loop": lambda: (
            not (Path("/dev/loop-control").exists() and shutil.which("mkfs.ext4"))
            and "needs loop devices (/dev/loop-control) and mkfs.ext4"
        ),
    }

    def check(*names: str) -> None:
        for name in names:
            if reason := lacks[name]():
                # A Python in root's own folder is nobody's fault.
                (pytest.skip if name == "others" else refuse)(reason)

    return check


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: a kill does not care, and an fsync takes no time."""
    place = Path("/dev/shm")  # a folder of our own in it
    if not os.access(place, os.W_OK):
        place = tmp_path_factory.mktemp("memory")
    with TemporaryDirectory(dir=place, prefix="archive-faults-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def write() -> Write:
    """`write(folder, count, seed)`: so many small articles, of which no two are the same."""
    return write_articles


def write_articles(folder: Path, count: int, seed: object) -> list[Path]:
    """Files of invented news, the same ones for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"articles {seed}")
    paths = [folder / f"{number:03}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        paragraphs = [_sentence(chance) for _ in range(3)]
        mark = f"Nomor berita {seed}-{number}."  # what makes it another article than all others
        path.write_text("\n\n".join([_sentence(chance, 6), *paragraphs, mark]) + "\n", "utf-8")
    return paths


def _sentence(chance: random.Random, length: int = 20) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


@pytest.fixture
def audit() -> Audit:
    """`audit(home, acknowledged)`: assert the promise; the ids of all articles."""
    return audit_home


def audit_home(home: Path, acknowledged: Mapping[str, int]) -> set[int]:
    """Assert that `home` keeps what was promised; the ids of its articles.

    `acknowledged` has the id that was reported for each source and was not removed since. The
    archive is opened first, as the next command would: SQLite's recovery is its own affair.
    """
    found = _answers(home, "whoosh")
    with closing(sqlite3.connect(home / "archive.db")) as sql:
        ids = _audit_sql(sql, acknowledged)
    assert found[None] == ids, f"the index has {_differ(found[None], ids)} than the database"
    expected = _answers(home, "memory")
    for asked, wanted in expected.items():
        assert found[asked] == wanted, f"{asked!r} finds {_differ(found[asked], wanted)}"
    with Archive.open(config.load({"home": home}, {})) as archive:
        assert list(archive.check(deep=True)) == [], "`archive check --deep` finds damage"
    return ids


def _differ(got: set[int], wanted: set[int]) -> str:
    return f"{sorted(got - wanted)} more and {sorted(wanted - got)} less"


def _answers(home: Path, engine: str) -> dict[str | None, set[int]]:
    """The ids that every query finds; None asks for all."""
    answers: dict[str | None, set[int]] = {}
    settings = config.load({"home": home, "engine": engine}, {})
    with Archive.open(settings) as archive:
        for asked in (None, *QUERIES):
            page = archive.search(asked, limit=10**6, sort="added")
            found = [result.id for result in page.results]
            assert not page.warnings, page.warnings
            assert page.total == len(found), f"{asked!r}: {page.total} hits, {len(found)} articles"
            assert len(found) == len(set(found)), f"{asked!r} finds an article twice"
            answers[asked] = set(found)
    return answers


def _audit_sql(sql: sqlite3.Connection, acknowledged: Mapping[str, int]) -> set[int]:
    assert sql.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sql.execute("PRAGMA foreign_key_check").fetchall() == []
    assert_acknowledged(sql, acknowledged)
    for column in ("identity", "text", "sha256"):
        twice = f"SELECT {column} FROM version WHERE is_current GROUP BY 1 HAVING count(*) > 1"
        assert sql.execute(twice).fetchall() == [], f"two articles have the same {column}"
    seen_twice = "SELECT path FROM sighting GROUP BY path HAVING count(*) > 1"
    assert sql.execute(seen_twice).fetchall() == [], "a file was stored twice"
    ids = {row[0] for row in sql.execute("SELECT id FROM article")}
    current = [row[0] for row in sql.execute("SELECT article_id FROM version WHERE is_current")]
    assert sorted(current) == sorted(ids), "not every article has one current version"
    for sha, size, content in sql.execute("SELECT sha256, size, content FROM original"):
        plain = zlib.decompress(content)
        assert (hashlib.sha256(plain).hexdigest(), len(plain)) == (sha, size)
    return ids


def assert_acknowledged(sql: sqlite3.Connection, acknowledged: Mapping[str, int]) -> None:
    """Assert that every reported article is there, under its id, with the bytes of its file."""
    rows = sql.execute(
        "SELECT path, article_id, sighting.sha256 FROM sighting JOIN version"
        " ON version.id = version_id JOIN original ON original.sha256 = sighting.sha256"
    )
    stored = {os.fsdecode(path): (id, sha) for path, id, sha in rows}
    for source, id in acknowledged.items():
        sha = hashlib.sha256(Path(source).read_bytes()).hexdigest()
        assert stored.get(source) == (id, sha), (
            f"{source} was reported as stored with id {id}, and there is {stored.get(source)}"
        )


def sql_copy(home: Path, folder: Path) -> sqlite3.Connection:
    """A copy of the database with its log, as a process that starts now would find them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("archive.db", "archive.db-wal", "archive.db-journal"):
        if (home / name).exists():
            shutil.copyfile(home / name, folder / name)
    return sqlite3.connect(folder / "archive.db")


@pytest.fixture(scope="session")
def copied() -> Copied:
    """`copied(home, folder)`: the database, opened without touching what a fault has left."""
    return sql_copy


@dataclass
class Life:
    """A home in use: what was reported to its user, over many commands that were cut short."""

    home: Path
    folder: Path
    chance: random.Random
    acknowledged: dict[str, int] = field(default_factory=dict)
    rounds: int = 0
    removing: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    # Above this many articles so many are removed that an index is built quickly.
    LARGEST = 40
    NEW = 12

    def command(self, kind: str) -> list[object]:
        """The arguments of a command of this kind: a new folder, or some articles, or none."""
        self.rounds += 1
        self.removing = []
        if kind == "ingest":
            return ["ingest", "--json", *self._folders()]
        if kind == "remove":
            known = sorted(self.acknowledged.values())
            count = max(1, min(len(known), 5), len(known) - self.LARGEST // 2)
            self.removing = self.chance.sample(known, min(count, len(known))) or [1]
            return ["remove", "--yes", "--json", *self.removing]
        return ["reindex", "--json"]

    def _folders(self) -> list[Path]:
        """The folder of the last ingest, which may be there in part, and a new one."""
        folders = [self.folder / f"{self.rounds:05}"]
        write_articles(folders[0], self.NEW, f"{self.folder.name} {self.rounds}")
        before = sorted(self.folder.glob("[0-9]*"))[-2:-1]
        return before + folders

    def kind(self) -> str:
        """What to do next."""
        if len(self.acknowledged) > self.LARGEST:
            return "remove"
        return self.chance.choices(("ingest", "remove", "reindex"), (6, 2, 2))[0]

    def hear(self, child: processes.Child) -> None:
        """Take down what a command reported before it ended."""
        for line in child.lines:
            if line.get("id") is not None:
                before = self.acknowledged.setdefault(line["source"], line["id"])
                assert before == line["id"], f"{line} was article {before} before"
            elif "removed" in line:
                self._forget(line["removed"])

    def check(self) -> None:
        """Assert, by reading SQL only, that what was reported is there; cheap.

        It looks at a copy, so that what the killed process left behind is there for the next
        command, too.
        """
        with closing(sql_copy(self.home, self.folder / "copy")) as sql:
            tables = sql.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            there = {row[0] for row in sql.execute("SELECT id FROM article")} if tables else set()
            self._settle(there)
            assert not there & self.gone, f"{there & self.gone} were removed, and are back"
            if tables or self.acknowledged:
                assert_acknowledged(sql, self.acknowledged)

    def _settle(self, there: set[int]) -> None:
        """Find out what became of a removal that was cut short: it is done, or it is not."""
        left = [id for id in self.removing if id in there]
        known = set(self.acknowledged.values())
        removing = [id for id in self.removing if id in known]
        assert not left or len(left) == len(removing), f"of {removing} only {left} are left"
        if not left:
            self._forget(removing)

    def _forget(self, ids: Iterable[int]) -> None:
        self.gone |= set(ids)
        self.acknowledged = {s: id for s, id in self.acknowledged.items() if id not in self.gone}


@pytest.fixture
def live(memory: Path) -> Callable[..., Life]:
    """`live(seed, home)`: an unused home, and a folder of its own for what goes into it.

    Without a home it is one in memory.
    """

    def begin(seed: str, home: Path | None = None) -> Life:
        folder = memory / f"files {seed}"
        folder.mkdir()
        return Life(home or memory / f"home {seed}", folder, random.Random(seed))

    return begin
