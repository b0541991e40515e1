"""Which of the words that rules look for a text may hold: all of them in one pass.

An expression costs ten times as much as to ask for a word that all its matches hold, and fifty such
questions half as much as all zones of a text. So every three bytes of the text side by side are
marked in a table, and a word of which three are not marked is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import dtype, ndarray

    Array = ndarray[Any, dtype[Any]]

# Below so many characters asking is quicker; above, the text would be kept longer than it is used.
_SHORT, _LONG = 400, 100_000
_known: list[str] = []
# The code of what is too short to have one.
_ALWAYS = 1 << 16


def any_of(*hints: str) -> Callable[[str], bool]:
    """A function that says whether a text holds any of `hints`."""
    numbered = tuple(enumerate(hints, len(_known)))
    _known.extend(hints)

    def holds(text: str) -> bool:
        if not _SHORT < len(text) < _LONG:
            return any(hint in text for hint in hints)
        may_be = _may_be(text, len(_known))
        for number, hint in numbered:  # noqa: SIM110  # any() takes three times as long
            if may_be[number] and hint in text:
                return True
        return False

    return holds


@lru_cache(maxsize=1)  # asked once for every rule
def _may_be(text: str, count: int) -> list[bool]:
    """Of each of the first `count` hints whether every three bytes of it are in `text`, too."""
    import numpy as np  # which who only reads an article need not

    table = np.zeros(_ALWAYS + 1, bool)
    table[_codes(text)] = table[_ALWAYS] = True
    wanted, starts = _wanted(count)
    found: list[bool] = np.logical_and.reduceat(table[wanted], starts).tolist()
    return found


@cache
def _wanted(count: int) -> tuple[Array, Array]:
    """The codes of the first `count` hints, and where those of each begin."""
    import numpy as np

    always = np.array([_ALWAYS])
    codes = [_codes(hint) if len(hint) > 2 else always for hint in _known[:count]]
    return np.concatenate(codes), np.cumsum([0, *map(len, codes[:-1])])


def _codes(text: str) -> Array:
    """A number below 65,536 for every three bytes side by side, mostly another for others."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8).astype(np.uint16)
    found: Array = codes[:-2] * np.uint16(5003) + codes[1:-1] * np.uint16(257) + codes[2:]
    return found
