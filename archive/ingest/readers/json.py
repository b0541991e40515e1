"""JSON over many lines: an object or an array of them, each with the keys of `jsonl`.

The original of an article is its object, as it was. Objects may also stand one behind the other.
The file is taken apart as it is read, so that it may be larger than the memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.article import Place, Record
from archive.ingest import declared
from archive.ingest.decoding import decode
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, read_up_to
from archive.ingest.unread import Unread

SUFFIXES = (".json",)
MEDIA_TYPE = "application/json"

_MARK = b"\xef\xbb\xbf"
_PIECE = 1 << 16
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]\s*$)")
_OBJECT = re.compile(rb'\s*\{\s*?\n\s*"')
_SOLID = re.compile(rb"[^\s,\[\]]")
_OPENING = re.compile(rb"\{")
_MARKS = re.compile(rb'["{}]')
_IN_TEXT = re.compile(rb'["\\]')
_ANY = re.compile(rb".", re.DOTALL)


def sniff(head: bytes) -> bool:
    """Whether it begins with an array of objects, or with an object over many lines."""
    head = head.removeprefix(_MARK)
    is_feed = b"jsonfeed.org/version" in head
    return not is_feed and bool(_ARRAY.match(head) or _OBJECT.match(head))


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each object."""
    position = 0
    with source.open() as stream:
        scanner = _Scanner(stream, source.limit)
        while (found := scanner.next()) is not None:
            position += 1
            place = Place(source.path, position)
            yield failed(place, found) if isinstance(found, str) else Unread(place, found, parse)
    if not position:
        yield failed(Place(source.path), "no article: it holds no JSON object")


class _Scanner:
    """Takes a stream apart into its outermost objects, of which it holds one at a time."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._buffer = stream.read(_PIECE)
        if b"\0" in self._buffer[:64]:  # UTF-16: has to fit in the limit
            decoded = decode(self._buffer + read_up_to(stream, limit))
            self._buffer = decoded.text.encode("utf-8", "replace") if decoded else b""
        self._at = len(_MARK) if self._buffer.startswith(_MARK) else 0
        self._start = 0  # of what is yet to be kept of the object
        self._size = 0
        self._kept = io.BytesIO()

    def next(self) -> bytes | str | None:
        """The bytes of the next object; in words, why what stands there is none; None: the end."""
        first = self._find(_SOLID)
        if not first:
            return None
        self._start, self._size, self._kept = self._at - 1, 0, io.BytesIO()
        if first == b"{":
            return self._object()
        if self._find(_OPENING):
            self._at -= 1
        return "not a JSON object"

    def _object(self) -> bytes | str:
        depth = 1
        while depth and (mark := self._find(_MARKS)):
            if mark == b'"':
                self._pass_text()
            else:
                depth += 1 if mark == b"{" else -1
        self._keep(self._at)
        if self._size > self._limit:
            return f"an object larger than {self._limit:,} bytes (max_file_size)"
        if depth:
            return "not valid JSON: the object is cut short"
        return self._kept.getvalue()

    def _pass_text(self) -> None:
        """Go behind the end of a text that has begun."""
        while (mark := self._find(_IN_TEXT)) and mark != b'"':
            self._find(_ANY)  # what is behind a backslash means nothing

    def _find(self, marks: re.Pattern[bytes]) -> bytes:
        """Go behind the next of `marks`, and say which it is; empty at the end of the file."""
        while True:
            if match := marks.search(self._buffer, self._at):
                self._at = match.end()
                return match[0]
            self._keep(len(self._buffer))
            self._buffer = self._stream.read(_PIECE)
            self._at = self._start = 0
            if not self._buffer:
                return b""

    def _keep(self, end: int) -> None:
        self._size += end - self._start
        if self._size <= self._limit:
            self._kept.write(self._buffer[self._start : end])
        self._start = end


def parse(place: Place, original: bytes) -> Record | Outcome:
    """One object as a record; failed if it is none, or has no text."""
    return declared.parse_json(place, original, MEDIA_TYPE)
