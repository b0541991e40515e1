"""A segment: the postings of some documents as arrays, sorted by term.

Documents are numbered from 0 in the order in which they came. For each field `f`:

    f.terms, f.term_ends   the terms in UTF-8, sorted, one after the other; where each ends
    f.starts               where the postings of each term begin (one number more than terms)
    f.docs                 the document of each posting, ascending within a term
    f.freqs                how often the term stands there               (fields of words)
    f.positions            where, ascending within a posting             (fields of words)
    f.position_starts      where the positions of each term begin        (fields of words)
    f.lengths              how many words each document has              (fields of words)
    f.L.stems, .stem_ends, .form_starts, .forms
                           the stems of the terms that documents in the language L have, and the
                           terms that each stands for                    (fields with stems)

and for each document `ids`, `language` (a number in `meta["languages"]`), `cluster` (0: none),
`files` (others that it was seen in), `breaks` (how many of the numbers in `paragraphs` are its own:
where in the body one begins, but the first), `<date>_first` and `<date>_last` (ordinals, 0: none).
A paragraph costs a byte or two. Stems have no postings of their own: a stem is the union of its
forms, which halves the index, and other rules for stems touch no posting.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from archive.index._ranking import damping
from archive.index.whoosh._arrays import Array, ArrayFile, Arrays
from archive.index.whoosh._spelling import near
from archive.index.whoosh._vocabulary import Terms
from archive.schema import FIELDS, WHOLE, Kind

WORDS = tuple(f.name for f in FIELDS.values() if f.kind in (Kind.TEXT, Kind.NAME))
STEMMED = tuple(f.name for f in FIELDS.values() if f.kind is Kind.TEXT)
KEYWORDS = (*(f.name for f in FIELDS.values() if f.kind is Kind.KEYWORD), *WHOLE.values())
DATES = tuple(f.name for f in FIELDS.values() if f.kind is Kind.DATE)
NONE = np.empty(0, np.int64)
# Around each place that is read, the system maps so many bytes more.
_AROUND = 1 << 17
# No text has more words; and hardly any has more than these.
_WIDE, _NARROW = 1 << 32, 1 << 16


class Segment:
    """One segment as it is searched; `deleted` are the documents that were since it was written."""

    def __init__(self, meta: Mapping[str, Any], arrays: Arrays, deleted: Collection[int]) -> None:
        self.meta = meta
        self.arrays = arrays
        self.count = len(arrays["ids"])
        gone = np.fromiter(deleted, np.int64, len(deleted))
        self.alive = np.ones(self.count, bool)
        self.alive[gone] = False
        self.is_whole = not len(gone)
        self.live = self.count - len(deleted)
        # About how many bytes of its file are in memory because they were read.
        self.in_memory = 0
        self._terms: dict[str, Terms] = {}
        self._damped: dict[str, tuple[float, Array]] = {}

    def sizes(self, field: str) -> Array:
        """How many documents, deleted ones too, each term of `field` has."""
        starts: Array = self.arrays[f"{field}.starts"].astype(np.int64)
        return starts[1:] - starts[:-1]

    @cached_property
    def ids(self) -> Array:
        """The id of each document."""
        return self.arrays["ids"]

    @cached_property
    def is_ascending(self) -> bool:
        """Whether each document has a higher id than the one before."""
        return bool((self.ids[1:] > self.ids[:-1]).all())

    @cached_property
    def languages(self) -> list[str]:
        """The languages that documents have."""
        return list(self.meta["languages"])

    def has(self, field: str) -> bool:
        """Whether any document has terms in `field`."""
        return f"{field}.starts" in self.arrays

    def terms(self, field: str, plural: str = "term") -> Terms:
        """The terms of a field, or its stems (`body.id`, "stem")."""
        name = f"{field}.{plural}"
        if name not in self._terms:
            self._terms[name] = Terms(self.arrays[f"{name}s"], self.arrays[f"{name}_ends"])
        return self._terms[name]

    def lengths(self, field: str) -> tuple[int, int]:
        """How many words the live documents have in `field`, and how many have any."""
        if f"{field}.lengths" not in self.arrays:
            return 0, 0
        live = self.arrays[f"{field}.lengths"][self.alive]
        return int(live.sum(dtype=np.int64)), int(np.count_nonzero(live))

    def damped(self, field: str, mean: float) -> Array:
        """What BM25 adds to a frequency in each document; kept for the next query."""
        known = self._damped.get(field)
        if known is None or known[0] != mean:
            lengths = self.arrays[f"{field}.lengths"].astype(np.float64)
            known = self._damped[field] = (mean, damping(lengths, mean))
        return known[1]

    def forms(self, field: str, stem: bytes, language: str) -> list[int]:
        """The terms of `field` that stand for `stem` in `language`."""
        named = f"{field}.{language}"
        if f"{named}.stems" not in self.arrays:
            return []
        number = self.terms(named, "stem").find(stem)
        if number < 0:
            return []
        starts = self.arrays[f"{named}.form_starts"]
        found = self.arrays[f"{named}.forms"][int(starts[number]) : int(starts[number + 1])]
        return [int(term) for term in found]

    def find(self, field: str, term: bytes) -> list[int]:
        """The number of `term` in `field`, or none."""
        if not self.has(field):
            return []
        number = self.terms(field).find(term)
        return [number] if number >= 0 else []

    def beginning(self, field: str, prefix: bytes) -> dict[bytes, int]:
        """The terms of `field` that begin with `prefix`, with their numbers."""
        if not self.has(field):
            return {}
        terms = self.terms(field)
        numbers = terms.with_prefix(prefix)
        return dict(zip(terms.within(numbers), numbers, strict=True))

    def between(self, field: str, low: bytes, high: bytes | None) -> range:
        """The numbers of the terms of `field` from `low` to those that begin with `high`."""
        if not self.has(field):
            return range(0)
        terms = self.terms(field)
        last = terms.with_prefix(high).stop if high is not None else len(terms)
        return range(terms.with_prefix(low).start, last)

    def first_of(self, field: str, numbers: range, count: int) -> list[bytes]:
        """The first terms of a range that live documents have."""
        if self.is_whole or not numbers:
            return self.terms(field).within(numbers[:count]) if numbers else []
        living = self._living(field, np.array(numbers))[:count].tolist()
        return [self.terms(field)[number] for number in living]

    def until(self, field: str, numbers: range, last: bytes) -> range:
        """The part of a range of terms that ends with `last`."""
        if not numbers:
            return numbers
        return range(numbers.start, min(numbers.stop, bisect_right(self.terms(field), last)))

    def living_of(self, field: str, terms: Mapping[bytes, int]) -> dict[bytes, int]:
        """The terms that live documents have, with their numbers."""
        if self.is_whole or not terms:
            return dict(terms)
        living = set(self._living(field, np.array(list(terms.values()))).tolist())
        return {term: number for term, number in terms.items() if number in living}

    def _living(self, field: str, numbers: Array) -> Array:
        """The numbers of those terms that live documents have."""
        starts = self.arrays[f"{field}.starts"]
        begins = starts[numbers].astype(np.int64)
        sizes = starts[numbers + 1] - begins
        docs = self.arrays[f"{field}.docs"][spans(begins, sizes)]
        counts = np.add.reduceat(self.alive[docs], np.cumsum(sizes) - sizes, dtype=np.int64)
        living: Array = numbers[counts > 0]
        return living

    def misspelt(self, field: str, word: bytes, first: bytes, most: int) -> dict[bytes, int]:
        """The terms of `field` beginning with `first` that may be `word` with `most` mistakes."""
        if not self.has(field):
            return {}
        terms = self.terms(field)
        numbers = near(terms, terms.with_prefix(first), word, most)
        return {terms[number]: number for number in numbers}

    def spoken(self, language: str) -> Array | None:
        """Which documents are in `language`; None if none is."""
        if language not in self.languages:
            return None
        spoken: Array = self.arrays["language"] == self.languages.index(language)
        return spoken

    def paragraphs(self, field: str, wanted: Array, width: int) -> Array:
        """Where each paragraph of a field begins in the documents `wanted`, as places."""
        begins = wanted * width
        if field != "body":
            return begins
        counts = self.arrays["breaks"][wanted].astype(np.int64)
        own = spans(self._breaks[wanted] - counts, counts)
        places = np.repeat(begins, counts) + self.arrays["paragraphs"][own]
        return np.sort(np.concatenate([begins, places]), kind="stable")

    @cached_property
    def _breaks(self) -> Array:
        """Where the paragraphs of each document end among all."""
        ends: Array = np.cumsum(self.arrays["breaks"], dtype=np.int64)
        return ends

    @cached_property
    def living(self) -> Array:
        """All live documents."""
        return np.flatnonzero(self.alive)

    def let_go(self) -> None:
        """Take no memory for what was read of the file."""
        self.in_memory = 0
        if isinstance(self.arrays, ArrayFile):
            self.arrays.let_go()

    def postings(self, field: str, term: int) -> tuple[Array, Array]:
        """The live documents of a term, ascending, and how often it stands there."""
        first, last = self.arrays[f"{field}.starts"][term : term + 2].tolist()
        docs = self.arrays[f"{field}.docs"][first:last].astype(np.int64)
        freqs = self.arrays[f"{field}.freqs"][first:last]
        self.in_memory += 3 * (last - first) + _AROUND
        if self.is_whole:
            return docs, freqs
        kept = self.alive[docs]
        return docs[kept], freqs[kept]

    def documents(self, field: str, terms: Sequence[int]) -> Array:
        """The live documents that have any of `terms`, of which there is one, ascending."""
        starts, docs = self.arrays[f"{field}.starts"], self.arrays[f"{field}.docs"]
        if terms[-1] - terms[0] == len(terms) - 1:  # those with a prefix lie side by side
            found = docs[int(starts[terms[0]]) : int(starts[terms[-1] + 1])]
        else:
            numbers = np.array(terms)
            begins = starts[numbers].astype(np.int64)
            found = docs[spans(begins, starts[numbers + 1] - begins)]
        self.in_memory += 2 * len(found) + _AROUND
        if len(terms) == 1:
            found = found.astype(np.int64)
            return found if self.is_whole else found[self.alive[found]]
        hit = np.zeros(self.count, bool)
        hit[found] = True
        return np.flatnonzero(hit & self.alive)

    def leading(self, field: str, terms: range) -> Array:
        """The live documents whose first word in `field` is one of `terms`, ascending."""
        if not len(terms):
            return NONE
        first, last = self.arrays[f"{field}.starts"][[terms.start, terms.stop]].tolist()
        begin = int(self.arrays[f"{field}.position_starts"][terms.start])
        freqs = self.arrays[f"{field}.freqs"][first:last].astype(np.int64)
        lowest = self.arrays[f"{field}.positions"][begin + np.cumsum(freqs) - freqs]
        hit = np.zeros(self.count, bool)
        hit[self.arrays[f"{field}.docs"][first:last][lowest == 0]] = True
        self.in_memory += 4 * (last - first) + _AROUND
        return np.flatnonzero(hit & self.alive)

    def width(self, field: str, words: int) -> int:
        """What a document's number is multiplied with where places of so many words are compared.

        Numbers of 32 bits hold most; they take half the time and the memory of those of 64.
        """
        longest = int(self.arrays[f"{field}.lengths"].max())
        return _NARROW if self.count <= _NARROW and longest + words < _NARROW else _WIDE

    def places(self, field: str, term: int, wanted: Array, width: int) -> Array:
        """Each place of a term in the documents `wanted`, ascending: `document * width + position`.

        Where most documents are wanted, those of all others that have the term are there too.
        """
        kind: Any = np.uint32 if width == _NARROW else np.int64
        first, last = self.arrays[f"{field}.starts"][term : term + 2].tolist()
        begin, end = self.arrays[f"{field}.position_starts"][term : term + 2].tolist()
        docs = self.arrays[f"{field}.docs"][first:last]
        freqs = self.arrays[f"{field}.freqs"][first:last]
        positions = self.arrays[f"{field}.positions"]
        self.in_memory += 2 * (end - begin) + 3 * (last - first) + _AROUND
        if len(wanted) * 2 > len(docs):
            keys = np.repeat(docs.astype(kind) * kind(width), freqs)
            keys += positions[begin:end].astype(kind)
            return keys
        has = np.zeros(self.count, bool)
        has[wanted] = True
        kept = has[docs.astype(np.int64)].nonzero()[0]
        ends = np.cumsum(freqs, dtype=np.int64)[kept]
        freqs = freqs[kept].astype(np.int64)
        keys = np.repeat(docs[kept].astype(kind) * kind(width), freqs)
        keys += positions[spans(ends - freqs + begin, freqs)].astype(kind)
        return keys


def spans(begins: Array, lengths: Array) -> Array:
    """`begins[0], begins[0]+1, …` for so many as `lengths[0]`, and so on: the numbers in all."""
    total = int(lengths.sum())
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    return np.repeat(begins - before, lengths) + np.arange(total)
