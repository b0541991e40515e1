"""Zip files from front to back, by what stands before each member: where the list of members, at
the end, is lost, or is not there yet because the file comes from a pipe.

What stands before a member can be false, and so can what is searched for: a member counts only when
its checksum is right. Links cannot be told from files so.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

SIGN = b"PK\3\4"
_DESCRIPTOR = b"PK\7\x08"
_HEAD = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _IS_DESCRIBED, _IS_UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_LARGE = 0xFFFFFFFF  # the length stands elsewhere then
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class _Header:
    """What stands before a member: `size` in bytes as packed, None if that is known behind it."""

    name: str
    flags: int
    method: int
    checksum: int
    size: int | None


class _Window:
    """A stream that can be looked at before it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held = stream, b""

    def look(self, count: int) -> bytes:
        """The next `count` bytes, or all that there are."""
        while len(self._held) < count and (piece := self._stream.read(_PIECE)):
            self._held += piece
        return self._held[:count]

    def take(self, count: int) -> bytes:
        """The same, and go on behind them."""
        taken = self.look(count)
        self._held = self._held[len(taken) :]
        return taken

    def give_back(self, rest: bytes) -> None:
        """Stand before `rest`, which was taken."""
        self._held = rest + self._held

    def find(self, sign: bytes) -> bool:
        """Go to the next `sign`; to the end, if there is none."""
        while held := self.look(_PIECE):
            at = held.find(sign)
            if at >= 0:
                self.take(at)
                return True
            # It may begin at the very end of what is there.
            self.take(max(1, len(held) - len(sign) + 1))
        return False


class Content:
    """What a member holds, to be read once."""

    def __init__(self, window: _Window, header: _Header) -> None:
        self._window, self._header = window, header
        self._left = header.size
        self._unpacking = zlib.decompressobj(-15) if header.method == _DEFLATED else None
        self._checksum = 0
        self.is_sound = False
        self._is_over = False

    def read(self, size: int) -> bytes:
        """No more than `size` bytes; none at the end.

        Raises
        ------
        OSError
            If it is damaged.
        """
        if self._is_over:
            return b""
        try:
            piece = self._inflated(size) if self._unpacking else self._taken(size)
        except zlib.error as error:
            self._is_over = True
            raise OSError(f"damaged: {error}") from error
        self._checksum = zlib.crc32(piece, self._checksum)
        if not piece:
            self._close()
        return piece

    def _taken(self, size: int) -> bytes:
        """The next `size` bytes as they are packed, or those that the member has left."""
        wanted = size if self._left is None else min(size, self._left)
        piece = self._window.take(wanted)
        if self._left is not None:
            self._left -= len(piece)
        if wanted and not piece:
            self._is_over = True
            raise OSError("cut short")
        return piece

    def _inflated(self, size: int) -> bytes:
        unpacking = self._unpacking
        assert unpacking
        while not unpacking.eof:
            packed = unpacking.unconsumed_tail or self._taken(_PIECE)
            if piece := unpacking.decompress(packed, size):
                return piece
            if not packed:
                self._is_over = True
                raise OSError("cut short")
        return b""

    def _close(self) -> None:
        self._is_over = True
        if self._unpacking and self._left is None:
            self._window.give_back(self._unpacking.unused_data)
        stated = self._header.checksum
        if self._header.flags & _IS_DESCRIBED:
            behind = self._window.look(8).removeprefix(_DESCRIPTOR)
            stated = int.from_bytes(behind[:4], "little")
        if stated != self._checksum:
            raise OSError("damaged: its checksum is another")
        self.is_sound = True

    def pass_over(self) -> None:
        """Go to where it ends, if its header says so."""
        while self._left and (piece := self._window.take(min(_PIECE, self._left))):
            self._left -= len(piece)


def contents(stream: BinaryIO) -> Iterator[tuple[str, Content | str]]:
    """The name of each member that is no folder, and what it holds, or why that cannot be read.

    Each is to be read, by `drained` to the end, before the next is asked for.
    """
    window = _Window(stream)
    while window.find(SIGN):
        header = _header(window)
        if header is None:
            continue
        content = Content(window, header)
        if not header.name.endswith("/"):
            yield header.name, _problem(header) or content
        content.pass_over()


def drained(content: IO[bytes]) -> None:
    """Read on to the end of a member, so that the next is found and it is known to be sound."""
    try:
        while content.read(_PIECE):
            pass
    except OSError:
        pass


def _problem(header: _Header) -> str | None:
    if header.flags & _ENCRYPTED:
        return "encrypted"
    if header.method not in {_STORED, _DEFLATED}:
        return f"packed by method {header.method}, which is read only where the list is whole"
    if header.method == _STORED and header.size is None:
        return "only the list of members says where it ends"
    return None


def _header(window: _Window) -> _Header | None:
    """The header that the window stands before; None, and one byte on, if it is none."""
    head = window.look(_HEAD.size)
    if len(head) < _HEAD.size:
        window.take(1)
        return None
    _, _, flags, method, _, _, checksum, packed, size, named, more = _HEAD.unpack(head)
    whole = window.look(_HEAD.size + named + more)
    if not named or len(whole) < _HEAD.size + named + more or method > 99:
        window.take(1)
        return None
    window.take(len(whole))
    name = whole[_HEAD.size : _HEAD.size + named]
    if packed == _LARGE:
        packed = _large(whole[_HEAD.size + named :], is_second=size == _LARGE)
    is_open = flags & _IS_DESCRIBED and not packed
    decoded = name.decode("utf-8" if flags & _IS_UTF8 else "cp437", "replace")
    return _Header(decoded, flags, method, checksum, None if is_open else packed)


def _large(extra: bytes, *, is_second: bool) -> int:
    """The length that stands in the extra field of large members; 0 if it does not."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == 1:
            start = 8 if is_second else 0
            return int.from_bytes(field[start : start + 8], "little")
    return 0
