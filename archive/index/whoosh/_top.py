"""The best of very many scored documents, without putting all of them in order."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np

from archive.index._contract import Hit
from archive.index._ranking import DECIMALS
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._matches import Matches
from archive.index.whoosh._segment import Segment

# So many documents of a segment are scored first, to know what the others must reach.
_HEAD = 2048
# Of so many scores the highest stands for all of them, where one is looked for that few exceed.
_GROUP = 64
# Half of what the last decimal counts, and a little: what is lower is rounded to less.
_HALF = 0.6 * 10.0**-DECIMALS


class Top:
    """The `count` best of all that is added; of equals those with the lowest ids.

    Scores are compared as they are rounded to `DECIMALS`, so that the order is the same for every
    engine.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._ids, self._scores = np.empty(0, np.int64), np.empty(0)

    def add(self, segment: Segment, matches: Matches) -> None:
        """Also look at what was found in `segment`."""
        for piece in self._pieces(len(matches.docs)):
            docs = matches.docs[piece]
            scores = matches.scores(piece)
            places = self._able(segment, docs, scores)
            ids = np.concatenate([self._ids, segment.ids[docs[places]]])
            scores = np.concatenate([self._scores, np.round(scores[places], DECIMALS)])
            order = best(ids, scores, self._count)
            self._ids, self._scores = ids[order], scores[order]

    def _pieces(self, found: int) -> Iterator[slice]:
        """The head of what was found, and the rest; nothing if nothing is asked for."""
        if self._count and found:
            yield slice(0, _HEAD)
        if self._count and found > _HEAD:
            yield slice(_HEAD, found)

    def _able(self, segment: Segment, docs: Array, scores: Array) -> Array:
        """The places of all that can be among the best, and of few others."""
        is_full = len(self._ids) == self._count
        least = float(self._scores[-1]) if is_full else -inf
        if self._count < len(scores):
            least = max(least, last_of(scores, self._count))
        places: Array = np.flatnonzero(scores >= least - _HALF)
        if not is_full or len(places) < _HEAD:
            return places
        # Very many that are level with the last, as of a word that all documents have alike.
        above = scores[places] > self._scores[-1] + 0.5 * _HALF
        able: Array = places[above | (segment.ids[docs[places]] < self._ids[-1])]
        return able

    def hits(self, offset: int) -> tuple[Hit, ...]:
        """The best, in order, without the first `offset`."""
        pairs = zip(self._ids[offset:].tolist(), self._scores[offset:].tolist(), strict=True)
        return tuple(Hit(id, score) for id, score in pairs)


def last_of(scores: Array, count: int) -> float:
    """The lowest of the `count` highest scores, of which there are more than `count`."""
    groups = len(scores) // _GROUP
    if count < groups:
        # As many of the highest of all groups are as high as the last of these: it is no lower.
        highest = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
        least = np.partition(highest, groups - count)[groups - count]
        scores = scores[scores >= least]
        if scores.max() == least:  # all are equal, with which partitions are slow
            return float(least)
    return float(np.partition(scores, len(scores) - count)[len(scores) - count])


def best(ids: Array, scores: Array, count: int) -> Array:
    """The places of the `count` highest scores, in order; of equals the lowest id first."""
    places = np.arange(len(ids))
    if 0 < count < len(ids):
        last = last_of(scores, count)
        above, level = np.flatnonzero(scores > last), np.flatnonzero(scores == last)
        left = count - len(above)
        if left < len(level):
            level = level[np.argpartition(ids[level], left)[:left]]
        places = np.concatenate([above, level])
    order = np.lexsort((ids[places], -scores[places]))
    return places[order[:count]]
