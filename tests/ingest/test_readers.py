"""What readers make of a file: records, and failed outcomes with a reason, never an exception."""

from __future__ import annotations

import gzip
import json
import os
import random
from pathlib import Path

import pytest

from archive import plugins
from archive.article import Record
from archive.ingest import readers
from archive.ingest.clean import clean_text
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source

LIMIT = 2_000
READERS = plugins.discover(readers, ["SUFFIXES", "sniff", "read"])


def reading(path: Path, content: bytes, format: str | None = None) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT), format))


def line(path: Path, declared: object) -> Record | Outcome:
    """What becomes of one line of JSON; a text is taken as it is."""
    written = declared if isinstance(declared, str) else json.dumps(declared)
    (one,) = reading(path, written.encode("utf-8", "surrogatepass") + b"\n", "jsonl")
    return one


@pytest.fixture
def jsonl(tmp_path: Path) -> Path:
    return tmp_path / "a.jsonl"


def test_a_good_line_is_a_record(jsonl: Path) -> None:
    """A line declares its text and facts, its place counts lines, and its bytes are kept."""
    written = b'{"title": "Alfa", "text": "bravo", "url": "HTTP://A.id/X#y", "date": "2023-07"}'
    (record,) = reading(jsonl, b"\n" + written + b"\r\n\n")
    assert isinstance(record, Record)
    assert (record.text, record.original, record.key) == ("bravo", written, "url:http://a.id/X")
    assert str(record.place) == f"{jsonl}:2"
    assert {fact.field: (fact.value, fact.rule) for fact in record.facts} == {
        "title": ("Alfa", "json: title"),
        "url": ("http://a.id/X", "json: url"),
        "published": ("2023-07", "json: date, iso month"),
    }
    assert {fact.basis for fact in record.facts} == {"declared"}


@pytest.mark.parametrize(
    ("declared", "field", "value"),
    [
        ({"judul": "Alfa"}, "title", "Alfa"),
        ({"headline": " Alfa "}, "title", "Alfa"),
        ({"title": "", "headline": "Alfa"}, "title", "Alfa"),
        ({"isi": "x", "penulis": ["Adi", "Budi"]}, "author", "Adi, Budi"),
        ({"body": "x", "source": "Kompas"}, "publisher", "Kompas"),
        ({"content": "x", "tanggal": "13 September 2023"}, "published", "2023-09-13"),
        ({"text": "x", "published_at": 2023}, "published", "2023"),
        ({"text": "x", "lang": "id"}, "language", "id"),
        ({"text": "x", "kategori": "Bola"}, "category", "Bola"),
    ],
)
def test_facts_go_by_many_names(jsonl: Path, declared: object, field: str, value: str) -> None:
    """English and Indonesian keys name the same facts."""
    record = line(jsonl, declared)
    assert isinstance(record, Record)
    assert [fact.value for fact in record.facts if fact.field == field] == [value]


def test_the_day_of_a_change_is_no_declared_day_of_publication(jsonl: Path) -> None:
    """It is the best guess, until the address or the text says better."""
    record = line(jsonl, {"text": "x", "date": "Diperbarui 19/06/2025, 10:19 WIB"})
    assert isinstance(record, Record)
    (fact,) = record.facts
    assert (fact.value, fact.basis) == ("2025-06-19", "inferred")


@pytest.mark.parametrize("key", ["text", "body", "content", "isi"])
def test_texts_go_by_many_names(jsonl: Path, key: str) -> None:
    """Each of these keys holds the text."""
    record = line(jsonl, {key: "alfa"})
    assert isinstance(record, Record)
    assert record.text == "alfa"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("{", "not valid JSON"),
        ('{"text": "alfa"} {"text": "bravo"}', "not valid JSON"),
        ('{"text": NaN}', "not valid JSON: NaN"),
        ('["alfa"]', "not a JSON object"),
        ("7", "not a JSON object"),
        ("{}", "no text"),
        ('{"text": null, "title": true, "body": {"a": "b"}}', "no text"),
        ('{"text": " ", "author": "Adi"}', "no text"),
        ('{"id": ' + "7" * 5_000 + "}", "larger than 2,000 bytes"),
        ("\1\2\3\4\5\6\7\x08\x0e", "binary"),
    ],
)
def test_a_bad_line_says_why(jsonl: Path, written: str, reason: str) -> None:
    """What is no article is a failed outcome that names the line and the reason."""
    outcome = line(jsonl, written)
    assert isinstance(outcome, Outcome)
    assert outcome.outcome == "failed"
    assert reason in (outcome.reason or "")
    assert outcome.source == f"{jsonl}:1"


@pytest.mark.parametrize(
    "content", ["7" * 5_000, "-" + "7" * 5_000, "[" * 100_000, '{"a":' * 50_000]
)
def test_json_that_python_cannot_read_fails(jsonl: Path, content: str) -> None:
    """Absurd numbers and depths are failed outcomes, and the next line is read."""
    jsonl.write_text(f'{{"text": "x", "n": {content}}}\n{{"text": "alfa"}}\n')
    bad, good = readers.read(Source(str(jsonl), 1_000_000), "jsonl")
    assert isinstance(bad, Outcome)
    assert isinstance(good, Record)


@pytest.mark.parametrize("depth", [10, 450, 900])
def test_nested_lists_are_read_or_fail(jsonl: Path, depth: int) -> None:
    """However deep the lists of a value are, the line is a record or a failed outcome."""
    nested = f'{{"title": "Alfa", "text": {"[" * depth}"x"{"]" * depth}}}'
    jsonl.write_text(f'{nested}\n{{"text": "bravo"}}\n')
    one, good = readers.read(Source(str(jsonl), 1_000_000), "jsonl")
    assert isinstance(one, Record) or one.outcome == "failed"
    assert isinstance(good, Record)


def test_a_huge_line_is_passed_over(jsonl: Path) -> None:
    """A line beyond the limit fails, and the next is read, under its own number."""
    huge = b'{"text": "' + b"x" * (3 * LIMIT) + b'"}'
    bad, good = reading(jsonl, huge + b'\n{"text": "alfa"}\n')
    assert isinstance(bad, Outcome)
    assert "2,000 bytes" in (bad.reason or "")
    assert isinstance(good, Record)
    assert str(good.place) == f"{jsonl}:2"


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_may_be_as_large_as_the_limit(jsonl: Path, end: bytes) -> None:
    """The end of the line does not count as a byte of the article."""
    written = b'{"text": "' + b"x" * (LIMIT - 12) + b'"}'
    assert len(written) == LIMIT
    (record,) = reading(jsonl, written + end, "jsonl")
    assert isinstance(record, Record)


def test_a_date_that_is_none_is_remarked(jsonl: Path) -> None:
    """The article is kept without a date, and the outcome will say what could not be read."""
    record = line(jsonl, {"text": "alfa", "date": "kemarin \ud800"})
    assert isinstance(record, Record)
    assert record.facts == ()
    assert "no date in date: 'kemarin" in (record.remark or "")


@pytest.mark.parametrize("url", ["http://a.id/\ud800", "http://a.id/\0x", "http://[", "\ud800"])
def test_a_key_can_be_stored(jsonl: Path, url: str) -> None:
    """The key of a record is as clean as its text will be, whatever its address."""
    record = line(jsonl, {"text": "alfa", "url": url})
    assert isinstance(record, Record)
    assert record.key is not None
    assert record.key == clean_text(record.key)


def test_a_zipped_file_is_read(tmp_path: Path) -> None:
    """A gzipped file is read like the file that it holds."""
    content = gzip.compress(b'{"text": "alfa"}\n{"text": "bravo"}\n')
    records = reading(tmp_path / "a.jsonl.gz", content)
    assert [record.text for record in records if isinstance(record, Record)] == ["alfa", "bravo"]


def test_a_zipped_file_cut_short_fails(tmp_path: Path) -> None:
    """What could be read is kept, and the damage is reported."""
    lines = b"".join(b'{"text": "%d"}\n' % number for number in range(5_000))
    *records, last = reading(tmp_path / "a.jsonl.gz", gzip.compress(lines)[:-20])
    assert isinstance(last, Outcome)
    assert last.outcome == "failed"
    assert all(isinstance(record, Record) for record in records)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.jsonl", b'{"text": "alfa"}', "application/json"),
        ("a.txt", b' \n{"text": "alfa"}\n{"text": "bravo"}', "application/json"),
        ("a.txt", b"\xef\xbb\xbf" + b'{"text": "alfa"}', "application/json"),
        ("a.txt", b"\n<!DOCTYPE html><p>alfa", "text/html"),
        ("a.txt", b"{alfa}", "text/plain"),
        ("a.txt", b'{"alfa" bravo}', "text/plain"),
        ("a", b"alfa", "text/plain"),
        ("a.berita", b"alfa", "text/plain"),
    ],
)
def test_content_decides_before_the_suffix(
    tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    """JSON is read as JSON whatever the file is called, and what nobody knows as text."""
    record, *_ = reading(tmp_path / name, content)
    assert isinstance(record, Record)
    assert record.media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\0", "empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "empty"),
        ("a.txt", b"x" * (LIMIT + 1), "larger than 2,000 bytes"),
        ("a.txt", b"\n<?xml version='1.0'?><tei>alfa</tei>", "markup"),
        ("a.txt", b"%PDF-1.7 alfa", "PDF"),
        ("a.txt", bytes(range(32)) * 9, "binary"),
        ("a.epub", b"alfa", "no reader for .epub files yet"),
    ],
)
def test_what_is_no_plain_text_fails(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """A file that holds no article as plain text is refused with a reason."""
    (outcome,) = reading(tmp_path / name, content)
    assert isinstance(outcome, Outcome)
    assert reason in (outcome.reason or "")


def test_a_plain_text_is_one_record(tmp_path: Path) -> None:
    """The file is the article, known again by its path."""
    (record,) = reading(tmp_path / "a.txt", b"x" * LIMIT)
    assert isinstance(record, Record)
    assert (record.text, record.key) == ("x" * LIMIT, f"file:{tmp_path / 'a.txt'}")


# What no reader can make an article of. Each test runs with every reader, and with none chosen.


@pytest.fixture(params=[*READERS, None])
def format(request: pytest.FixtureRequest) -> str | None:
    return request.param  # type: ignore[no-any-return]


def failures(path: Path, format: str | None) -> int:
    """How many failed outcomes reading `path` gives; anything else is a mistake."""
    outcomes = list(readers.read(Source(str(path), LIMIT), format))
    assert all(isinstance(one, Outcome) and one.outcome == "failed" for one in outcomes)
    assert all(one.reason for one in outcomes if isinstance(one, Outcome))
    return len(outcomes)


def test_an_empty_file_is_no_article(tmp_path: Path, format: str | None) -> None:
    """An empty file gives no record."""
    (tmp_path / "a").touch()
    assert failures(tmp_path / "a", format) <= 1


@pytest.mark.parametrize("beginning", [b"", b"\x1f\x8b", b"\x1f\x8b\x08\0", b'{"', b"PK\3\4"])
def test_random_bytes_are_no_article(tmp_path: Path, format: str | None, beginning: bytes) -> None:
    """Noise gives no record, also if it begins like something."""
    (tmp_path / "a").write_bytes(beginning + random.Random(7).randbytes(1_500))
    assert failures(tmp_path / "a", format) >= 1


def test_a_missing_file_fails(tmp_path: Path, format: str | None) -> None:
    """A file that is gone by the time it is read is one failed outcome."""
    assert failures(tmp_path / "missing", format) == 1


def test_a_folder_is_no_file(tmp_path: Path, format: str | None) -> None:
    """A folder given as a file is one failed outcome."""
    assert failures(tmp_path, format) == 1


def test_a_pipe_is_not_waited_for(tmp_path: Path, format: str | None) -> None:
    """A pipe that nobody writes to is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    assert failures(tmp_path / "pipe", format) == 1


def test_a_name_that_is_no_text_can_be_reported(tmp_path: Path, format: str | None) -> None:
    """The reason for a file whose name is no UTF-8 can be printed."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    (outcome,) = readers.read(Source(str(path), LIMIT), format)
    assert isinstance(outcome, Outcome)
    assert outcome.source.encode()
