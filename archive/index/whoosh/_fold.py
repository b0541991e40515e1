"""Of each cluster of copies only the first that matches, in the order in which hits are shown.

Copies are looked for among the first hits only, twice as many each time until there are enough: to
put all that matched in order would take longer than the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from archive.index._contract import Hit
from archive.index.whoosh._arrays import Array, different
from archive.index.whoosh._matches import Matches
from archive.index.whoosh._segment import Segment

Hits = tuple[Hit, ...]


class Clusters:
    """The clusters of all live documents."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    @cached_property
    def _known(self) -> tuple[Array, Array]:
        """The ids of those that are in one, ascending, and which it is."""
        ids, clusters = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for segment in self._segments:
            docs = (segment.arrays["cluster"][:] * segment.alive).nonzero()[0]
            ids.append(segment.ids[docs])
            clusters.append(segment.arrays["cluster"][docs].astype(np.int64))
        order = np.argsort(joined := np.concatenate(ids))
        return joined[order], np.concatenate(clusters)[order]

    def of(self, hits: Hits) -> list[int]:
        """The cluster of each hit; of one without, a number below zero that no other has."""
        ids, clusters = self._known
        wanted = np.array([hit.id for hit in hits], np.int64)
        found = -wanted
        if len(ids):
            places = np.searchsorted(ids, wanted).clip(max=len(ids) - 1)
            found = np.where(ids[places] == wanted, clusters[places], found)
        return [int(cluster) for cluster in found]

    @cached_property
    def _numbers(self) -> list[Array]:
        """For each segment, a small number for the cluster of each document; 0 for none."""
        named = different(self._known[1])
        numbers = []
        for segment in self._segments:
            clusters = segment.arrays["cluster"][:]
            docs = (clusters * segment.alive).nonzero()[0]
            numbers.append(np.zeros(segment.count, np.uint32))
            numbers[-1][docs] = np.searchsorted(named, clusters[docs]) + 1
        return numbers

    @cached_property
    def copies(self) -> list[Array]:
        """For each segment, how many other copies, and files it was seen in, a document has."""
        sizes = np.zeros(len(self._known[1]) + 1, np.int64)
        for numbers, segment in zip(self._numbers, self._segments, strict=True):
            sizes += np.bincount(numbers[segment.alive], minlength=len(sizes))
        sizes[0] = 1
        return [
            sizes[numbers] - 1 + segment.arrays["files"]
            for numbers, segment in zip(self._numbers, self._segments, strict=True)
        ]

    def stories(self, found: Sequence[Matches]) -> int:
        """How many of the documents that were found are left when each cluster counts once."""
        seen = np.zeros(len(self._known[1]) + 1, bool)
        total = copies = 0
        for numbers, matches in zip(self._numbers, found, strict=True):
            total += len(matches.docs)
            if len(seen) > 1:
                met = numbers[matches.docs]
                copies += int(np.count_nonzero(met))
                seen[met] = True
        return total - copies + int(np.count_nonzero(seen[1:]))

    def folded(self, first: Callable[[int], Hits], wanted: int) -> Hits:
        """The first `wanted` hits of different clusters; `first(n)` are the first n of all."""
        count = 3 * wanted + 1
        while True:
            hits = first(count)
            kept: dict[int, Hit] = {}
            for cluster, hit in zip(self.of(hits), hits, strict=True):
                kept.setdefault(cluster, hit)
            if len(kept) >= wanted or len(hits) < count:
                return tuple(kept.values())[:wanted]
            count *= 2
