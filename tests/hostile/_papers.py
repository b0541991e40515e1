"""PDF that is too deep or too wide, or that leads round in circles."""

from __future__ import annotations

import zlib

MEGA = 1_000_000


def paper(page: bytes, *objects: bytes, kids: bytes = b"[3 0 R]", count: int = 1) -> bytes:
    """A file with a page, what it shows, and what else there is."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids %s/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        page,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    ]
    written, places = b"%PDF-1.7\n", b""
    for number, part in enumerate(parts, start=1):
        places += b"%010d 00000 n \n" % len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, places)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
    return written + table + end % (len(parts) + 1, len(written))


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content)
    return stream(content, b"/Filter[%s]" % (b"/FlateDecode" * times))


def shown(text: bytes) -> bytes:
    return b"BT /F 9 Tf " + text + b" ET"


FORM = b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
FILES = {
    "bomb.pdf": lambda share: paper(packed(bytes(int(300 * MEGA * share)))),
    "twice.pdf": lambda share: paper(packed(bytes(int(300 * MEGA * share)), 2)),
    "filters.pdf": lambda share: paper(stream(b"a", b"/Filter[%s]" % (b"/ASCIIHexDecode" * 100_000))),
    "letters.pdf": lambda share: paper(packed(shown(b"(a) Tj " * int(3 * MEGA * share)))),
    "string.pdf": lambda share: paper(packed(shown(b"(" + b"a" * int(20 * MEGA * share) + b") Tj"))),
    "parts.pdf": lambda share: paper(packed(shown(b"[" + b"(a) 9 " * int(2 * MEGA * share) + b"] TJ"))),
    "lists.pdf": lambda share: paper(packed(b"[" * int(MEGA * share))),
    "names.pdf": lambda share: paper(packed(b"<<" * int(MEGA * share))),
    "states.pdf": lambda share: paper(packed(b"q " * int(5 * MEGA * share))),
    "forms.pdf": lambda share: paper(stream(b"/X Do " * 99), stream(b"/X Do " * 99, FORM)),
    "deep.pdf": lambda share: paper(stream(b""), b"[" * int(MEGA * share)),
    "kids.pdf": lambda share: paper(stream(b""), kids=b"[2 0 R 3 0 R]", count=10**9),
    "pages.pdf": lambda share: paper(stream(shown(b"(a) Tj")), kids=b"[%s]" % (b"3 0 R " * int(MEGA * share))),
    "count.pdf": lambda share: paper(stream(shown(b"(a) Tj")), count=-(10**18)),
    "itself.pdf": lambda share: paper(b"4 0 R", b"6 0 R"),
    "length.pdf": lambda share: paper(stream(shown(b"(a) Tj")).replace(b"/Length 18", b"/Length 4 0 R")),
    "previous.pdf": lambda share: b"%PDF-1.7\nxref\n0 0\ntrailer<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "table.pdf": lambda share: b"%PDF-1.7\nxref\n0 999999999\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "objects.pdf": lambda share: paper(
        stream(b""), stream(zlib.compress(b"9 0 " * 99_999), b"/Type/ObjStm/N 99999/First 9/Filter/FlateDecode")
    ),
    "words.pdf": lambda share: paper(
        stream(shown(b"<00> Tj")), stream(b"9999999 beginbfrange <0000> <ffff> <0000> " * int(20_000 * share))
    ).replace(b"/Helvetica", b"/Helvetica/ToUnicode 6 0 R"),
    "nothing.pdf": lambda share: b"%PDF-1.7\n" + b"\n" * int(9 * MEGA * share),
    "obj.pdf": lambda share: b"%PDF-1.7\n" + b"1 0 obj " * int(MEGA * share),
    "end.pdf": lambda share: b"%PDF-1.7\n" + b"%%EOF\n" * int(MEGA * share),
}  # fmt: skip
