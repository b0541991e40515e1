"""WARC and ARC: which records are pages, how they were sent, and what is damaged."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from ingest.samples import HTTP, WARC, warc

LIMIT = 100_000
PAGE = (
    "<!DOCTYPE html><html><head><title>Caf\xe9</title></head>"
    "<body><p>Bravo charlie.</p></body></html>"
)
needs_html = pytest.mark.skipif("html" not in readers.formats(), reason="there is no HTML reader")


def reading(path: Path, content: bytes) -> list[Record | Outcome]:
    """Everything that a file with this content holds."""
    path.write_bytes(content)
    return list(readers.read(Source(str(path), LIMIT)))


def reasons(found: list[Record | Outcome]) -> list[str]:
    """Why each of what failed did."""
    return [one.reason or "" for one in found if isinstance(one, Outcome)]


def texts(found: list[Record | Outcome]) -> list[str]:
    """The texts of the records."""
    return [one.text for one in found if isinstance(one, Record)]


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A record of a page that was answered like this."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.startswith("Content-Type") for line in headers):
        lines.append("Content-Type: text/html")
    return warc(
        "response", "https://alfa.id/1", HTTP, "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    )


def test_a_text_has_the_address_of_its_record(tmp_path: Path) -> None:
    """The place counts records; the day of the capture is none of publication."""
    one, _ = reading(tmp_path / "a.warc", WARC)
    assert isinstance(one, Record)
    assert [(fact.field, fact.value, fact.rule) for fact in one.facts] == [
        ("url", "https://alfa.id/1", "warc: target")
    ]
    assert one.key == "url:https://alfa.id/1"
    assert str(one.place) == f"{tmp_path / 'a.warc'}:4"
    assert one.original.startswith(b"WARC/1.0")
    assert one.original.endswith(b"charlie\n")


@needs_html
@pytest.mark.parametrize("kind", ["plain", "charset", "chunked", "gzip", "deflate", "raw", "kept"])
def test_a_page_is_read_however_it_was_sent(tmp_path: Path, kind: str) -> None:
    """In chunks, packed, in the encoding that the answer names, or unpacked when it was kept."""
    body = PAGE.encode()
    raw = zlib.compressobj(wbits=-15)
    sent = {
        "plain": page(body, "Content-Type: text/html; charset=UTF-8"),
        "charset": page(PAGE.encode("cp1252"), "Content-Type: text/html; charset=ISO-8859-1"),
        "chunked": page(
            b"%x\r\n%s\r\n%x;a=b\r\n%s\r\n0\r\n\r\n" % (40, body[:40], len(body) - 40, body[40:]),
            "Transfer-Encoding: chunked",
        ),
        "gzip": page(gzip.compress(body), "Content-Encoding: gzip"),
        "deflate": page(zlib.compress(body), "Content-Encoding: deflate"),
        "raw": page(raw.compress(body) + raw.flush(), "Content-Encoding: deflate"),
        "kept": page(body, "Content-Encoding: gzip", "Transfer-Encoding: chunked"),
    }
    (record,) = reading(tmp_path / "a.warc", sent[kind])
    assert isinstance(record, Record), record
    assert "Bravo charlie." in record.text
    assert ("title", "Caf\xe9") in {(fact.field, fact.value) for fact in record.facts}
    assert record.key == "url:https://alfa.id/1"
    assert record.media_type == "application/warc"
    assert readers.again(record.place, record.original, record.media_type) == record


@needs_html
@pytest.mark.parametrize("said", ["utf-8", "utf8mb4", "iso-8859-1"])
def test_an_answer_can_be_wrong_about_the_encoding(tmp_path: Path, said: str) -> None:
    """Then that which the page declares, or shows, is believed."""
    encoding = "utf-8" if said == "iso-8859-1" else "cp1251"
    declared = PAGE.replace("<title>", '<meta charset="windows-1251"><title>')
    body = declared.replace("Caf\xe9", "\u0411\u0440\u0430\u0432\u043e").encode(encoding)
    (record,) = reading(tmp_path / "a.warc", page(body, f"Content-Type: text/html; charset={said}"))
    assert isinstance(record, Record)
    assert "\u0411\u0440\u0430\u0432\u043e" in {fact.value for fact in record.facts}


@needs_html
def test_an_arc_is_read(tmp_path: Path) -> None:
    """Its records have one line of head; an address may have spaces in it."""
    answer = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    head = b"filedesc://a.arc 0.0.0.0 20250620010203 text/plain 9\n1 0 Alfa\n\n"
    line = b"http://alfa.id/a b 127.0.0.1 20250620010203 text/html %d\n" % len(answer)
    (record,) = reading(tmp_path / "a.arc", head + line + answer + b"\n")
    assert isinstance(record, Record)
    assert record.key == "url:http://alfa.id/a b"
    assert readers.again(record.place, record.original, None) == record


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"5\r\nalfa", ["Transfer-Encoding: chunked"], "cut short"),
        (b"2\r\nalfa\r\n", ["Transfer-Encoding: chunked"], "not as long as they say"),
        (b"alfa", ["Content-Encoding: br"], "packed with br"),
        (b"\x1f\x8balfa", ["Content-Encoding: gzip"], "cannot be unpacked"),
        (gzip.compress(b"alfa" * 99)[:-9], ["Content-Encoding: gzip"], "cannot be unpacked"),
        (gzip.compress(bytes(64_000_001)), ["Content-Encoding: gzip"], "64,000,000 bytes"),
    ],
    ids=["cut short", "not as long", "brotli", "damaged", "cut", "bomb"],
)
def test_a_page_that_cannot_be_unpacked_says_why(
    tmp_path: Path, body: bytes, headers: list[str], reason: str
) -> None:
    """The next record is read."""
    good = warc("conversion", "https://alfa.id/2", "text/plain", b"delta")
    found = reading(tmp_path / "a.warc", page(body, *headers) + good)
    assert texts(found) == ["delta"]
    assert [reason in one for one in reasons(found)] == [True]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (b"\0\1\2\n\r\nalfa\nbravo\n", "no record begins"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long it is"),
        (b"WARC/1.0\r\nContent-Length: -7\r\n\r\n", "how long it is"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 200_000, "headers without an end"),
        (warc("conversion", "", "text/plain", b"x" * (LIMIT + 1)), "larger than 100,000 bytes"),
    ],
)
def test_damage_is_passed_over(tmp_path: Path, damage: bytes, reason: str) -> None:
    """What stands behind it is read, and it is counted."""
    found = reading(tmp_path / "a.warc", WARC + damage + WARC)
    assert len(texts(found)) == 4
    assert reason in reasons(found)[0]


def test_an_archive_without_a_page_fails(tmp_path: Path) -> None:
    """Also one that is empty, or ends in the middle of a record."""
    info = warc("warcinfo", "", "application/warc-fields", b"")
    assert reasons(reading(tmp_path / "a.warc", info)) == ["none of its 1 records is a page"]
    assert reasons(reading(tmp_path / "a.warc", b"")) == ["empty"]
    assert "the record is cut short" in reasons(reading(tmp_path / "a.warc", WARC[:-5]))
