"""`archive why`: its exit codes, its JSON, and lines that can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from test_copies import SHORT, WHOLE

from archive.cli._render import width

STATED = "--set=language=id", "--set=publisher=Kabar Nusa", "--set=published=2023-07"


@pytest.fixture
def kept(archive: Callable, tmp_path: Path) -> Callable:
    """An article and a copy of it that was cut short."""
    for name, text in (("whole", WHOLE), ("short", SHORT)):
        (tmp_path / f"{name}.txt").write_text(text)
        archive("ingest", *STATED, tmp_path / f"{name}.txt")
    return archive


def test_it_ends_with_whether_the_article_matches(kept: Callable) -> None:
    ran = kept("why", 1, "banjir", "kebakaran")
    assert ran.code == 1
    assert "does not match" in ran.out
    assert "yes  banjir" in ran.out
    assert "no   kebakaran" in ran.out
    assert kept("why", 1, "banjir", "kebakaran", "--match", "any").code == 0
    assert kept("why", 1, "(banjir").code == 2


def test_what_is_not_there_is_told_from_what_was_removed(kept: Callable) -> None:
    kept("remove", "--yes", 2)
    for id, said in ((2, "article 2 was removed"), (3, "there is no article 3")):
        ran = kept("why", id, "banjir")
        assert (ran.code, ran.out) == (1, "")
        assert said in ran.err


def test_json_is_a_tree(kept: Callable) -> None:
    answer = kept("why", 1, "banjir -(kebakaran OR published:2023)", "--json").json
    assert (answer["id"], answer["matched"], answer["found"]) == (1, False, False)
    verdict = answer["verdict"]
    assert (verdict["combines"], verdict["matched"]) == ("all", False)
    word, negated = verdict["clauses"]
    assert word["found"][0]["places"][0]["form"] == "Banjir"
    (either,) = negated["clauses"]
    assert [one["matched"] for one in either["clauses"]] == [False, True]
    assert either["clauses"][1]["reasons"][0]["about"] == "value"


def test_of_two_copies_one_is_hidden(kept: Callable) -> None:
    printed = [kept("why", id, "banjir").out for id in (1, 2)]
    assert sum("but a search shows article" in out for out in printed) == 1


@pytest.mark.parametrize("columns", [40, 80])
def test_lines_fit(kept: Callable, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """However deep a clause is nested, and whatever it says."""
    monkeypatch.setenv("COLUMNS", str(columns))
    deep = "banjir " + "(kota OR (melanda " * 20 + "air" + "))" * 20
    for query in (deep, "publisher:x published:2020 kotq~ ba* -banjir", '"banjir kota"', "x" * 90):
        lines = kept("why", 1, query).out.splitlines()
        assert max(map(width, lines)) <= columns
