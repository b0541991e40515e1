"""What hostile and fuzzed files were found to break, each once; the rest of the file is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from archive.article import Record
from archive.ingest import readers
from archive.ingest.decoding import decoded_as
from archive.ingest.outcome import Outcome
from archive.ingest.source import Source
from hostile._papers import paper, shown, stream
from ingest.samples import ATOM, SITEMAP, warc


def nameless() -> bytes:
    """A zip file with a member that has no name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name in ("", "a.txt"):
            info = zipfile.ZipInfo("x")
            info.filename = name
            opened.writestr(info, "Alfa")
    return file.getvalue()


def heavy(stories: int) -> bytes:
    """A feed that says of itself a thousand times of what it says of its articles."""
    own = b"<title>%s</title>" % (b"a" * 60_000)
    return b"<rss><channel>%s%s</channel></rss>" % (own, b"<item><title>b</title></item>" * stories)


WARC = warc("conversion", "https://alfa.id/1", "text/plain", b"Alfa\n")
FOUND = {
    "a member without a name": ("a.zip", nameless(), 2, 0),
    "a line that goes on a header that is none": (
        "a.warc", WARC.replace(b"WARC-Date", b"no header\r\n goes on\r\nWARC-Date"), 1, 0,
    ),
    "a name with half a letter": ("a.atom", ATOM.replace(b"http", b"h&#xD800;tp"), 1, 0),
    "half a letter in a sitemap": ("a.xml", SITEMAP.replace(b"http", b"h&#0056320;tp"), 2, 0),
    "a feed that is its articles many times": ("a.rss", heavy(1_000), 0, 1),
    "a feed that says much of itself": ("a.rss", heavy(100), 100, 0),
    "a page of a hundred thousand letters, one by one": (
        "a.pdf", paper(stream(shown(b"(a) Tj " * 100_000))), 0, 1,
    ),
    "a table without rows": ("a.csv", b"title,text\n,\n\n", 0, 1),
    "names in names in names": ("a.md", b"+++\n" + b"a." * 9_000 + b"a = 1\n+++\nAlfa", 0, 1),
}  # fmt: skip


# Some seconds of work come before it is too much.
SLOW = {"a page of a hundred thousand letters, one by one"}
EACH = [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in FOUND]


@pytest.mark.parametrize("name", EACH)
def test_what_was_found(tmp_path: Path, name: str) -> None:
    """It is so many records and so many failed outcomes."""
    file, content, read, failed = FOUND[name]
    path = tmp_path / file
    path.write_bytes(content)
    found = list(readers.read(Source(str(path), 10_000_000)))
    assert sum(isinstance(one, Record) for one in found) == read, found[:3]
    assert sum(isinstance(one, Outcome) and bool(one.reason) for one in found) == failed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utf-8", "a\xe9"),
        ("Latin1", "a\xc3\xa9"),
        ("ascii", None),
        ("punycode", None),  # a megabyte of it takes minutes
        ("idna", None),
        ("unicode_escape", None),
        ("rot13", None),
        ("zlib", None),
        ("nothing", None),
        ("\0", None),
        ("\udcff", None),
    ],
)
def test_names_of_encodings_are_not_believed(name: str, text: str | None) -> None:
    """Only what is an encoding of texts is tried, and only what fits is taken."""
    assert decoded_as("a\xe9".encode(), name) == text
