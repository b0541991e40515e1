"""BM25, the same numbers for every engine.

S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations
and Trends in Information Retrieval 3 (2009), equation 3.15, with the idf that is never below zero.

All counts are of the articles that are there: neither what was deleted nor how an index has grown
changes a score, so one that was built anew ranks as the one before.
"""

from __future__ import annotations

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
