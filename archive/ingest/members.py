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
from archive.ingest import packing, readers
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import HEAD, READ_ERRORS, STDIN, Rejoined, Source, reason
from archive.ingest.unread import Unread

# How deep archives may stand in archives, and how many members all of them may have. How many bytes
# they may give, `packing` says.
DEPTH = 3
MEMBERS = 100_000

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
        if self.members > MEMBERS:
            return f"the archive has more than {MEMBERS:,} members"
        return packing.excess(self.produced, self.size)


@dataclass(frozen=True, slots=True)
class Member(Source):
    """A file in an archive, unpacked, to be read once: `beginning`, which may be seen before, and
    `rest`.

    `depth`: in how many archives it stands.
    """

    beginning: bytes = b""
    rest: Any = None
    depth: int = 1
    budget: Budget = field(default_factory=lambda: Budget(0))

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        yield cast(BinaryIO, io.BufferedReader(Rejoined(self.beginning, self.rest)))

    def head(self) -> bytes:
        return self.beginning


class Counted(io.RawIOBase):
    """A stream that is paid for, and whose damage is an OSError whatever library finds it.

    What was damaged once stays it, where a library says so only once.
    """

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget = stream, budget
        self._damage: OSError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._damage:
            raise self._damage
        try:
            piece = self._stream.read(len(buffer))
        except MemoryError:
            raise
        except DAMAGE as error:
            told = error if isinstance(error, OSError) else OSError(f"damaged: {reason(error)}")
            self._damage = told
            raise told from None
        self._budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


class _Measured(io.RawIOBase):
    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        self._budget.size += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def opened(source: Source, budget: Budget) -> Iterator[BinaryIO]:
    """The content of an archive. On standard input it is as large as what was read of it."""
    with source.open() as stream:
        is_known = source.path != STDIN
        measured = None if is_known else io.BufferedReader(_Measured(stream, budget))
        yield stream if measured is None else cast(BinaryIO, measured)


def budget_of(source: Source) -> Budget | Outcome:
    """What the archive `source` may give; failed if it may not be read at all."""
    if source.path == STDIN:
        return Budget(0)  # as large as what was read of it: see `opened`
    if isinstance(source, Member):
        if source.depth >= DEPTH:
            return failed(readable(source.path), f"more than {DEPTH} archives in each other")
        return source.budget
    return Budget(os.stat(source.path, follow_symlinks=source.follow).st_size)


def label(name: str) -> str:
    """A name of a member without what would lead out of the archive."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or "nameless"


def is_passed_over(source: Source, name: str) -> bool:
    """Whether it is a name of the system's own, as in folders."""
    own = "__MACOSX" if source.hidden else (".", "__MACOSX")
    return any(part.startswith(own) for part in label(name).split("/"))


def _unpacked(packed: io.BufferedReader, budget: Budget) -> io.BufferedReader:
    """`packed` as it is unpacked: what that gives counts as well."""
    rest = packing.unpacked(packed)
    return rest if rest is packed else io.BufferedReader(Counted(rest, budget))


def reading(
    source: Source, name: str, stream: IO[bytes], budget: Budget
) -> Iterator[Record | Outcome | Unread]:
    """What the member `name` of the archive `source` holds."""
    path = f"{source.path}/{label(name)}"
    try:
        rest = _unpacked(io.BufferedReader(Counted(stream, budget)), budget)
        beginning = packing.start(rest, HEAD)
    except READ_ERRORS as error:
        yield failed(readable(path), f"cannot be read: {reason(error)}")
        return
    depth = source.depth + 1 if isinstance(source, Member) else 1
    member = Member(
        path,
        source.limit,
        columns=source.columns,
        hidden=source.hidden,
        beginning=beginning,
        rest=rest,
        depth=depth,
        budget=budget,
    )
    yield from readers.parts(member)
