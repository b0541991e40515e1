"""The best of very many scored documents, without putting all of them in order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from archive.deadline import check
from archive.index._contract import Hit
from archive.index._ranking import DECIMALS
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._matches import Matches
from archive.index.whoosh._segment import Segment

# So many documents of a segment are scored first, to know what the others must reach.
_HEAD = 2048
# Of so many scores the highest stands for all of them, where one is looked for that few exceed.
_GROUP = 64
# So few are put in order at once.
_FEW = 256
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
        # What came later and is not yet compared with these.
        self._more: list[tuple[Array, Array]] = []

    def add(self, segment: Segment, matches: Matches) -> None:
        """Also look at what was found in `segment`."""
        for piece in self._pieces(len(matches.docs)):
            check()
            docs, scores = matches.docs[piece], matches.scores(piece)
            if len(self._ids) == self._count:
                places = self._able(segment, docs, scores)
                docs, scores = docs[places], scores[places]
            self._more.append((segment.ids[docs], scores))
            if sum(len(ids) for ids, _ in self._more) >= _HEAD:
                self._settle()

    def _pieces(self, found: int) -> Iterator[slice]:
        """What was found; its head alone first, as long as nothing is known of the best."""
        head = 0
        if found > _HEAD and len(self._ids) < self._count:
            head = max(_HEAD, self._count)
            yield slice(0, head)
        if self._count and head < found:
            yield slice(head, found)

    def _able(self, segment: Segment, docs: Array, scores: Array) -> Array:
        """The places of all that can be among the best, and of few others."""
        last, id = self._scores[-1], self._ids[-1]
        if segment.is_ascending and segment.ids[docs[0]] > id:
            # All that are level with the last come after it.
            places: Array = (scores > last + 0.5 * _HALF).nonzero()[0]
        else:
            places = (scores >= last - _HALF).nonzero()[0]
            if len(places) >= _HEAD:
                above = scores[places] > last + 0.5 * _HALF
                places = places[above | (segment.ids[docs[places]] < id)]
        if len(places) >= max(_HEAD, self._count):
            found = scores[places]
            places = places[found >= last_of(found, self._count) - _HALF]
        return places

    def _settle(self) -> None:
        """Compare all that came with the best."""
        ids, scores = (np.concatenate(column) for column in zip(*self._more, strict=True))
        ids, scores = np.append(self._ids, ids), np.append(self._scores, scores.round(DECIMALS))
        order = best(ids, scores, self._count)
        self._ids, self._scores, self._more = ids[order], scores[order], []

    def hits(self, offset: int) -> tuple[Hit, ...]:
        """The best, in order, without the first `offset`."""
        if self._more:
            self._settle()
        pairs = zip(self._ids[offset:].tolist(), self._scores[offset:].tolist(), strict=True)
        return tuple(Hit(id, score) for id, score in pairs)


def last_of(scores: Array, count: int) -> float:
    """The lowest of the `count` highest scores, of which there are more than `count`."""
    groups = len(scores) // _GROUP
    if count < groups:
        # As many of the highest of all groups are as high as the last of these: it is no lower.
        highest = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
        highest.partition(groups - count)
        least = highest[groups - count]
        scores = scores[scores >= least]
        if scores.max() == least:  # all are equal, with which partitions are slow
            return float(least)
    else:
        scores = scores.copy()
    scores.partition(len(scores) - count)
    return float(scores[len(scores) - count])


def best(ids: Array, scores: Array, count: int) -> Array:
    """The places of the `count` highest scores, in order; of equals the lowest id first."""
    if len(ids) <= max(count, _FEW):
        return np.lexsort((ids, -scores))[:count]
    last = last_of(scores, count)
    above, level = (scores > last).nonzero()[0], (scores == last).nonzero()[0]
    left = count - len(above)
    if left < len(level):
        level = level[np.argpartition(ids[level], left)[:left]]
    places = np.concatenate([above, level])
    return places[np.lexsort((ids[places], -scores[places]))]
