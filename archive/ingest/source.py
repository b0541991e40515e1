"""A file to read, opened safely: never a device, a pipe or a link by surprise."""

from __future__ import annotations

import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from archive.article import Place, readable
from archive.ingest import packing

STDIN = "-"
HEAD = 4096
_PIECE = 1 << 20
# What reading a damaged or unreadable file can raise.
READ_ERRORS = (OSError, EOFError, zlib.error, MemoryError)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Parameters
    ----------
    path:
        Absolute, or "-" for standard input.
    limit:
        The most bytes that one article may have.
    follow:
        Whether a symbolic link is followed: only where the user named it.
    columns:
        What columns of tables mean, where the user said so: pairs of a field, or "text", and the
        name of a column in lower case.
    hidden:
        Whether names with a leading dot are read in an archive too.
    beside:
        Other files that a reader has looked for on its behalf.
    """

    path: str
    limit: int
    follow: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    beside: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def suffix(self) -> str:
        """The suffix in lower case, `.gz` and the like left out: ".jsonl" for a.JSONL.gz."""
        path = Path(self.path.lower())
        return Path(path.stem).suffix if path.suffix in packing.SUFFIXES else path.suffix

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The content from the beginning, unpacked if it is packed.

        Raises
        ------
        OSError
            If it cannot be opened or unpacked, or is no regular file.
        """
        if self.path == STDIN:
            yield cast(BinaryIO, io.BufferedReader(_stdin()))
            return
        with self._opened() as packed:
            size = os.fstat(packed.fileno()).st_size
            yield cast(BinaryIO, packing.unpacked(packed, size))

    def _opened(self) -> io.BufferedReader:
        # Not blocking, so that opening a pipe that nobody writes to does not wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        flags |= getattr(os, "O_BINARY", 0) | (0 if self.follow else getattr(os, "O_NOFOLLOW", 0))
        # The file object owns the descriptor from the first moment: were there two to close it, a
        # signal between them would end in "bad file descriptor", and be lost.
        stream = open(self.path, "rb", opener=lambda path, _: os.open(path, flags))  # noqa: SIM115  # our caller closes
        try:
            # Asked of what was opened, not of the name, which may mean something else by now.
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError("not a regular file")
        except BaseException:
            stream.close()
            raise
        return stream

    def head(self) -> bytes:
        """The first bytes of the content, to tell the format by."""
        if self.path == STDIN:
            return _stdin().beginning
        with self.open() as stream:
            return packing.start(cast(io.BufferedReader, stream), HEAD)

    def __str__(self) -> str:
        return self.path


def file_key(place: Place) -> str | None:
    """What stays the same when a file is changed, its path; None of a part of one, and of what came
    from standard input, where another file can have the same name the next time.
    """
    is_piped = place.path == STDIN or place.path.startswith(f"{STDIN}/")
    return None if is_piped or place.position is not None else f"file:{readable(place.path)}"


class Rejoined(io.RawIOBase):
    """A stream whose beginning was read already, given back in front of the rest."""

    def __init__(self, beginning: bytes, rest: io.BufferedReader) -> None:
        self.beginning = beginning
        self._waiting = memoryview(beginning)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._waiting:
            # What there is now: of what comes slowly, each record is read when it is there.
            self._waiting = memoryview(self._rest.read1(len(buffer)))
        count = min(len(buffer), len(self._waiting))
        buffer[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count


@cache
def _stdin() -> Rejoined:
    """Standard input, unpacked, with its beginning kept: it is looked at before it is read, only
    once each.
    """
    stream = cast(io.BufferedReader, sys.stdin.buffer)
    beginning = stream.read(HEAD)
    if not packing.is_packed(beginning):
        return Rejoined(beginning, stream)
    rest = packing.unpacked(io.BufferedReader(Rejoined(beginning, stream)))
    return Rejoined(packing.start(rest, HEAD), rest)


def read_up_to(stream: BinaryIO, limit: int) -> bytes:
    """All of `stream` if that is no more than `limit` bytes, else the first `limit` + 1.

    In pieces: asked for so many bytes at once, Python takes the memory for them before it knows
    that there are only a few.
    """
    read = io.BytesIO()
    while piece := stream.read(min(_PIECE, limit + 1 - read.tell())):
        read.write(piece)
    return read.getvalue()


def reason(error: BaseException) -> str:
    """Why something could not be read, in words without the path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, MemoryError):
        return "not enough memory"
    return str(error) or type(error).__name__
