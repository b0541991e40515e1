"""The matches of one segment: how they are found, scored, combined, and put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from archive.index._ranking import DECIMALS
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._segment import NONE, Segment

# All places of an array; or some of them.
ALL = slice(None)
Places = Array | slice
# Documents of one segment, ascending, and what gives the scores of those at some places.
Matches = tuple[Array, Callable[[Places], Array]]
# Documents of one segment, ascending, and how often something stands in each.
Counts = tuple[Array, Array]
# The terms of one segment that stand for a word, and the documents they are looked for in.
Forms = tuple[list[int], Array | None]
# A place of a word is document * _WIDTH + position: no text has more words.
_WIDTH = 1 << 32


def unscored(docs: Array) -> Matches:
    return docs, partial(constant, docs, 0.0)


def constant(docs: Array, points: float, at: Places) -> Array:
    """The same score for each document."""
    return np.full(len(docs[at]), points)


def scored(segment: Segment, field: str, counts: Counts, scale: float, mean: float) -> Matches:
    """Documents scored by BM25, when they are asked for."""
    docs, freqs = counts
    if not len(docs):
        return unscored(NONE)

    def points(at: Places) -> Array:
        frequency = freqs[at].astype(np.float64)
        damped = segment.damped(field, mean)[docs[at]]
        damped += frequency
        frequency /= damped
        frequency *= scale
        return frequency

    return docs, points


def occurring(segment: Segment, field: str, terms: list[int], who: Array | None) -> Counts:
    """The documents with any of `terms`, and how often they stand there together."""
    if not terms:
        return NONE, NONE
    if len(terms) == 1:
        docs, freqs = segment.postings(field, terms[0])
    else:
        counts = np.zeros(segment.count, np.int64)
        for term in terms:
            docs, freqs = segment.postings(field, term)
            counts[docs] += freqs
        docs = np.flatnonzero(counts)
        freqs = counts[docs]
    if who is not None:
        spoken = who[docs]
        docs, freqs = docs[spoken], freqs[spoken]
    return docs, freqs


def adjacent(
    segment: Segment, field: str, words: Sequence[Forms], found: Sequence[Array]
) -> Counts:
    """The documents where the words stand side by side in order, and how often."""
    wanted = segment.alive.copy()
    for docs in found:
        has = np.zeros(segment.count, bool)
        has[docs] = True
        wanted &= has
    if not wanted.any():
        return NONE, NONE
    begins: Array | None = None
    for number, (terms, _) in enumerate(words):
        places = [segment.places(field, term, wanted) for term in terms]
        # Where a phrase would begin that has this word here; a little shifted, never below zero.
        keys = np.concatenate([docs * _WIDTH + at + (len(words) - number) for docs, at in places])
        keys = keys if len(places) == 1 else np.sort(keys)
        begins = keys if begins is None else common(begins, keys)
    assert begins is not None
    docs, counts = np.unique(begins // _WIDTH, return_counts=True)
    return docs, counts


def common(one: Array, other: Array) -> Array:
    """What two ascending arrays without repetitions have in common."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return one
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    shared: Array = one[other[at] == one]
    return shared


def both(segment: Segment, one: Matches, other: Matches) -> Matches:
    """The documents in both, their scores added up."""
    if len(one[0]) > len(other[0]):
        one, other = other, one
    (few, few_points), (many, many_points) = one, other
    if not len(few):
        return unscored(NONE)
    has = np.zeros(segment.count, bool)
    has[many] = True
    in_few = np.flatnonzero(has[few])
    docs = few[in_few]
    in_many = np.searchsorted(many, docs)
    return docs, lambda at: few_points(in_few[at]) + many_points(in_many[at])


def either(segment: Segment, parts: Sequence[Matches]) -> Matches:
    """The documents in any of them, their scores added up."""
    parts = [part for part in parts if len(part[0])]
    if len(parts) < 2:
        return parts[0] if parts else unscored(NONE)
    scores, has = np.zeros(segment.count), np.zeros(segment.count, bool)
    for docs, points in parts:
        has[docs] = True
        scores[docs] += points(ALL)
    docs = np.flatnonzero(has)
    return docs, lambda at: scores[docs[at]]


def without(segment: Segment, one: Matches, other: Matches) -> Matches:
    """The documents in the first and not in the second, their scores as they were."""
    kept = np.ones(segment.count, bool)
    kept[other[0]] = False
    left = np.flatnonzero(kept[one[0]])
    points = one[1]
    return one[0][left], lambda at: points(left[at])


def likeliest(scores: Array, count: int, least: float) -> Array:
    """The places of scores that can be among the `count` best, of which each is at least `least`.

    Those that differ from the last of them only below `DECIMALS` are among them.
    """
    margin = 2 * 10.0**-DECIMALS
    places = np.flatnonzero(scores >= least - margin)
    if count < len(places):
        found = scores[places]
        last = np.partition(found, len(found) - count)[len(found) - count]
        places = places[found >= last - margin]
    return places


def best(ids: Array, scores: Array, count: int) -> Array:
    """The places of the `count` best, the best first; of equals the lowest id first."""
    scores = np.round(scores, DECIMALS)
    places = np.arange(len(ids))
    if 0 < count < len(ids):
        last = np.partition(scores, len(ids) - count)[len(ids) - count]
        above, level = np.flatnonzero(scores > last), np.flatnonzero(scores == last)
        left = count - len(above)
        if left < len(level):  # of a word that all have, all score the same
            level = level[np.argpartition(ids[level], left)[:left]]
        places = np.concatenate([above, level])
    order = np.lexsort((ids[places], -scores[places]))
    return places[order[:count]]
