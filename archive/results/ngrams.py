"""The runs of words that stand most often in some articles.

All words are kept as numbers of 4 bytes, and counted in parts: those runs together whose first
word has a number with the same remainder. So it takes memory for the words and for a part, however
many different runs there are, and every count is exact.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_Array = np.ndarray[Any, Any]
# Runs that are counted together, about.
_PART = 2_000_000
# Between two texts; no word has this number.
_END = 0


@dataclass(frozen=True, slots=True)
class Ngram:
    """A run of folded words and how often it stands."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Ngrams:
    """The most frequent of `total` different runs of `n` words, which stand `runs` times in all.

    Only those that stand `at_least` so often are among the `total`.
    """

    understood: str
    n: int
    articles: int
    runs: int
    total: int
    ngrams: tuple[Ngram, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `ngrams --json` answers with."""
        return {
            "understood": self.understood,
            "n": self.n,
            "articles": self.articles,
            "runs": self.runs,
            "measure": MEASURE,
            "total": self.total,
            "ngrams": [{"text": one.text, "count": one.count} for one in self.ngrams],
        }


MEASURE = "how often the words stand side by side"


class Words:
    """The words of many texts, as numbers."""

    def __init__(self) -> None:
        self.articles = 0
        self._numbers: dict[str, int] = {}
        self._sequence = array("I")

    def add(self, words: Iterable[str]) -> None:
        """Add a text; no run goes on into the next."""
        numbers = self._numbers
        self._sequence.extend(numbers.setdefault(word, len(numbers) + 1) for word in words)
        self._sequence.append(_END)
        self.articles += 1

    def ngrams(self, n: int, at_least: int, limit: int | None, understood: str) -> Ngrams:
        """The most frequent runs of `n` words, of equals in alphabetical order."""
        sequence = np.frombuffer(self._sequence, np.uint32)
        found: list[tuple[int, str]] = []
        runs = total = 0
        words = [*self._numbers]
        for part in _parts(sequence, n):
            first, counts = _counted(sequence, part, n, len(words) + 1)
            runs += len(part)
            frequent = counts >= at_least
            total += int(frequent.sum())
            if limit and len(found) == limit:
                frequent &= counts >= -found[-1][0]  # no other can be among the first any more
            found += _spelled(sequence, first[frequent], counts[frequent], n, words)
            found = sorted(found) if limit is None else heapq.nsmallest(limit, found)
        shown = tuple(Ngram(text, -count) for count, text in found)
        return Ngrams(understood, n, self.articles, runs, total, shown)


def _parts(sequence: _Array, n: int) -> Iterator[_Array]:
    """Where the runs begin that are all in one text: those of a first word in the same part."""
    whole = np.ones(max(0, len(sequence) - n + 1), bool)
    for k in range(n):
        whole &= sequence[k : k + len(whole)] != _END
    parts = 1 + int(whole.sum()) // _PART
    for part in range(parts):
        yield np.flatnonzero(whole & (sequence[: len(whole)] % np.uint32(parts) == part))


def _counted(sequence: _Array, begins: _Array, n: int, words: int) -> tuple[_Array, _Array]:
    """For each different run that begins at `begins`, one place where it does, and how often."""
    codes = sequence[begins].astype(np.int64)
    for k in range(1, n):
        # A number for each different run so far, below 2^31, times one for each word, below 2^32.
        _, codes = np.unique(codes, return_inverse=True)
        codes = codes * words + sequence[begins + k]
    _, first, counts = np.unique(codes, return_index=True, return_counts=True)
    return begins[first], counts


def _spelled(
    sequence: _Array, places: _Array, counts: _Array, n: int, words: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """(-count, text) of runs."""
    for place, count in zip(places.tolist(), counts.tolist(), strict=True):
        numbers = sequence[place : place + n].tolist()
        yield -count, " ".join(words[number - 1] for number in numbers)
