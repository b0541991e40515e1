"""Plain text: one file, one article, without a title or anything else declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Place, Record
from archive.ingest.decoding import decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, file_key
from archive.ingest.unread import content_of

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"

_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|\{\\rtf|%PDF-)", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Plain text has no signature."""
    return False


def read(source: Source) -> Iterator[Record | Outcome]:
    """The file as one record; failed if it is empty, too large, or no plain text."""
    content = content_of(source)
    yield content if isinstance(content, Outcome) else parse(Place(source.path), content)


def parse(place: Place, content: bytes) -> Record | Outcome:
    """What a file holds as one record; failed if it is empty, or no plain text."""
    if _MARKUP.match(content):
        return failed(place, "markup, not plain text; there is no reader for it yet")
    decoded = decode(content)
    if decoded is None:
        return failed(place, "binary, not text")
    if not decoded.text.strip("\0 \t\r\n\ufeff"):
        return failed(place, "empty")
    return Record(
        place=place,
        original=content,
        media_type=MEDIA_TYPE,
        text=decoded.text,
        encoding=decoded.encoding,
        replaced=decoded.replaced,
        key=file_key(place),
    )
