"""From documents to the arrays of a new segment: one sort for each field, no loop over postings."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from archive.analysis import stem
from archive.index._contract import Document
from archive.index.whoosh._arrays import Array, smallest
from archive.index.whoosh._segment import DATES, KEYWORDS, STEMMED, WORDS, Segment
from archive.index.whoosh._vocabulary import joined

# Words that are placed at a time.
_PIECE = 1 << 20


class _Numbers(dict[str, int]):
    """A number for each different term, given when it is first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Field:
    """The terms of one field of all documents, as numbers in the order in which they stand."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.terms = array("I")
        self.lengths = array("I")

    def add(self, docnum: int, terms: Iterable[str]) -> None:
        """Add what the document `docnum` has."""
        self.lengths.extend([0] * (docnum - len(self.lengths)))
        before = len(self.terms)
        self.terms.extend(map(self.numbers.__getitem__, terms))
        self.lengths.append(len(self.terms) - before)


def build(documents: Iterable[Document]) -> Segment:
    """A segment, in memory, of `documents`, each with an id of its own."""
    fields: dict[str, _Field] = defaultdict(_Field)
    ids, languages, language, clusters = array("q"), _Numbers(), array("I"), array("q")
    files, breaks, paragraphs = array("I"), array("I"), array("I")
    days: dict[str, array[int]] = {f"{name}_{end}": array("i") for name in DATES for end in _ENDS}
    for docnum, document in enumerate(documents):
        ids.append(document.id)
        language.append(languages[document.language])
        clusters.append(document.cluster)
        files.append(document.files)
        breaks.append(len(document.paragraphs))
        paragraphs.extend(document.paragraphs)
        for name, words in document.words.items():
            fields[name].add(docnum, words)
        for name, values in document.keywords.items():
            fields[name].add(docnum, sorted(values))
        for name in DATES:
            for end, day in zip(_ENDS, document.days.get(name, (0, 0)), strict=True):
                days[f"{name}_{end}"].append(day)
        del document  # the last one may be huge
    arrays: dict[str, Array] = {name: np.array(column, np.int32) for name, column in days.items()}
    arrays["ids"] = np.array(ids, np.int64)
    arrays["language"] = smallest(np.array(language, np.uint32))
    arrays["cluster"] = smallest(np.array(clusters, np.int64))
    for name, column in (("files", files), ("breaks", breaks), ("paragraphs", paragraphs)):
        arrays[name] = smallest(np.array(column, np.uint32))
    for name in (*WORDS, *KEYWORDS):
        if name in fields and fields[name].numbers:
            arrays.update(_postings(name, fields.pop(name), len(ids)))
    for name in STEMMED:
        if f"{name}.starts" in arrays:
            for number, spoken in enumerate(languages):
                if stem("", spoken) is not None:
                    arrays.update(_stems(name, number, spoken, arrays))
    return Segment({"languages": list(languages)}, arrays, ())


_ENDS = ("first", "last")


def _postings(name: str, field: _Field, count: int) -> dict[str, Array]:
    """The arrays of one field: sorted by term, then document, then position."""
    words, rank = _ranked(field.numbers)
    lengths = np.zeros(count, np.uint32)
    lengths[: len(field.lengths)] = field.lengths
    keys = rank[np.frombuffer(field.terms, np.uint32)]
    field.terms = array("I")
    terms, order = sort(keys)
    del keys
    begins = np.cumsum(lengths, dtype=np.int64) - lengths
    docs, positions = np.empty(len(order), np.uint32), np.empty(len(order), np.uint32)
    for at in range(0, len(order), _PIECE):  # in pieces: NumPy makes 8 bytes of each index
        piece = order[at : at + _PIECE].astype(np.int64)
        doc = np.searchsorted(begins + lengths, piece, "right")
        docs[at : at + _PIECE], positions[at : at + _PIECE] = doc, piece - begins[doc]
    del order
    is_new = np.ones(len(terms), bool)
    is_new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    first = np.flatnonzero(is_new)
    blob, ends = joined(words)
    arrays = {f"{name}.terms": blob, f"{name}.term_ends": ends}
    starts = np.searchsorted(terms[first], np.arange(len(words) + 1))
    arrays |= {f"{name}.starts": smallest(starts), f"{name}.docs": smallest(docs[first])}
    if name in WORDS:
        places = np.append(first, len(terms))
        arrays |= {
            f"{name}.freqs": smallest(np.diff(places)),
            f"{name}.positions": smallest(positions),
            f"{name}.position_starts": smallest(places[starts]),
            f"{name}.lengths": smallest(lengths),
        }
    return arrays


def sort(keys: Array) -> tuple[Array, Array]:
    """`keys` (below 2^32) sorted, and where each was; equal ones stay in order."""
    # One sort of whole numbers, which NumPy does with the vector unit, unlike a stable argsort.
    # Each holds the key in its upper half, its place in the lower one.
    both = np.empty((len(keys), 2), "<u4")
    both[:, 1] = keys
    both[:, 0] = np.arange(len(keys), dtype=np.uint32)
    both.view("<u8").sort(axis=0)
    return both[:, 1].copy(), both[:, 0].copy()


def _stems(name: str, number: int, language: str, arrays: dict[str, Any]) -> dict[str, Array]:
    """Which of the terms that documents in `language` have share a stem."""
    counts = np.diff(arrays[f"{name}.starts"].astype(np.int64))
    spoken = arrays["language"][arrays[f"{name}.docs"]] == number
    has = np.zeros(len(counts), bool)
    has[np.repeat(np.arange(len(counts)), counts)[spoken]] = True
    terms = np.flatnonzero(has)
    blob, ends = bytes(arrays[f"{name}.terms"]), arrays[f"{name}.term_ends"].astype(np.int64)
    bounds = zip(np.append(0, ends)[terms].tolist(), ends[terms].tolist(), strict=True)
    numbers = _Numbers()
    of = array("I")
    for start, end in bounds:
        word = blob[start:end].decode("utf-8", "surrogatepass")
        of.append(numbers[stem(word, language) or word])
    stems, rank = _ranked(numbers)
    sorted_by, order = sort(rank[np.frombuffer(of, np.uint32)])
    named = f"{name}.{language}"
    joint, stem_ends = joined(stems)
    return {
        f"{named}.stems": joint,
        f"{named}.stem_ends": stem_ends,
        f"{named}.form_starts": smallest(np.searchsorted(sorted_by, np.arange(len(stems) + 1))),
        f"{named}.forms": smallest(terms[order]),
    }


def _ranked(numbers: _Numbers) -> tuple[list[bytes], Array]:
    """The terms sorted, in UTF-8, and for each number the place of its term among them."""
    words = sorted(numbers)  # UTF-8 sorts like the code points
    rank = np.empty(len(words), np.uint32)
    rank[[numbers[word] for word in words]] = np.arange(len(words), dtype=np.uint32)
    return [word.encode("utf-8", "surrogatepass") for word in words], rank
