"""How large a query may be; beyond it, a `QueryError` that names the limit."""

from __future__ import annotations

from archive.errors import QueryError

CHARACTERS = 2_000
WORD = 100
DEPTH = 50
CLAUSES = 200
# Letters that must come before the first wildcard.
FIXED_LETTERS = 2
# Words of the index that one wildcard may stand for.
EXPANSIONS = 1_000


def check_length(query: str) -> None:
    """Refuse a query of more than `CHARACTERS` characters, before anything reads it."""
    if len(query) > CHARACTERS:
        raise QueryError(
            f"the query has {len(query):,} characters, the limit is {CHARACTERS:,}",
            query,
            CHARACTERS,
            CHARACTERS,
        )
