"""Mail, one in a file or many in an mbox: a newsletter is an article.

Its subject is the title, its sender the author, its day the one of publication. Its text is the
plain one, or that of its HTML; what is attached is left in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import BinaryIO

from archive.article import Place, Record
from archive.ingest import declared, markup
from archive.ingest.clean import clean_text
from archive.ingest.decoding import Decoded, decode, decoded_as
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source, file_key
from archive.ingest.unread import Unread, whole

SUFFIXES = (".eml", ".mbox", ".mbx")
MEDIA_TYPE = "message/rfc822"

_LINE = 65_536
# Characters of a header that are looked at.
_HEADER = 2_000
# Parts of a mail, each of which takes some kilobytes of memory; lines that look like their ends.
_PARTS = 50_000
# Python takes the square of its length to read this header.
_ENDLESS = re.compile(
    rb"^content-[a-z-]{1,40}:(?:[^\n]|\n[ \t]){20000}", re.IGNORECASE | re.MULTILINE
)
_HEADERS = re.compile(rb"(?:[!-9;-~]{1,70}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)+")
_NAMES = re.compile(rb"^([!-9;-~]{1,70}):", re.MULTILINE)
# Only mail has these; what has those two could be a note of somebody's.
_SURE = frozenset(
    b"message-id received return-path delivered-to mime-version dkim-signature arc-seal".split()
)
_LIKELY = frozenset(b"from subject date to".split())
_FROM = re.compile(rb"From [^\r\n]{0,300}\d\d:\d\d[^\r\n]{0,99}\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
# Where the plain text is shorter than this share of the other, it only says where to read that.
_MERE = 0.2


def sniff(head: bytes) -> bool:
    """Whether it begins with the headers of a mail, or with a mail of an mbox."""
    if start := _FROM.match(head):
        return _HEADERS.match(head, start.end()) is not None
    match = _HEADERS.match(head)
    names = {name.lower() for name in _NAMES.findall(match[0])} if match else set()
    sure, likely = len(names & _SURE), len(names & _LIKELY)
    return (sure > 0 and sure + likely > 1) or likely > 2


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each mail."""
    if _FROM.match(source.head()):
        yield from _each(source)
        return
    yield whole(source, parse)


def _each(source: Source) -> Iterator[Unread | Outcome]:
    with source.open() as stream:
        for position, mail in enumerate(_mails(stream, source.limit), start=1):
            place = Place(source.path, position)
            if mail is None:
                yield failed(place, f"larger than {source.limit:,} bytes (max_file_size)")
            else:
                yield Unread(place, _QUOTED.sub(rb"\1", mail), parse)


def _mails(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The mails of an mbox, without the lines between them; None for one that is too large."""
    lines: list[bytes] = []
    size = 0
    may_begin = is_first = True
    while line := stream.readline(_LINE):
        if may_begin and _FROM.fullmatch(line):
            if not is_first:
                yield _joined(lines, size, limit)
            lines, size, is_first = [], 0, False
        else:
            size += len(line)
            if size <= limit:
                lines.append(line)
        may_begin = not line.strip()
    yield _joined(lines, size, limit)


def _joined(lines: list[bytes], size: int, limit: int) -> bytes | None:
    if size > limit:
        return None
    if lines and not lines[-1].strip():  # the empty line that ends each
        lines.pop()
    return b"".join(lines)


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A mail as a record; failed if it has no headers, or neither a subject nor a text."""
    try:
        return _understood(place, original)
    except RecursionError:
        return failed(place, "a mail in a mail, too deep")
    except ValueError as error:
        return failed(place, str(error))


def _understood(place: Place, original: bytes) -> Record | Outcome:
    if original.count(b"\n--") > _PARTS:
        return failed(place, f"a mail of more than {_PARTS:,} parts")
    if _ENDLESS.search(original):
        return failed(place, "a header larger than 20,000 bytes")
    mail = message_from_bytes(original)
    if not any(_header(mail, name) for name in ("from", "subject", "date", "message-id")):
        return failed(place, "no mail: it has no headers" if original.strip() else "empty")
    body = _body(mail)
    stated = {
        "title": _words(_header(mail, "subject")),
        "author": _sender(_header(mail, "from")),
        "date": _header(mail, "date"),
        "text": body.text,
    }
    record = declared.record(place, original, MEDIA_TYPE, stated, "mail", body)
    if isinstance(record, Outcome):
        return failed(place, "no text: neither a subject nor a part with text")
    return replace(record, key=_key(place, mail))


def _key(place: Place, mail: Message) -> str | None:
    id = clean_text(_header(mail, "message-id")).strip("<> ")
    return f"mail:{id}" if id else file_key(place)


def _header(mail: Message, name: str) -> str:
    """The first header of that name on one line, its words not yet decoded."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")
    decoded = decode(raw[:_HEADER].encode("utf-8", "surrogateescape"))
    return " ".join(decoded.text.split()) if decoded else ""


def _words(header: str) -> str:
    """`header` with words like `=?utf-8?Q?Caf=C3=A9?=` decoded."""
    try:
        parts = decode_header(header)
    except (HeaderParseError, ValueError):
        return header
    return "".join(_word(part, charset) for part, charset in parts).strip()


def _word(part: bytes | str, charset: str | None) -> str:
    # Python gives what stands between such words as bytes of Latin-1, whatever it was.
    return part if isinstance(part, str) else _decoded(part, charset or "latin-1").text


def _sender(header: str) -> str:
    name, address = parseaddr(header)
    return _words(name) or address or _words(header)


def _body(mail: Message) -> Decoded:
    """The text of a mail, and how it was encoded; empty if it has none."""
    found: dict[str, Decoded] = {}
    for part in mail.walk():
        kind = part.get_content_type()
        is_text = kind in {"text/plain", "text/html"} and not part.is_multipart()
        if is_text and kind not in found and part.get_content_disposition() != "attachment":
            text = _text(part, kind)
            if text.text.strip():
                found[kind] = text
    plain, shown = found.get("text/plain"), found.get("text/html")
    if plain and shown and len(plain.text) < _MERE * len(shown.text):
        return shown
    return plain or shown or Decoded("", "utf-8")


def _text(part: Message, kind: str) -> Decoded:
    try:
        content = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (LookupError, ValueError):
        return Decoded("", "utf-8")
    decoded = _decoded(content if isinstance(content, bytes) else b"", charset)
    return replace(decoded, text=markup.plain(decoded.text)) if kind == "text/html" else decoded


def _decoded(content: bytes, charset: str | None) -> Decoded:
    """`content` in `charset` if it is in that, else in what it shows; empty if it is no text."""
    if charset and (text := decoded_as(content, charset)) is not None:
        return Decoded(text, charset.lower())
    return decode(content) or Decoded("", "utf-8")
