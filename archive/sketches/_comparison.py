"""Two texts with most in common, word by word: whether one is a copy of the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

import numpy as np

from archive.dates import MONTHS, WEEKDAYS
from archive.sketches._sketch import CONTAINED, WIDTH, WORD, Array, Wording, composed_of

Run = tuple[int, int, int]

STEADY = 300
WHOLE = 0.97
OPENING = 40
_NUMBER = re.compile(r"\d+")
# The words of a date; a month is as good as its number.
_DATE_WORDS = {day: day for day in WEEKDAYS} | {
    month: str(number) for month, number in MONTHS.items()
}


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
    composed = composed_of(text)
    spans = [found.span() for found in WORD.finditer(composed)]
    inside, outside, at = [], [], 0
    for start, count in (*runs, (len(spans), 0)):
        if at < start:
            outside.append(composed[spans[at][0] : spans[start - 1][1]])
        if count:
            inside.append(composed[spans[start][0] : spans[start + count - 1][1]])
        at = start + count
    return inside, outside


def pieces(text: str, runs: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """All of `text` cut where `runs` (first word, count) begin and end; whether each is in one.

    What stands between two pieces, and is no word, belongs to the one before.
    """
    composed = composed_of(text)
    starts = [found.start() for found in WORD.finditer(composed)]
    cuts = [(0, False)]
    for start, count in runs:
        ends = starts[start + count] if start + count < len(starts) else len(composed)
        cuts += [(starts[start] if start else 0, True), (ends, False)]
    cuts.append((len(composed), False))
    found = [(composed[at:end], is_in) for (at, is_in), (end, _) in pairwise(cuts)]
    return [(piece, is_in) for piece, is_in in found if piece]


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
