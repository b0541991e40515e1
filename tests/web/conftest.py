"""A real browser, and a server for it to look at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, SEEDS

if TYPE_CHECKING:
    from web.browsing import Browser

# Days that the seeds, which state none, are given by hand; and what else people did.
_DAYS = {7: "2023-09-17", 20: "2023-09-13", 10: "2023-11-21", 6: "2023-11", 21: "2023-10-02"}


def run(home: Path, *arguments: object) -> str:
    """What a command of `archive` prints."""
    command = [sys.executable, "-m", "archive", "--home", str(home), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _lacking(request: pytest.FixtureRequest, what: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if request.config.getoption("--require"):
        pytest.fail(f"{what} is missing, and --require is given")
    pytest.skip(f"{what} is not installed on this machine")


@pytest.fixture(scope="session")
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Chromium without a window, one for all tests."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            _lacking(request, program)
    from web.browsing import started

    with started(tmp_path_factory.mktemp("browser")) as one:
        yield one


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """The code of axe-core, which looks for what keeps people from using a page."""
    folders = [ROOT / "node_modules", *map(Path, os.environ.get("NODE_PATH", "").split(":"))]
    found = [f / "axe-core" / "axe.min.js" for f in folders if (f / "axe-core").is_dir()]
    if not found:
        _lacking(request, "axe-core (npm install --no-save axe-core)")
    return found[0].read_text("utf-8")


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """`serving(home)`: the address of a server of that home, which ends with the tests."""
    running = []

    def serve(home: Path, *options: str) -> str:
        process = subprocess.Popen(
            [sys.executable, "-m", "archive", "--home", home, "serve", "--port", "0", *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=(home / "serve.log").open("w"),
            text=True,
        )
        running.append(process)
        assert process.stdout
        return process.stdout.readline().strip().rstrip("/")

    yield serve
    for process in running:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the seeds, some of them dated, tagged and noted, and a copy."""
    home = tmp_path_factory.mktemp("web") / "home"
    run(home, "ingest", SEEDS)
    for id, day in _DAYS.items():
        run(home, "edit", id, "--set", f"published={day}")
    run(home, "tag", 1, "--add", "luarnegeri")
    run(home, "note", 1, "tanggal menurut agensi")
    run(home, "saved", "add", "bencana", "banjir OR gempa")
    copied = home.parent / "copied.txt"
    copied.write_text(f"{next(SEEDS.glob('001_*')).read_text('utf-8')}\nSatu kalimat lagi.\n")
    run(home, "ingest", copied)
    return home


@pytest.fixture(scope="session")
def site(serving: Callable[..., str], seeded_home: Path) -> str:
    """The address of a server of the seeds."""
    return serving(seeded_home)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Browser]:
    """The browser on the first page, as for who has chosen nothing; nothing may go wrong."""
    browser.open(f"{site}/help")
    browser.driver.delete_all_cookies()
    browser.choose(lang="en")
    browser.open(site)
    yield browser
    assert browser.complaints() == []
