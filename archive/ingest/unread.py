"""A part of a file that is yet to be understood: another process can do that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.article import Place, Record
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import reason


@dataclass(frozen=True, slots=True)
class Unread:
    """The bytes at a place, and the function of a module that makes a record of them."""

    place: Place
    content: bytes
    parse: Callable[[Place, bytes], Record | Outcome]


def understood(one: Record | Outcome | Unread) -> Record | Outcome:
    """What `one` is when it is read to the end; failed if the memory does not do for it."""
    if not isinstance(one, Unread):
        return one
    try:
        return one.parse(one.place, one.content)
    except MemoryError as error:
        return failed(one.place, reason(error))
