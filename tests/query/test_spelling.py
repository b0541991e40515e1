"""How many typing mistakes are between two words."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query.spelling import distance


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("alfa", "alfa", 0),
        ("alfa", "alfas", 1),
        ("alfa", "lfa", 1),
        ("alfa", "alba", 1),
        ("alfa", "alaf", 1),
        ("alfa", "laaf", 2),
        ("alfa", "", None),
        ("banjir", "bajnri", 2),
        ("ca", "abc", None),
    ],
)
def test_what_a_mistake_is(one: str, other: str, mistakes: int | None) -> None:
    """Too many, too few, another, or two changed places; never a stretch twice."""
    assert distance(one, other, 2) == mistakes


short = st.text("ab", max_size=6)


@given(short, short, st.integers(0, 3))
def test_the_distance_is_the_least(one: str, other: str, most: int) -> None:
    """It is what the definition says, and the same in both directions."""

    @cache
    def least(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [least(i - 1, j) + 1, least(i, j - 1) + 1]
        ways.append(least(i - 1, j - 1) + (one[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(least(i - 2, j - 2) + 1)
        return min(ways)

    wanted = least(len(one), len(other))
    assert distance(one, other, most) == (wanted if wanted <= most else None)
    assert distance(other, one, most) == distance(one, other, most)
