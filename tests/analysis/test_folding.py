"""What two spellings are compared as."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.analysis import fold, words
from strategies import steady

# Every character but unassigned ones and the long runs of ideographs and Korean syllables.
CHARACTERS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
    and not any(low < code < high for low, high in ((0x3400, 0x9FFF), (0xAC00, 0xD7A3)))
    and not any(low < code < high for low, high in ((0x13000, 0x18D00), (0x20000, 0x2F7FF)))
    and code < 0x30000
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Banjir", "BANJIR"),
        ("é", "e"),
        ("caf\u00e9", "cafe\u0301"),
        ("Ｃａｆé", "cafe"),
        ("１９", "19"),
        ("Straße", "STRASSE"),
        ("ﬁlm", "film"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("İstanbul", "istanbul"),
        ("kır", "kir"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("Jum'at", "jum’at"),
        ("Jum'at", "jumat"),
        ("per\u00adkara", "perkara"),
        ("per\u200bkara", "perkara"),
        ("\u2067per\u200fkara\ufeff", "perkara"),
        ("ёлка", "елка"),
        ("й", "и\u0306"),
        ("が", "か\u3099"),
        ("가", "\u1100\u1161"),
        ("ﷲ", "الله"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_spellings_of_one_word_are_folded_alike(one: str, other: str) -> None:
    """Case, accents, compatibility forms and invisible characters make no other word."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("й", "и"), ("が", "か"), ("की", "क"), ("kata", "kita"), ("1", "l")]
)
def test_other_letters_stay_other_letters(one: str, other: str) -> None:
    """Where a mark makes another letter, dropping it would merge different words."""
    assert fold(one) != fold(other)


def test_only_invisible_letters_are_nothing() -> None:
    """A word of characters that nobody sees folds to nothing."""
    assert fold("\u00ad\u200b\u2060") == ""


def test_every_character_is_folded_once_and_for_all() -> None:
    """Folding what is folded changes nothing, whatever the character."""
    assert [c for c in CHARACTERS if fold(fold(c)) != fold(c)] == []


def test_every_character_keeps_its_words() -> None:
    """The words of a character between letters stay the same words when analysed again."""
    changed = []
    for character in CHARACTERS:
        found = words(f"a{character}b")
        if words(" ".join(found)) != found:
            changed.append(character)
    assert changed == []


@steady
@example("k\ufe7f\u031a")  # a letter, what is dropped, an accent
@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folding what is folded changes nothing, whatever the text."""
    assert fold(fold(text)) == fold(text)


@steady
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_composed_and_decomposed_are_one(text: str) -> None:
    """It makes no difference in which normal form a text was written."""
    composed = fold(unicodedata.normalize("NFC", text))
    assert fold(unicodedata.normalize("NFD", text)) == composed
