"""How large a query may be; beyond it, a `QueryError` that names the limit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.errors import QueryError

CHARACTERS = 2_000
WORD = 100
DEPTH = 50
CLAUSES = 200
# Letters that must come before the first wildcard.
FIXED_LETTERS = 2
# Words of the index that one wildcard, range or misspelt word may stand for.
EXPANSIONS = 1_000
# Other words inside a phrase.
SLOP = 100
# Numbers of the named operators: first(N, …) and times(N, …).
NUMBER = 999_999
# For so many wrong letters a word must have so many at least.
LETTERS_PER_EDIT = {1: 3, 2: 5}
# What a score may be multiplied by.
LEAST_FACTOR, MOST_FACTOR = 0.01, 100.0

_SURROGATE = re.compile("[\ud800-\udfff]")


def check_factors(factors: Iterable[float]) -> None:
    """Refuse weights inside each other that multiply to more, or less, than one may be.

    Raises
    ------
    ValueError
        In words.
    """
    for factor in factors:
        if not LEAST_FACTOR * 0.999 <= factor <= MOST_FACTOR * 1.001:  # rounding aside
            raise ValueError(
                f"weights inside each other multiply to {factor:g}; the limits are "
                f"{LEAST_FACTOR:g} and {MOST_FACTOR:g}"
            )


def check_text(query: str) -> None:
    """Refuse a query that is too long, or no text, before anything reads it."""
    if lone := _SURROGATE.search(query):
        # What the shell handed over as bytes that are no UTF-8.
        raise QueryError("this is no character; is the query UTF-8?", query, *lone.span())
    if len(query) > CHARACTERS:
        raise QueryError(
            f"the query has {len(query):,} characters, the limit is {CHARACTERS:,}",
            query,
            CHARACTERS,
            CHARACTERS,
        )
