"""One file per input format.

A reader is a module here that offers

    SUFFIXES            the suffixes of its files, as (".jsonl", ".ndjson")
    sniff(head)         whether the first bytes of a file show that it is this format
    read(source)        an iterator of Record, of failed Outcome for what cannot be read, and of
                        Unread, which is one of both once it is understood
    MEDIA_TYPE          that of the originals of its records
    parse(place, original)  such an original once more: a Record, or a failed Outcome

Content decides before the suffix: a file goes to the first reader whose `sniff` says yes, then to
the one that has its suffix. Those of formats that others are written in are asked last.
"""

from __future__ import annotations

import mimetypes
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import cast

from archive import plugins
from archive.article import Place, Record, readable
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import HEAD, READ_ERRORS, STDIN, Source, reason
from archive.ingest.unread import Unread, understood

_FALLBACK = "text"
_LAST = ("answers", "csv", "feed", "json", "jsonl")


@cache
def _readers() -> dict[str, ModuleType]:
    found = plugins.discover(
        sys.modules[__name__], ["SUFFIXES", "sniff", "read", "MEDIA_TYPE", "parse"]
    )
    return {name: found[name] for name in sorted(found, key=lambda name: (name in _LAST, name))}


def formats() -> tuple[str, ...]:
    """The names of all readers."""
    return tuple(sorted(_readers()))


def read(source: Source, format: str | None = None) -> Iterator[Record | Outcome]:
    """Everything that `source` holds, by the reader `format` or the one that fits.

    Never raises for what the file is: that is a failed outcome.
    """
    return map(understood, parts(source, format))


def parts(source: Source, format: str | None = None) -> Iterator[Record | Outcome | Unread]:
    """As `read`, but that what takes long to understand is yet to be."""
    try:
        chosen = _readers()[format] if format else _choose(source)
        if chosen is None:
            yield failed(readable(source.path), _no_reader(source))
            return
        yield from chosen.read(source)
    except READ_ERRORS as error:
        yield failed(readable(source.path), f"cannot be read: {reason(error)}")


def again(place: Place, original: bytes, media_type: str | None) -> Record | Outcome:
    """The bytes that were found at `place` once more, with the readers of today.

    `media_type` is that of the record they were; None: it is told from them.
    """
    known = {reader.MEDIA_TYPE: reader for reader in _readers().values()}
    reader = known.get(media_type) if media_type else None
    if reader is None:
        seen = (one for one in _readers().values() if one.sniff(original[:HEAD]))
        reader = next(seen, _readers()[_FALLBACK])
    try:
        return cast("Record | Outcome", reader.parse(place, original))
    except MemoryError as error:
        return failed(place, reason(error))


def _choose(source: Source) -> ModuleType | None:
    head = source.head()
    for reader in _readers().values():
        if reader.sniff(head):
            return reader
    for reader in _readers().values():
        if source.suffix in reader.SUFFIXES:
            return reader
    # A suffix that nobody knows is no format: scraped files are named all kinds of things.
    is_known = mimetypes.guess_type(f"a{source.suffix}")[0] is not None
    return None if is_known and source.path != STDIN else _readers()[_FALLBACK]


def _no_reader(source: Source) -> str:
    known = sorted(suffix for reader in _readers().values() for suffix in reader.SUFFIXES)
    return (
        f"there is no reader for {Path(source.path).suffix} files yet "
        f"(there are: {', '.join(known)}); --format text reads it as plain text"
    )
