"""Several segments become one, without the documents that were deleted.

Of each term the postings of all segments follow one another, so that nothing is sorted: once it is
known how many there are of each, every block is copied to its place. The large arrays are made in
pieces while they are written, for some range of terms at a time; memory is taken for a piece, and
for the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from archive.index.whoosh._arrays import Array, Columns, Pieces, different, smallest
from archive.index.whoosh._segment import DATES, KEYWORDS, STEMMED, WORDS, Segment, spans
from archive.index.whoosh._vocabulary import united

# Words that are moved at a time, but for a term that has more in one segment.
_PIECE = 1 << 20
# Blocks of so many, in the mean, are copied one by one.
_LONG = 256


class _Part:
    """What one segment has in one field, as far as its documents are live."""

    def __init__(self, name: str, segment: Segment, before: int) -> None:
        self._arrays, self._name = segment.arrays, name
        self._segment = segment
        self.starts = segment.arrays[f"{name}.starts"].astype(np.int64)
        # The new number of each document, where it is live.
        places = np.cumsum(segment.alive) - 1 + before
        self._places = places.astype(np.uint32)
        # How many postings and words each term has.
        self.postings = np.diff(self.starts)
        if not segment.is_whole:
            kept = segment.alive[segment.arrays[f"{name}.docs"]]
            self.postings = np.add.reduceat(kept, self.starts[:-1], dtype=np.int64)
        if name in WORDS:
            self.word_starts = segment.arrays[f"{name}.position_starts"].astype(np.int64)
            self.words = np.diff(self.word_starts)
            if not segment.is_whole:
                freqs = segment.arrays[f"{name}.freqs"] * kept
                self.words = np.add.reduceat(freqs, self.starts[:-1], dtype=np.int64)

    def kind(self, array: str) -> np.dtype[Any]:
        """The type of one of its arrays."""
        kind: np.dtype[Any] = self._arrays[f"{self._name}.{array}"].dtype
        return kind

    def _kept(self, terms: slice) -> Array:
        """Which postings of a range of terms are of live documents."""
        docs = self._arrays[f"{self._name}.docs"]
        kept: Array = self._segment.alive[docs[self.starts[terms.start] : self.starts[terms.stop]]]
        return kept

    def docs(self, terms: slice) -> Array:
        """The new numbers of the documents of a range of terms."""
        docs = self._arrays[f"{self._name}.docs"]
        found = docs[self.starts[terms.start] : self.starts[terms.stop]].astype(np.int64)
        if not self._segment.is_whole:
            found = found[self._segment.alive[found]]
        numbers: Array = self._places[found]
        return numbers

    def freqs(self, terms: slice) -> Array:
        """How often each of a range of terms stands in each document."""
        freqs = self._arrays[f"{self._name}.freqs"]
        found = freqs[self.starts[terms.start] : self.starts[terms.stop]]
        return found if self._segment.is_whole else found[self._kept(terms)]

    def positions(self, terms: slice) -> Array:
        """Where each of a range of terms stands."""
        positions = self._arrays[f"{self._name}.positions"]
        found: Array = positions[self.word_starts[terms.start] : self.word_starts[terms.stop]]
        if not self._segment.is_whole:
            freqs = self._arrays[f"{self._name}.freqs"]
            freqs = freqs[self.starts[terms.start] : self.starts[terms.stop]]
            found = found[np.repeat(self._kept(terms), freqs)]
        return found


@dataclass(frozen=True, slots=True)
class Merged:
    """What a segment is made of that is not in memory."""

    count: int
    meta: Mapping[str, object]
    arrays: Columns


def merge(segments: Sequence[Segment]) -> Merged:
    """One segment of all live documents, of which there are some, in order."""
    languages = list(dict.fromkeys(name for s in segments for name in s.languages))
    numbers = [np.array([languages.index(n) for n in s.languages], np.int64) for s in segments]
    spoken = [n[s.arrays["language"][s.alive]] for s, n in zip(segments, numbers, strict=True)]
    ids = np.concatenate([s.ids[s.alive] for s in segments])
    columns: dict[str, Array | Pieces] = {
        "ids": ids,
        "language": smallest(np.concatenate(spoken)),
    }
    for name in ("cluster", "files", "breaks"):
        columns[name] = smallest(np.concatenate([s.arrays[name][s.alive] for s in segments]))
    columns["paragraphs"] = smallest(np.concatenate([_paragraphs(s) for s in segments]))
    for name in (f"{date}_{end}" for date in DATES for end in ("first", "last")):
        columns[name] = np.concatenate([s.arrays[name][s.alive] for s in segments])
    for name in (*WORDS, *KEYWORDS):
        if any(s.has(name) and s.live for s in segments):
            columns |= _field(name, segments, languages)
    return Merged(len(ids), {"languages": languages}, columns)


def _paragraphs(segment: Segment) -> Array:
    """Where the paragraphs of its live documents begin."""
    begins = segment.arrays["paragraphs"]
    if segment.is_whole:
        return begins
    kept: Array = begins[np.repeat(segment.alive, segment.arrays["breaks"])]
    return kept


def _field(name: str, segments: Sequence[Segment], languages: Sequence[str]) -> Columns:
    """The arrays of one field; none if no live document has any."""
    before = np.cumsum([0, *(s.live for s in segments)])
    having = [(s, int(n)) for s, n in zip(segments, before, strict=False) if s.has(name)]
    parts = [_Part(name, *both) for both in having]
    terms, numbers = united([s.terms(name) for s, _ in having], [part.postings for part in parts])
    count = len(terms[1])
    if not count:
        return {}
    starts = _starts(count, numbers, [part.postings for part in parts])
    columns: dict[str, Array | Pieces] = {
        f"{name}.terms": terms[0],
        f"{name}.term_ends": terms[1],
        f"{name}.starts": smallest(starts),
    }
    cuts = _cuts(starts)

    def pieces(array: str, kind: np.dtype[Any], of: str) -> Pieces:
        """An array whose blocks are as long as each part says of its terms."""
        total = word_starts if of == "words" else starts
        blocks = [
            (n, getattr(part, of), getattr(part, array))
            for part, n in zip(parts, numbers, strict=True)
        ]
        return Pieces(kind, int(total[-1]), _copied(total, cuts, blocks, kind))

    if name in WORDS:
        word_starts = _starts(count, numbers, [part.words for part in parts])
        cuts = _cuts(word_starts)
    columns[f"{name}.docs"] = pieces("docs", smallest(before[-1:] - 1).dtype, "postings")
    if name in WORDS:
        for array, of in (("freqs", "postings"), ("positions", "words")):
            kind = np.result_type(*(part.kind(array) for part in parts))
            columns[f"{name}.{array}"] = pieces(array, kind, of)
        columns[f"{name}.position_starts"] = smallest(word_starts)
        columns[f"{name}.lengths"] = _lengths(name, segments)
    if name in STEMMED:
        for language in languages:
            columns |= _stems(f"{name}.{language}", [s for s, _ in having], parts, numbers)
    return columns


def _lengths(name: str, segments: Sequence[Segment]) -> Array:
    none = [np.zeros(s.live, np.uint8) for s in segments]
    return smallest(
        np.concatenate(
            [
                s.arrays[f"{name}.lengths"][s.alive] if s.has(name) else zeros
                for s, zeros in zip(segments, none, strict=True)
            ]
        )
    )


def _starts(count: int, numbers: Sequence[Array], sizes: Sequence[Array]) -> Array:
    """Where what belongs to each of `count` terms begins, and where the last of it ends."""
    starts = np.zeros(count + 1, np.int64)
    for number, size in zip(numbers, sizes, strict=True):
        starts[1:][number[size > 0]] += size[size > 0]
    return np.cumsum(starts)


def _cuts(starts: Array) -> list[int]:
    """Ranges of terms of no more than `_PIECE` each, or of one term."""
    cuts = [0]
    while cuts[-1] < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[cuts[-1]] + _PIECE, "right")) - 1
        cuts.append(max(last, cuts[-1] + 1))
    return cuts


def _copied(
    starts: Array,
    cuts: Sequence[int],
    blocks: Sequence[tuple[Array, Array, Callable[[slice], Array]]],
    kind: np.dtype[Any],
) -> Iterator[Array]:
    """The blocks of all parts, those of each term together, for a range of terms at a time.

    A part is the new numbers of its terms, ascending; how long the block of each is; and what gives
    those of a range of its terms.
    """
    for low, high in pairwise(cuts):
        made = np.empty(int(starts[high] - starts[low]), kind)
        free = starts[low:high] - starts[low]
        for numbers, sizes, content in blocks:
            at = slice(*np.searchsorted(numbers, [low, high]).tolist())
            number, size = numbers[at], sizes[at]
            number, size = number[size > 0] - low, size[size > 0]
            _place(made, free[number], size, content(at))
            free[number] += size
        yield made


def _place(made: Array, begins: Array, sizes: Array, content: Array) -> None:
    """Copy the blocks of `content`, of these sizes, to where each begins."""
    if len(content) < _LONG * len(sizes):
        made[spans(begins, sizes)] = content
        return
    end = 0
    for begin, size in zip(begins.tolist(), sizes.tolist(), strict=True):
        made[begin : begin + size] = content[end : end + size]
        end += size


def _stems(
    named: str, segments: Sequence[Segment], parts: Sequence[_Part], numbers: Sequence[Array]
) -> Columns:
    """The stems of all segments in one language, and the terms that each stands for."""
    vocabularies, left, pairs = [], [], []
    for segment, part, number in zip(segments, parts, numbers, strict=True):
        if f"{named}.stems" not in segment.arrays:
            continue
        forms = segment.arrays[f"{named}.forms"].astype(np.int64)
        sizes: Array = np.diff(segment.arrays[f"{named}.form_starts"].astype(np.int64))
        owners, there = np.repeat(np.arange(len(sizes)), sizes), part.postings[forms] > 0
        vocabularies.append(segment.terms(named, "stem"))
        left.append(np.bincount(owners[there], minlength=len(sizes)))
        pairs.append((owners[there], number[forms[there]]))
    if not vocabularies:
        return {}
    stems, renumbered = united(vocabularies, left)
    both = different(
        np.concatenate(
            [new[stem] << 32 | form for new, (stem, form) in zip(renumbered, pairs, strict=True)]
        )
    )
    starts = np.searchsorted(both >> 32, np.arange(len(stems[1]) + 1))
    return {
        f"{named}.stems": stems[0],
        f"{named}.stem_ends": stems[1],
        f"{named}.form_starts": smallest(starts),
        f"{named}.forms": smallest(both & 0xFFFFFFFF),
    }
