"""WARC and ARC, what crawlers keep: an article for each page that was answered with 200.

The original of an article is its record: the headers of the archive, those of the answer, the page
as it was sent. The page goes to the reader of HTML, the text of a WET file to that of plain text.
The day of the capture is none of publication: it stays in the original. What is damaged is
passed over up to the next record.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from archive.article import Fact, Place, Record
from archive.ingest import declared, pages, readers
from archive.ingest.clean import clean_text
from archive.ingest.decoding import decoded_as
from archive.ingest.limits import afresh
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, read_up_to
from archive.ingest.unread import Unread

SUFFIXES = (".warc", ".arc")
MEDIA_TYPE = "application/warc"

_HTML = frozenset(("text/html", "application/xhtml+xml"))
# Bytes of a line, and of all headers of a record.
_LINE = 65_536
_HEAD = 1_000_000
# Bytes that a page may have when it is unpacked, however small it was sent.
_PAGE = 64_000_000
# url, address, moment, type, length; in the second version four more before the length.
_ARC = re.compile(
    rb"([\w+.-]{1,20}:\S.{0,9000}?) (?:\S+ )\d{8,14} (\S+) (?:.{0,900} )?(\d{1,15})\r?\n"
)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LENGTH = re.compile(rb"\d{1,15}")
_BEGINS = (b"WARC/", b"filedesc://")


class _DamageError(Exception):
    """Why a record cannot be read, in words."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the content of a record: its bytes, the length of the content."""

    written: bytes
    length: int
    type: str
    url: str
    media_type: str
    names: dict[str, str] = field(default_factory=dict)


def sniff(head: bytes) -> bool:
    """Whether it begins with a record."""
    return head.startswith(_BEGINS) or _ARC.match(head) is not None


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each page; a failed outcome for what is damaged, and if there is no page."""
    number = pages = 0
    with source.open() as stream:
        for found in _records(stream, source.limit):
            number += 1
            place = Place(source.path, number)
            if isinstance(found, str):
                yield failed(place, found)
            elif _is_page(*found):
                pages += 1
                head, content = found
                yield Unread(place, head.written + content, parse)
    if not pages:
        what = f"none of its {number:,} records is a page" if number else "empty"
        yield failed(Place(source.path), what)


def _records(stream: BinaryIO, limit: int) -> Iterator[tuple[_Head, bytes] | str]:
    """Each record, or what is wrong with it. What stands between records is one damage."""
    is_lost = False
    while line := stream.readline(_LINE):
        if not line.strip():
            continue
        try:
            head = _head(line, stream)
        except _DamageError as damage:
            if not is_lost:
                yield str(damage)
            is_lost = True
            continue
        is_lost = False
        afresh()
        content = read_up_to(stream, min(head.length, limit) - 1) if head.length else b""
        if head.length > limit:
            _pass_over(stream, head.length - len(content))
            yield f"a record larger than {limit:,} bytes (max_file_size)"
        elif len(content) < head.length:
            yield "the record is cut short"
        else:
            yield head, content


def _pass_over(stream: BinaryIO, count: int) -> None:
    while count > 0 and (piece := stream.read(min(count, 1 << 20))):
        count -= len(piece)


def _head(line: bytes, stream: BinaryIO) -> _Head:
    """The head of the record that begins with `line`, the rest of it read from `stream`."""
    if line.startswith(b"WARC/"):
        return _warc_head(line, stream)
    match = _ARC.fullmatch(line)
    if match is None:
        raise _DamageError("damaged: no record begins where one should")
    kind = "warcinfo" if line.startswith(b"filedesc:") else "response"
    return _Head(line, int(match[3]), kind, _word(match[1]), _word(match[2]))


def _warc_head(line: bytes, stream: BinaryIO) -> _Head:
    lines = [line]
    size = len(line)
    while (line := stream.readline(_LINE)).strip():
        lines.append(line)
        size += len(line)
        if size > _HEAD:
            raise _DamageError("damaged: headers without an end")
    lines.append(line)
    names = _headers(lines[1:])
    length = names.get("content-length", "").strip()
    if not _LENGTH.fullmatch(length.encode()):
        raise _DamageError("damaged: a record that does not say how long it is")
    url = names.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")
    kind = names.get("warc-type", "").strip().lower()
    written = b"".join(lines)
    return _Head(written, int(length), kind, url, names.get("content-type", ""), names)


def _headers(lines: list[bytes]) -> dict[str, str]:
    """Name in lower case → value; a line that begins with a space goes on with the one before."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        text = _word(line)
        if line[:1] in (b" ", b"\t") and name:
            found[name] += " " + text
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower() if colon else ""
        if name:
            found.setdefault(name, value.strip())
    return found


def _word(written: bytes) -> str:
    return written.decode("utf-8", "replace").strip()


def _plain_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _is_page(head: _Head, content: bytes) -> bool:
    """Whether the record holds a page that there was, or its text."""
    if head.type == "conversion":
        return _plain_type(head.media_type) == "text/plain"
    if head.type == "resource":
        return _plain_type(head.media_type) in _HTML
    if head.type != "response":
        return False
    status, names, _ = _answer(content)
    return status == "200" and _plain_type(names.get("content-type", "")) in _HTML


def _answer(content: bytes) -> tuple[str, dict[str, str], int]:
    """The status of an answer, its headers, and where its body begins."""
    match = re.search(rb"\r?\n\r?\n", content[:_HEAD])
    end = match.end() if match else len(content)
    first, *lines = content[: min(end, _HEAD)].splitlines() or [b""]
    words = _word(first).split()
    is_answer = len(words) > 1 and words[0].upper().startswith("HTTP/")
    return (words[1] if is_answer else ""), _headers(lines), end


def parse(place: Place, original: bytes) -> Record | Outcome:
    """One record of an archive as an article; failed if its page cannot be unpacked or read."""
    found = next(_records(io.BytesIO(original), len(original)), "empty")
    if isinstance(found, str):
        return failed(place, found)
    head, content = found
    if not _is_page(head, content):
        return failed(place, "the record holds no page")
    try:
        page, charset = _page(head, content)
    except _DamageError as damage:
        return failed(place, str(damage))
    if head.type == "conversion":
        record = readers.again(place, page, "text/plain")
    else:
        record = pages.record(place, page, page, charset=charset, address=head.url or None)
    if isinstance(record, Outcome):
        return record
    return _placed(replace(record, original=original, media_type=MEDIA_TYPE), head)


def _placed(record: Record, head: _Head) -> Record:
    """The record with the address that it was captured at, unless it has one.

    Of a page, that is the address of an article only; that of a front page is kept as well.
    """
    own = next((fact.value for fact in record.facts if fact.field == "url"), None)
    url = own or declared.canonical_url(clean_text(head.url))
    facts = record.facts
    if not own and url:
        facts = (*facts, Fact("url", url, "declared", "warc: target"))
    return replace(record, facts=facts, key=f"url:{url}" if url else None)


def _page(head: _Head, content: bytes) -> tuple[bytes, str | None]:
    """The page as it is shown, and the encoding that the answer says it is in, if it is."""
    if head.type != "response":
        return content, None
    _, names, start = _answer(content)
    body = content[start:]
    if "chunked" in names.get("transfer-encoding", "").lower():
        body = _joined(body)
    body = _unpacked(body, names.get("content-encoding", "").strip().lower())
    match = _CHARSET.search(names.get("content-type", ""))
    # What a page is not in was said of all pages of its server; it may declare another itself.
    is_said = match is not None and decoded_as(body, match[1].lower()) is not None
    return body, match[1] if match and is_said else None


def _joined(body: bytes) -> bytes:
    """The chunks of an answer in one; `body` itself if they were joined before it was kept."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces)
        piece = body[match.end() : match.end() + size]
        pieces.append(piece)
        if len(piece) < size:
            raise _DamageError("damaged: the page is cut short")
        end = _LINE_END.match(body, match.end() + size)
        if end is None:
            raise _DamageError("damaged: the page's parts are not as long as they say")
        at = end.end()
    if at:
        raise _DamageError("damaged: the page is cut short")
    return body


def _unpacked(body: bytes, packing: str) -> bytes:
    """`body` as it was before it was packed; itself if it was unpacked before it was kept."""
    if packing in {"gzip", "x-gzip"} and not body.startswith(b"\x1f\x8b"):
        return body
    if packing in {"", "identity", "none", "utf-8"}:
        return body
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise _DamageError(f"the page is packed with {packing[:20]}, which is not read")
    for window in (47, -15):  # with a head of zlib or gzip, and without
        try:
            unpacking = zlib.decompressobj(window)
            page = unpacking.decompress(body, _PAGE)
        except zlib.error:
            continue
        if unpacking.unconsumed_tail:
            raise _DamageError(f"the page has more than {_PAGE:,} bytes when unpacked")
        if not unpacking.eof:
            break
        return page
    raise _DamageError("damaged: the page cannot be unpacked")
