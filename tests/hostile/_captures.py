"""Mail and what crawlers keep, with headers and lengths that nobody should believe."""

from __future__ import annotations

import base64
import gzip
import quopri
import zlib

MEGA = 1_000_000
HEAD = b"From: adi@alfa.id\nSubject: Alfa\nDate: 18 Jun 2025\nMessage-ID: <7@alfa.id>\n"
PAGE = b"<html><head><title>Alfa</title></head><body>%s</body></html>"
STORY = b"<p>" + b"Warga desa itu menunggu bantuan dari kota sejak pagi. " * 20 + b"</p>"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def warc(content: bytes, length: object = None, extra: bytes = b"") -> bytes:
    """A record with an answer, as long as it says or not."""
    told = str(len(content) if length is None else length).encode()
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://alfa.id/1\r\n" + extra
        + b"Content-Type: application/http; msgtype=response\r\nContent-Length: " + told
        + b"\r\n\r\n" + content + b"\r\n\r\n"
    )  # fmt: skip


GOOD = warc(ANSWER + b"\r\n" + PAGE % STORY)


def lying(length: object) -> bytes:
    """A record that is not as long as it says, between two that are."""
    return GOOD + warc(ANSWER + b"\r\n" + PAGE % STORY, length) + GOOD


def packed(content: bytes, packing: bytes) -> bytes:
    return warc(ANSWER + b"Content-Encoding: " + packing + b"\r\n\r\n" + content)


def chunked(share: float) -> bytes:
    """A page in very many chunks of one byte."""
    body = b"1\r\na\r\n" * int(5 * MEGA * share)
    return warc(ANSWER + b"Transfer-Encoding: chunked\r\n\r\n" + body + b"0\r\n\r\n")


def charset(name: bytes, share: float) -> bytes:
    """A page said to be in an encoding that takes the square of its length to read."""
    page = b"<html><body>" + STORY + b"<p>x-" + b"a" * int(2 * MEGA * share)
    return warc(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=" + name + b"\r\n\r\n" + page)


def parts(share: float) -> bytes:
    """Messages in messages in …"""
    count = int(100_000 * share)
    heads = (
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(count)
    )
    return HEAD + b"".join(heads) + b"Content-Type: text/plain\n\nalfa\n"


def in_itself(share: float) -> bytes:
    """Parts that all have the same boundary, which is that of what they stand in."""
    part = b"--b\nContent-Type: multipart/mixed; boundary=b\n\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * int(49_000 * share)


def mails_in_mails(share: float) -> bytes:
    return (HEAD + b"Content-Type: message/rfc822\n\n") * int(50_000 * share) + HEAD + b"\nalfa\n"


def many_headers(share: float) -> bytes:
    return HEAD + b"".join(b"X-%d: a\n" % n for n in range(int(MEGA * share))) + b"\nalfa\n"


def parameters(share: float) -> bytes:
    """One header in very many pieces."""
    pieces = b"".join(b";\n name*%d*=a" % n for n in range(int(20_000 * share)))
    return HEAD + b"Content-Type: text/plain" + pieces + b"\n\nalfa\n"


def transfer(name: bytes, content: bytes, kind: bytes = b"text/plain") -> bytes:
    return (
        HEAD
        + b"Content-Type: "
        + kind
        + b"\nContent-Transfer-Encoding: "
        + name
        + b"\n\n"
        + content
    )


def coded(charset: bytes, share: float) -> bytes:
    """A text said to be in an encoding that is none, or takes for ever."""
    head = b"Content-Type: text/plain; charset=" + charset + b"\n\n"
    return HEAD + head + b"x-" + b"a" * int(3 * MEGA * share)


def words(share: float) -> bytes:
    word = b" =?utf-8?Q?=C3=A9?=\n"
    return HEAD.replace(b"Alfa", b"Alfa\n" + word * int(100_000 * share)) + b"\nalfa\n"


FILES = {
    "longer.warc": lambda share: lying(10**6),
    "endless.warc": lambda share: lying(10**15),
    "shorter.warc": lambda share: lying(20),
    "nothing.warc": lambda share: lying(0),
    "negative.warc": lambda share: lying(-5),
    "digits.warc": lambda share: lying("9" * 5_000),
    "letters.warc": lambda share: lying("many"),
    "headers.warc": lambda share: warc(b"", extra=b"X: a\r\n" * int(MEGA * share)) + GOOD,
    "line.warc": lambda share: b"WARC/1.0" + b"a" * int(60 * MEGA * share),
    "blank.warc": lambda share: GOOD + b"\n" * int(30 * MEGA * share) + GOOD,
    "junk.warc": lambda share: GOOD + b"junk\n" * int(10 * MEGA * share) + GOOD,
    "bomb.warc": lambda share: packed(gzip.compress(bytes(int(300 * MEGA * share))), b"gzip"),
    "deflate.warc": lambda share: packed(zlib.compress(bytes(int(90 * MEGA * share))), b"deflate"),
    "chunked.warc": chunked,
    "chunk.warc": lambda share: warc(
        ANSWER + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + PAGE % STORY
    ),
    "answer.warc": lambda share: warc(ANSWER + b"X: a\r\n" * int(MEGA * share)),
    "punycode.warc": lambda share: charset(b"punycode", share),
    "idna.warc": lambda share: charset(b"idna", share),
    "rot13.warc": lambda share: charset(b"rot13", share),
    "zlib.warc": lambda share: charset(b"zlib_codec", share),
    "bomb.warc.gz": lambda share: gzip.compress(lying(int(300 * MEGA)) + bytes(int(300 * MEGA * share))),
    "members.warc.gz": lambda share: gzip.compress(GOOD) * int(1_000 * share),
    "parts.eml": parts,
    "itself.eml": in_itself,
    "mails.eml": mails_in_mails,
    "headers.eml": many_headers,
    "parameters.eml": parameters,
    "words.eml": words,
    "header.eml": lambda share: HEAD.replace(b"Alfa", b"a" * int(30 * MEGA * share)) + b"\nalfa\n",
    "content.eml": lambda share: (
        HEAD + b"Content-Type: " + b"a;" * int(5 * MEGA * share) + b"\n\nalfa\n"
    ),
    "quoted.eml": lambda share: transfer(
        b"quoted-printable", quopri.encodestring(b"\xc3\xa9 " * int(2 * MEGA * share))
    ),
    "equals.eml": lambda share: transfer(b"quoted-printable", b"=" * int(20 * MEGA * share)),
    "base64.eml": lambda share: transfer(b"base64", base64.b64encode(bytes(int(30 * MEGA * share)))),
    "uu.eml": lambda share: transfer(b"x-uuencode", b"begin 644 a\n" + b"M" * int(9 * MEGA * share)),
    "html.eml": lambda share: transfer(
        b"base64", base64.b64encode(b"<div>" * int(2 * MEGA * share)), b"text/html"
    ),
    "punycode.eml": lambda share: coded(b"punycode", share),
    "idna.eml": lambda share: coded(b"idna", share),
    "hex.eml": lambda share: coded(b"hex", share),
    "escape.eml": lambda share: coded(b"unicode_escape", share),
    "undefined.eml": lambda share: coded(b"undefined", share),
    "boundary.eml": lambda share: (
        HEAD + b'Content-Type: multipart/mixed; boundary="' + b"a" * 9_000 + b'"\n\n'
        + b"--" + b"a" * int(9 * MEGA * share)
    ),
    "many.mbox": lambda share: (
        b"From a Wed Jun 18 04:30:00 2025\nFrom: a\n\n" * int(20_000 * share)
    ),
    "quotes.mbox": lambda share: (
        b"From a Wed Jun 18 04:30:00 2025\n" + HEAD + b"\n" + b">" * int(20 * MEGA * share)
    ),
    "bomb.mhtml": lambda share: (
        b"From: <Saved by Blink>\nContent-Type: multipart/related; boundary=b\n\n"
        + b"--b\n\n" * int(MEGA * share)
    ),
    "itself.mhtml": lambda share: (
        b"From: <Saved by Blink>\nContent-Type: multipart/related; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/related; boundary=b\n\n" * int(100_000 * share)
    ),
}  # fmt: skip
