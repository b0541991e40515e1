"""The table of the query language: complete, and true."""

from __future__ import annotations

from typing import get_args

import pytest

from archive.query import Everything, Tree, parse
from archive.query.language import constructs, markdown
from archive.query.walk import parts
from archive.schema import FIELDS

EXAMPLES = [example for construct in constructs() for example in construct.examples]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_understood(example: str) -> None:
    """It has a meaning, and means the same when it is written back."""
    tree = parse(example)
    assert parse(str(tree)) == tree


def test_there_is_an_example_of_everything() -> None:
    """Each kind of clause, written forms that are exact, and each kind of field."""
    shown = [part for example in EXAMPLES for part in parts(parse(example))]
    assert {type(part) for part in shown} == set(get_args(Tree)) - {Everything}
    kinds = {FIELDS[part.field].kind for part in shown if getattr(part, "field", None)}
    assert kinds == {field.kind for field in FIELDS.values()}
    assert any(getattr(part, "exact", False) for part in shown)


def test_the_table_has_a_row_for_each() -> None:
    """Two columns, none torn by a sign of the language."""
    rows = markdown().splitlines()
    assert len(rows) == 2 + len(list(constructs()))
    assert {row.count("|") for row in rows} == {3}
