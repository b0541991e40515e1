"""What the command line shows of zones, sources and related links."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

FIRST = """JAKARTA, Koran.com - Jembatan tua di Sigi dibuka lagi.
Baca Juga: Panen Raya di Lereng Bukit
Dikutip dari Reuters, camat menyambut truk pertama.***"""
SECOND = {
    "title": "Panen raya di lereng bukit",
    "text": "Dilansir Reuters, warga menanam.\nADVERTISEMENT\nWarga menanam padi.",
    "date": "2023-07-15",
    "publisher": "sigi.id",
    "url": "https://sigi.id/a",
}


@pytest.fixture
def news(archive: Callable, tmp_path: Path) -> Callable:
    (tmp_path / "a.txt").write_text(FIRST)
    (tmp_path / "b.jsonl").write_text(json.dumps(SECOND))
    assert archive("ingest", tmp_path / "a.txt", tmp_path / "b.jsonl").code == 0
    return archive


def ids(ran) -> list[int]:  # type: ignore[no-untyped-def]
    return [int(id) for id in ran.out.split()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("panen", [2]),  # not the first, where it only stands in a link
        ("related:panen", [1]),
        ("zone:related panen", [1]),
        ("zone:related", [1]),
        ("zone:related jembatan", []),
        ("advertisement", []),
        ("zone:residue advertisement", [2]),
        ("residue:advertisement", [2]),
        ("jembatan zone:residue", []),
        ("-zone:related panen", [2]),
        ("cites:reuters", [1, 2]),
        ("place:jakarta publisher:koran", [1]),
        ("dateline:jakarta", [1]),
        ("has:cites", [1, 2]),
        ("reuters", [1, 2]),
    ],
)
def test_zones_are_asked_for(news: Callable, query: str, expected: list[int]) -> None:
    """A bare search sees what is read as body; the fields of the zones reach the rest."""
    assert sorted(ids(news("search", "--ids", "--", query))) == expected


def test_a_snippet_shows_the_zone_that_matched(news: Callable) -> None:
    """And no other: a link in the middle is left out of a snippet of the body."""
    (hit,) = json.loads(news("search", "jembatan", "--json").out)["hits"]
    assert "Panen" not in hit["snippet"]
    (hit,) = json.loads(news("search", "related:panen", "--json").out)["hits"]
    assert [hit["snippet"][a:b] for a, b in hit["marks"]] == ["Panen"]


def test_show(news: Callable) -> None:
    """Zones, links and sources, in words and as JSON; offsets are into the text."""
    shown = news("show", 1).out
    assert "[dateline] JAKARTA, Koran.com -" in shown
    assert "[related] Baca Juga: Panen Raya di Lereng Bukit" in shown
    assert "[closing] ***" in shown
    article = json.loads(news("show", 1, "--json").out)
    for zone in article["zones"]:
        assert article["text"][zone["start"] : zone["end"]] == zone["text"]
    assert article["links"][0]["title"] == "Panen Raya di Lereng Bukit"
    assert article["attributions"][0]["source"] == "Reuters"
    assert "Baca" not in article["body"]
    assert article["facts"]["place"][0]["value"] == "Jakarta"


def test_links(news: Callable) -> None:
    """A link leads to the article with its title, if it is here."""
    assert json.loads(news("links", "--json").out)["target"] == 2
    assert "-> 2" in news("links").out
    assert news("links", "id:2").code == 1


def test_sources(news: Callable) -> None:
    """Counted in articles, by publisher and by month."""
    assert "2  Reuters" in news("sources").out
    answer = json.loads(news("sources", "--by", "month", "--json").out)
    assert answer["sources"][0]["by"] == [
        {"value": "(unknown)", "count": 1},
        {"value": "2023-07", "count": 1},
    ]
    assert news("sources", "id:99").code == 1


def test_forms_of_a_name_are_one(news: Callable, tmp_path: Path) -> None:
    """Facets and statistics count them together, and show the most frequent; facts keep theirs."""
    for form in ("SIGI.id", "sigi.id"):
        (tmp_path / f"{form}.jsonl").write_text(json.dumps({"text": form, "publisher": form}))
        assert news("ingest", tmp_path / f"{form}.jsonl").code == 0
    found = json.loads(news("search", "publisher:sigi", "--facet", "publisher", "--json").out)
    assert found["facets"]["publisher"] == [{"value": "sigi.id", "count": 3}]
    assert json.loads(news("show", 3, "--json").out)["facts"]["publisher"][0]["value"] == "SIGI.id"
