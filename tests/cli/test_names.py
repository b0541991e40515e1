"""What the command line shows of the people, locations and organisations in articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

TEXTS = (
    "Presiden Joko Widodo dan Gubernur Sri Rahayu meninjau tanggul di Sukabumi. KPK diam.",
    "Gubernur Sri Rahayu menolak. Pegiat di Cianjur memprotes KPK dan Dinas Perhubungan.",
    "Warga menanam padi.\nBaca Juga: Presiden Joko Widodo ke Sukabumi\nPanen ditunda.",
)


@pytest.fixture
def named(archive: Callable, tmp_path: Path) -> Callable:
    lines = (json.dumps({"title": f"Kabar {n}", "text": text}) for n, text in enumerate(TEXTS))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert archive("ingest", tmp_path / "a.jsonl").code == 0
    return archive


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person:rahayu", [1, 2]),
        ("person:widodo", [1]),  # in the third he only stands in a link
        ('person:"sri rahayu" location:cianjur', [2]),
        ("organisation:kpk -location:sukabumi", [2]),
        ("has:person", [1, 2]),
        ("location:kpk", []),
    ],
)
def test_entities_are_asked_for_by_their_fields(
    named: Callable, query: str, expected: list[int]
) -> None:
    ran = named("search", "--ids", "--", query)
    assert sorted(int(id) for id in ran.out.split()) == expected


def test_an_article_counts_for_each_that_it_names(named: Callable) -> None:
    """As facets, of all articles and of those that were found."""
    page = named("search", "rahayu", "--facet", "person", "--facet", "organisation", "--json").json
    counts = {
        field: {value["value"]: value["count"] for value in values}
        for field, values in page["facets"].items()
    }
    assert counts["person"] == {"Sri Rahayu": 2, "Joko Widodo": 1}
    assert counts["organisation"] == {"KPK": 2, "Dinas Perhubungan": 1}


def test_a_name_weighs_no_more_because_it_is_told(named: Callable) -> None:
    """What the fields hold is not searched by a bare word: it explains no part of a score."""
    ran = named("search", "rahayu", "--explain")
    assert "person" not in ran.out + ran.err


def test_many_are_shown_in_the_width_of_the_terminal(archive: Callable, tmp_path: Path) -> None:
    """A line for each field, broken at its commas' blanks, and its basis once."""
    towns = "Sukabumi, Cianjur, Bandung, Cirebon, Garut, Tasikmalaya, Ciamis, Sumedang, Subang"
    (tmp_path / "a.txt").write_text(f"Hujan turun di {towns}. KPK dan Polri diam.")
    archive("ingest", tmp_path / "a.txt")
    shown = archive("show", 1).out.splitlines()
    assert all(len(line) <= 80 for line in shown if str(tmp_path) not in line)
    assert "  organisation KPK, Polri (inferred)" in shown
    about = [line.split()[0] for line in shown if line.startswith("  ") and line[2] != " "]
    assert about == ["title", "location", "organisation", "language", "seen"]
