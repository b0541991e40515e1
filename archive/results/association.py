"""How strongly a word belongs to another, or to some articles: the measures and their sources.

Of a word y near a node x are known

    o     how often y stands near x; the column "near"
    near  how many words stand near x, all together
    f_x   how often x stands in the archive; the matches
    f_y   how often y does, where it is no x; the column "in all"
    n     how many words the archive has, but for x

where "near" is in a window of words around any x, each word counted once however many x it is near
(surface cooccurrence: S. Evert, "Corpora and collocations", in: Corpus Linguistics, de Gruyter
2008, section 4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, log2
from typing import Literal, NamedTuple

Name = Literal["logdice", "mi", "ll"]


class Counts(NamedTuple):
    """What is known of a word near a node; see the module."""

    o: int
    near: int
    f_x: int
    f_y: int
    n: int

    @property
    def expected(self) -> float:
        """How often y would stand near x by chance."""
        return self.near * self.f_y / self.n


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by name, with its formula in words a table shows, and where it comes from."""

    name: str
    formula: str
    source: str

    def __str__(self) -> str:
        return f"{self.name} = {self.formula}. {self.source}"


MEASURES: Mapping[Name, Measure] = {
    "logdice": Measure(
        "logDice",
        "14 + log2(2 near / (matches + in all))",
        "P. Rychlý, A lexicographer-friendly association score, RASLAN 2008",
    ),
    "mi": Measure(
        "MI",
        "log2(near / what chance would put there)",
        "K. Church and P. Hanks, Word association norms, Computational Linguistics 16(1), 1990",
    ),
    "ll": Measure(
        "LL",
        "2 sum of observed ln(observed / by chance), the word or another, near or not",
        "T. Dunning, Accurate methods for the statistics of surprise and coincidence, "
        "Computational Linguistics 19(1), 1993",
    ),
}
KEYNESS = Measure(
    "LL",
    "2 (here ln(here / by chance) + rest ln(rest / by chance))",
    "P. Rayson and R. Garside, Comparing corpora using frequency profiling, ACL 2000",
)
LOG_RATIO = Measure(
    "log ratio",
    "log2(share of the words here / share in the rest), 0 in the rest taken as 0.5",
    "A. Hardie, Log Ratio: an informal introduction, CASS 2014",
)


def score(measure: Name, counts: Counts) -> float:
    """How strongly a word is drawn to a node; it stands near it at least once."""
    match measure:
        case "logdice":
            return 14 + log2(2 * counts.o / (counts.f_x + counts.f_y))
        case "mi":
            return log2(counts.o / counts.expected)
        case _:
            o, near, _, f_y, n = counts
            inside = _cell(o, near * f_y / n) + _cell(near - o, near * (n - f_y) / n)
            far = n - near
            outside = _cell(f_y - o, far * f_y / n)
            return 2 * (inside + outside + _cell(far - (f_y - o), far * (n - f_y) / n))


def keyness(a: int, n_a: int, b: int, n_b: int) -> float:
    """The log-likelihood of a word that stands `a` times in `n_a` words here, and `b` in `n_b`."""
    share = (a + b) / (n_a + n_b)
    return 2 * (_cell(a, n_a * share) + _cell(b, n_b * share))


def log_ratio(a: int, n_a: int, b: int, n_b: int) -> float:
    """How many times as frequent the word is here, as a power of two; `b` 0 counts as 0.5."""
    return log2((a / n_a) / ((b or 0.5) / n_b))


def _cell(seen: float, expected: float) -> float:
    return seen * log(seen / expected) if seen > 0 else 0.0
