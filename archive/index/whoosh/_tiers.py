"""Which segments become one when something is added."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

from archive.index.whoosh._segment import Segment

# So many segments of about the same size are merged into one of the next size.
FANOUT = 4
# No segment of more is made by merging. The number of a document takes two bytes up to there; and
# what is merged is in memory as far as its files are mapped, seven bytes for a word.
DOCUMENTS = 1 << 16
WORDS = 1 << 25


class Group(NamedTuple):
    """Segments by their places that become one, unless it is one that stays as it is."""

    places: tuple[int, ...]
    live: int
    words: int
    is_holey: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it must be written."""
        return self.is_holey or len(self.places) > 1

    @property
    def share(self) -> float:
        """How much of the largest segment it is."""
        return max(self.live / DOCUMENTS, self.words / WORDS)


def size(segment: Segment) -> int:
    """How many words a segment holds."""
    return len(segment.arrays["body.positions"]) if segment.has("body") else segment.count


def groups(segments: Sequence[Segment]) -> list[Group]:
    """What the segments become, each of them in one group.

    In tiers: a document is merged once for each tier that it climbs, so that what an addition
    costs in the mean grows with the logarithm of the number of documents. A segment of which more
    than half was deleted is written anew.
    """
    made = [
        Group((place,), s.live, size(s), s.live * 2 < s.count) for place, s in enumerate(segments)
    ]
    while chosen := _chosen(made):
        places = sorted(place for group in chosen for place in group.places)
        live, words = sum(g.live for g in chosen), sum(g.words for g in chosen)
        made = [group for group in made if group not in chosen]
        made.append(Group(tuple(places), live, words))
    return made


def _chosen(made: Sequence[Group]) -> list[Group]:
    """Which of the groups to make one: none, or the smallest of a tier, two and more."""
    tiers: dict[int, list[Group]] = {}
    for group in made:
        if group.share <= 1 / 2:
            tiers.setdefault(int(log(group.live + 1, FANOUT)), []).append(group)
    for _, tier in sorted(tiers.items()):
        ordered = sorted(tier, key=lambda group: group.share)
        fitting = sum(total <= 1 for total in accumulate(group.share for group in ordered))
        if len(tier) >= FANOUT or fitting < len(tier):
            return ordered[:fitting]
    return []
