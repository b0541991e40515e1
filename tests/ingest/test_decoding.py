"""Which encoding a file is in, and what could not be decoded."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.ingest.decoding import Decoded, decode, is_binary
from strategies import steady

WORDS = "Presiden Vladimir Putin bertemu Kim Jong Un di Vostochny."
ACCENTS = "Señor Müller a visité le café – “très bien”, 5 €."
RUSSIAN = (
    "Президент России Владимир Путин встретился с лидером Северной Кореи на космодроме "
    "Восточный. Переговоры длились больше часа, после них стороны осмотрели стартовый комплекс. "
) * 5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Decoded("", "utf-8")),
        (WORDS.encode(), Decoded(WORDS, "utf-8")),
        (ACCENTS.encode(), Decoded(ACCENTS, "utf-8")),
        ("北京 😀".encode(), Decoded("北京 😀", "utf-8")),
        (codecs.BOM_UTF8 + ACCENTS.encode(), Decoded(ACCENTS, "utf-8")),
        (ACCENTS.encode("utf-16"), Decoded(ACCENTS, "utf-16")),
        (codecs.BOM_UTF16_LE + ACCENTS.encode("utf-16-le"), Decoded(ACCENTS, "utf-16")),
        (codecs.BOM_UTF16_BE + ACCENTS.encode("utf-16-be"), Decoded(ACCENTS, "utf-16")),
        (ACCENTS.encode("utf-16-le"), Decoded(ACCENTS, "utf-16-le")),
        (ACCENTS.encode("utf-16-be"), Decoded(ACCENTS, "utf-16-be")),
        (codecs.BOM_UTF32_LE + ACCENTS.encode("utf-32-le"), Decoded(ACCENTS, "utf-32")),
        (codecs.BOM_UTF32_BE + ACCENTS.encode("utf-32-be"), Decoded(ACCENTS, "utf-32")),
        ((WORDS + " café").encode("cp1252"), Decoded(WORDS + " café", "windows-1252")),
        ((WORDS + " “ya”").encode("cp1252"), Decoded(WORDS + " “ya”", "windows-1252")),
        (WORDS.encode() + b" \x81\x9d.", Decoded(WORDS + " \x81\x9d.", "windows-1252")),
        (WORDS.encode() + b"\0", Decoded(WORDS + "\0", "utf-8")),
    ],
)
def test_a_text_is_decoded(content: bytes, expected: Decoded) -> None:
    """The text comes back whole, with the encoding it was in."""
    assert decode(content) == expected


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_a_long_text_in_another_alphabet_is_guessed(encoding: str) -> None:
    """Enough text in a single-byte encoding of another alphabet tells which it is."""
    decoded = decode(RUSSIAN.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.replaced) == (RUSSIAN, 0)


@pytest.mark.parametrize(
    ("content", "text", "replaced"),
    [
        (("Ürümqi é " * 10).encode() + b"\xff.", "Ürümqi é " * 10 + "\ufffd.", 1),
        (("Ürümqi é " * 10).encode() + "é".encode()[:1], "Ürümqi é " * 10 + "\ufffd", 1),
        (("Ürümqi \ufffd " * 10).encode() + b"\xff", "Ürümqi \ufffd " * 10 + "\ufffd", 1),
        (codecs.BOM_UTF8 + b"alfa \xff bravo", "alfa \ufffd bravo", 1),
        (codecs.BOM_UTF16_LE + "alfa".encode("utf-16-le") + b"b", "alfa\ufffd", 1),
    ],
)
def test_damage_is_counted(content: bytes, text: str, replaced: int) -> None:
    """What cannot be decoded becomes U+FFFD and is counted; one that was there before is not."""
    decoded = decode(content)
    assert decoded is not None
    assert (decoded.text, decoded.replaced) == (text, replaced)


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5_000),
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"PK\x03\x04" + random.Random(2).randbytes(5_000),
        bytes(1_000),
        b"\1\2\3",
    ],
    ids=lambda content: repr(content[:4]),
)
def test_binary_content_is_no_text(content: bytes) -> None:
    """What is full of control characters is refused."""
    assert decode(content) is None
    assert is_binary(content)


@pytest.mark.parametrize("stray", ["\0", "\x0c", "\x1b[1m", "\x08"])
def test_a_stray_control_character_makes_no_binary(stray: str) -> None:
    """A text with a few control characters is still a text."""
    text = WORDS + stray + WORDS
    assert decode(text.encode()) == Decoded(text, "utf-8")


MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)


@settings(steady, max_examples=100)
@given(st.binary() | st.builds(bytes.__add__, st.sampled_from(MARKS), st.binary(max_size=40)))
@example(b"\xff")
@example("Привет, мир".encode("cp1251"))
@example(codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff")
def test_decoding_never_fails(content: bytes) -> None:
    """Any bytes are a text with a count of what was lost, or no text."""
    decoded = decode(content)
    if decoded is not None:
        assert 0 <= decoded.replaced <= decoded.text.count("\ufffd")
        codecs.lookup(decoded.encoding)


@steady
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    """A text without control characters survives being written as UTF-8, or with any mark."""
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == Decoded(text, "utf-8")
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        decoded = decode(text.encode(encoding))
        assert decoded is not None
        assert decoded.text == text
