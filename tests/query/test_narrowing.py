"""Narrowing a query down by whole values of facets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import fold_value
from archive.errors import UsageError
from archive.query import Everything, Tree, Value, Word, narrowed, parse
from archive.query.lexer import QUOTES
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
    """Whatever the value says, quotation marks and operators too; or it is refused."""
    try:
        narrow = narrowed(tree, [f"{field}={value}"])
    except UsageError:
        assert field in ("tag", "language")
        assert not fold_value(value) or set(fold_value(value)) & set(QUOTES)
    else:
        assert parse(str(narrow)) == narrow


@pytest.mark.parametrize("written", ["tag=", 'tag=a"b', "language=\u201c"])
def test_what_cannot_be_asked_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match=r"needs a value|quotation mark"):
        narrowed(Word("a"), [written])


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ('publisher:=="Kabar Nusa"', 'publisher:=="kabar nusa"'),
        ("publisher:==Kabar-Nusa*", 'publisher:=="kabar-nusa*"'),
        ("published:==2023-07", 'published:=="2023-07"'),
        ('tag:=="Ek*"', 'tag:"ek*"'),
        ("tag:==a..k", 'tag:"a..k"'),
        ('-author:=="A" b', 'NOT author:=="a" b'),
        ("(place:==a OR place:==b)^2", '(place:=="a" OR place:=="b")^2'),
        ('place:=="a"^2', '(place:=="a")^2'),
        ("publisher:(==a OR b)", 'publisher:=="a" OR publisher:b'),
    ],
)
def test_a_whole_value_is_taken_as_it_is(query: str, understood: str) -> None:
    """No sign in it has a meaning."""
    tree = parse(query)
    assert str(tree) == understood
    assert parse(understood) == tree


@pytest.mark.parametrize(
    "query",
    [
        *("==a", "title:==a", "a ==b", "publisher:== a", "publisher:==(", "publisher:==="),
        *('publisher:=="a b"~3', 'tag:==""', "publisher:==", "first(3, publisher:==a)", "id:==7"),
    ],
)
def test_a_whole_value_needs_a_facet(query: str) -> None:
    with pytest.raises(UsageError):
        parse(query)
