"""The objects of a list in JSON, one after the other, so that the file may exceed the memory."""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterator
from typing import BinaryIO

_MARK = b"\xef\xbb\xbf"
_PIECE = 1 << 16
_TOKEN = re.compile(rb'["{}\[\]]')
_IN_TEXT = re.compile(rb'["\\]')
_ANY = re.compile(rb".", re.DOTALL)
# Bytes of a key that is compared: no program has a longer one for a list.
_LONGEST = 100


def objects(
    stream: BinaryIO, limit: int, keys: Container[bytes] = frozenset()
) -> Iterator[bytes | str]:
    """The bytes of each object of a list, as they are; in words, what is wrong with one.

    The list is the outermost value, or stands in the outermost object under the first of `keys`. An
    outermost object without such a list is itself the only one; what follows is passed over.
    """
    scanner = Scanner(stream, limit)
    opening = scanner.token()
    if opening == b"{":
        whole = scanner.enter(keys)
        if whole is not None:
            yield whole
            return
    elif opening != b"[":
        yield "not valid JSON: neither an object nor a list"
        return
    while (token := scanner.token()) and token != b"]":
        yield scanner.value(token)
    if not token:
        yield "not valid JSON: the list is cut short"


class Scanner:
    """Takes a stream apart at its quotation marks, braces and brackets."""

    def __init__(self, stream: BinaryIO, limit: int, beginning: bytes = b"") -> None:
        """`beginning`: what was read of `stream` already."""
        self._stream, self._limit = stream, limit
        self._buffer = beginning or stream.read(_PIECE)
        self._at = len(_MARK) if self._buffer.startswith(_MARK) else 0
        self._start = 0  # of what is yet to be kept
        self._size = 0
        self._kept = io.BytesIO()

    def token(self) -> bytes:
        """Go behind the next mark, and say which it is; empty at the end."""
        return self.find(_TOKEN)

    def value(self, opening: bytes) -> bytes | str:
        """The object that has begun with `opening`; in words, why it is none."""
        self.begin()
        if opening == b'"':
            self.pass_text()
            return "not a JSON object"
        if not self.pass_nested():
            return self.cut()
        return self.taken() if opening == b"{" else "not a JSON object"

    def enter(self, keys: Container[bytes]) -> bytes | str | None:
        """Go into the list under one of `keys`, None; or the whole object, if there is none."""
        self.begin()
        key, depth = b"", 1
        while token := self.token():
            if token == b'"' and depth == 1:
                key = self.key()
            elif token == b'"':
                self.pass_text()
            elif token == b"[" and depth == 1 and key in keys:
                return None
            else:
                depth += 1 if token in b"{[" else -1
            if not depth:
                return self.taken()
        return self.cut()

    def key(self) -> bytes:
        """Go behind a text that has begun; the text, or the beginning of a long one."""
        self._look()
        key = self._buffer[self._at : self._at + _LONGEST].partition(b'"')[0]
        self.pass_text()
        return key

    def match(self, form: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """What stands next, if it has this form: white space and a few signs, not passed."""
        self._look()
        return form.match(self._buffer, self._at)

    def _look(self) -> None:
        """Hold what stands next, as much of it as is compared."""
        while len(self._buffer) - self._at <= _LONGEST and (piece := self._stream.read(_PIECE)):
            self._buffer += piece

    def begin(self) -> None:
        """From the mark that was passed last, everything is kept."""
        self._start, self._size, self._kept = self._at - 1, 0, io.BytesIO()

    def taken(self) -> bytes | str:
        """What was kept since `begin`; in words, that it is too large."""
        self._keep(self._at)
        if self._size > self._limit:
            return f"an object larger than {self._limit:,} bytes (max_file_size)"
        return self._kept.getvalue()

    def cut(self) -> str:
        """Why what was kept since `begin` is no object: it is too large, or has no end."""
        too_large = self.taken()
        return (
            too_large if isinstance(too_large, str) else "not valid JSON: the object is cut short"
        )

    def pass_nested(self) -> bool:
        """Go behind the end of what has begun; whether it has one."""
        depth = 1
        while depth and (token := self.token()):
            if token == b'"':
                self.pass_text()
            else:
                depth += 1 if token in b"{[" else -1
        return not depth

    def pass_text(self) -> None:
        """Go behind the end of a text that has begun."""
        while (mark := self.find(_IN_TEXT)) and mark != b'"':
            self.find(_ANY)  # what is behind a backslash means nothing

    def find(self, marks: re.Pattern[bytes]) -> bytes:
        """Go behind the next of `marks`, and say which it is; empty at the end."""
        while True:
            if match := marks.search(self._buffer, self._at):
                self._at = match.end()
                return match[0]
            self._keep(len(self._buffer))
            self._buffer = self._stream.read(_PIECE)
            self._at = self._start = 0
            if not self._buffer:
                return b""

    def find_before(self, mark: re.Pattern[bytes]) -> None:
        """Go to the next `mark`, of one byte, or to the end."""
        if self.find(mark):
            self._at -= 1

    def _keep(self, end: int) -> None:
        self._size += end - self._start
        if self._size <= self._limit:
            self._kept.write(self._buffer[self._start : end])
        self._start = end
