"""Narrow a query down to the articles that have some values of facets, and not others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.errors import UsageError
from archive.query.tree import Everything, Tree, Value
from archive.query.values import whole
from archive.query.walk import all_of, any_of, negated
from archive.schema import FACETS


def narrowed(tree: Tree, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Tree:
    """`tree`, but only articles with the values `include`, and none with a value of `exclude`.

    Each is written `field=value`, the field a facet, and compared as a whole, but folded. Of
    several values of one field any will do; of different fields there must be one each.

    Raises
    ------
    UsageError
        If one of them is not written like this, or can be no value of its field.
    """
    wanted: dict[str, list[Tree]] = {}
    for clause in _clauses(include):
        wanted.setdefault(clause.field, []).append(clause)
    unwanted = [negated(clause) for clause in _clauses(exclude)]
    clauses = [*map(any_of, wanted.values()), *unwanted]
    if not clauses:
        return tree
    return all_of(clauses if isinstance(tree, Everything) else [tree, *clauses])


def _clauses(written: Iterable[str]) -> list[Value]:
    return list(dict.fromkeys(map(_clause, written)))


def _clause(written: str) -> Value:
    field, equals, text = written.partition("=")
    if not equals or field not in FACETS:
        raise UsageError(
            f"{written!r} is no facet with a value: write field=value, with one of the fields "
            f"{', '.join(FACETS)}"
        )
    try:
        return whole(field, text)
    except ValueError as error:
        raise UsageError(str(error)) from None
