"""What goes wrong is said without paths of this computer and without the words of libraries."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive import config
from archive.lock import Lock
from archive.web import application
from archive.web.pool import Pool
from routes import ROUTES

_SECRETS = re.compile(r"Traceback|sqlite|site-packages|File \"", re.IGNORECASE)
# Routes that need nothing of the archive.
_APART = (
    "/login",
    "/logout",
    "/static/style.css",
    "/openapi.json",
    "/help",
    "/upload",
    "/api/ing",
    "/prefer",
)


def asking(**settings: object) -> TestClient:
    return TestClient(application(config.load(settings)), base_url="http://localhost")


def check(text: str, home: Path, where: object) -> None:
    assert str(home) not in text, where
    assert not _SECRETS.search(text), (where, text)


def test_a_damaged_archive_is_told_without_paths(seeded, client, caplog) -> None:
    """By every route that needs it, with a number by which the log says more."""
    assert client.get("/").status_code == 200
    database = seeded / "archive.db"
    database.write_bytes(database.read_bytes()[:4096] + b"x" * 60_000)
    for method, path in ROUTES:
        if not path.startswith(_APART):
            answer = client.request(method, path)
            check(answer.text, seeded, (method, path))
            if answer.status_code >= 500 and path.startswith("/api/"):
                assert answer.json()["number"] in caplog.text
    assert str(seeded) in caplog.text


def test_a_fault_of_ours_is_a_number(seeded, client, monkeypatch, caplog) -> None:
    """In every route that opens an archive; the log has the rest."""

    def broken(self: Pool) -> object:
        raise RuntimeError(f"{seeded} sqlite3.Row")

    monkeypatch.setattr(Pool, "_taken", broken)
    caplog.set_level(logging.ERROR)
    for method, path in ROUTES:
        answer = client.request(method, path, follow_redirects=False)
        check(answer.text, seeded, (method, path))
        is_apart = path.startswith((*_APART, "/concordance"))  # nothing is asked there yet
        assert answer.status_code >= 400 or is_apart, (method, path)
    assert "RuntimeError" in caplog.text


def test_who_comes_at_a_bad_moment_is_told_to_come_again(seeded) -> None:
    """Another process writes for longer than one waits: 503, and when to try again."""
    with asking(wait=0) as client, Lock(seeded / "lock").hold(0):
        answer = client.post("/api/tags", json={"ids": [1], "add": ["air"]})
        assert client.get("/api/search?q=banjir").status_code == 200
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    check(answer.text, seeded, "/api/tags")


@pytest.mark.parametrize("path", ["/", "/api/search", "/api/concordance", "/concordance"])
def test_no_question_takes_for_ever(seeded, path: str) -> None:
    """What would come too late is an error that says so, never a part of the answer."""
    with asking(deadline=1e-7) as client:
        answer = client.get(path, params={"q": "ka* OR me* OR pe*"})
    assert answer.status_code == 400
    assert "takes longer than the limit" in answer.text
