"""Feeds: what each element means, and what is no feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import ATOM, RDF, RSS

CHANNEL = "<rss><channel><title>Alfa</title>{}</channel></rss>"


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that a feed with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), 1_000_000)))


def facts(record: Record | Outcome) -> dict[str, str]:
    """The value of each fact of a record."""
    assert isinstance(record, Record), record
    return {fact.field: fact.value for fact in record.facts}


def test_rss(tmp_path: Path) -> None:
    """The whole text before the summary, without markup; the facts by their names."""
    one, two = reading(tmp_path / "a.rss", RSS)
    assert facts(one) == {
        "title": "Bravo & charlie",
        "url": "https://alfa.id/1",
        "publisher": "Kabar Alfa",
        "author": "Adi",
        "category": "Bola, Liga",
        "language": "id",
        "published": "2025-06-18",
    }
    assert isinstance(one, Record)
    assert (one.text, one.key) == ("Delta\xa0echo.\nFoxtrot", "url:https://alfa.id/1")
    assert str(one.place) == f"{tmp_path / 'a.rss'}:1"
    assert b"Golf" not in one.original
    assert facts(two)["author"] == "Budi"
    assert facts(two)["url"] == "https://alfa.id/2"
    assert isinstance(two, Record)
    # A summary is no version of the page.
    assert (two.text, two.key) == ("Hotel < india", "feed:url:https://alfa.id/2")


def test_atom_and_rdf(tmp_path: Path) -> None:
    """The day of the last change is no declared one of publication."""
    (one,) = reading(tmp_path / "a.atom", ATOM)
    assert facts(one)["title"] == "Bravo charlie"
    assert facts(one)["url"] == "https://alfa.id/1"
    assert isinstance(one, Record)
    assert one.text == "Delta\necho"
    (published,) = [fact for fact in one.facts if fact.field == "published"]
    assert (published.value, published.basis) == ("2025-06-19", "inferred")
    (other,) = reading(tmp_path / "a.rdf", RDF)
    assert facts(other)["publisher"] == "Alfa"
    assert facts(other)["published"] == "2025-06-18"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<alfa><url><loc>https://alfa.id/</loc></url></alfa>", "no feed"),
        (CHANNEL.format(""), "without articles"),
        (CHANNEL.format("<item/>"), "no text"),
        (CHANNEL.format(f"<title>{'x' * 70_000}</title><item><title>B</title></item>"), "itself"),
        (RSS.decode()[:-200], "cut short"),
        ("<rss", "no XML|cut short|without articles"),
        ('<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + CHANNEL.format("&b;"), "entit"),
        (
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + CHANNEL.format("<item><title>&a;</title></item>"),
            "entities",
        ),
    ],
)
def test_what_is_no_feed_says_why(tmp_path: Path, content: str, reason: str) -> None:
    """The last outcome is a failed one with the reason."""
    *_, last = reading(tmp_path / "a.xml", content.encode())
    assert isinstance(last, Outcome)
    assert any(part in (last.reason or "") for part in reason.split("|"))


def test_bytes_that_are_no_xml_are_passed_over(tmp_path: Path) -> None:
    """Names of HTML's characters, stray ampersands, and elements that nobody closes."""
    story = "<item><title>A&eacute; & B\x0b</title><description>C<br>D</item>"
    (one,) = reading(tmp_path / "a.rss", CHANNEL.format(story).encode())
    assert facts(one)["title"].startswith("A\xe9")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1252", "big5"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """The encoding that the feed declares, or shows, is that in which it is read."""
    title = "\u96f6" if encoding == "big5" else "Caf\xe9"
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    story = f"<item><title>{title}</title></item>"
    content = (head + CHANNEL.format(story)).encode(encoding)
    (one,) = reading(tmp_path / "a.xml", content)
    assert facts(one)["title"] == title


@pytest.mark.parametrize("depth", [200, 10_000])
def test_depth_is_no_error(tmp_path: Path, depth: int) -> None:
    """However deep a feed is, or the HTML in it, it gives records or failed outcomes."""
    deep = "<a>" * depth
    for story in (f"<item><title>B</title>{deep}</item>", f"<item><![CDATA[{deep}]]></item>"):
        assert reading(tmp_path / "a.rss", CHANNEL.format(story).encode())
