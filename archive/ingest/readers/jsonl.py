"""JSON Lines: one JSON object a line, one article each.

    {"title": "…", "text": "…", "url": "…", "date": "…", "publisher": "…", "author": "…"}

Only `text` or `title` has to be there. Other keys are kept in the original, which is the line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from archive.article import Place, Record
from archive.ingest import declared
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = (".jsonl", ".ndjson")
MEDIA_TYPE = "application/json"

_OPENING = re.compile(rb'\s*\{\s*"')


def sniff(head: bytes) -> bool:
    """Whether the first line is a JSON object, or begins as one and is longer than `head`."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not _OPENING.match(head):
        return False
    line, newline, _ = head.lstrip().partition(b"\n")
    if not newline and len(head) >= 4096:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each line."""
    with source.open() as stream:
        position = 0
        while line := stream.readline(source.limit + 2):
            position += 1
            place = Place(source.path, position)
            if len(line.rstrip(b"\r\n")) > source.limit:
                yield failed(place, f"a line larger than {source.limit:,} bytes (max_file_size)")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(source.limit)
            elif line.strip():
                yield Unread(place, line.rstrip(b"\r\n"), parse)
    if position == 0:
        yield failed(Place(source.path), "empty")


def parse(place: Place, line: bytes) -> Record | Outcome:
    """One line as a record; failed if it is no JSON object, or has no text."""
    return declared.parse_json(place, line, MEDIA_TYPE)
