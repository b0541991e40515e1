"""A text is made storable without changing what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Fact, Place, Record
from archive.ingest.clean import clean, clean_text
from strategies import steady


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("alfa bravo", "alfa bravo"),
        ("alfa\0bravo", "alfabravo"),
        ("é\0", "é"),
        ("alfa\r\nbravo\rcharlie\n", "alfa\nbravo\ncharlie\n"),
        ("alfa\r\0\nbravo", "alfa\nbravo"),
        ("\ufeffalfa", "alfa"),
        ("alfa\ufeffbravo", "alfa\ufeffbravo"),
        ("alfa \ud83d bravo", "alfa \ufffd bravo"),
        ("\udfff\ud800", "\ufffd\ufffd"),
        ("😀", "😀"),
        ("  alfa \t\x0c\n\n", "  alfa \t\x0c\n\n"),
        ("Ｃafe\u0301", "Ｃafe\u0301"),
    ],
)
def test_a_text_is_cleaned(text: str, expected: str) -> None:
    """NUL, lone surrogates, a byte order mark and foreign line ends go; nothing else does."""
    assert clean_text(text) == expected


alphabet = st.characters() | st.sampled_from("\0\r\n\ufeff\ud800\udfff")


@steady
@given(st.text(alphabet))
def test_a_clean_text_can_be_stored(text: str) -> None:
    """Whatever the text, the result is valid Unicode without NUL and with `\\n` line ends."""
    cleaned = clean_text(text)
    assert cleaned.encode().decode() == cleaned
    assert not set("\0\r") & set(cleaned)


@steady
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff")))
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    """Where there is nothing to clean, nothing changes."""
    assert clean_text(text) == text


def test_facts_are_cleaned_like_the_text() -> None:
    """Values lose what cannot be stored and the space around them; empty ones are dropped."""
    facts = (
        Fact("title", " Al\0fa\ud800 ", "declared", "json: title"),
        Fact("author", " \0\r\n", "declared", "json: author"),
    )
    article = clean(Record(Place("a.txt"), b"", "text/plain", "bra\0vo", facts=facts))
    assert article.text == "bravo"
    assert article.facts == (Fact("title", "Alfa\ufffd", "declared", "json: title"),)
