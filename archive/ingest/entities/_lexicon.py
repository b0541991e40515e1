"""What kind of word a capitalised word is, as one letter.

    T  a title of a person: Presiden, Mr.          H  head of an organisation: PT, Universitas
    M  a title that is also a common word: Ketua   J  the same, with "dan" in its name: Dinas
    L  a title before the name of a village        B  an organisation of each place: KPU, DPRD
    Q  a word of an office: Keuangan, Umum         E  tail of an organisation: Inc, Corp
    G  a given name                                e  the same, or its head before "of": Ministry
    F  a person known by one word: Jokowi          O  an organisation known by name: KPK
    P  a known place                               C  in front of a place, of its name: Desa
    W  a known place, or a word of a name          K  in front of a place, not of its name: Kota
    S  a word that belongs to no name              D  behind the name of a place: River
    A  other capitals, with digits: RSPP, U-17     U  the same, of a village: Utara
    X  two words in one: KetuaKomnas; Piala        h  head and tail: Bank, FC
    I  an initial: M.                              z  tail with a person behind: Sekuritas
    N  any other                                   Y  head of a firm: PT, CV
                                                   i  the state behind its offices: RI

and for words in small letters inside of a name: & (and, dan), o (of, the), v (bin, van, de).

The lists are those of the `languages` and the text files beside this one. All languages are looked
for at once: what one of them means by a word, no other denies.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from archive import plugins
from archive.dates import MONTHS, WEEKDAYS
from archive.ingest.entities import languages
from archive.zones import place_names

_HERE = Path(__file__).parent
# Of two letters for one word, the first in this order is taken.
_ORDER = "FOBLTMCKJYHhzEeiDUXQSPGW"
_JOINING = dict.fromkeys(("and", "dan"), "&") | dict.fromkeys(("of", "the", "for"), "o")
# Nouns of offices and their duties by their affixes; a sentence's opener by "-nya"; and a plural.
_OFFICE = re.compile(
    r"(?:Ke|Pe)\w{4,}an|Pe(?:ng|m[bp]|ny|nd|nj|l)(?!t)\w{4,}|\w+(?:isasi|ologi|nomi|alisme|matika)"
)
_OPENER = re.compile(r"\w{3,}nya|(\w{3,})-\1(?:an|nya)?", re.I)

# Two words that stand as one: "MendesakPolisi"; and two people: "Prabowo-Gibran".
_GLUED = re.compile(r"(?<!\bM)(?<!\bMa)(?<!\b[LD])[a-z]-?[A-Z]")
_DIGIT = re.compile(r"\d")


def _terms(text: str, sign: str) -> Iterator[str]:
    return (" ".join(term.split()) for term in text.split(sign) if term.strip())


def _lines(name: str) -> Iterator[str]:
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return (line for line in lines if line and line[0] != "#")


def _languages() -> tuple[ModuleType, ...]:
    offers = ["WORDS", "BEFORE", "BEHIND"]
    return tuple(plugins.discover(sys.modules[languages.__name__], offers).values())


def _listed() -> Iterator[tuple[str, str]]:
    """(letter, phrase) of all lists."""
    for language in _languages():
        for letter, terms in language.WORDS.items():
            yield from ((letter, term) for term in _terms(terms, ","))
    ambiguous = set(" ".join(_lines("ambiguous.txt")).split())
    for place in (*place_names(), *_lines("places.txt")):
        yield ("W" if place in ambiguous else "P"), place
    yield from (("O", name) for name in _lines("organisations.txt"))
    yield from (("F", name) for name in _lines("people.txt"))
    yield from (("G", name) for name in " ".join(_lines("given_names.txt")).split())
    yield from (("S", name.title()) for name in (*WEEKDAYS, *MONTHS))


def _phrases() -> dict[str, str]:
    ranked = sorted(_listed(), key=lambda pair: _ORDER.index(pair[0]), reverse=True)
    return {phrase: letter for letter, phrase in ranked}


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for first, *others in (phrase.split(" ") for phrase in phrases):
        if others:
            found.setdefault(first, set()).add(1 + len(others))
    return {first: tuple(sorted(counts, reverse=True)) for first, counts in found.items()}


def _contexts(table: str) -> dict[str, str]:
    return {
        term: letter
        for language in _languages()
        for letter, terms in getattr(language, table).items()
        for term in _terms(terms, ",")
    }


# The letter of each known word and phrase.
PHRASES = _phrases()
# How many words the known phrases have that begin with a word, the most first.
LENGTHS = _lengths(PHRASES)
# The letters of words in small letters that tell what follows, and what stands before them.
BEFORE = _contexts("BEFORE")
BEHIND = _contexts("BEHIND")


@lru_cache(maxsize=50_000)
def letter_of(word: str) -> str:
    """The letter of one word."""
    if known := PHRASES.get(word):
        return known
    if not word[0].isupper():
        return _JOINING.get(word, "v")
    if len(word.rstrip(".")) == 1:
        return "I"
    if word.isupper() or _DIGIT.search(word):
        return "A"
    if _OPENER.fullmatch(word):
        return "S"
    if _GLUED.search(word):
        return "X"
    return "Q" if _OFFICE.fullmatch(word) else "N"
