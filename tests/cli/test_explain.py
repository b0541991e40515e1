"""`--explain` and `--recent`: what a score is made of, and what age leaves of it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.cli._render import width
from conftest import SEEDS

TODAY = datetime.now(UTC).date()


ARTICLES = {"alfa bravo": 365, "alfa charlie": None, "alfa delta": 10}


@pytest.fixture
def seeds(archive):
    """An archive of the seeds."""
    archive("ingest", SEEDS)
    return archive


@pytest.fixture
def dated(archive, tmp_path: Path):
    """An archive of articles that are as good as each other: a year old, undated, ten days old."""
    for text, days in ARTICLES.items():
        (tmp_path / f"{text}.txt").write_text(text)
        stated = [] if days is None else ["--set", f"published={TODAY - timedelta(days)}"]
        archive("ingest", tmp_path / f"{text}.txt", *stated)
    return archive


def test_the_parts_add_up_to_the_score(seeds) -> None:
    """In JSON, of each hit; only with --explain."""
    asked = ("search", 'banjir^2 OR "korea utara" OR putin~ OR pelabuh*', "--json")
    hits = seeds(*asked, "--explain").json["hits"]
    assert hits
    for hit in hits:
        total = sum(part["score"] for part in hit.pop("explained")["parts"])
        assert total == pytest.approx(hit["score"], abs=1e-5)
    assert hits == seeds(*asked).json["hits"]


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_an_explanation_fits(seeds, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """No line is wider than the terminal, and nothing of a part is cut."""
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = seeds("search", '"kim jong un di pelabuhan"~9^2.5', "--explain", "--recent", 30)
    assert "for no date" in ran.out
    assert all(width(line) <= columns for line in ran.out.splitlines())
    assert "articles\n" in ran.out


def test_what_is_not_scored_has_no_score(seeds) -> None:
    """In another order there is nothing to explain but what was found."""
    ran = seeds("search", "putin", "--explain", "--sort", "newest")
    assert "score" not in ran.out
    assert "by its written form" in ran.out


def test_what_is_recent_comes_first(dated) -> None:
    """With the formula, the age and the same count; without, the lowest id."""
    assert dated("search", "alfa", "--ids").out.split() == ["1", "2", "3"]
    page = dated("search", "alfa", "--recent", 30, "--explain", "--json").json
    assert page["recent"] == {"days": 30, "today": TODAY.isoformat()}
    assert page["total"] == 3
    found = {hit["id"]: (hit["score"], hit["explained"]) for hit in page["hits"]}
    assert list(found) == [3, 2, 1]
    for id, age, factor in ((3, 10, 30 / 40), (2, None, 0.25), (1, 365, 30 / 395)):
        score, explained = found[id]
        assert (explained["age"], explained["factor"]) == (age, pytest.approx(factor, abs=1e-6))
        total = sum(part["score"] for part in explained["parts"])
        assert score == pytest.approx(total * factor, abs=1e-5)
    ran = dated("search", "alfa", "--recent", 30, "--explain").out
    assert "score × 30 / (30 + age in days)" in ran
    assert "for an age of 365 days" in ran


def test_recency_is_a_setting(dated, home: Path) -> None:
    """It can be switched off again, and is no part of another order."""
    (home / "archive.toml").write_text("recent = 30\n")
    assert dated("search", "alfa", "--ids").out.split() == ["3", "2", "1"]
    assert dated("search", "alfa", "--ids", "--recent", 0).out.split() == ["1", "2", "3"]
    page = dated("search", "alfa", "--sort", "oldest", "--json").json
    assert page["recent"] is None
    assert [hit["id"] for hit in page["hits"]] == [1, 3, 2]
    assert "at most" in dated("search", "alfa", "--recent", 10**400).err
    for command in ("search", "receipt"):
        ran = dated(command, "alfa", "--sort", "oldest", "--recent", 7)
        assert ran.code == 2
        assert "order by relevance" in ran.err


def test_a_receipt_keeps_how_age_counted(dated, home: Path, tmp_path: Path) -> None:
    """It is replayed as it was, whatever the settings say now; one without the key is without."""
    before = tmp_path / "before.json"
    dated("search", "alfa", "--recent", 30, "--receipt", before)
    written = json.loads(before.read_text())
    assert written["recent"] == 30
    assert [id for id, _, _ in written["hits"]] == [3, 2, 1]
    assert dated("receipt", "alfa", "--recent", 30).json["ordered"] == written["ordered"]
    assert dated("replay", before).code == 0
    del written["recent"]
    before.write_text(json.dumps(written))
    assert "another order" in dated("replay", before).out
    plain = dated("receipt", "alfa", "-o", before)
    (home / "archive.toml").write_text("recent = 30\n")
    assert plain.code == dated("replay", before).code == 0
    for wrong in (-1, True, "30", 1.5):
        before.write_text(json.dumps({**written, "recent": wrong}))
        assert dated("replay", before).code == 2


def test_a_saved_search_keeps_how_age_counted(dated, home: Path) -> None:
    """As it was when it was saved, whatever the settings say when it is run."""
    dated("saved", "add", "plain", "alfa")
    (home / "archive.toml").write_text("recent = 30\n")
    dated("saved", "add", "fresh", "alfa")
    dated("saved", "add", "old", "alfa", "--sort", "oldest")
    (home / "archive.toml").unlink()
    kept = dated("saved", "list", "--json").json["saved"]
    assert {one["name"]: one["recent"] for one in kept} == {"fresh": 30, "old": 0, "plain": 0}
    assert "--recent 30" in dated("saved", "list").out
    for name, ids in {"plain": "1 2 3", "fresh": "3 2 1", "old": "1 3 2"}.items():
        assert dated("saved", "run", name, "--ids").out.split() == ids.split()
        assert dated("saved", "run", name, "--new", "--ids").out.split() == ids.split()
    assert dated("saved", "add", "x", "alfa", "--sort", "added", "--recent", 7).code == 2
    assert dated("check", "--deep").code == 0
    with closing(sqlite3.connect(home / "archive.db")) as sql, sql:
        sql.execute("UPDATE saved SET recent = 31 WHERE name = 'fresh'")
    assert dated("check", "--deep").code == 7


def test_a_search_that_was_saved_before_is_as_it_was(dated, home: Path) -> None:
    """An archive made before recency could be saved is migrated, and no damage is found."""
    dated("saved", "add", "air", "alfa", "--tag", "Air")
    with closing(sqlite3.connect(home / "archive.db")) as sql, sql:
        for table in ("lost", "file", "folder"):
            sql.execute(f"DROP TABLE {table}")
        sql.execute("ALTER TABLE saved DROP COLUMN recent")
        sql.execute("UPDATE alembic_version SET version_num = '0006'")
    assert dated("saved", "run", "air", "--ids").out.split() == ["1", "2", "3"]
    assert dated("check", "--deep").code == 0
