"""PDF files written by hand, for the tests."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def written(objects: Mapping[int, bytes], info: bytes = b"") -> bytes:
    """A file with these objects, of which 1 is the root and the last may be its properties."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, most = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % most
    for number in range(1, most):
        mark = b"n" if number in places else b"f"
        out += b"%010d 00000 %s \n" % (places.get(number, 0), mark)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (most, info)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream, packed."""
    packed = zlib.compress(content, 9)
    head = b"<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(packed), more)
    return head + packed + b"\nendstream"


def pdf(contents: Sequence[bytes], properties: bytes = b"") -> bytes:
    """A file with a page for each of `contents`; what is equal is stored once."""
    stored = {content: 10 + at for at, content in enumerate(dict.fromkeys(contents))}
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: FONT, 4: b"<<%s>>" % properties}
    objects |= {number: stream(content) for content, number in stored.items()}
    pages = range(10 + len(stored), 10 + len(stored) + len(contents))
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
    for number, content in zip(pages, contents, strict=True):
        objects[number] = head + b"/Contents %d 0 R>>" % stored[content]
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids)
    return written(objects, b"/Info 4 0 R")


def lines(
    *texts: str, y: float = 700, x: float = 72, size: float = 10, distance: float = 12
) -> bytes:
    """The content of a page: each text a line, an empty one a gap."""
    drawn = [b"BT /F %g Tf" % size]
    for at, text in enumerate(texts):
        shown = text.encode("cp1252")
        for sign in (b"\\", b"(", b")"):
            shown = shown.replace(sign, b"\\" + sign)
        drawn.append(b"1 0 0 1 %g %g Tm (%s) Tj" % (x, y - at * distance, shown))
    return b"\n".join((*drawn, b"ET\n"))
