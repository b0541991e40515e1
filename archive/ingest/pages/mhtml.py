"""MHTML: a page and what belongs to it as one message, as browsers save it.

Only the headers of the parts before the page are looked at: images of 64 MB need not be decoded to
come to the text, and a million empty parts not be made messages.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

MOST_PARTS = 1_000
LONGEST_HEADERS = 64_000
_OTHERS = re.compile(rb"[^A-Za-z0-9+/]+")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page of a message, and what the headers say of its encoding and address."""

    html: bytes
    charset: str | None
    address: str | None


def saved_page(content: bytes) -> SavedPage | None:
    """The first page in a message, which is the one that was saved (frames follow); None: none."""
    headers, start = _headers(content, 0)
    mark = _mark(headers)
    for _ in range(MOST_PARTS):
        at = content.find(mark, start - 1) if mark else -1
        if at < 0:
            return None
        headers, start = _headers(content, content.find(b"\n", at + len(mark)) + 1 or len(content))
        if headers.get_content_type() in _PAGES:
            end = content.find(mark, start - 1)
            return _saved(headers, content[start : end if end >= 0 else len(content)])
        mark = _mark(headers) or mark  # a page is a part of its alternatives then
    return None


def _headers(content: bytes, start: int) -> tuple[Message, int]:
    """The headers that begin at `start`, and where what they are about does."""
    from email.parser import BytesHeaderParser  # 20 ms that only such files need

    blank = _BLANK_LINE.search(content, start, start + LONGEST_HEADERS)
    end = blank.end() if blank else min(len(content), start + LONGEST_HEADERS)
    return BytesHeaderParser().parsebytes(content[start:end]), end


def _mark(headers: Message) -> bytes:
    """What stands before each part; b"" if there are none."""
    boundary = headers.get_boundary()
    return b"\n--" + boundary.encode("utf-8", "surrogateescape") if boundary else b""


def _saved(headers: Message, body: bytes) -> SavedPage:
    match str(headers.get("Content-Transfer-Encoding", "")).strip().lower():
        case "quoted-printable":
            body = binascii.a2b_qp(body)
        case "base64":
            body = _from_base64(body)
    address = str(headers.get("Content-Location", "")).strip()
    return SavedPage(body, headers.get_content_charset(), address or None)


def _from_base64(body: bytes) -> bytes:
    """What can be decoded of `body`, which may be cut or hold other letters."""
    letters = _OTHERS.sub(b"", body)
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"==")
