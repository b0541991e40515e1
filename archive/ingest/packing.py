"""Files that are packed with gzip, bzip2, xz or Zstandard: told by their first bytes, and unpacked.

What is given is counted as it is given, whatever a file says of itself, and so is the memory that
unpacking takes: a file that asks for a larger window is refused.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable
from typing import IO, Any, Protocol, cast

# The suffixes of packed files of any format.
SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")

# How many bytes may be given: altogether, and for each byte that was packed once they are more
# than a few.
TOTAL = 10_000_000_000
FEW = 10_000_000
RATIO = 200

_GZIP = b"\x1f\x8b"
_XZ = b"\xfd7zXZ\0"
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
# A frame of Zstandard, or one to be passed over.
_ZSTANDARD = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
# A frame to be passed over in which a WARC file has the dictionary of all others.
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_SIGNS = 10  # bytes by which all of them are told

# Bytes that unpacking may remember: as many as `xz -9` and `zstd` take without being asked to.
_XZ_MEMORY = 100_000_000
_WINDOW = 1 << 27
# Bytes that a dictionary may have.
_MOST = 16_000_000
_PIECE = 1 << 16
# Bytes of Zstandard that are unpacked at once: each four of them can give 128 kB.
_FRAME_PIECE = 512

# What the libraries raise for what is damaged.
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, ValueError, OSError)


class _Unpacking(Protocol):
    """What unpacks one stream, as in `bz2` and `lzma`; a file can hold many of them."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, packed: bytes, most: int, /) -> bytes: ...


def is_packed(beginning: bytes) -> bool:
    """Whether a file that begins so is packed."""
    is_known = beginning.startswith((_GZIP, _XZ)) or _BZIP2.match(beginning)
    return bool(is_known or _ZSTANDARD.match(beginning))


def unpacked(packed: io.BufferedReader[Any], size: int = 0) -> io.BufferedReader:
    """`packed` as it was before it was packed; itself if it was not.

    `size`: how many bytes it has, where that is known before it is read. Reading what is returned
    raises OSError, with the reason in words, if it is damaged, cut short, or gives too much.

    Raises
    ------
    OSError
        If it cannot be unpacked, with the reason in words.
    """
    beginning = packed.peek(_SIGNS)[:_SIGNS]
    if not is_packed(beginning):
        return packed
    counted = _Counted(packed)
    return io.BufferedReader(_Paid(_unpacking(counted, beginning), counted, size), _PIECE)


def start(stream: io.BufferedReader, count: int) -> bytes:
    """The first `count` bytes of `stream`, or those before what cannot be read.

    Raises
    ------
    OSError
        If nothing can be read.
    """
    pieces: list[bytes] = []
    while count > 0:
        try:
            piece = stream.read1(count)
        except OSError:
            if not pieces:
                raise
            break
        if not piece:
            break
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _unpacking(packed: _Counted, beginning: bytes) -> IO[bytes]:
    """What `packed`, which begins so, holds."""
    if beginning.startswith(_GZIP):
        return cast(IO[bytes], gzip.open(cast(IO[bytes], packed)))
    if beginning.startswith(_XZ):
        return cast(IO[bytes], _Streams(packed, _xz))
    if _BZIP2.match(beginning):
        return cast(IO[bytes], _Streams(packed, bz2.BZ2Decompressor))
    return cast(IO[bytes], _zstandard(packed))


class _Counted:
    """A stream that knows how many bytes of it were read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self.count += len(piece)
        return piece


class _Paid(io.RawIOBase):
    """What is unpacked, held to what may be given; its damage is an OSError, and stays."""

    def __init__(self, unpacking: IO[bytes], packed: _Counted, size: int) -> None:
        self._unpacking, self._packed, self._size = unpacking, packed, size
        self._given = 0
        self._problem = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = b"" if self._problem else self._piece(len(buffer))
        self._given += len(piece)
        self._problem = self._problem or excess(self._given, self._read()) or ""
        if self._problem:
            raise OSError(self._problem)
        buffer[: len(piece)] = piece
        return len(piece)

    def _piece(self, size: int) -> bytes:
        try:
            return self._unpacking.read(size)
        except EOFError:
            self._problem = "the packed file is cut short"
        except _DAMAGE as error:
            self._problem = f"the packed file is damaged: {error}"
        return b""

    def _read(self) -> int:
        return max(self._size, self._packed.count)


def excess(given: int, size: int) -> str | None:
    """Why no more is read of a file of `size` bytes that gave so many, if so."""
    if given > TOTAL:
        return f"the archive gives more than {TOTAL:,} bytes"
    if given > max(FEW, RATIO * size):
        return f"the archive gives more than {RATIO} bytes for each of its own, as bombs do"
    return None


class _Streams:
    """What streams stand one behind the other in a file, of which the first `waiting` bytes were
    read.
    """

    def __init__(
        self, packed: _Counted, begin: Callable[[], _Unpacking], waiting: bytes = b""
    ) -> None:
        self._packed, self._begin, self._waiting = packed, begin, waiting
        self._unpacking = begin()

    def read(self, size: int) -> bytes:
        """No more than `size` bytes; none at the end. Raises as the libraries do."""
        while True:
            if self._unpacking.eof and not self._is_next_begun():
                return b""
            if self._unpacking.needs_input and not self._waiting:
                self._waiting = self._packed.read(_PIECE)
                if not self._waiting:
                    raise EOFError
            piece = self._unpacking.decompress(self._waiting, size)
            self._waiting = self._unpacking.unused_data if self._unpacking.eof else b""
            if piece:
                return piece

    def _is_next_begun(self) -> bool:
        """Go on to the next stream, if there is one: zeros may stand before it."""
        rest = self._waiting
        while not rest.strip(b"\0"):
            rest = self._packed.read(_PIECE)
            if not rest:
                return False
        self._waiting = rest.lstrip(b"\0")
        self._unpacking = self._begin()
        return True


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _zstandard(packed: _Counted) -> _Streams:
    """The frames of `packed`, by the dictionary that it may begin with."""
    try:
        import zstandard  # an extra: it is larger than the rest of what archive needs for packing
    except ImportError:
        raise OSError(
            "unpacking Zstandard needs one more library: pip install 'news-archive[zst]'"
        ) from None
    waiting = packed.read(8)
    words = None
    if waiting.startswith(_DICTIONARY):
        words = zstandard.ZstdCompressionDict(_dictionary(packed, waiting))
        waiting = b""
    try:
        unpacker = zstandard.ZstdDecompressor(dict_data=words, max_window_size=_WINDOW)
    except zstandard.ZstdError as error:
        raise OSError(f"its dictionary is damaged: {error}") from None
    return _Streams(packed, lambda: _Frame(unpacker), waiting)


def _dictionary(packed: _Counted, head: bytes) -> bytes:
    """The dictionary whose frame begins with `head`; it may be a packed file itself."""
    size = int.from_bytes(head[4:8], "little")
    content = packed.read(size) if size <= _MOST else b""
    if len(content) < size or not content:
        raise OSError(f"its dictionary is cut short, or larger than {_MOST:,} bytes")
    return start(unpacked(io.BufferedReader(io.BytesIO(content))), _MOST)


class _Frame:
    """What unpacks one frame of Zstandard, told by itself: the library, told to read on across
    frames, does not say that the last one is cut short.
    """

    def __init__(self, unpacker: Any) -> None:
        self._unpacking = unpacker.decompressobj()
        self._packed = self._given = io.BytesIO()

    @property
    def eof(self) -> bool:
        return bool(self._unpacking.eof) and _left(self._given) == 0

    @property
    def needs_input(self) -> bool:
        return _left(self._packed) == _left(self._given) == 0

    @property
    def unused_data(self) -> bytes:
        return bytes(self._unpacking.unused_data) + self._packed.read()

    def decompress(self, packed: bytes, most: int, /) -> bytes:
        if packed:
            self._packed = io.BytesIO(packed)
        while not _left(self._given) and not self._unpacking.eof and _left(self._packed):
            self._given = io.BytesIO(self._next(self._packed.read(_FRAME_PIECE)))
        return self._given.read(most)

    def _next(self, packed: bytes) -> bytes:
        from zstandard import ZstdError

        try:
            return bytes(self._unpacking.decompress(packed))
        except ZstdError as error:
            raise ValueError(str(error).removeprefix("zstd decompressor error: ")) from error


def _left(stream: io.BytesIO) -> int:
    return stream.getbuffer().nbytes - stream.tell()
