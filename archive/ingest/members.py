"""Files that stand in other files, as in a zip: read as if they were files, written nowhere.

Limits are counted on bytes that were really produced, whatever an archive says of itself. All
archives in an archive share them. A name in an archive is a label, nothing is opened by it.
"""

from __future__ import annotations

import io
import lzma
import os
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, cast

from archive.article import Record, readable
from archive.ingest import readers
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import HEAD, READ_ERRORS, STDIN, Rejoined, Source, reason, unzipped
from archive.ingest.unread import Unread

# How deep archives may stand in archives, how many members all of them may have, and how many bytes
# they may give: altogether, and for each byte of the file once they are more than a few.
DEPTH = 3
MEMBERS = 100_000
TOTAL = 10_000_000_000
FEW = 10_000_000
RATIO = 200

# What reading a damaged archive can raise beside READ_ERRORS, none of which is a bug of ours.
DAMAGE = (
    *READ_ERRORS,
    *(zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, struct.error),
    *(ValueError, LookupError, RuntimeError, ArithmeticError, TypeError),
)


@dataclass(slots=True)
class Budget:
    """What an archive of so many bytes may still give."""

    size: int
    produced: int = 0
    members: int = 0

    def spend(self, count: int) -> None:
        """Count bytes that were produced.

        Raises
        ------
        OSError
            If they are too many.
        """
        self.produced += count
        if problem := self.problem():
            raise OSError(problem)

    def problem(self) -> str | None:
        """Why no more is read, if so."""
        if self.produced > TOTAL:
            return f"the archive gives more than {TOTAL:,} bytes"
        if self.produced > max(FEW, RATIO * self.size):
            return f"the archive gives more than {RATIO} bytes for each of its own, as bombs do"
        if self.members > MEMBERS:
            return f"the archive has more than {MEMBERS:,} members"
        return None


@dataclass(frozen=True, slots=True)
class Member(Source):
    """A file in an archive, to be read once: `beginning`, which may be seen before, and `rest`.

    `depth`: in how many archives it stands.
    """

    beginning: bytes = b""
    rest: Any = None
    depth: int = 1
    budget: Budget = field(default_factory=lambda: Budget(0))

    def _opened(self) -> io.BufferedReader:
        return io.BufferedReader(Rejoined(self.beginning, self.rest))

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        with Source.open(self) as stream:
            # What is unzipped once more counts as well.
            yield cast(BinaryIO, io.BufferedReader(Counted(stream, self.budget)))

    def head(self) -> bytes:
        return unzipped(self.beginning)[:HEAD]


class Counted(io.RawIOBase):
    """A stream that is paid for, and whose damage is an OSError whatever library finds it."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._stream.read(len(buffer))
        except READ_ERRORS:
            raise
        except DAMAGE as error:
            raise OSError(f"damaged: {reason(error)}") from error
        self._budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def budget_of(source: Source) -> Budget | Outcome:
    """What the archive `source` may give; failed if it may not be read at all."""
    if source.path == STDIN:
        return failed(source, "an archive on standard input is not read: name its file")
    if isinstance(source, Member):
        if source.depth >= DEPTH:
            return failed(readable(source.path), f"more than {DEPTH} archives in each other")
        return source.budget
    return Budget(os.stat(source.path, follow_symlinks=source.follow).st_size)


def label(name: str) -> str:
    """A name of a member without what would lead out of the archive."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or "nameless"


def is_passed_over(name: str) -> bool:
    """Whether it is a name of the system's own, as in folders."""
    return any(part.startswith((".", "__MACOSX")) for part in label(name).split("/"))


def reading(
    source: Source, name: str, stream: IO[bytes], budget: Budget
) -> Iterator[Record | Outcome | Unread]:
    """What the member `name` of the archive `source` holds."""
    path = f"{source.path}/{label(name)}"
    rest = io.BufferedReader(Counted(stream, budget))
    try:
        beginning = rest.read(2 * HEAD)
    except READ_ERRORS as error:
        yield failed(readable(path), f"cannot be read: {reason(error)}")
        return
    depth = source.depth + 1 if isinstance(source, Member) else 1
    member = Member(
        path,
        source.limit,
        columns=source.columns,
        beginning=beginning,
        rest=rest,
        depth=depth,
        budget=budget,
    )
    yield from readers.parts(member)
