"""The pictures of the page in the README, made of the seeds.

PYTHONPATH=tests python -m web.picture
"""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import ROOT, SEEDS
from web.browsing import Browser, started
from web.conftest import run

FOLDER = Path(__file__).parent / "pictures"
# Each picture: its address, height, whether it is dark, and what is unfolded on it.
_PICTURES = {
    "search": ("/?q=warga", 740, "light"),
    "article": ("/article/1?q=putin", 740, "dark"),
}
# The seeds state no date; so many of them are given one, to have something to draw.
_MONTHS = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")


def _home(home: Path) -> None:
    run(home, "ingest", SEEDS)
    for id in range(1, 29):
        day = f"{_MONTHS[id * id % len(_MONTHS)]}-{1 + id * 7 % 28:02}"
        run(home, "edit", id, "--set", f"published={day}")
    run(home, "edit", 1, "--set", "published=2023-09-13")
    run(home, "tag", 1, "--add", "luarnegeri")
    run(home, "tag", 4, "--add", "laut")
    run(home, "note", 1, "tanggal menurut agensi")
    run(home, "saved", "add", "bencana", "banjir OR gempa")


def _take(browser: Browser, site: str, name: str) -> None:
    path, height, scheme = _PICTURES[name]
    browser.system(scheme)
    browser.command(
        "Emulation.setDeviceMetricsOverride",
        width=1100,
        height=height,
        deviceScaleFactor=1,
        mobile=False,
    )
    browser.driver.get(f"{site}{path}")
    browser.run("document.activeElement.blur()")
    shot = browser.command("Page.captureScreenshot", format="png", optimizeForSpeed=False)
    (FOLDER / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


def main() -> None:
    """Make them anew."""
    with TemporaryDirectory() as folder, started(Path(folder)) as browser:
        home = Path(folder) / "home"
        _home(home)
        command = [sys.executable, "-m", "archive", "--home", str(home), "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            site = server.stdout.readline().strip().rstrip("/")
            for name in _PICTURES:
                _take(browser, site, name)
            server.terminate()


if __name__ == "__main__":
    main()
