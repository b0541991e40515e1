"""What the tests share: a home of their own, the command line in-process, and the shared data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from archive.cli._door import run
from databases import opened

if TYPE_CHECKING:
    from starlette.testclient import TestClient

# The same examples on every machine and at every run; how long one takes does not matter.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"

# What makes the tables of this version those of the first.
BACK_TO_0001 = """
    DROP TABLE lost;
    DROP TABLE file;
    DROP TABLE folder;
    DROP TABLE pending;
    DROP TABLE saved_article;
    DROP TABLE saved;
    DROP TABLE note;
    DROP TABLE residue;
    ALTER TABLE fact DROP COLUMN confidence;
    DROP TABLE shingle;
    DROP TABLE sketch;
    DROP TABLE checkpoint;
    ALTER TABLE "change" DROP COLUMN checksum;
    ALTER TABLE version DROP COLUMN text_sum;
    UPDATE alembic_version SET version_num = '0001';
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--share`: how much of the long suites is run. `--require`: nothing may be skipped."""
    parser.addoption(
        "--share", type=float, default=1.0, help="share of the nightly suites' work, 0 to 1"
    )
    parser.addoption(
        "--require",
        action="store_true",
        help="fail, not skip, where root, strace, loop devices, faketime or Chromium are missing",
    )


@dataclass
class Ran:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON, an object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        """Standard output as one JSON object."""
        (answer,) = self.lines
        return answer


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for an archive, in the environment; nothing else of the environment counts."""
    for name in (
        "ARCHIVE_DATABASE",
        "ARCHIVE_ENGINE",
        "ARCHIVE_WAIT",
        "ARCHIVE_LIMIT",
        "ARCHIVE_RECENT",
        "ARCHIVE_DEADLINE",
        "ARCHIVE_MAX_SECONDS",
        "ARCHIVE_MAX_MEMORY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "home"


@pytest.fixture
def archive(home: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command of `archive` on that home: `archive("search", "banjir")`."""

    def command(*arguments: object) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return command


@pytest.fixture(scope="session")
def _seeds(tmp_path_factory) -> Path:
    """An archive of the seeds, to be copied."""
    made = tmp_path_factory.mktemp("seeds") / "home"
    assert run(["--home", str(made), "ingest", str(SEEDS)]) == 0
    return made


@pytest.fixture
def seeded(home: Path, _seeds: Path) -> Path:
    """An archive of the seeds in that home."""
    shutil.copytree(_seeds, home)
    return home


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    """A browser without scripts, on the page of the archive in that home."""
    from starlette.testclient import TestClient

    from archive import config
    from archive.web import application

    with TestClient(application(config.load()), base_url="http://localhost:8765") as asking:
        yield asking


@pytest.fixture
def amount(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """`amount(1000)`: how many of a thousand are asked for by `--share`, at least one."""
    share = request.config.getoption("--share")
    return lambda whole: max(1, round(whole * share))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared with real data on this machine")
    return SHARED


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Path:
    """A database without articles, to be copied: making one takes long."""
    path = tmp_path_factory.mktemp("empty") / "archive.db"
    with opened(path) as store:
        store.writer.upgrade()
        store.fold()
    return path
