"""`archive receipt`, `archive replay`: a search can be repeated, and nothing differs silently."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

WORDS = ["alfa", "alfa bravo", "alfa charlie", "delta"]


@pytest.fixture
def written(archive, tmp_path: Path) -> Path:
    """A receipt of four articles, three of which are found."""
    store(archive, tmp_path, *WORDS)
    path = tmp_path / "alfa.json"
    assert archive("search", "alfa", "--sort", "added", "--receipt", path).code == 0
    return path


def store(archive, tmp_path: Path, *texts: str) -> None:
    for text in texts:
        (tmp_path / f"{text}.txt").write_text(text)
        assert archive("ingest", tmp_path / f"{text}.txt").code == 0


def test_nothing_happened(archive, written: Path) -> None:
    """The same articles, in the same order: 0; both ways to write it agree."""
    ran = archive("replay", written)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "identical")
    before, after = json.loads(written.read_text()), archive("receipt", "alfa", "--sort", "added")
    assert {**after.json, "made": before["made"]} == before
    archive("reindex")
    assert archive("replay", written, "--json").json["identical"]


def test_a_narrowed_search_is_written_as_one_query(archive, written: Path) -> None:
    """What was included and excluded is part of it, also where any word would do."""
    archive("tag", 1, 2, "--add", "Harian")
    for match, query in (
        ("all", 'alfa bravo tag:harian NOT publisher:=="x"'),
        ("any", '(alfa OR bravo) tag:harian NOT publisher:=="x"'),
    ):
        narrow = ("--include", "tag=harian", "--exclude", "publisher=X", "--receipt", written)
        found = archive("search", "alfa bravo", "--match", match, *narrow, "--json").json
        stated = json.loads(written.read_text())
        assert (stated["query"], stated["match"], stated["total"]) == (query, "all", found["total"])
        assert [hit for hit, _, _ in stated["hits"]] == [hit["id"] for hit in found["hits"]]
        assert archive("replay", written).code == 0
        # The command of its own writes the same.
        own = archive("receipt", "alfa bravo", "--match", match, *narrow[:4]).json
        assert {**own, "made": stated["made"]} == stated


def test_everything_that_happened_is_told(archive, written: Path, tmp_path: Path) -> None:
    """Added, removed, no longer matching, another text, another fact: each by its id."""
    store(archive, tmp_path, "alfa echo")
    archive("remove", "--yes", 2)
    (tmp_path / "alfa.txt").write_text("foxtrot")
    (tmp_path / "alfa charlie.txt").write_text("alfa golf")
    archive("ingest", tmp_path)
    ran = archive("replay", written, "--json")
    assert ran.code == 1
    told = {key: ran.json[key] for key in ("added", "gone", "unmatched", "reworded", "retold")}
    again = archive("search", "alfa bravo", "--ids").out.split()
    assert told == {
        "added": [int(again[0]), 5],
        "gone": [2],
        "unmatched": [1],
        "reworded": [3],
        "retold": [],
    }
    assert not ran.json["is_reordered"]
    shown = archive("replay", written).out
    assert "unmatched        1  1\n" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_what_is_said_of_an_article_counts(archive, written: Path, tmp_path: Path) -> None:
    """A tag that was given later is a change, though the text is the same."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("alfa bravo")
    archive("ingest", tmp_path / "other", "--tag", "harian")
    assert archive("replay", written, "--json").json["retold"] == [2]


def test_another_archive_is_remarked(archive, written: Path, tmp_path: Path) -> None:
    """Ids mean nothing in another archive, and words may be read in another way."""
    other = ("--home", tmp_path / "other home")
    archive(*other, "ingest", tmp_path / "delta.txt")
    stated = json.loads(written.read_text())
    stated |= {"understood": "alfa bravo", "analysis": "another"}
    written.write_text(json.dumps(stated))
    ran = archive(*other, "replay", written)
    assert ran.code == 1
    for part in ("another archive", "understood as alfa bravo", "read in another way"):
        assert part in ran.err


@pytest.mark.parametrize(
    "damage",
    [
        lambda stated: "[" * 100_000,
        lambda stated: "no JSON",
        lambda stated: "[1]",
        lambda stated: json.dumps({**stated, "receipt": 2}),
        lambda stated: json.dumps({**stated, "hits": stated["hits"][1:]}),
        lambda stated: json.dumps({**stated, "hits": [[1]]}),
        lambda stated: json.dumps({**stated, "sort": "best"}),
        lambda stated: json.dumps({**stated, "more": 1}),
    ],
)
def test_what_is_no_receipt_is_refused(archive, written: Path, damage) -> None:
    """Anything else is wrong use, and says so."""
    written.write_text(damage(json.loads(written.read_text())))
    ran = archive("replay", written)
    assert ran.code == 2
    assert "receipt" in ran.err


def test_a_receipt_that_cannot_be_written(archive, written: Path, tmp_path: Path) -> None:
    """Is a storage error; the one that is there stays."""
    assert archive("receipt", "alfa", "-o", tmp_path / "none" / "a.json").code == 5
    assert archive("receipt", "zulu").code == 1
    assert archive("receipt", "(").code == 2
