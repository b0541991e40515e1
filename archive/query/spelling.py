"""How many typing mistakes are between two words.

A mistake is a letter too many, too few or another one, or two neighbours that changed places, no
stretch being changed twice: Damerau's distance in the form of the optimal string alignment
(L. Boytsov, "Indexing Methods for Approximate Dictionary Searching", JEA 16, 2011, section 2.2).
"""

from __future__ import annotations


def distance(one: str, other: str, most: int) -> int | None:
    """The mistakes between two words; None if they are more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, found in enumerate(other, 1):
            least = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != found))
            if row > 1 and column > 1 and letter == other[column - 2] and found == one[row - 2]:
                least = min(least, before[column - 2] + 1)
            here.append(least)
        if min(*here, *last) > most:
            return None
        before, last = last, here
    return last[-1] if last[-1] <= most else None
