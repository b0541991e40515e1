"""Put query trees together, take them apart, and change their clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from archive.dates import Relative
from archive.query.tree import And, Boost, First, Not, Or, Range, Times, Tree, Value, Words
from archive.schema import ZONE_FIELDS


def all_of(clauses: Iterable[Tree]) -> Tree:
    """Join by AND: nested `And`s flattened, a single clause left as it is."""
    flat = tuple(_flattened(clauses, And))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(clauses: Iterable[Tree]) -> Tree:
    """Join by OR: nested `Or`s flattened, a single clause left as it is."""
    flat = tuple(_flattened(clauses, Or))
    return flat[0] if len(flat) == 1 else Or(flat)


def negated(clause: Tree) -> Tree:
    """NOT, where not-not cancels out."""
    return clause.clause if isinstance(clause, Not) else Not(clause)


def changed(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """`tree` with `change` of each clause that is no combination in its place."""
    match tree:
        case And(clauses):
            return all_of(changed(clause, change) for clause in clauses)
        case Or(clauses):
            return any_of(changed(clause, change) for clause in clauses)
        case Not(clause):
            return negated(changed(clause, change))
        case Boost(clause, factor):
            return Boost(changed(clause, change), factor)
        case _:
            return change(tree)


def scoped(clauses: Sequence[Tree]) -> list[Tree]:
    """Clauses that stand side by side: beside `zone:K`, words without a field are words of K."""
    kinds = [c.text for c in clauses if isinstance(c, Value) and c.field == "zone"]
    fields = dict.fromkeys(ZONE_FIELDS[kind] for kind in kinds if kind in ZONE_FIELDS)
    return [in_field(clause, *fields) for clause in clauses] if fields else list(clauses)


def in_field(tree: Tree, *fields: str) -> Tree:
    """`tree` with its words that have no field in any of `fields`."""

    def in_fields(leaf: Tree) -> Tree:
        if isinstance(leaf, Words) and leaf.field is None:
            return any_of(moved(leaf, field) for field in fields)
        return leaf

    return changed(tree, in_fields)


def moved(leaf: Words, field: str) -> Words:
    """The same words, looked for in `field`."""
    if isinstance(leaf, First | Times):
        return replace(leaf, clause=replace(leaf.clause, field=field))
    return replace(leaf, field=field)


def resolved(tree: Tree, today: date) -> Tree:
    """`tree` with the days that its relative dates mean `today`; what engines are given."""

    def on(day: date | Relative | None) -> date | None:
        return day.on(today) if isinstance(day, Relative) else day

    def in_days(tree: Tree) -> Tree:
        if isinstance(tree, Range):
            return replace(tree, low=on(tree.low), high=on(tree.high))
        return tree

    return changed(tree, in_days)


def _flattened(clauses: Iterable[Tree], kind: type[And] | type[Or]) -> Iterator[Tree]:
    for clause in clauses:
        if isinstance(clause, kind):
            yield from clause.clauses
        else:
            yield clause


def factors(tree: Tree) -> Iterator[float]:
    """What each clause of `tree` that is no combination counts, all weights around it together."""
    match tree:
        case Boost(clause, factor):
            yield from (factor * other for other in factors(clause))
        case And(clauses) | Or(clauses):
            for clause in clauses:
                yield from factors(clause)
        case Not(clause):
            yield from factors(clause)
        case _:
            yield 1.0


def parts(tree: Tree) -> Iterator[Tree]:
    """`tree` and all that it is put together of."""
    yield tree
    match tree:
        case And(clauses) | Or(clauses):
            for clause in clauses:
                yield from parts(clause)
        case Not(clause) | Boost(clause):
            yield from parts(clause)


def leaves(tree: Tree, *, wanted: bool = False) -> Iterator[Tree]:
    """The clauses that are no combination, left to right; `wanted`: without the negated ones."""
    match tree:
        case And(clauses) | Or(clauses):
            for clause in clauses:
                yield from leaves(clause, wanted=wanted)
        case Boost(clause):
            yield from leaves(clause, wanted=wanted)
        case Not(clause):
            if not wanted:
                yield from leaves(clause)
        case _:
            yield tree
