"""Which forms of a word share a stem, and which must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import fold, languages, stem
from strategies import steady


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("id", "serang menyerang diserang serangan"),
        ("id", "tinjau ditinjau tinjauan"),
        ("id", "rumah rumahnya rumahkah"),
        ("id", "menteri menterinya"),
        ("id", "pemilu pemilunya pemilukah"),
        ("ms", "serang menyerang diserang serangan"),
        ("en", "run runs running"),
        ("en", "elect elected election elections"),
        ("nl", "boek boeken"),
        ("ru", "ракета ракеты ракетой"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    """What differs only by its affixes is found together."""
    assert len({stem(fold(form), language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("pemilu", "pilu"),
        ("menteri", "teri"),
        ("bali", "bal"),
        ("jokowi", "jokow"),
        ("berita", "ita"),
        ("pemerintah", "perintah"),
        ("perbankan", "perban"),
        ("pemilunya", "pilu"),
    ],
)
@pytest.mark.parametrize("language", ["id", "ms"])
def test_a_protected_word_keeps_to_itself(language: str, word: str, other: str) -> None:
    """What only looks like an affix is not stripped, so that no other word is found."""
    assert stem(word, language) != stem(other, language)


@pytest.mark.parametrize("language", [None, "", "zz", "ID", "indonesian"])
def test_a_language_without_rules_has_no_stems(language: str | None) -> None:
    """Its words match as they are written."""
    assert stem("menyerang", language) is None


@pytest.mark.parametrize("language", languages())
def test_a_stemmer_is_total(language: str) -> None:
    """Whatever the folded word, it has a stem: a text that is not empty."""

    @steady
    @given(st.text().map(fold))
    def is_total(word: str) -> None:
        stemmed = stem(word, language)
        assert isinstance(stemmed, str)
        assert bool(stemmed) == bool(word)

    is_total()
