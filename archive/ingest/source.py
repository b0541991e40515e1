"""Find the files to read, and open them safely: never a device, a pipe or a link by surprise."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from archive.article import readable
from archive.ingest import snapshots
from archive.ingest.outcome import Outcome, failed

STDIN = "-"
HEAD = 4096
_PIECE = 1 << 20
_PAGES = (".html", ".htm")
_GZIP = b"\x1f\x8b"
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
    """

    path: str
    limit: int
    follow: bool = False
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def suffix(self) -> str:
        """The suffix in lower case, `.gz` left out: ".jsonl" for a.JSONL.gz."""
        path = Path(self.path.lower().removesuffix(".gz"))
        return path.suffix

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The content from the beginning, unzipped if it is gzipped.

        Raises
        ------
        OSError
            If it cannot be opened, or is no regular file.
        """
        with self._opened() as raw:
            if raw.peek(2)[:2] == _GZIP:
                with gzip.open(raw) as unzipped:
                    yield cast(BinaryIO, unzipped)
            else:
                yield cast(BinaryIO, raw)

    def _opened(self) -> io.BufferedReader:
        if self.path == STDIN:
            return io.BufferedReader(_stdin())
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
            return unzipped(_stdin().beginning)
        with self._opened() as raw:
            return unzipped(raw.read(2 * HEAD))[:HEAD]

    def __str__(self) -> str:
        return self.path


def unzipped(beginning: bytes) -> bytes:
    """The beginning of a file as it is when it is unzipped; itself if it is not gzipped."""
    if not beginning.startswith(_GZIP):
        return beginning
    return zlib.decompressobj(31).decompress(beginning, HEAD)


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
    """Standard input with its beginning kept: it is looked at before it is read, only once each."""
    stream = cast(io.BufferedReader, sys.stdin.buffer)
    return Rejoined(stream.read(HEAD), stream)


def find(
    paths: Iterable[str], limit: int, *, hidden: bool = False, apart: str = ""
) -> Iterator[Source | Outcome]:
    """The files at and below `paths`; what is no file as a failed outcome.

    Of a folder first the files, then the folders, each in order of name. Symbolic links below a
    folder are not followed. Names with a leading dot are passed over below a folder, unless
    `hidden`; so are the folder `apart`, the archive's own, and `a_files` beside `a.html`, in which
    a browser keeps the images, styles and frames of the page. Of a snapshot of ArchiveBox only the
    index is read: see `archive.ingest.snapshots`.
    """
    is_stdin_read = False
    for path in paths:
        if path == STDIN:
            if not is_stdin_read:  # it can be read only once
                yield Source(STDIN, limit)
            is_stdin_read = True
            continue
        absolute = os.path.abspath(path)
        if os.path.isdir(absolute):
            yield from _below(absolute, limit, hidden, apart)
        else:
            yield Source(absolute, limit, follow=True)


def _below(folder: str, limit: int, hidden: bool, apart: str) -> Iterator[Source | Outcome]:
    # A stack, not recursion: folders may be nested deeper than Python likes.
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        found: list[str] = []
        try:
            with os.scandir(path) as entries:
                names, links = _sorted(entries, hidden, path, apart, found)
        except OSError as error:
            yield failed(readable(path), f"the folder cannot be read: {reason(error)}")
            continue
        names, inner = snapshots.walked(names, links, found, partial(_head, path, limit))
        for name in names:
            inside = os.path.join(path, name)
            if name in links:
                yield failed(readable(inside), "a symbolic link, not followed")
            else:
                yield Source(inside, limit)
        pages = {name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGES)}
        saved = {os.path.join(path, f"{page}_files") for page in pages}
        waiting.extend(sorted((one for one in inner if one not in saved), reverse=True))


def _head(folder: str, limit: int, name: str) -> bytes:
    return Source(os.path.join(folder, name), limit).head()


def _sorted(
    entries: Iterable[os.DirEntry[str]], hidden: bool, folder: str, apart: str, inner: list[str]
) -> tuple[list[str], set[str]]:
    """The names of what is no folder, in order, and which of them are links; folders to `inner`.

    Names only: what else the system says of a million files would take several times the memory.
    """
    names, links = [], set()
    for entry in entries:
        if (entry.name.startswith(".") and not hidden) or entry.path == apart:
            continue
        if entry.is_dir(follow_symlinks=False):
            inner.append(entry.path)
            continue
        names.append(entry.name)
        if entry.is_symlink():
            links.add(entry.name)
    names.sort()
    return names, links


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
