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
    shown = re.findall(r'<h2><a href="/article/(\d+)', page)
    assert [int(id) for id in shown] == [hit["id"] for hit in printed["hits"]]


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
