"""The seeds: their form, and what the archive makes of them."""

from __future__ import annotations

import hashlib
import re

import pytest

from conftest import SEEDS

FILES = sorted(SEEDS.iterdir())


def test_there_are_enough() -> None:
    """At least 24 seeds, numbered without a gap."""
    assert len(FILES) >= 24
    assert [int(file.name[:3]) for file in FILES] == list(range(1, len(FILES) + 1))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:3])
def test_form(file) -> None:
    """A seed is plain text, named by its number and its content's sha256."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:16]
    assert re.fullmatch(rf"\d{{3}}_{digest}\.txt", file.name)
    assert content.decode("utf-8").strip()
    assert b"\r" not in content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pelabuhan antariksa", {1}),
        ('"korea utara"', {1}),
        ("korut", {1, 3}),
        ("korut NOT antariksa", {3}),
        ("covid-19", {1, 2, 5, 11, 19, 20}),
        ("tass.com", {1}),
        ("cafe", {15, 19, 25}),
        ("sao paulo", {19}),
        ("ma'ruf", {12}),
        ("jumat jum'at", {11, 15}),
        ("language:ms", {22}),
        ("language:jv", {20}),
        ("language:en", {2, 19, 26}),
        ("241", {21}),
        ("2.597", {9}),
    ],
)
def test_golden_searches(archive, query: str, expected: set[int]) -> None:
    """Each query finds exactly the seeds that were written for it."""
    archive("ingest", SEEDS)
    found = archive("search", query, "-n", 50, "--ids").out.split()
    assert {int(id) for id in found} == expected


def test_real_seed(archive, shared) -> None:
    """The real seed is read by its file and found by its words, in its own spelling."""
    (file,) = (shared / "seeds").glob("000_*.txt")
    assert archive("ingest", file).code == 0
    hit = archive("search", "pelabuhan antariksa", "--json").json["hits"][0]
    assert [hit["snippet"][a:b] for a, b in hit["marks"]] == ["Pelabuhan", "Antariksa"]
    assert hit["language"] == "id"
    assert archive("search", '"korea utara" OR "korut"', "--count").out == "1\n"
