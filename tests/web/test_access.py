"""Who may ask what: tables over every route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive import config
from archive.web import application
from archive.web.access import Access, access
from archive.web.guard import HEADERS
from archive.web.secret import hashed_password, hashed_token
from routes import CHANGING, ROUTES

ADDRESS = "http://localhost:8765"
CLOSED = Access(password=hashed_password("rahasia dapur"), token=hashed_token("kunci"))


def asking(rules: Access | None = None, address: str = ADDRESS) -> TestClient:
    return TestClient(
        application(config.load(), rules), base_url=address, raise_server_exceptions=False
    )


@pytest.fixture
def closed(seeded) -> Iterator[TestClient]:
    """Who asks a server that wants a password."""
    with asking(CLOSED) as client:
        yield client


def test_every_answer_has_the_headers(seeded, client) -> None:
    """Also those that say no, and that say that something is not there."""
    asked = [*ROUTES, ("GET", "/nothing"), ("GET", "/api/nothing"), ("PUT", "/"), ("GET", "/?q=(")]
    for method, path in asked:
        answer = client.request(method, path)
        for name, value in HEADERS.items():
            known = answer.headers.get(name, "")
            if name == "Content-Security-Policy":
                assert "default-src 'none'" in known, (method, path)
                assert "unsafe" not in known, (method, path)
            elif name != "Cache-Control":
                assert known == value, (method, path, name)
        assert answer.headers["content-type"].partition(";")[0] != "application/xhtml+xml"
        assert answer.status_code < 500, (method, path, answer.text)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "192.168.1.7", "[::2]"]
)
def test_another_name_is_refused(seeded, client, host: str) -> None:
    """What a page of another site asks whose name leads here, is asked with its name."""
    for method, path in ROUTES:
        for port in ("", ":8765"):
            answer = client.request(method, path, headers={"Host": host + port})
            assert answer.status_code == 421, (method, path)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]:80"])
def test_this_computer_has_several_names(seeded, client, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_names_can_be_allowed(seeded) -> None:
    rules = access(config.load(), hosts=["Arsip.example"])
    with asking(rules, "http://arsip.example") as client:
        assert client.get("/").status_code == 200


SITES: list[tuple[dict[str, str], bool]] = [
    ({}, True),
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": ""}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS}, False),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, True),
    ({"Origin": ADDRESS}, True),
    ({"Origin": "http://LOCALHOST:8765"}, True),
    ({"Origin": "https://localhost:8765"}, True),
    ({"Origin": "http://localhost"}, False),
    ({"Origin": "http://localhost:8766"}, False),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "http://localhost:8765.evil.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
]


@pytest.mark.parametrize(("headers", "is_let_in"), SITES)
def test_only_pages_of_this_server_change_something(
    seeded, client, headers: dict[str, str], is_let_in: bool
) -> None:
    """What a browser says of where a request comes from decides; reading is not asked."""
    for method, path in CHANGING:
        answer = client.request(method, path, headers=headers)
        assert (answer.status_code != 403) == is_let_in, (method, path)
    for method, path in set(ROUTES) - set(CHANGING):
        assert client.request(method, path, headers=headers).status_code != 403


def test_without_the_password_nothing_is_answered(closed) -> None:
    """Every route but the way in and what that page needs."""
    for method, path in ROUTES:
        same = {"Sec-Fetch-Site": "same-origin"}
        answer = closed.request(method, path, headers=same)
        is_open = path in ("/login", "/static/style.css")
        assert (answer.status_code != 401) == is_open or path == "/login", (method, path)
        assert "Vostochny" not in answer.text


def test_the_password_opens_a_session(closed) -> None:
    """Then pages are shown, until it ends; whoever is no browser still needs the token."""
    given = {"password": "rahasia dapur", "following": "/article/1"}
    same = {"Sec-Fetch-Site": "same-origin"}
    answer = closed.post("/login", data=given, headers=same, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/article/1")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert closed.get("/article/1").status_code == 200
    assert closed.get("/api/article/1").status_code == 200
    assert closed.post("/api/tags", json={"ids": [1], "add": ["air"]}).status_code == 403
    closed.post("/logout", headers=same)
    assert closed.get("/article/1").status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "99999999999.ab.cd", "9" * 5000, "é.ü.ä"])
def test_a_session_cannot_be_made_up(closed, cookie: str) -> None:
    headers = {"Cookie": f"archive_session={cookie}".encode()}
    assert closed.get("/", headers=headers).status_code == 401


@pytest.mark.parametrize("place", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_the_password_leads_nowhere_else(closed, place: str) -> None:
    given = {"password": "rahasia dapur", "following": place}
    same = {"Sec-Fetch-Site": "same-origin"}
    answer = closed.post("/login", data=given, headers=same, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_guesses_are_slowed_down(closed) -> None:
    """After five wrong ones in a minute, also the right one has to wait."""
    same = {"Sec-Fetch-Site": "same-origin"}
    for _ in range(5):
        assert closed.post("/login", data={"password": "x"}, headers=same).status_code == 401
    answer = closed.post("/login", data={"password": "rahasia dapur"}, headers=same)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 61


def test_a_token_is_for_programs(closed) -> None:
    """Only the right one, as a bearer's."""
    for token, status in [("kunci", 200), ("kunc", 401), ("kunci ", 401), ("", 401)]:
        headers = {"Authorization": f"Bearer {token}"}
        assert closed.get("/api/search", headers=headers).status_code == status, token
    assert closed.get("/api/search", headers={"Authorization": "Basic kunci"}).status_code == 401
    wrote = closed.post(
        "/api/tags",
        json={"ids": [1], "add": ["air"]},
        headers={"Authorization": "Bearer kunci"},
    )
    assert wrote.json()["changed"] == [1]


def test_nothing_can_be_changed_where_it_is_only_read(seeded) -> None:
    with asking(access(config.load(), is_read_only=True)) as client:
        for method, path in CHANGING:
            expected = path in ("/login", "/prefer")
            assert (client.request(method, path).status_code != 403) == expected, (method, path)
        assert client.get("/").status_code == 200


def test_paths_are_for_this_computer(seeded) -> None:
    """To others only the names of files are shown, on pages and in JSON."""
    with asking(access(config.load(), is_local=False)) as client:
        for path in (
            "/api/article/1",
            "/article/1",
            "/api/article/1/copies",
            "/api/article/1/why?q=path:nowhere.txt",
            "/api/stats",
            "/api/complete?q=path:/",
            "/api/export?format=jsonl",
            "/api/export?format=csv&fields=id,path",
        ):
            answer = client.get(path)
            assert answer.status_code == 200, answer.text
            assert "/seeds" not in answer.text, path
            assert str(seeded) not in answer.text, path


@pytest.mark.parametrize("size", [10_000_001, 20_000_000])
def test_bodies_have_an_end(seeded, client, size: int) -> None:
    """Whether the length is stated or not."""
    assert client.post("/saved", content=b"x" * size).status_code == 413
    pieces = (b"x" * 1_000_000 for _ in range(size // 1_000_000 + 1))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/saved", content=pieces, headers=form).status_code == 413
