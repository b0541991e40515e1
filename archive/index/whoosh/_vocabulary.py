"""Sorted byte strings, one after the other: looked up, and several such lists made one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from archive.index.whoosh._arrays import Array

# So many terms of the largest of several lists are looked at at a time.
_RANGE = 1 << 16


class Terms:
    """Sorted byte strings, one after the other in `blob`, looked up by bisection."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob: Any = memoryview(blob)  # type: ignore[arg-type]  # an array is a buffer
        self._ends = ends
        # Bisection looks at single ones, which a view gives faster than an array.
        self._end: Any = memoryview(ends)  # type: ignore[arg-type]  # as above

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._blob[self._end[number - 1] if number else 0 : self._end[number]])

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.within(range(len(self))))

    def within(self, numbers: range) -> list[bytes]:
        """The terms with these numbers."""
        if not len(numbers):
            return []
        first = int(self._ends[numbers.start - 1]) if numbers.start else 0
        ends = self._ends[numbers.start : numbers.stop].astype(np.int64) - first
        content = bytes(self._blob[first : first + int(ends[-1])])
        return [content[start:end] for start, end in pairwise([0, *ends.tolist()])]

    def places(self, numbers: range) -> tuple[Array, Array, Array]:
        """All bytes, and where each of the terms with these numbers begins, and how long it is."""
        ends = self._ends[numbers.start : numbers.stop].astype(np.int64)
        first = int(self._ends[numbers.start - 1]) if numbers.start else 0
        starts = np.append(first, ends)[: len(ends)]
        return np.frombuffer(self._blob, np.uint8), starts, ends - starts

    def find(self, term: bytes) -> int:
        """The number of `term`; -1 if it is not there."""
        number = bisect_left(self, term)
        return number if number < len(self) and self[number] == term else -1

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with `prefix`. No term holds a byte 0xff."""
        return range(bisect_left(self, prefix), bisect_left(self, prefix + b"\xff"))


def joined(terms: Iterable[bytes]) -> tuple[Array, Array]:
    """Sorted terms as the two arrays of `Terms`."""
    listed = list(terms)
    ends = np.cumsum(np.fromiter(map(len, listed), np.int64, len(listed)))
    return np.frombuffer(b"".join(listed), "u1"), _narrow(ends)


def _narrow(ends: Array) -> Array:
    return ends.astype("<u4" if not len(ends) or ends[-1] < 1 << 32 else "<u8")


def united(
    vocabularies: Sequence[Terms], sizes: Sequence[Array]
) -> tuple[tuple[Array, Array], list[Array]]:
    """The terms of all as the two arrays of `Terms`, and for each the new numbers of its own.

    A term with the size 0 is left out, unless another has it. Its new number means nothing, but the
    numbers ascend. The lists are never in memory as a whole.
    """
    largest = max(vocabularies, key=len)
    bounds = [largest[number] for number in range(_RANGE, len(largest), _RANGE)]
    edges = [[0, *(bisect_left(v, bound) for bound in bounds), len(v)] for v in vocabularies]
    numbers = [np.zeros(len(v), np.int64) for v in vocabularies]
    blobs, lengths, count = [], [np.empty(0, np.int64)], 0
    for n in range(len(bounds) + 1):
        live = []
        for vocabulary, size, edge in zip(vocabularies, sizes, edges, strict=True):
            terms = vocabulary.within(range(edge[n], edge[n + 1]))
            kept = size[edge[n] : edge[n + 1]] > 0
            live.append(terms if kept.all() else [terms[at] for at in np.flatnonzero(kept)])
        words = sorted(set().union(*live))
        known = dict(zip(words, range(count, count + len(words)), strict=True))
        for terms, size, edge, number in zip(live, sizes, edges, numbers, strict=True):
            given = np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
            number[edge[n] : edge[n + 1]][size[edge[n] : edge[n + 1]] > 0] = given
        blobs.append(b"".join(words))
        lengths.append(np.fromiter(map(len, words), np.int64, len(words)))
        count += len(words)
    ends = np.cumsum(np.concatenate(lengths))
    blob = np.frombuffer(b"".join(blobs), "u1")
    return (blob, _narrow(ends)), [np.maximum.accumulate(number) for number in numbers]
