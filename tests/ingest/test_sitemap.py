"""Sitemaps of news: a page with a title is an article without a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import SITEMAP

PAGE = "<url><loc>https://alfa.id/{0}</loc></url>"
TITLED = "<url><loc>https://alfa.id/{0}</loc><n:news><n:title>Alfa</n:title></n:news></url>"
LIST = '<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that a sitemap with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), 1_000_000)))


def test_what_is_said_of_a_page(tmp_path: Path) -> None:
    """Its facts by their names; it is no version of the page that it leads to."""
    one, two = reading(tmp_path / "a.xml", SITEMAP)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert {fact.field: (fact.value, fact.basis) for fact in one.facts} == {
        "title": ("Bravo & charlie", "declared"),
        "url": ("https://alfa.id/1", "declared"),
        "publisher": ("Kabar Alfa", "declared"),
        "category": ("bola, liga", "declared"),
        "language": ("id", "declared"),
        "published": ("2025-06-18", "declared"),
    }
    assert (one.text, one.key) == ("", "feed:url:https://alfa.id/1")
    assert b"Delta" not in one.original
    changed = next(fact for fact in two.facts if fact.field == "published")
    assert (changed.value, changed.basis) == ("2025-06-21", "inferred")


@pytest.mark.parametrize(
    ("content", "titles", "reason"),
    [
        (LIST.format(PAGE.format(1)), 0, "1 of 1 pages have no title"),
        (LIST.format(TITLED.format(1) + PAGE.format(2)), 1, "1 of 2 pages have no title"),
        (LIST.format(""), 0, "0 of 0 pages"),
        (LIST.format(TITLED.format(1) + TITLED.format(2))[:-10], 1, "cut short"),
        ("<sitemapindex><sitemap/><sitemap/></sitemapindex>", 0, "a list of 2 other sitemaps"),
        ("<!DOCTYPE a [<!ENTITY a 'b'>]>" + LIST.format(TITLED.format("&a;")), 0, "entities"),
        (LIST.format(TITLED).replace("<urlset", f"<urlset a='{'x' * 70_000}'"), 0, "of itself"),
        ("<urlset", 0, "no XML|no title"),
    ],
)
def test_what_is_no_article_is_counted(
    tmp_path: Path, content: str, titles: int, reason: str
) -> None:
    """The last outcome is a failed one with the reason."""
    *found, last = reading(tmp_path / "a.xml", content.encode())
    assert [isinstance(one, Record) for one in found] == [True] * titles
    assert isinstance(last, Outcome)
    assert any(part in (last.reason or "") for part in reason.split("|"))
