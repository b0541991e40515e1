"""Markdown: what stands in front of the text, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import MARKDOWN


def reading(path: Path, content: bytes) -> Record | Outcome:
    """What a file holds."""
    path.write_bytes(content)
    (one,) = readers.read(Source(str(path), 10_000))
    return one


def facts(path: Path, front: str) -> dict[str, str]:
    """What is declared in front of a text."""
    record = reading(path / "a.md", f"---\n{front}\n---\nAlfa".encode())
    assert isinstance(record, Record), record
    assert record.text == "Alfa"
    return {fact.field: fact.value for fact in record.facts}


def test_facts_stand_in_front(tmp_path: Path) -> None:
    """By their usual names; an address that is called source is no publisher."""
    record = reading(tmp_path / "a.txt", MARKDOWN)
    assert isinstance(record, Record)
    assert {fact.field: fact.value for fact in record.facts} == {
        "title": "Alfa: bravo",
        "url": "https://alfa.id/1",
        "author": "Adi, Budi",
        "category": "Bola, Liga",
        "published": "2025-06-18",
    }
    assert record.text == "# Charlie\n\nDelta *caf\xe9*.\n"
    assert (record.key, record.original) == ("url:https://alfa.id/1", MARKDOWN)


@pytest.mark.parametrize(
    ("front", "field", "value"),
    [
        ("title: 'It''s'", "title", "It's"),
        ('title: "a \\"b\\""', "title", 'a "b"'),
        ("title: >-\n  Alfa\n  bravo", "title", "Alfa bravo"),
        ("Title: Alfa # a remark", "title", "Alfa"),
        ("title: Alfa #1", "title", "Alfa"),
        ("author: ['Adi', \"Budi\"]", "author", "Adi, Budi"),
        ("source: Kompas", "publisher", "Kompas"),
        ("judul: Alfa\r", "title", "Alfa"),
    ],
)
def test_front_matter(tmp_path: Path, front: str, field: str, value: str) -> None:
    """Texts with quotes and without, folded ones, lists."""
    assert facts(tmp_path, front) == {field: value}


def test_toml_stands_in_front_too(tmp_path: Path) -> None:
    """And where it cannot be read, the file is refused."""
    front = '+++\ntitle = "Alfa"\ndate = 2025-06-18T00:00:00Z\n[a]\nb = 1\n+++\nBravo'
    record = reading(tmp_path / "a", front.encode())
    assert isinstance(record, Record)
    assert [fact.value for fact in record.facts] == ["Alfa", "2025-06-18"]
    outcome = reading(tmp_path / "a", b"+++\ntitle = \n+++\nBravo")
    assert isinstance(outcome, Outcome)
    assert "in front" in (outcome.reason or "")


@pytest.mark.parametrize("content", ["Alfa\n---\nBravo", "---\n\nAlfa", "---\ntitle: x\nAlfa"])
def test_a_rule_is_nothing_in_front(tmp_path: Path, content: str) -> None:
    """A line of dashes may stand anywhere."""
    record = reading(tmp_path / "a.md", content.encode())
    assert isinstance(record, Record)
    assert (record.text, record.facts) == (content, ())
    assert record.key == f"file:{tmp_path / 'a.md'}"


def test_a_heading_is_a_title(tmp_path: Path) -> None:
    """Where nothing in front says another one."""
    record = reading(tmp_path / "a.md", b"# Alfa bravo #\n\nCharlie")
    assert isinstance(record, Record)
    assert record.facts[0].value == "Alfa bravo"


def test_much_in_front_is_refused(tmp_path: Path) -> None:
    """It would take longer than the text."""
    outcome = reading(tmp_path / "a.md", b"---\n" + b"a: b\n" * 1_900 + b"---\nAlfa")
    assert isinstance(outcome, Record)
    path = tmp_path / "b.md"
    path.write_bytes(b"---\n" + b"a: b\n" * 11_000 + b"---\nAlfa")
    (outcome,) = readers.read(Source(str(path), 1_000_000))
    assert isinstance(outcome, Outcome)
    assert "in front" in (outcome.reason or "")
