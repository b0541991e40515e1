"""The numbers that follow a clause: how far (`~`) and how much (`^`)."""

from __future__ import annotations

import re

from archive.query import limits

_FACTOR = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def factor(text: str) -> float:
    """What is behind a `^`: from 0.01 to 100, with at most two decimals.

    Raises
    ------
    ValueError
        In words, if `text` is no such number. So do the others.
    """
    number = float(text) if _FACTOR.fullmatch(text) else 0.0
    if not limits.LEAST_FACTOR <= number <= limits.MOST_FACTOR:
        raise ValueError(
            f"after ^ comes a number from {limits.LEAST_FACTOR:g} to {limits.MOST_FACTOR:g} "
            "with at most two decimals, as in word^2.5; in quotation marks it is text"
        )
    return number


def slop(text: str) -> int:
    """What is behind the `~` of a phrase: how many other words may stand inside."""
    number = int(text) if _WHOLE.fullmatch(text) else 0
    if not 1 <= number <= limits.SLOP:
        raise ValueError(
            "after the ~ of a phrase comes how many other words may stand inside, "
            f'1 to {limits.SLOP}, as in "a phrase"~3'
        )
    return number


def edits(text: str, word: str) -> int:
    """What is behind the `~` of `word`: how many letters may be wrong; nothing is 1."""
    if text not in ("", "1", "2"):
        raise ValueError(
            "after the ~ of a word comes how many letters may be wrong, 1 or 2 (nothing: 1); "
            "in quotation marks it is text"
        )
    number = int(text or "1")
    if len(word) < limits.LETTERS_PER_EDIT[number]:
        raise ValueError(
            f"a word of which {number} letter{'s' if number > 1 else ''} may be wrong needs at "
            f"least {limits.LETTERS_PER_EDIT[number]} letters"
        )
    return number
