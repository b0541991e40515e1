"""The numbers in a query: how far (`~`), how much (`^`), and values of fields of numbers."""

from __future__ import annotations

import re

from archive.query import limits

_FACTOR = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)", re.DOTALL)
# Numbers of 64 bits hold it.
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
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


def numbers(text: str, field: str) -> tuple[int | None, int | None]:
    """The lowest and the highest number that `7`, `7..9`, `7..`, `..9`, `>=7` or `<9` ask for."""
    if sign := _COMPARED.fullmatch(text):
        number = _number(sign[2], field) + {">": 1, "<": -1}.get(sign[1], 0)
        if number < 0:
            raise ValueError(f"no number of {field}: is below 0")
        return (number, None) if sign[1][0] == ">" else (None, number)
    if ".." not in text:
        number = _number(text, field)
        return number, number
    first, _, last = text.partition("..")
    low, high = (_number(end, field) if end else None for end in (first, last))
    if low is None and high is None:
        raise ValueError("a range needs at least one end: 7.. or ..9")
    if low is not None and high is not None and low > high:
        raise ValueError(f"the range {text} ends before it begins")
    return low, high


def _number(text: str, field: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{field}: needs a whole number, or a range as 7..9 or >=7")
    return int(text)
