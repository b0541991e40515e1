"""Where the words of a text are, and what each is compared as."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.analysis import Token, analyse, words
from archive.analysis.words import LONGEST
from strategies import steady

# Letters, marks, apostrophes, separators and invisible characters, so that they meet.
pieces = st.lists(
    st.sampled_from(
        [*"aAsSzé1٣'’`-_. \n", "ß", "İ", "½", "ﬁ", "㎆", "й", "ё", "\u0301", "\u0306",
         "\u00ad", "\u200b", "\u200d", "\ufeff", "北", "京", "ไ", "ท", "ี", "हि", "न्", "ﷺ", "Ⅳ",
         "²", "\0"]
    )
).map("".join)  # fmt: skip
texts = st.text() | pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("… !? --", ""),
        ("Banjir di Jakarta.", "banjir di jakarta"),
        ("Covid-19", "covid 19"),
        ("1950-1953", "1950 1953"),
        ("tass.com", "tass com"),
        ("negara-negara", "negara negara"),
        ("satu_dua", "satu dua"),
        ("Jum'at", "jumat"),
        ("Jum’at", "jumat"),
        ("Qur'an", "quran"),
        ("Putin's", "putin s"),
        ("Putin’s.", "putin s"),
        ("Isra'si", "israsi"),
        ("'kutip'", "kutip"),
        ("Soyuz-2.1a", "soyuz 2 1a"),
        ("½", "1 2"),
        ("北京", "北 京"),
        ("ラーメン", "ラ ー メ ン"),
        ("ไทย", "ไ ท ย"),
        ("หนี้", "ห นี้"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("й и", "й и"),
    ],
)
def test_a_text_has_these_words(text: str, expected: str) -> None:
    """Letters, digits and marks make words; everything else separates them."""
    assert words(text) == tuple(expected.split())


def test_a_token_says_where_it_stands() -> None:
    """Positions count words, offsets count characters of the text as it is."""
    assert list(analyse("Di  Jum'at, Covid-19")) == [
        Token("di", 0, 0, 2),
        Token("jumat", 1, 4, 10),
        Token("covid", 2, 12, 17),
        Token("19", 3, 18, 20),
    ]


def test_a_hindi_word_is_one_token() -> None:
    """Vowel signs and the virama belong to the word that they are written in."""
    text = "हिन्दी"
    assert [(token.start, token.end) for token in analyse(text)] == [(0, len(text))]


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 100_000])
def test_a_word_beyond_the_longest_is_cut(length: int) -> None:
    """Its beginning stands for it, its offsets cover all of it, and what follows is found."""
    long, after = analyse("x" * length + " alfa")
    assert long == Token("x" * LONGEST, 0, 0, length)
    assert after == Token("alfa", 1, length + 1, length + 5)


def test_words_that_grow_when_folded_are_cut() -> None:
    """A ligature that stands for many letters makes no word longer than the longest."""
    assert all(len(word) <= LONGEST for word in words("ﬃ" * LONGEST + " " + "ﷺ" * LONGEST))


@steady
@given(texts)
def test_offsets_lead_back_to_the_words(text: str) -> None:
    """The stretch that a token names, analysed alone, gives the words that stand there."""
    for (start, end), tokens in groupby(analyse(text), lambda token: (token.start, token.end)):
        assert words(text[start:end]) == tuple(token.word for token in tokens)


@steady
@given(texts)
def test_tokens_come_in_order(text: str) -> None:
    """Positions are consecutive, stretches follow each other, and no word is empty."""
    tokens = list(analyse(text))
    assert [token.position for token in tokens] == list(range(len(tokens)))
    stretches = [stretch for stretch, _ in groupby((token.start, token.end) for token in tokens)]
    at = 0
    for start, end in stretches:
        assert at <= start < end <= len(text)
        at = end
    assert all(token.word for token in tokens)


# What the short way takes, and what it must leave to the long one.
nearly_plain = st.text(
    st.sampled_from("aSs1 \n'`_-\0\x1c\x85\u00a0\u00b4\u2018\u2019\u201c\u2014é\u0301你ß")
)


@settings(steady, max_examples=1_000)
@given(texts | nearly_plain | st.builds(str.__mul__, nearly_plain, st.integers(1, LONGEST)))
def test_words_are_those_of_the_tokens(text: str) -> None:
    """There is a short way to the words alone; it leads to the same ones."""
    assert words(text) == tuple(token.word for token in analyse(text))


@steady
@given(texts)
def test_words_are_words_of_themselves(text: str) -> None:
    """The words of a text, joined by spaces, are analysed into the same words."""
    found = words(text)
    assert words(" ".join(found)) == found


plain = st.text(
    st.sampled_from("aSs1Z \n'`_-.\x85\u00a0\u00a9\u00b4\u2018\u2019\u201c\u2013\u2026")
)


@settings(steady, max_examples=1_000)
@given(plain)
def test_a_plain_text_has_the_same_words(text: str) -> None:
    """What is looked for in a plain text is what is looked for in any, only cheaper to make."""
    found = [(token.start, token.end) for token in analyse(text)]
    after = list(analyse(f"{text} 你"))  # which no plain text holds
    assert found == [(token.start, token.end) for token in after[:-1]]
