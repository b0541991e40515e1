"""How large a query may be; beyond it, a `QueryError` that names the limit."""

from __future__ import annotations

import re

from archive.errors import QueryError

CHARACTERS = 2_000
WORD = 100
DEPTH = 50
CLAUSES = 200
# Letters that must come before the first wildcard.
FIXED_LETTERS = 2
# Words of the index that one wildcard may stand for.
EXPANSIONS = 1_000

_SURROGATE = re.compile("[\ud800-\udfff]")


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
