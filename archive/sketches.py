"""Near copies: sketches that find them, and the rule that tells a copy from its likes.

A text is the set of its shingles, every WIDTH words side by side. Its sketch is the SIZE lowest
hashes of them (a bottom-k sketch, Broder 1997): two texts that share much also share low hashes,
and how many of those that both could have they do have tells how much of the shorter one is in
the other (containment; one copy is often cut short). That finds candidates; `compare` then aligns
the two texts themselves, and `is_copy` decides:

    1. at least CONTAINED of the shorter one's shingles are in the other;
    2. the facts agree: where both differ between the same words on the left and on the right, or
       at the beginning, numbers, months and weekdays are the same, but for one place in STEADY
       words. Reports made from one form (prices, weather, timetables) differ in just these;
    3. both begin alike: of the shorter one's first OPENING words, half are among the other's
       first. A copy that was cut short keeps its beginning; a follow-up has a new one and repeats
       the rest as background. A text of which WHOLE is in the other may begin anywhere there.

Hashes are of 63 bits and the same on every machine. Only the first LETTERS characters count.
Texts with fewer than FEWEST shingles have no sketch: these are copies only if they are equal.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise, takewhile
from typing import Any

import numpy as np

from archive.dates import MONTHS, WEEKDAYS

Run = tuple[int, int, int]
Array = np.ndarray[Any, np.dtype[Any]]

WIDTH = 4
SIZE = 16
FEWEST = 16
LETTERS = 60_000
CONTAINED = 0.85
STEADY = 300
WHOLE = 0.97
OPENING = 40
# What a sketch says is by chance: candidates seem to have so much less in common than they may.
LENIENCE = 0.55

_WORD = re.compile(r"\w+")
# The commonest characters that are in no word and not ASCII; ASCII with blanks for what is in none.
_SEPARATORS = "\u201c\u201d\u2018\u2019\u2013\u2014\xa0\u2026\u200b"
_SPACED = bytes(
    code if chr(code) == "_" or (code < 128 and chr(code).isalnum()) else ord(" ")
    for code in bytes(range(256)).lower()
)
_NUMBER = re.compile(r"\d+")
# Lines that a site puts into an article, not its author. Not those of `archive.zones`, whose rules
# grow: sketches are stored, and `check` takes one that its text does not give any more for damage.
_RESIDUE = re.compile(
    r"(?im)^[ \t]*(?:baca[ \t]+juga|lihat[ \t]+juga|simak[ \t]+juga|pilihan[ \t]+editor"
    r"|read[ \t]+also|see[ \t]+also|scroll[ \t]+to[ \t]+continue|advertisement\b)[^\n]*$"
)
# The words of a date; a month is as good as its number.
_DATE_WORDS = {day: day for day in WEEKDAYS} | {
    month: str(number) for month, number in MONTHS.items()
}
_FACTOR = 0x9E3779B97F4A7C15
_FACTORS = np.array([pow(_FACTOR, WIDTH - 1 - n, 1 << 64) for n in range(WIDTH)], np.uint64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))


def comparable(text: str) -> str:
    """What of a text is compared: without the lines that a site puts in, and not too much."""
    return _RESIDUE.sub("", text[:LETTERS])


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
    words = tuple(_WORD.findall(_composed(text)))
    shingles = _shingles(words)
    return Wording(words, shingles, _distinct(shingles))


def _distinct(hashes: Array) -> Array:
    # Twice as quick as NumPy's `unique` for so few.
    ordered = np.sort(hashes)
    kept = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    return ordered[kept]


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _words(text: str) -> list[str]:
    """The words of `text` in small letters."""
    plain = text
    if not text.isascii():
        for separator in _SEPARATORS:
            plain = plain.replace(separator, " ")
    if plain.isascii():  # half the time that the expression takes
        return plain.encode().translate(_SPACED).decode().split()
    return [word.lower() for word in _WORD.findall(_composed(text))]


def _shingles(words: Sequence[str]) -> Array:
    """The hash of every WIDTH words side by side, in order."""
    if len(words) < WIDTH:
        return np.empty(0, np.int64)
    hashes = np.fromiter(map(_hashes.__getitem__, words), np.uint64, len(words))
    mixed = np.correlate(hashes, _FACTORS)
    # The finalizer of SplitMix64 (Steele, Lea and Flood 2014): all bits depend on all bits.
    mixed ^= mixed >> _SHIFTS[0]
    mixed *= _MIX[0]
    mixed ^= mixed >> _SHIFTS[1]
    mixed *= _MIX[1]
    mixed ^= mixed >> _SHIFTS[2]
    mixed >>= np.uint64(1)
    return mixed.view(np.int64)


class _Hashes(dict[str, int]):
    """The hash of each word that was met; an `lru_cache` takes three times as long."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KNOWN:
            self.clear()
        digest = blake2b(word.lower().encode("utf-8", "surrogatepass"), digest_size=8).digest()
        hash = self[word] = int.from_bytes(digest, "little")
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


# -- two texts


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two texts are alike; `runs` are (start, start, length) of the same words in both.

    Parameters
    ----------
    containment:
        Which share of the different shingles of the shorter text the other one has too.
    words:
        How many the shorter one has.
    disagreeing:
        The places before and between the runs where both have facts, and not the same.
    opening:
        Which share of the shorter one's first OPENING words is in runs at the other's beginning.
    """

    containment: float
    words: int
    disagreeing: int
    opening: float
    runs: tuple[Run, ...]


def is_copy(found: Comparison) -> bool:
    """The rule of this module."""
    if found.containment < CONTAINED or found.disagreeing > found.words // STEADY:
        return False
    return found.opening >= 0.5 or found.containment >= WHOLE


def compare(one: Wording, other: Wording) -> Comparison:
    """How the two are alike; whichever comes first, the same but for the order in `runs`."""
    if _rank(one) > _rank(other):
        turned = compare(other, one)
        return replace(turned, runs=tuple((b, a, length) for a, b, length in turned.runs))
    runs = tuple(_extended(one, other, list(_runs(one, other))))
    return Comparison(
        containment=contained(one, other),
        words=len(one.words),
        disagreeing=sum(_disagree(one, other, *gap) for gap in pairwise(((0, 0, 0), *runs))),
        opening=_opening(runs, len(one.words)),
        runs=runs,
    )


def contained(one: Wording, other: Wording) -> float:
    """The containment alone, which is quickly told."""
    shared = len(np.intersect1d(one.distinct, other.distinct, assume_unique=True))
    return shared / max(1, min(len(one.distinct), len(other.distinct)))


def _opening(runs: Sequence[Run], words: int) -> float:
    """The share of the first words of the one that are in runs near the other's beginning."""
    first = min(OPENING, words)
    found = sum(max(0, min(a + length, first) - a) for a, b, length in runs if b < OPENING)
    return found / max(1, first)


def _rank(wording: Wording) -> tuple[int, bytes]:
    return len(wording.distinct), wording.shingles.tobytes()


def _runs(one: Wording, other: Wording) -> Iterator[Run]:
    """The longest ascending chain of shingles that each has once, as runs of words."""
    places = _unique_places(one.shingles), _unique_places(other.shingles)
    common = sorted((places[0][hash], places[1][hash]) for hash in places[0].keys() & places[1])
    run: Run = (0, 0, 0)
    for a, b in _ascending(common):
        ends = run[0] + run[2], run[1] + run[2]
        if run[2] and a <= ends[0] and a - run[0] == b - run[1]:
            run = (run[0], run[1], a - run[0] + WIDTH)
            continue
        # No word is in two runs.
        cut = max(ends[0] - a, ends[1] - b, 0)
        if cut < WIDTH:
            if run[2]:
                yield run
            run = (a + cut, b + cut, WIDTH - cut)
    if run[2]:
        yield run


def _extended(one: Wording, other: Wording, runs: list[Run]) -> Iterator[Run]:
    """`runs` as far as the words around them are the same: also words that come again elsewhere."""
    before = (0, 0)
    for (a, b, length), end in pairwise([*runs, (len(one.words), len(other.words), 0)]):
        back = _equal(one.words[before[0] : a][::-1], other.words[before[1] : b][::-1])
        on = _equal(one.words[a + length : end[0]], other.words[b + length : end[1]])
        yield a - back, b - back, back + length + on
        before = a + length + on, b + length + on


def _equal(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words are the same from the first on."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].lower() == pair[1].lower(), pairs))


def passages(text: str, runs: Sequence[tuple[int, int]]) -> tuple[list[str], list[str]]:
    """The stretches of `text` inside and outside of `runs`, each (first word, count), in order."""
    composed = _composed(text)
    spans = [found.span() for found in _WORD.finditer(composed)]
    inside, outside, at = [], [], 0
    for start, count in (*runs, (len(spans), 0)):
        if at < start:
            outside.append(composed[spans[at][0] : spans[start - 1][1]])
        if count:
            inside.append(composed[spans[start][0] : spans[start + count - 1][1]])
        at = start + count
    return inside, outside


def _unique_places(shingles: Array) -> dict[int, int]:
    """The place of each shingle that occurs once."""
    order = np.argsort(shingles, kind="stable")
    ordered = shingles[order]
    once = np.ones(len(ordered), bool)
    same = ordered[1:] == ordered[:-1]
    once[1:] &= ~same
    once[:-1] &= ~same
    return dict(zip(ordered[once].tolist(), order[once].tolist(), strict=True))


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of `pairs`, ascending in the first, that also ascends in the second."""
    tails: list[int] = []  # the lowest last second of a chain of each length
    ends: list[int] = []  # and which pair it is
    before: list[int] = []
    for number, (_, b) in enumerate(pairs):
        at = bisect_left(tails, b)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [b]
        ends[at : at + 1] = [number]
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _disagree(one: Wording, other: Wording, left: Run, right: Run) -> bool:
    """Whether facts stand between two runs in both texts, and not the same."""
    mine = _facts(one.words[left[0] + left[2] : right[0]])
    yours = _facts(other.words[left[1] + left[2] : right[1]])
    return bool(mine - yours and yours - mine)


def _facts(words: Sequence[str]) -> set[str]:
    numbers = {number.lstrip("0") for word in words for number in _NUMBER.findall(word)}
    return numbers | {_DATE_WORDS[w] for word in words if (w := word.lower()) in _DATE_WORDS}
