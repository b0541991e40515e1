"""The page and the API answer what the command line answers."""

from __future__ import annotations

import json
import re

import pytest

from conftest import SEEDS

QUERIES = ["banjir", "warga -banjir", '"korea utara" OR korut', "language:en", "nothingness", ""]


@pytest.fixture
def seeded(archive) -> None:
    archive("ingest", SEEDS)


@pytest.mark.parametrize("query", QUERIES)
def test_search_is_that_of_the_command_line(archive, seeded, client, query: str) -> None:
    """`/api/search` is `search --json`, but for the time it took; the page has the same hits."""
    arguments = ["search", query] if query else ["list", "--limit", 10]
    printed = archive(*arguments, "--json").json
    answered = client.get("/api/search", params={"q": query}).json()
    if query:
        assert answered | {"took_ms": 0} == printed | {"took_ms": 0}
    assert [hit["id"] for hit in answered["hits"]] == [hit["id"] for hit in printed["hits"]]
    page = client.get("/", params={"q": query}).text
    linked = [int(id) for id in re.findall(r'href="/article/(\d+)[?"]', page)]
    assert list(dict.fromkeys(linked)) == [hit["id"] for hit in printed["hits"]]


def test_article_is_that_of_the_command_line(archive, seeded, client) -> None:
    """`/api/article/ID` is `show --json`."""
    assert client.get("/api/article/7").json() == archive("show", 7, "--json").json
    assert "PS Garuda Ranum" in client.get("/article/7").text
    assert client.get("/api/article/99").status_code == 404


def test_a_wrong_query_is_told_with_its_place(archive, seeded, client) -> None:
    """The words and the place are those of the command line."""
    answered = client.get("/api/search", params={"q": "(putin"})
    assert answered.status_code == 400
    assert answered.headers["content-type"] == "application/problem+json"
    problem = json.loads(answered.text)
    assert problem["detail"] in archive("search", "(putin").err
    assert (problem["query"], problem["start"], problem["end"]) == ("(putin", 0, 1)
    page = client.get("/", params={"q": "(putin"})
    assert page.status_code == 400
    assert "<mark>(</mark>putin" in page.text


def test_the_overview_is_that_of_now(archive, seeded, client) -> None:
    """It is kept until something changes, by whomever."""
    assert "<b>28</b> articles" in client.get("/overview").text
    archive("remove", "--yes", 27)
    for _ in range(2):
        assert "<b>27</b> articles" in client.get("/overview").text


def test_choices_lead_back_to_this_server_only(client, seeded) -> None:
    """Language, colours and keys are kept in cookies; nobody is led elsewhere."""
    asked = {"theme": "dark", "lang": "id", "keys": "off", "back": "/saved?x=1"}
    answer = client.post("/prefer", data=asked, follow_redirects=False)
    assert answer.headers["location"] == "/saved?x=1"
    page = client.get("/saved").text
    assert '<html lang="id" data-theme="dark" data-keys="off">' in page
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "x", ""):
        answer = client.post("/prefer", data={"back": elsewhere}, follow_redirects=False)
        assert answer.headers["location"] == "/"
    client.post("/prefer", data={"theme": "pink", "lang": "xx"})
    assert "pink" not in client.get("/saved").text
