"""BM25, the same numbers for every engine.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations
and Trends in Information Retrieval 3 (2009), equation 3.15, with the idf that is never below zero.

All counts are of the articles that are there: neither what was deleted nor how an index has grown
changes a score, so one that was built anew ranks as the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any

# Of k1 from 0.4 to 1.2 and b from 0.4 to 0.9 good on all three collections together: a word that
# stands often soon says nothing more (benchmarks/quality/ranking.py).
K1 = 0.9
B = 0.75
# Scores are compared to so many decimals, below which sums of floats depend on their order.
DECIMALS = 6


def idf(documents: int, found: int) -> float:
    """The weight of a term that `found` of `documents` have."""
    return log(1 + (documents - found + 0.5) / (found + 0.5))


def damping(length: Any, mean: float) -> Any:
    """What is added to a term's frequency in a field of `length` words, `mean` on the average.

    `length` is a number, or an array of them.
    """
    return K1 * (1 - B + B * length / mean)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the score of words in one field is worked out from: the counts of the whole index.

    Parameters
    ----------
    language:
        Words with the same stem in it were counted; None: the written form alone.
    weight:
        What a place in this field counts.
    documents, having:
        How many articles there are, and how many of them have each of the words that are sought.
    mean:
        How many words the field has on the average, where it has any.
    places:
        By id, of the articles that were asked about and have any: at how many places the words
        stand as they are sought, and how many words the field has.
    """

    field: str
    language: str | None
    weight: float
    documents: int
    having: tuple[int, ...]
    mean: float
    places: Mapping[int, tuple[int, int]]

    @property
    def rarity(self) -> float:
        """The idf of all the words together."""
        return sum(idf(self.documents, having) for having in self.having)

    def saturation(self, id: int) -> float:
        """What the places in an article count: the more, the less each; fewer in a long field."""
        times, length = self.places[id]
        damped: float = damping(length, self.mean)
        return (K1 + 1) * times / (times + damped)

    def score(self, id: int) -> float:
        """What they add to the score of an article: BM25."""
        return self.weight * self.rarity * self.saturation(id)


# What an article without a date counts: as much as one that is three times `Recency.days` old.
UNDATED = 0.25


@dataclass(frozen=True, slots=True)
class Recency:
    """How much the age of an article takes from its score: one that is `days` old counts half.

    The score is multiplied by `days / (days + age)`: a third at twice the age, a tenth at nine
    times. Powers of a half would leave nothing of an old article that rounding does not take.
    The age is counted in days, to `today`, from the first day that the published date can mean,
    as in the order `newest`; later days count as today.

    Parameters
    ----------
    days:
        Above 0.
    today:
        As a proleptic Gregorian ordinal.
    """

    days: int
    today: int

    def factor(self, first: int) -> float:
        """What the score of an article is multiplied by; `first` as an ordinal, 0: no date."""
        return self.days / (self.days + max(0, self.today - first)) if first else UNDATED

    def __str__(self) -> str:
        return f"score × {self.days} / ({self.days} + age in days); without a date × {UNDATED}"
