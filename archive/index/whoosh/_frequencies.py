"""How often the words of a field stand in some documents: sums over the postings of a segment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from archive.index.whoosh._arrays import Array
from archive.index.whoosh._segment import Segment

# Terms that are looked at together; all postings of the words of a field are a third of an index.
_TERMS = 1 << 14


def counted(segment: Segment, field: str, ids: Array | None) -> Iterator[tuple[str, int, int]]:
    """(word, how often, in how many documents) among the live documents `ids`; None: all."""
    wanted = segment.alive if ids is None else segment.alive & np.isin(segment.ids, ids)
    starts = segment.arrays[f"{field}.starts"]
    terms = segment.terms(field)
    for first in range(0, len(terms), _TERMS):
        some = range(first, min(first + _TERMS, len(terms)))
        begins = starts[some.start : some.stop + 1].astype(np.int64)
        times, documents = _sums(segment, field, begins, wanted)
        words = terms.within(some)
        for n in np.flatnonzero(documents).tolist():
            yield words[n].decode("utf-8", "surrogatepass"), int(times[n]), int(documents[n])


def _sums(segment: Segment, field: str, begins: Array, wanted: Array) -> tuple[Array, Array]:
    """For each of some terms: how often it stands in the documents `wanted`, and in how many."""
    postings = slice(int(begins[0]), int(begins[-1]))
    has = wanted[segment.arrays[f"{field}.docs"][postings].astype(np.int64)]
    freqs = segment.arrays[f"{field}.freqs"][postings] * has
    segment.in_memory += 3 * len(has)
    at = begins[:-1] - begins[0]  # every term has a posting
    return (
        np.add.reduceat(freqs, at, dtype=np.int64),
        np.add.reduceat(has, at, dtype=np.int64),
    )
