"""Which segments become one when something is added."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

from archive.index.whoosh._segment import Segment

# So many segments of about the same size are merged into one of the next size.
FANOUT = 8
# No segment of more words is made by merging.
LARGEST = 64_000_000


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


def size(segment: Segment) -> int:
    """How many words a segment holds."""
    return len(segment.arrays["body.positions"]) if segment.has("body") else segment.count


def groups(segments: Sequence[Segment]) -> list[Group]:
    """What the segments become, each of them in one group.

    In tiers: a document is merged once for each tier that it climbs, so that what an addition
    costs in the mean grows with the logarithm of the number of documents. Of a segment that is
    written anew because more than half of it was deleted the same is true.
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
    """Which of the groups to make one: none, or two and more."""
    tiers: dict[int, list[Group]] = {}
    for group in made:
        if group.words < LARGEST:
            tiers.setdefault(int(log(group.live + 1, FANOUT)), []).append(group)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= FANOUT and len(fitting := _fitting(tier)) > 1:
            return fitting
    return []


def _fitting(tier: Sequence[Group]) -> list[Group]:
    """The smallest of `tier` whose words together are no more than `LARGEST`."""
    ordered = sorted(tier, key=lambda group: group.words)
    totals = accumulate(group.words for group in ordered)
    return ordered[: sum(total <= LARGEST for total in totals)]
