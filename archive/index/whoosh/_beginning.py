"""The most frequent terms that begin with some letters, without counting all that do.

How many documents have a term at most is known from where its postings begin. So terms are looked
at from the most frequent on, until no other can be among the best.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heappush, heappushpop

import numpy as np

from archive.deadline import check
from archive.index.whoosh._segment import Segment

# A segment, a field of it, and the number of a term there.
_Place = tuple[Segment, str, int]


def beginning(
    segments: Sequence[Segment], prefix: bytes, fields: Sequence[str], count: int
) -> list[tuple[str, int]]:
    """The `count` terms with `prefix` that most live documents have in any of `fields`.

    Each with how many have it; of as many, in the order of their letters.
    """
    lists = [_List(s, f, prefix) for s in segments for f in fields if s.has(f)]
    most: dict[bytes, int] = {}
    known: dict[bytes, int] = {}
    looked = count + 2
    while True:
        check()
        unseen = 0
        for one in lists:
            terms, rest = one.first(looked)
            unseen += rest
            for term in terms:
                if term not in most:
                    most[term] = sum(other.size(term) for other in lists)
        best = _best(lists, most, known, count)
        is_settled = len(best) == count and (not best or best[-1][1] > unseen)
        if is_settled or not unseen:
            return [(term.decode("utf-8", "surrogatepass"), number) for term, number in best]
        looked *= 4


def _best(
    lists: Sequence[_List], most: dict[bytes, int], known: dict[bytes, int], count: int
) -> list[tuple[bytes, int]]:
    """The best of the terms in `most`, which says how many documents they have at most.

    Those that were counted are put into `known`.
    """
    found: list[tuple[bytes, int]] = []
    highest: list[int] = []  # a heap: the last of the best first
    for term in sorted(most, key=lambda term: -most[term]):
        if len(highest) == count and (not count or most[term] < highest[0]):
            break
        if term not in known:
            check()
            known[term] = _counted(lists, term)
        if known[term]:
            found.append((term, known[term]))
            (heappush if len(highest) < count else heappushpop)(highest, known[term])
    return sorted(found, key=lambda both: (-both[1], both[0]))[:count]


class _List:
    """The terms with a prefix in a field of a segment."""

    def __init__(self, segment: Segment, field: str, prefix: bytes) -> None:
        self.segment, self.field = segment, field
        self._terms = segment.terms(field)
        self._numbers = numbers = self._terms.with_prefix(prefix)
        starts = segment.arrays[f"{field}.starts"][numbers.start : numbers.stop + 1]
        self._sizes = np.diff(starts.astype(np.int64))

    def first(self, count: int) -> tuple[list[bytes], int]:
        """The `count` most frequent, in no order, and how many documents any other has at most.

        0: there is no other.
        """
        if count >= len(self._sizes):
            return self._terms.within(self._numbers), 0
        places = np.argpartition(-self._sizes, count)
        terms = [self._terms[self._numbers[n]] for n in places[:count].tolist()]
        return terms, int(self._sizes[places[count]])

    def find(self, term: bytes) -> int | None:
        """The number of a term with the prefix."""
        number = bisect_left(self._terms, term, self._numbers.start, self._numbers.stop)
        return number if number < self._numbers.stop and self._terms[number] == term else None

    def size(self, term: bytes) -> int:
        """How many documents, deleted ones too, have a term with the prefix."""
        number = self.find(term)
        return 0 if number is None else int(self._sizes[number - self._numbers.start])


def _counted(lists: Sequence[_List], term: bytes) -> int:
    """How many live documents have a term in any of the fields."""
    found: dict[int, list[_Place]] = {}
    for one in lists:
        number = one.find(term)
        if number is not None:
            found.setdefault(id(one.segment), []).append((one.segment, one.field, number))
    return sum(map(_union, found.values()))


def _union(places: Sequence[_Place]) -> int:
    """How many live documents of a segment have a term in any of some fields."""
    segment, field, number = places[0]
    if len(places) == 1 and segment.is_whole:
        first, last = segment.arrays[f"{field}.starts"][number : number + 2].tolist()
        return int(last - first)
    has = np.zeros(segment.count, bool)
    for _, field, number in places:
        has[segment.documents(field, [number])] = True
    return int(np.count_nonzero(has))
