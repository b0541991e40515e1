"""From bytes to text: which encoding it is, and what could not be decoded.

The order: a byte order mark, then strict UTF-8, then UTF-16 told by its zero bytes, then what
`charset-normalizer` finds, and at last Windows-1252, in which every byte means something.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
# What charset-normalizer may choose from: encodings that news was really written in.
_CANDIDATES = (
    "cp1251 cp1253 cp1254 cp1255 cp1256 cp1258 koi8_r gb18030 big5 shift_jis euc_jp euc_kr tis_620"
).split()
# A text with fewer bytes above 127 than this share is Western, with an accent or a curly quote
# here and there: too little for a statistical guess, which would take it for anything.
_WESTERN = 0.1
# Codecs of Python's in which nobody writes; some take the square of the length to read.
_NO_ENCODINGS = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"))
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and how many characters became U+FFFD."""

    text: str
    encoding: str
    replaced: int = 0


def decode(content: bytes) -> Decoded | None:
    """The text of `content`; None if it is no text in any encoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _replacing(content, encoding)
    if wide := _utf16_without_mark(content):
        return _replacing(content, wide)
    if is_binary(content):
        return None
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content)


def decoded_as(content: bytes, name: str) -> str | None:
    """`content` in the encoding that somebody calls so; None if it is not in it, or it is none."""
    try:
        known = codecs.lookup(name).name
        return None if known in _NO_ENCODINGS else content.decode(known)
    except (LookupError, ValueError):
        return None


def is_binary(content: bytes) -> bool:
    """Whether control characters are so many that this is no text. A stray NUL is not enough."""
    sample = content[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > 0.3 * len(sample) or (controls > 8 and controls > 0.01 * len(sample))


def _replacing(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    # U+FFFD that the file itself holds are no failures of ours.
    own = 0
    if "\ufffd" in text:
        own = content.decode(encoding, "ignore").count("\ufffd")
    return Decoded(text, name, text.count("\ufffd") - own)


def _utf16_without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark, if every second byte of many is zero."""
    sample = content[:_SAMPLE]
    sample = sample[: len(sample) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 8 or max(even, odd) < 0.6 * half or min(even, odd) > 0.05 * half:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _not_utf8(content: bytes) -> Decoded:
    damaged = _replacing(content, "utf-8")
    high = sum(1 for byte in content if byte > 127)
    # Mostly valid UTF-8 with a few broken bytes (a file cut in the middle of a letter).
    if damaged.replaced * 4 < high:
        return damaged
    if high > _WESTERN * len(content) and (guess := _guess(content)):
        return guess
    return _western(content)


def _guess(content: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # 50 ms that plain UTF-8 need not pay

    best = from_bytes(content[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    return _replacing(content, best.encoding) if best else None


def _western(content: bytes) -> Decoded:
    """Windows-1252; the five bytes that it leaves open mean what they mean in ISO 8859-1."""
    text = "".join(
        part.decode("cp1252") if not is_open else part.decode("latin-1")
        for part, is_open in _split_open(content)
    )
    return Decoded(text, "windows-1252")


_OPEN = frozenset(b"\x81\x8d\x8f\x90\x9d")


def _split_open(content: bytes) -> list[tuple[bytes, bool]]:
    parts: list[tuple[bytes, bool]] = []
    start = 0
    for at, byte in enumerate(content):
        if byte in _OPEN:
            parts += [(content[start:at], False), (content[at : at + 1], True)]
            start = at + 1
    return [*parts, (content[start:], False)]
