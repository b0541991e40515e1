"""The terms that are a few typing mistakes away from a word, of all that begin like it.

The distance (`archive.query.spelling`) is worked out for all terms at once, letter by letter of the
word, along the diagonal only. Terms that are not ASCII are left to the caller to look at.
"""

from __future__ import annotations

import numpy as np

from archive.index.whoosh._arrays import Array
from archive.index.whoosh._vocabulary import Terms

# The most bytes of a letter in UTF-8.
_LETTER = 4
# What the first byte of a letter beyond ASCII is at least.
_LEADING = 0xC0


def near(terms: Terms, numbers: range, word: bytes, most: int) -> list[int]:
    """Of the terms with these numbers, those that may be at most `most` mistakes from `word`."""
    blob, starts, lengths = terms.places(numbers)
    if not len(starts):
        return []
    reach = most * _LETTER
    # Where all letters are of one byte, the lengths cannot differ by more.
    content = blob[starts[0] : starts[-1] + lengths[-1]]
    is_plain = np.maximum.reduceat(content, starts - starts[0]) < 0x80
    within = np.where(is_plain & word.isascii(), most, reach)
    kept = (abs(lengths - len(word)) <= within).nonzero()[0]
    starts, lengths = starts[kept], lengths[kept]
    letters = _letters(blob, starts, lengths, int(lengths.max(initial=0)))
    is_near = _distances(letters, lengths, word, most) <= most
    # Of a word in ASCII no more letters can be others.
    other = (letters >= _LEADING).sum(axis=0)
    may_be_near = (other > 0) & (other <= most) if word.isascii() else np.ones(len(kept), bool)
    chosen: list[int] = (kept[is_near | may_be_near] + numbers.start).tolist()
    return chosen


def _letters(blob: Array, starts: Array, lengths: Array, longest: int) -> Array:
    """The n-th byte of every term in the n-th row; 0 behind the end of a term."""
    letters = np.zeros((longest, len(starts)), np.uint8)
    for at in range(longest):
        there = (lengths > at).nonzero()[0]
        letters[at, there] = blob[starts[there] + at]
    return letters


def _distances(letters: Array, lengths: Array, word: bytes, most: int) -> Array:
    """The mistakes between `word` and each term; more than `most` where there are more."""
    far = np.full(len(lengths), most + 1, np.uint8)
    columns = range(min(len(word) + most, len(letters)) + 1)
    before: list[Array] = [far] * len(columns)
    last = [np.full_like(far, min(column, most + 1)) for column in columns]
    for row in range(1, len(word) + 1):
        here = [np.full_like(far, min(row, most + 1)), *[far] * (len(columns) - 1)]
        for column in range(max(1, row - most), min(len(columns), row + most + 1)):
            differs = letters[column - 1] != word[row - 1]
            least = np.minimum(
                last[column - 1] + differs, np.minimum(last[column], here[column - 1]) + 1
            )
            if row > 1 and column > 1:
                swapped = (letters[column - 2] == word[row - 1]) & (
                    letters[column - 1] == word[row - 2]
                )
                least = np.where(swapped, np.minimum(least, before[column - 2] + 1), least)
            here[column] = np.minimum(least, far)
        before, last = last, here
    found = far.copy()
    for column in range(max(0, len(word) - most), len(columns)):
        ends = lengths == column
        found[ends] = last[column][ends]
    return found
