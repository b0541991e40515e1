"""Narrowing a query down by whole values of facets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.query import Everything, Tree, Value, Word, narrowed, parse
from archive.schema import FACETS
from strategies import steady, trees

# What the shell can hand over, and XML or JSON can hold: no half characters.
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("include", "exclude", "understood"),
    [
        (["publisher=Kompas TV"], [], 'a publisher:=="kompas tv"'),
        (["publisher=A", "publisher=B"], [], 'a (publisher:=="a" OR publisher:=="b")'),
        (["publisher=A", "publisher=a"], [], 'a publisher:=="a"'),
        (["publisher=A", "tag=X y"], [], 'a publisher:=="a" tag:"x y"'),
        ([], ["language=en", "place=B"], 'a NOT language:en NOT place:=="b"'),
        (["author=A=B"], [], 'a author:=="a=b"'),
        (["published=2023-07"], [], 'a published:=="2023-07"'),
    ],
)
def test_they_become_clauses(include: list[str], exclude: list[str], understood: str) -> None:
    """Any of the values of one field, one of each field, none of those excluded."""
    tree = narrowed(Word("a"), include, exclude)
    assert str(tree) == understood
    assert parse(understood) == tree


def test_everything_is_narrowed_down_to_the_clauses() -> None:
    assert narrowed(Everything(), ["tag=x"]) == Value("x", "tag")
    assert narrowed(Everything()) == Everything()


@pytest.mark.parametrize("written", ["publisher", "body=x", "=x", "nosuch=x", ""])
def test_what_is_no_facet_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="field=value"):
        narrowed(Word("a"), [written])


@steady
@given(trees(["alfa", "bravo"], ["title"]), st.sampled_from(FACETS), VALUES)
def test_what_is_understood_can_be_asked_again(tree: Tree, field: str, value: str) -> None:
    """Whatever the value says, quotation marks and operators too."""
    if field in ("tag", "language"):
        value = "".join(c for c in value if c.isalnum()) or "x"
    narrow = narrowed(tree, [f"{field}={value}"])
    assert parse(str(narrow)) == narrow


@pytest.mark.parametrize("query", ["==a", "title:==a", "a ==b", "publisher:== a", "publisher:==("])
def test_a_whole_value_needs_a_facet(query: str) -> None:
    with pytest.raises(UsageError):
        parse(query)
