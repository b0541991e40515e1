"""What articles say cannot run in the browser: a hundred tries, in every field, on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from archive.archive import Archive
from archive.article import Fact
from archive.config import load
from web.browsing import Browser
from web.conftest import run
from web.test_hostile import VECTORS

pytestmark = pytest.mark.slow

# Facts that are stated by hand besides what the file declares.
_STATED = ("place", "person", "location", "organisation", "language", "cites")


def _article(number: int, vector: str) -> dict[str, str]:
    """An article that says `vector` wherever it can."""
    return {
        "title": f"{vector} pertama",
        "text": (
            f"{vector}, {vector} - Kata {vector} kapal{number} berlabuh.\n\n{vector}\n\n"
            f"Baca Juga: {vector} kedua\n\nDikutip dari {vector}, kapal itu tiba.\n\n"
            f"(Foto: {vector})\n\nPenulis: {vector}\n\n***"
        ),
        "author": vector,
        "publisher": vector,
        "category": vector,
        "date": f"2023-0{1 + number % 9}-01",
        # Of the same address it would be another version of the same article.
        "url": f"{vector}//{number}",
    }


@pytest.fixture(scope="module")
def hostile(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a server of articles that all want to run something."""
    folder = tmp_path_factory.mktemp("hostile")
    home = folder / "home"
    name = folder / "a\"><img src=x onerror=alert(1)>'.jsonl"
    lines = (json.dumps(_article(n, vector)) for n, vector in enumerate(VECTORS, 1))
    name.write_text("\n".join(lines), "utf-8")
    run(home, "ingest", name)
    with Archive.open(load({"home": home})) as archive:
        for number, vector in enumerate(VECTORS, 1):
            archive.tag([number], add=[vector])
            archive.add_note(number, vector)
            stated = [Fact(field, vector, "edited", "test") for field in _STATED]
            archive.edit(number, stated)
            archive.save(f"{vector} {number}", f'"{number}"')
    return serving(home, "--show-paths")


def _addresses(site: str) -> Iterator[str]:
    for path in ("/overview", "/saved", "/timeline?q=alert&q=kapal*", "/help"):
        yield f"{site}{path}"
    yield f"{site}/?q=alert&limit=200&copies=all&sort=added"
    yield f"{site}/concordance?q=alert&limit=1000"
    yield f"{site}/article/1/versions"
    yield f"{site}/article/1/beside/2"
    for vector in VECTORS:
        told = quote(vector)
        yield f"{site}/?q={told}&include=publisher={told}&exclude=tag={told}"
    for vector in VECTORS[::10]:
        for path in ("/concordance?q=", "/timeline?q=", "/article/1?q=", "/saved/run?name="):
            yield f"{site}{path}{quote(vector)}"
        yield f"{site}/{quote(vector)}"


def test_a_hundred_tries(browser: Browser, hostile: str) -> None:
    """Nothing is run, nothing is asked for elsewhere, and no policy had to keep it from that."""
    host = urlsplit(hostile).netloc
    browser.asked()
    browser.complaints()
    for number, vector in enumerate(VECTORS, 1):
        _look(browser, f"{hostile}/article/{number}?q=kapal{number}+OR+alert")
        shown = browser.run("return document.querySelector('.text').textContent")
        # Escaped, not taken out: a reader sees what the article says.
        assert _plain(vector) in _plain(shown), vector
    for address in _addresses(hostile):
        _look(browser, address)
    assert {urlsplit(one).netloc for one in browser.asked() if one.startswith("http")} == {host}
    assert browser.complaints() == []


def _look(browser: Browser, address: str) -> None:
    """Open a page, and all that unfolds on it."""
    browser.open(address)
    browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert browser.run("return window.ran") == [], address
    links = browser.run("return [...document.links].map((one) => one.protocol)")
    assert set(links) <= {"http:", "https:"}, address
    assert urlsplit(browser.driver.current_url).netloc == urlsplit(address).netloc


def _plain(text: str) -> str:
    """Without what no page can show, and with single spaces."""
    return " ".join(text.replace("\x00", "").replace("\ufffd", "").split())


def test_originals_do_not_run(
    browser: Browser, serving: Callable[..., str], tmp_path: Path
) -> None:
    """A page that was kept is handed out as a file, whatever a browser would like to do with it."""
    home = tmp_path / "home"
    page = tmp_path / "page.html"
    page.write_text("<html><title>Kapal</title><body><p>Kapal.<script>alert(1)</script>")
    run(home, "ingest", page)
    site = serving(home)
    browser.open(f"{site}/article/1")
    browser.open(f"{site}/article/1/original")
    assert browser.driver.current_url == f"{site}/article/1"  # it was downloaded
    assert browser.run("return window.ran") == []
