"""Seals: what the files of an index were when they were written, and whether they still are.

An index holds pickles, and neither it nor the file system notices a flipped bit. So the size and
the CRC-32 of each file are kept in the database, which is the truth, and compared before a file is
opened. Reading a whole index for every search would be slow: a file that has still the inode and
the times of change that it had when it was sealed, under the same start of the machine, was not
written to since (the kernel sets ctime, no program can), and only its stamp is compared.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PIECE = 1 << 20
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class BrokenSealError(Exception):
    """A file is not what it was when it was sealed, or is not ours."""


@dataclass(frozen=True, slots=True)
class FileState:
    """One file: its size in bytes, the CRC-32 of its content, and the stamp of its inode.

    Times are nanoseconds since the epoch.
    """

    size: int
    crc: int
    inode: int
    modified: int
    changed: int


Files = Mapping[str, FileState]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of the index `index_id` that the database vouches for.

    Parameters
    ----------
    token:
        Also in the watermark of that state; given once.
    seq:
        The number of the last change that it shows.
    boot:
        Under which start of the machine `files` were written or last read in full; "" if unknown.
    files:
        Each file of that state by its name in the index's folder.
    """

    token: str
    index_id: str
    seq: int
    boot: str
    files: Files


@cache
def boot() -> str:
    """The identity of this start of the machine; "" where the system has none."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def measure(path: Path) -> FileState:
    """The state of a file as it is now; reads all of it."""
    with path.open("rb") as stream:
        crc = 0
        while piece := stream.read(_PIECE):
            crc = zlib.crc32(piece, crc)
        found = os.fstat(stream.fileno())
    return FileState(found.st_size, crc, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def verify(path: Path, sealed: FileState, *, is_thorough: bool) -> None:
    """Compare a file with its seal: by its stamp, and by its content if that does not do.

    Raises
    ------
    BrokenSealError
        If it is not what was sealed.
    OSError
        If it is gone, or cannot be read.
    """
    if not is_thorough and _has_stamp(path, sealed):
        return
    now = measure(path)
    if (now.size, now.crc) != (sealed.size, sealed.crc):
        raise BrokenSealError(f"{path.name} is not what was written")


def is_touched(path: Path, sealed: FileState) -> bool:
    """Whether a file that was opened once was written to since; no, if it was deleted."""
    try:
        return not _has_stamp(path, sealed) and path.lstat().st_ino == sealed.inode
    except FileNotFoundError:
        return False


def _has_stamp(path: Path, sealed: FileState) -> bool:
    found = path.lstat()
    stamp = (found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
    return stamp == (sealed.size, sealed.inode, sealed.modified, sealed.changed)


def verify_owner(folder: Path) -> None:
    """See to it that only this user can have written to `folder`.

    Raises
    ------
    BrokenSealError
        If it belongs to another user, is a link, or others may write to it.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise BrokenSealError(f"{folder.name} is not a folder")
    if hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise BrokenSealError(f"{folder.name} belongs to, or can be written by, somebody else")


def sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before anything else is done.

    Raises
    ------
    OSError
        If the disk refuses. It must not be tried again: the kernel forgets what it could not write.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _fsync(descriptor)
    finally:
        os.close(descriptor)


def _fsync(descriptor: int) -> None:
    try:
        from fcntl import F_FULLFSYNC, fcntl  # type: ignore[attr-defined]  # macOS: fsync is less
    except ImportError:
        os.fsync(descriptor)
    else:
        fcntl(descriptor, F_FULLFSYNC)


def write_durably(path: Path, content: bytes) -> None:
    """Write a small file so that it is there as a whole or not at all, whatever happens."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        _fsync(stream.fileno())
    part.replace(path)
    sync(path.parent)
