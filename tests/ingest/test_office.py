"""Word files and OpenDocument texts, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import DOCX, ODT, W, zipped


def reading(path: Path, content: bytes, format: str | None = None) -> Record | Outcome:
    """What a file holds."""
    path.write_bytes(content)
    (one,) = readers.read(Source(str(path), 10_000_000), format)
    return one


@pytest.mark.parametrize(
    ("content", "text", "facts"),
    [
        (DOCX, "Alfa caf\xe9\nbravo\ndelta", {"title": "Echo", "author": "Adi"}),
        (ODT, "Alfa\nbravo charlie delta.", {"title": "Echo", "author": "Adi"}),
    ],
)
def test_a_file_is_a_record(
    tmp_path: Path, content: bytes, text: str, facts: dict[str, str]
) -> None:
    """Told by its content, with its properties as facts; what was deleted is no text."""
    record = reading(tmp_path / "a", content)
    assert isinstance(record, Record), record
    assert (record.text, record.original) == (text, content)
    assert {fact.field: fact.value for fact in record.facts} == facts
    assert record.key == f"file:{tmp_path / 'a'}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"alfa", "cannot be read"),
        (zipped(a=b"x"), "cannot be read"),
        (zipped(**{"word/document__xml": f"<w:document {W}/>".encode()}), "no text"),
        (zipped(**{"word/document__xml": b"alfa"}), "no XML"),
        (zipped(**{"word/document__xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "entities"),
        (zipped(**{"word/document__xml": bytes(64_000_001)}), "64,000,000 bytes when unpacked"),
        (DOCX[:-40], "cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    """Each is one failed outcome."""
    outcome = reading(tmp_path / "a", content, "office")
    assert isinstance(outcome, Outcome)
    assert reason in (outcome.reason or "")


def test_a_name_that_only_has_the_word_in_it_is_none(tmp_path: Path) -> None:
    """Its archive is an archive."""
    record = reading(tmp_path / "a", zipped(**{"sword/a__txt": b"alfa"}))
    assert isinstance(record, Record)
    assert record.text == "alfa"
