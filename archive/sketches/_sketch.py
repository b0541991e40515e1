"""A text as the hashes of its shingles, and the lowest of them: its sketch."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import comb
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

WIDTH = 4
SIZE = 16
FEWEST = 16
LETTERS = 60_000
CONTAINED = 0.85
# What a sketch says is by chance: candidates seem to have so much less in common than they may.
LENIENCE = 0.55

WORD = re.compile(r"\w+")
# The commonest characters that are in no word and not ASCII; ASCII with blanks for what is in none.
_SEPARATORS = "\u201c\u201d\u2018\u2019\u2013\u2014\xa0\u2026\u200b"
_SPACED = bytes(
    code if chr(code) == "_" or (code < 128 and chr(code).isalnum()) else ord(" ")
    for code in bytes(range(256)).lower()
)
# Lines that a site puts into an article, not its author. Not those of `archive.zones`, whose rules
# grow: sketches are stored, and `check` takes one that its text does not give any more for damage.
_RESIDUE = re.compile(
    r"(?im)^[ \t]*(?:baca[ \t]+juga|lihat[ \t]+juga|simak[ \t]+juga|pilihan[ \t]+editor"
    r"|read[ \t]+also|see[ \t]+also|scroll[ \t]+to[ \t]+continue|advertisement\b)[^\n]*$"
)
# How such a line begins: a text where none does is left as it is in a quarter of the time.
_FIRST_LINE, _LINE = (
    re.compile(rf"{start}[ \t]*(?i:ba|li|si|pi|re|se|sc|ad)") for start in ("", "\n")
)
_FACTOR = 0x9E3779B97F4A7C15
_FACTORS = np.array([pow(_FACTOR, WIDTH - 1 - n, 1 << 64) for n in range(WIDTH)], np.uint64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def comparable(text: str) -> str:
    """What of a text is compared: without the lines that a site puts in, and not too much."""
    beginning = text[:LETTERS]
    if not _FIRST_LINE.match(beginning) and not _LINE.search(beginning):
        return beginning
    return _RESIDUE.sub("", beginning)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The lowest hashes of a text, ascending, and how many different shingles it has."""

    shingles: int
    hashes: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A text as it is compared: its words as written, and the hashes of its shingles.

    `shingles` has one for each place, `distinct` each one once, ascending.
    """

    words: tuple[str, ...]
    shingles: Array
    distinct: Array


def sketch(text: str) -> Sketch | None:
    """The sketch of a text; None if it is too short to have one. 2.4 kB take 0.15 ms."""
    distinct = _distinct(_shingles(_words(text)))
    if len(distinct) < FEWEST:
        return None
    return Sketch(len(distinct), tuple(distinct[:SIZE].tolist()))


def wording(text: str) -> Wording:
    """A text made ready to be compared."""
    words = tuple(WORD.findall(composed_of(text)))
    shingles = _shingles(words)
    return Wording(words, shingles, _distinct(shingles))


def _distinct(hashes: Array) -> Array:
    # Twice as quick as NumPy's `unique` for so few.
    ordered = np.sort(hashes)
    kept = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    return ordered[kept]


def composed_of(text: str) -> str:
    """`text` with one character for a letter and its accent."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _words(text: str) -> list[str]:
    """The words of `text` in small letters."""
    plain = text
    if not text.isascii():
        for separator in _SEPARATORS:
            plain = plain.replace(separator, " ")
    if plain.isascii():  # half the time that the expression takes
        return plain.encode().translate(_SPACED).decode().split()
    return [word.lower() for word in WORD.findall(composed_of(text))]


def _shingles(words: Sequence[str]) -> Array:
    """The hash of every WIDTH words side by side, in order."""
    if len(words) < WIDTH:
        return np.empty(0, np.int64)
    hashes = np.frombuffer(b"".join(map(_hashes.__getitem__, words)), "<u8")
    mixed = np.correlate(hashes, _FACTORS)
    # The finalizer of SplitMix64 (Steele, Lea and Flood 2014): all bits depend on all bits.
    mixed ^= mixed >> _SHIFTS[0]
    mixed *= _MIX[0]
    mixed ^= mixed >> _SHIFTS[1]
    mixed *= _MIX[1]
    mixed ^= mixed >> _SHIFTS[2]
    mixed >>= np.uint64(1)
    return mixed.view(np.int64)


class _Hashes(dict[str, bytes]):
    """The hash of each word that was met; an `lru_cache` takes three times as long.

    Bytes joined to an array take two thirds of the time of numbers.
    """

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _KNOWN:
            self.clear()
        hash = blake2b(word.lower().encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[word] = hash
        return hash


_KNOWN = 200_000
_hashes = _Hashes()


def may_be_copies(
    shared: Array, shingles: tuple[Array, Array], reach: tuple[Array, Array]
) -> Array:
    """Of pairs of texts, which are alike enough, by their sketches, to be compared.

    For each pair: how many hashes they share, and of both texts how many shingles they have and
    the highest hash of the sketch. So many hashes of the shorter text as are not above the lower
    of the two must be shared, if the longer text holds all of it.
    """
    could = np.minimum(*shingles) * (np.minimum(*reach) / 2.0**63)
    alike: Array = shared >= (CONTAINED - LENIENCE) * could
    return alike


def _least() -> Iterator[int]:
    """How many of 0, 1, … SIZE hashes a text of which CONTAINED is in another shares with it.

    At least, in 999 of 1,000 cases: which shingles have low hashes is by chance.
    """
    for count in range(SIZE + 1):
        below, least = 0.0, 0
        while below + (chance := _chance(count, least)) < 0.001 and least < count:
            below, least = below + chance, least + 1
        yield least


def _chance(count: int, shared: int) -> float:
    return comb(count, shared) * CONTAINED**shared * (1 - CONTAINED) ** (count - shared)


_LEAST = tuple(_least())


def share_enough(one: Sketch, other: Sketch) -> bool:
    """Whether two texts may be copies by their sketches themselves, of which all is known.

    Those of the shorter one's hashes that are not above all of the longer one's could be shared.
    """
    shorter, longer = sorted((one, other), key=lambda sketch: sketch.shingles)
    could = bisect_right(shorter.hashes, longer.hashes[-1])
    return len({*shorter.hashes} & {*longer.hashes}) >= _LEAST[could]
