"""Several segments become one, without the documents that were deleted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import log

import numpy as np

from archive.index.whoosh._arrays import Array, smallest
from archive.index.whoosh._build import finished, sort
from archive.index.whoosh._segment import DATES, KEYWORDS, WORDS, Segment, joined, spans

# So many segments of about the same size are merged into one of the next size.
FANOUT = 8
# Postings whose positions are moved at a time.
_PIECE = 1 << 18
# No segment of more words is made by merging, which takes about 40 bytes for each.
LARGEST = 5_000_000


def size(segment: Segment) -> int:
    """How many words a segment holds."""
    return len(segment.arrays["body.positions"]) if segment.has("body") else segment.count


def chosen(segments: Sequence[Segment]) -> list[int]:
    """Which of the segments to merge now: none, or the places of two and more (or a holey one).

    In tiers: a document is merged once for each tier that it climbs, so that what an addition
    costs in the mean grows with the logarithm of the number of documents.
    """
    tiers: dict[int, list[int]] = {}
    for place, segment in enumerate(segments):
        if segment.live * 2 < segment.count:
            return [place]
        if size(segment) < LARGEST:
            tiers.setdefault(int(log(segment.live + 1, FANOUT)), []).append(place)
    for _, places in sorted(tiers.items()):
        if len(places) >= FANOUT and len(fitting := _fitting(segments, places)) > 1:
            return fitting
    return []


def _fitting(segments: Sequence[Segment], places: Sequence[int]) -> list[int]:
    """The smallest of `places` whose words together are no more than `LARGEST`, in order."""
    ordered = sorted(places, key=lambda place: size(segments[place]))
    totals = accumulate(size(segments[place]) for place in ordered)
    return sorted(ordered[: sum(total <= LARGEST for total in totals)])


def merge(segments: Sequence[Segment]) -> Segment:
    """One segment, in memory, of all live documents, in order."""
    languages = list(dict.fromkeys(name for s in segments for name in s.languages))
    numbers = [np.array([languages.index(n) for n in s.languages], np.int64) for s in segments]
    arrays: dict[str, Array] = {
        "ids": np.concatenate([s.ids[s.alive] for s in segments]),
        "language": smallest(
            np.concatenate(
                [n[s.arrays["language"][s.alive]] for s, n in zip(segments, numbers, strict=True)]
            )
        ),
    }
    for name in (f"{date}_{end}" for date in DATES for end in ("first", "last")):
        days = [s.arrays[name][s.alive] for s in segments if s.count]
        arrays[name] = np.concatenate(days) if days else np.empty(0, np.int32)
    places = _places(segments)
    for name in (*WORDS, *KEYWORDS):
        having = [(s, p) for s, p in zip(segments, places, strict=True) if s.has(name)]
        if having and (made := _field(name, having)):
            arrays.update(made)
            if name in WORDS:
                arrays[f"{name}.lengths"] = _lengths(name, segments)
    return finished(languages, arrays)


def _places(segments: Sequence[Segment]) -> list[Array]:
    """The new number of each document; -1 for what was deleted."""
    places, before = [], 0
    for segment in segments:
        numbers = np.cumsum(segment.alive) - 1 + before
        places.append(np.where(segment.alive, numbers, -1).astype(np.int32))
        before += segment.live
    return places


def _lengths(name: str, segments: Sequence[Segment]) -> Array:
    none = [np.zeros(s.live, np.uint32) for s in segments]
    return smallest(
        np.concatenate(
            [
                s.arrays[f"{name}.lengths"][s.alive] if s.has(name) else zeros
                for s, zeros in zip(segments, none, strict=True)
            ]
        )
    )


def _field(name: str, having: Sequence[tuple[Segment, Array]]) -> dict[str, Array]:
    """The arrays of one field; none if no live document has any."""
    listed = [list(segment.terms(name)) for segment, _ in having]
    words = sorted(set().union(*listed))
    numbers = {word: number for number, word in enumerate(words)}
    terms, docs, freqs, positions = [], [], [], []
    for (segment, places), own in zip(having, listed, strict=True):
        arrays = segment.arrays
        renumbered = np.fromiter(map(numbers.__getitem__, own), np.uint32, len(own))
        term = np.repeat(renumbered, segment.sizes(name))
        doc = places[arrays[f"{name}.docs"]]
        kept = doc >= 0
        terms.append(term[kept])
        docs.append(doc[kept])
        if name in WORDS:
            freq = arrays[f"{name}.freqs"]
            freqs.append(freq[kept].astype(np.uint32))
            positions.append(arrays[f"{name}.positions"][np.repeat(kept, freq)])
    term, order = sort(np.concatenate(terms))
    if not len(term):
        return {}
    used, first = np.unique(term, return_index=True)
    starts = np.append(first, len(term))
    made = joined((words[number] for number in used.tolist()), name, "term")
    made |= {
        f"{name}.starts": smallest(starts),
        f"{name}.docs": smallest(np.concatenate(docs)[order]),
    }
    if name in WORDS:
        made |= _positions(name, np.concatenate(freqs), np.concatenate(positions), order, starts)
    return made


def _positions(
    name: str, freqs: Array, positions: Array, order: Array, starts: Array
) -> dict[str, Array]:
    """The positions, and what tells where they are, in the order of the merged postings."""
    begins = (np.cumsum(freqs, dtype=np.int64) - freqs)[order]
    freqs = freqs[order]
    places = np.append(0, np.cumsum(freqs, dtype=np.int64))
    moved = np.empty_like(positions)
    for at in range(0, len(freqs), _PIECE):  # the places of all would be 24 bytes for each
        piece = slice(at, at + _PIECE)
        start, end = (int(places[min(n, len(freqs))]) for n in (at, at + _PIECE))
        moved[start:end] = positions[spans(begins[piece], freqs[piece])]
    return {
        f"{name}.freqs": smallest(freqs),
        f"{name}.positions": smallest(moved),
        f"{name}.position_starts": smallest(places[starts]),
    }
