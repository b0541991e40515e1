"""Documents of one segment in which words stand in certain places to each other.

A place is one number, `document * width + position` (`Segment.places`), so that those of all
documents are compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.index.whoosh._arrays import Array
from archive.index.whoosh._matches import Counts, Forms, common, shared
from archive.index.whoosh._segment import NONE, Segment


def adjacent(
    segment: Segment, field: str, words: Sequence[Forms], found: Sequence[Array]
) -> Counts:
    """The documents where the words stand side by side in order, and how often.

    `found` are the documents of each word. The rarest is looked at first, and each further one only
    where all before were found in their places.
    """
    order = _rarest_first(found)
    having_all = wanted = _having_all(segment, found)
    width = segment.width(field, len(words)) if len(wanted) else 0
    begins: Array | None = None
    for number in order:
        if not len(wanted):
            return NONE, NONE
        keys = _places(segment, field, words[number], wanted, width)
        # Where a phrase would begin that has this word here; a little shifted, never below zero.
        keys += len(words) - number
        begins = keys if begins is None else common(begins, keys)
        wanted, counts = _counted(begins, width)
    there, _ = shared(segment, wanted, having_all)
    return wanted[there], counts[there]


def near(
    segment: Segment, field: str, words: Sequence[Forms], found: Sequence[Array], slop: int
) -> Counts:
    """The same with at most `slop` other words between them: at how many places that begins.

    Of each word the next one behind the word before is the one that ends soonest.
    """
    wanted = _having_all(segment, found)
    if not len(wanted):
        return NONE, NONE
    width = segment.width(field, len(words) + slop)
    begins = ends = _places(segment, field, words[0], wanted, width)
    for number, word in enumerate(words[1:], 1):
        keys = _places(segment, field, word, wanted, width)
        at = np.searchsorted(keys, ends, "right")
        begins, at = begins[at < len(keys)], at[at < len(keys)]
        ends = keys[at]
        close = ends - begins <= number + slop  # what is in another document is far away
        begins, ends = begins[close], ends[close]
    docs, counts = _counted(begins, width)
    there, _ = shared(segment, docs, wanted)
    return docs[there], counts[there]


def _rarest_first(found: Sequence[Array]) -> list[int]:
    return sorted(range(len(found)), key=lambda n: len(found[n]))


def _having_all(segment: Segment, found: Sequence[Array]) -> Array:
    """The documents that have all the words."""
    first, *others = _rarest_first(found)
    wanted = found[first]
    for number in others:
        wanted = wanted[shared(segment, wanted, found[number])[0]]
    return wanted


def _places(segment: Segment, field: str, word: Forms, wanted: Array, width: int) -> Array:
    """Each place of a word in the documents `wanted`, ascending; perhaps those in others too."""
    listed = [segment.places(field, term, wanted, width) for term in word[0]]
    return listed[0] if len(listed) == 1 else np.sort(np.concatenate(listed), kind="stable")


def _counted(places: Array, width: int) -> Counts:
    """The documents of ascending places, and how many each has."""
    docs = (places // width).astype(np.int64)
    starts = np.diff(docs, prepend=-1).nonzero()[0]
    return docs[starts], np.diff(starts, append=len(docs))
