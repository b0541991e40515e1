"""How large a query may be, exactly."""

from __future__ import annotations

import pytest

from archive.errors import QueryError
from archive.query import leaves, limits, parse


def refusal(query: str) -> QueryError:
    """The error that `query` raises."""
    with pytest.raises(QueryError) as caught:
        parse(query)
    return caught.value


def test_the_limits_are_those_that_were_promised() -> None:
    """Scripts may rely on these numbers."""
    assert (limits.CHARACTERS, limits.WORD, limits.DEPTH, limits.CLAUSES) == (2_000, 100, 50, 200)
    assert limits.FIXED_LETTERS == 2
    assert limits.EXPANSIONS == 1_000
    assert (limits.SLOP, limits.LEAST_FACTOR, limits.MOST_FACTOR) == (100, 0.01, 100)
    assert limits.LETTERS_PER_EDIT == {1: 3, 2: 5}


def test_characters() -> None:
    """2,000 characters are read, and the error for one more points behind them."""
    assert str(parse("alfa".ljust(2_000))) == "alfa"
    error = refusal("alfa".ljust(2_001))
    assert "2,001 characters, the limit is 2,000" in str(error)
    assert (error.start, error.end) == (2_000, 2_000)


@pytest.mark.parametrize("form", ["{}", "={}", "title:{}", '"alfa {}"', "-{}", "publisher:{}"])
def test_characters_of_a_word(form: str) -> None:
    """A word of 100 characters is looked for, a longer one is refused and not cut."""
    parse(form.format("x" * 100))
    assert "101 characters, the limit is 100" in str(refusal(form.format("x" * 101)))


def test_characters_of_a_wildcard() -> None:
    """A pattern of 100 characters is looked for, a longer one is refused."""
    parse("x" * 99 + "*")
    error = refusal("alfa " + "x" * 100 + "*")
    assert "the limit is 100" in str(error)
    assert (error.start, error.end) == (5, 106)


@pytest.mark.parametrize("opening", ["(", "-(", "NOT (", "(bravo OR "])
def test_depth(opening: str) -> None:
    """50 parentheses inside each other are read, and the error for one more points at it."""
    parse(opening * 50 + "alfa" + ")" * 50)
    query = opening * 51 + "alfa" + ")" * 51
    error = refusal(query)
    assert "the limit of 50" in str(error)
    assert query[error.start : error.end] == "("
    assert query.count("(", 0, error.end) == 51


def test_parentheses_side_by_side_are_not_deep() -> None:
    """Depth counts what is open at once."""
    parse("(alfa) " * 150)


@pytest.mark.parametrize("joint", [" ", " OR ", " -", " AND "])
def test_clauses(joint: str) -> None:
    """200 clauses are read, and one more is refused as a whole."""
    assert len(list(leaves(parse(joint.join(["x"] * 200))))) == 200
    query = joint.join(["x"] * 201)
    error = refusal(query)
    assert "201 clauses, the limit is 200" in str(error)
    assert (error.start, error.end) == (0, len(query))


@pytest.mark.parametrize("query", ["al*", "al*fa", "al?a", "title:al*", "e\u0301l*"])
def test_two_fixed_letters(query: str) -> None:
    """A wildcard may follow the second letter."""
    parse(query)


@pytest.mark.parametrize("query", ["a*", "a?fa", "*alfa", "?lfa", "title:a*", "tag:a*", "é*"])
def test_fewer_than_two_fixed_letters(query: str) -> None:
    """A wildcard before the second letter would stand for half the index."""
    assert "at least 2 letters before the first" in str(refusal(query))


@pytest.mark.parametrize("query", ["..*alfa", "$$?lfa", "a-*b", "--.-*alfa"])
def test_signs_are_no_fixed_letters(query: str) -> None:
    """Only letters and digits count as the fixed beginning."""
    refusal(query)


@pytest.mark.parametrize("query", ["NOT " * 499 + "alfa", "-" * 1_996 + "alfa"])
def test_many_negations_are_read(query: str) -> None:
    """Negations in a row cost no depth."""
    assert str(parse(query)) in ("alfa", "NOT alfa")
