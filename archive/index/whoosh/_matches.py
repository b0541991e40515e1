"""The matches of one segment: how they are found, scored and combined.

What takes the time is not arithmetic but going through memory: documents are whole numbers of 64
bits as soon as they are used as an index (NumPy would make them so at each use), and scores are
worked out only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from archive.deadline import check
from archive.index._ranking import UNDATED, Recency
from archive.index.whoosh._arrays import Array, different
from archive.index.whoosh._segment import NONE, Segment

# All places of an array; or some of them.
ALL = slice(None)
Places = Array | slice
Points = Callable[[Places], Array]
# Documents of one segment, ascending, and how often something stands in each.
Counts = tuple[Array, Array]
# The terms of one segment that stand for a word, and the documents they are looked for in.
Forms = tuple[list[int], Array | None]
# Looking up one of few in many takes about as long as going through so many.
_GALLOP = 16


class Matches(NamedTuple):
    """Documents of one segment, ascending, and what gives their scores; None: all score 0."""

    docs: Array
    points: Points | None = None

    def scores(self, at: Places = ALL) -> Array:
        """The scores at these places of `docs`."""
        return self.points(at) if self.points else np.zeros(len(self.docs[at]))


def constant(docs: Array, points: float) -> Matches:
    """The same score for each document."""
    return Matches(docs, lambda at: np.full(len(docs[at]), points))


def scored(segment: Segment, field: str, counts: Counts, scale: float, mean: float) -> Matches:
    """Documents scored by BM25."""
    docs, freqs = counts

    def points(at: Places) -> Array:
        frequency = freqs[at].astype(np.float64)
        damped = segment.damped(field, mean)[docs[at]]
        damped += frequency
        frequency /= damped
        frequency *= scale
        return frequency

    return Matches(docs, points if len(docs) else None)


def occurring(segment: Segment, field: str, terms: list[int], who: Array | None) -> Counts:
    """The documents with any of `terms`, and how often they stand there together."""
    if not terms:
        return NONE, NONE
    if len(terms) == 1:
        docs, freqs = segment.postings(field, terms[0])
    else:
        listed = [segment.postings(field, term) for term in terms]
        docs, freqs = (np.concatenate(column) for column in zip(*listed, strict=True))
        if len(docs) * _GALLOP < segment.count:
            there, docs = docs, different(docs)
            freqs = np.bincount(np.searchsorted(docs, there), freqs)
        else:
            counts = np.bincount(docs, freqs, segment.count)
            docs = counts.nonzero()[0]
            freqs = counts[docs]
    if who is not None:
        spoken = who[docs]
        docs, freqs = docs[spoken], freqs[spoken]
    return docs, freqs


def common(one: Array, other: Array) -> Array:
    """What two ascending arrays without repetitions have in common."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) * _GALLOP < len(other):
        few: Array = one[_sought(one, other)[0]]
        return few
    together = np.concatenate([one, other])
    together.sort(kind="stable")  # two runs, which are only merged
    twice: Array = together[1:][together[1:] == together[:-1]]
    return twice


def _sought(few: Array, many: Array) -> tuple[Array, Array]:
    """The places of what is in both of two ascending arrays, in each of them."""
    if not len(many):
        return NONE, NONE
    at = np.searchsorted(many, few)
    at[at == len(many)] = 0
    in_few = (many[at] == few).nonzero()[0]
    return in_few, at[in_few]


def shared(segment: Segment, one: Array, other: Array) -> tuple[Array, Array]:
    """The places of the documents that are in both, in each of them."""
    if len(one) > len(other):
        in_other, in_one = shared(segment, other, one)
        return in_one, in_other
    if len(one) * _GALLOP < len(other):
        return _sought(one, other)
    has = np.zeros(segment.count, bool)
    has[one] = True
    in_other = has[other].nonzero()[0]
    has[one] = False
    has[other[in_other]] = True
    return has[one].nonzero()[0], in_other


def both(segment: Segment, one: Matches, other: Matches) -> Matches:
    """The documents in both, their scores added up."""
    places = shared(segment, one.docs, other.docs)
    parts = [
        (points, at)
        for points, at in zip((one.points, other.points), places, strict=True)
        if points
    ]

    def points(at: Places) -> Array:
        first, *more = (points(places[at]) for points, places in parts)
        for scores in more:
            first += scores
        return first

    return Matches(one.docs[places[0]], points if parts else None)


def either(segment: Segment, parts: Sequence[Matches]) -> Matches:
    """The documents in any of them, their scores added up."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return parts[0] if parts else Matches(NONE)
    if sum(len(part.docs) for part in parts) * _GALLOP < segment.count:
        docs = different(np.concatenate([part.docs for part in parts]))
    else:
        has = np.zeros(segment.count, bool)
        for part in parts:
            has[part.docs] = True
        docs = has.nonzero()[0]
    scoring = [part for part in parts if part.points]

    @cache
    def summed() -> Array:
        scores = np.zeros(segment.count)
        for part in scoring:
            check()
            np.add.at(scores, part.docs, part.scores())  # makes no array of the segment's size
        return scores

    def points(at: Places) -> Array:
        wanted = docs[at]
        # Whoever asks for a slice will ask for the others too.
        if isinstance(at, slice) or len(wanted) * _GALLOP > len(docs):
            dense: Array = summed()[wanted]
            return dense
        scores = np.zeros(len(wanted))
        for part in scoring:
            check()
            here, there = _sought(wanted, part.docs)
            scores[here] += part.scores(there)
        return scores

    return Matches(docs, points if scoring else None)


def boosted(one: Matches, factor: float) -> Matches:
    """The same documents, their scores multiplied."""
    points = one.points
    return Matches(one.docs, (lambda at: points(at) * factor) if points else None)


def aged(segment: Segment, one: Matches, recency: Recency) -> Matches:
    """The same documents, their scores multiplied by what their age leaves of them."""
    points, days = one.points, float(recency.days)
    if points is None:
        return one

    def left(at: Places) -> Array:
        first = segment.arrays["published_first"][one.docs[at]].astype(np.float64)
        factors = days / (days + np.maximum(recency.today - first, 0))
        factors[first == 0] = UNDATED
        scores: Array = points(at) * factors
        return scores

    return Matches(one.docs, left)


def without(segment: Segment, one: Matches, other: Array) -> Matches:
    """The documents in the first and not in the second, their scores as they were."""
    kept = np.ones(segment.count, bool)
    kept[other] = False
    return where(one, kept[one.docs])


def where(one: Matches, kept: Array) -> Matches:
    """Those of the documents for which `kept` is, their scores as they were."""
    left, points = kept.nonzero()[0], one.points
    return Matches(one.docs[left], (lambda at: points(left[at])) if points else None)
