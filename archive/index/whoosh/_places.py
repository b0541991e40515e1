"""Documents of one segment in which words stand in certain places to each other.

A place is one number, `document * width + position` (`Segment.places`), so that those of all
documents are compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.index.whoosh._arrays import Array, different
from archive.index.whoosh._matches import Counts, Forms, common, shared
from archive.index.whoosh._segment import NONE, Segment
from archive.query import Sought


def standing(
    segment: Segment, field: str, words: Sequence[Forms], found: Sequence[Array], sought: Sought
) -> Counts:
    """The documents where the words stand as they are sought, and at how many places.

    `words` are the forms of each word, `found` the documents that have any of them.
    """
    wanted = _having_all(segment, found)
    if not len(wanted):
        return NONE, NONE
    if sought.is_together:
        return together(segment, field, words, found, wanted)
    width = segment.width(field, len(words) + sought.slop)
    if sought.slop:
        ends = near(segment, field, words, wanted, sought.slop, width)
    else:
        ends = adjacent(segment, field, words, found, wanted, width)
    if sought.first is not None:
        ends = ends[ends % width <= sought.first]
    docs, counts = _counted(ends, width)
    there, _ = shared(segment, docs, wanted)
    return docs[there], counts[there]


def adjacent(
    segment: Segment,
    field: str,
    words: Sequence[Forms],
    found: Sequence[Array],
    wanted: Array,
    width: int,
) -> Array:
    """Where the words end that stand side by side in order: the place behind the last.

    The rarest is looked at first, and each further one only where all before were found in their
    places.
    """
    first, *others = _rarest_first(found)
    # Where a phrase would end that has this word here.
    ends = _places(segment, field, words[first], wanted, width) + (len(words) - first)
    for number in others:
        if len(others) > 1:
            wanted, _ = _counted(ends, width)
        if not len(ends):
            break
        keys = _places(segment, field, words[number], wanted, width)
        keys += len(words) - number
        ends = common(ends, keys)
    return ends


def near(
    segment: Segment, field: str, words: Sequence[Forms], wanted: Array, slop: int, width: int
) -> Array:
    """Where the words end that stand in order, at most `slop` others between them.

    From the last to the first, each is the nearest one before the word behind it.
    """
    begins = ends = _places(segment, field, words[-1], wanted, width)
    for number, word in enumerate(reversed(words[:-1]), 1):
        keys = _places(segment, field, word, wanted, width)
        at = np.searchsorted(keys, begins)
        ends, at = ends[at > 0], at[at > 0]
        begins = keys[at - 1]
        close = ends - begins <= number + slop  # what is in another document is far away
        begins, ends = begins[close], ends[close]
    return ends + 1


def together(
    segment: Segment, field: str, words: Sequence[Forms], found: Sequence[Array], wanted: Array
) -> Counts:
    """The documents with all the words in one paragraph, and how many such paragraphs they have."""
    width = segment.width(field, 1)
    begins = segment.paragraphs(field, wanted, width)
    having: Array | None = None
    for number in _rarest_first(found):
        keys = _places(segment, field, words[number], wanted, width)
        there = np.searchsorted(begins, keys, "right") - 1
        # Those of other documents may be among them.
        there = different(there[begins[there] // width == keys // width])
        having = there if having is None else common(having, there)
    assert having is not None
    return _counted(begins[having], width)


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
