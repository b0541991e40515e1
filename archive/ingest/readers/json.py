"""JSON over many lines: an object or an array of them, each with the keys of `jsonl`.

The original of an article is its object, as it was. Objects may also stand one behind the other.
The file is taken apart as it is read, so that it may be larger than the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.article import Place, Record
from archive.ingest import declared
from archive.ingest.decoding import decode
from archive.ingest.objects import Scanner
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, read_up_to
from archive.ingest.unread import Unread

SUFFIXES = (".json",)
MEDIA_TYPE = "application/json"

_MARK = b"\xef\xbb\xbf"
# Bytes by which UTF-16 is told.
_FIRST = 64
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]\s*$)")
_OBJECT = re.compile(rb'\s*\{\s*?\n\s*"')
_SOLID = re.compile(rb"[^\s,\[\]]")
_OPENING = re.compile(rb"\{")


def sniff(head: bytes) -> bool:
    """Whether it begins with an array of objects, or with an object over many lines."""
    head = head.removeprefix(_MARK)
    is_feed = b"jsonfeed.org/version" in head
    return not is_feed and bool(_ARRAY.match(head) or _OBJECT.match(head))


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each object."""
    position = 0
    with source.open() as stream:
        scanner = Scanner(stream, source.limit, _beginning(stream, source.limit))
        while (found := _next(scanner)) is not None:
            position += 1
            place = Place(source.path, position)
            yield failed(place, found) if isinstance(found, str) else Unread(place, found, parse)
    if not position:
        yield failed(Place(source.path), "no article: it holds no JSON object")


def _beginning(stream: BinaryIO, limit: int) -> bytes:
    """The first bytes; of UTF-16, which has to fit in the limit, all of it in UTF-8."""
    first = stream.read(_FIRST)
    if b"\0" not in first:
        return first
    decoded = decode(first + read_up_to(stream, limit))
    return decoded.text.encode("utf-8", "replace") if decoded else b""


def _next(scanner: Scanner) -> bytes | str | None:
    """The bytes of the next object; in words, why what stands there is none; None: the end."""
    first = scanner.find(_SOLID)
    if not first:
        return None
    scanner.begin()
    if first == b"{":
        return scanner.taken() if scanner.pass_nested() else scanner.cut()
    scanner.find_before(_OPENING)
    return "not a JSON object"


def parse(place: Place, original: bytes) -> Record | Outcome:
    """One object as a record; failed if it is none, or has no text."""
    return declared.parse_json(place, original, MEDIA_TYPE)
