"""A part of a file that is yet to be understood: another process can do that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.article import Place, Record, readable
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, read_up_to, reason

Parse = Callable[[Place, bytes], Record | Outcome]


@dataclass(frozen=True, slots=True)
class Unread:
    """The bytes at a place, and the function of a module that makes a record of them."""

    place: Place
    content: bytes
    parse: Parse


def understood(one: Record | Outcome | Unread) -> Record | Outcome:
    """What `one` is when it is read to the end; failed if the memory does not do for it."""
    if not isinstance(one, Unread):
        return one
    try:
        return one.parse(one.place, one.content)
    except MemoryError as error:
        return failed(one.place, reason(error))


def whole(source: Source, parse: Parse) -> Unread | Outcome:
    """A file as one record that is yet to be understood; failed if it is too large."""
    content = content_of(source)
    return content if isinstance(content, Outcome) else Unread(Place(source.path), content, parse)


def content_of(source: Source) -> bytes | Outcome:
    """All that a file holds; failed if that is more than one article may have.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with source.open() as stream:
        content = read_up_to(stream, source.limit)
    if len(content) <= source.limit:
        return content
    return failed(readable(source.path), f"larger than {source.limit:,} bytes (max_file_size)")
