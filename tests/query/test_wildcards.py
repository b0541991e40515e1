"""What a pattern matches, and how long that may take."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.query import Wildcard
from strategies import steady


@steady
@given(st.text("ab?*", max_size=8), st.text("abc", max_size=8))
def test_a_pattern_matches_as_it_reads(pattern: str, word: str) -> None:
    """A star is any letters, a question mark one."""
    plain = pattern.replace("*", ".*").replace("?", ".")
    matched = Wildcard(pattern).expression.fullmatch(word)
    assert bool(matched) == bool(re.fullmatch(plain, word))


def test_many_stars_are_not_tried_in_all_their_places() -> None:
    """It would take longer than the sun will shine."""
    expression = Wildcard("aa" + "*a" * 48 + "*b").expression
    assert not expression.fullmatch("a" * 100)
    assert expression.fullmatch("a" * 99 + "b")
