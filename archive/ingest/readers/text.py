"""Plain text: one file, one article, without a title or anything else declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Place, Record, readable
from archive.ingest.decoding import decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import STDIN, Source, read_up_to

SUFFIXES = (".txt", ".text", ".md")

_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|\{\\rtf|%PDF-)", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Plain text has no signature."""
    return False


def read(source: Source) -> Iterator[Record | Outcome]:
    """The file as one record; failed if it is empty, too large, or no plain text."""
    with source.open() as stream:
        content = read_up_to(stream, source.limit)
    if len(content) > source.limit:
        yield failed(readable(source.path), f"larger than {source.limit:,} bytes (max_file_size)")
        return
    if _MARKUP.match(content):
        yield failed(readable(source.path), "markup, not plain text; there is no reader for it yet")
        return
    decoded = decode(content)
    if decoded is None:
        yield failed(readable(source.path), "binary, not text")
    elif not decoded.text.strip("\0 \t\r\n\ufeff"):
        yield failed(readable(source.path), "empty")
    else:
        yield Record(
            place=Place(source.path),
            original=content,
            media_type="text/plain",
            text=decoded.text,
            encoding=decoded.encoding,
            replaced=decoded.replaced,
            key=None if source.path == STDIN else f"file:{readable(source.path)}",
        )
