"""The query tree: what a query asks for, free of how it was typed and of any engine.

`str(tree)` writes it back in the query language, with nothing left implicit but AND.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive import dates
from archive.schema import WHOLE, ZONE_FIELDS


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article; not part of the language, `list` without a query asks for it."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word. `field` None means the default fields. `exact`: no stems."""

    text: str
    field: str | None = None
    exact: bool = False

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{'=' if self.exact else ''}{self.text}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more folded words that stand next to each other, in this order, in one field."""

    words: tuple[str, ...]
    field: str | None = None
    exact: bool = False

    def __str__(self) -> str:
        return f'{_prefix(self.field)}{"=" if self.exact else ""}"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A folded pattern: `*` is any run of letters, `?` is one. Matches written forms only."""

    pattern: str
    field: str | None = None

    def __str__(self) -> str:
        return f"{_prefix(self.field)}{self.pattern}"

    @property
    def expression(self) -> re.Pattern[str]:
        """The regular expression that the whole of a written form has to match."""
        signs = {"*": ".*", "?": "."}
        pattern = "".join(signs.get(c) or re.escape(c) for c in self.pattern)
        return re.compile(pattern, re.DOTALL)

    @property
    def fixed(self) -> str:
        """The letters before the first wildcard."""
        return re.split(r"[*?]", self.pattern, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Value:
    """The whole folded value of a keyword field or a facet, or a number."""

    text: str
    field: str

    def __str__(self) -> str:
        if self.field in WHOLE:
            return f'{self.field}:=="{self.text}"'
        quote = '"' if any(c in self.text for c in ' ()*?"=') or not self.text else ""
        return f"{self.field}:{quote}{self.text}{quote}"


@dataclass(frozen=True, slots=True)
class Range:
    """Days, both ends included; None is an open end. What is dated must lie wholly inside."""

    low: date | None
    high: date | None
    field: str

    def __str__(self) -> str:
        return f"{self.field}:{dates.write_range(self.low, self.high)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more clauses, none of them an `And`."""

    clauses: tuple[Tree, ...]

    def __str__(self) -> str:
        return " ".join(f"({c})" if isinstance(c, Or) else str(c) for c in self.clauses)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more clauses, none of them an `Or`."""

    clauses: tuple[Tree, ...]

    def __str__(self) -> str:
        return " OR ".join(str(clause) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the clause does not match; the clause is no `Not`."""

    clause: Tree

    def __str__(self) -> str:
        inner = str(self.clause)
        return f"NOT ({inner})" if isinstance(self.clause, And | Or) else f"NOT {inner}"


Tree = Everything | Word | Phrase | Wildcard | Value | Range | And | Or | Not


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""


def all_of(clauses: Iterable[Tree]) -> Tree:
    """Join by AND: nested `And`s flattened, a single clause left as it is."""
    flat = tuple(_flattened(clauses, And))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(clauses: Iterable[Tree]) -> Tree:
    """Join by OR: nested `Or`s flattened, a single clause left as it is."""
    flat = tuple(_flattened(clauses, Or))
    return flat[0] if len(flat) == 1 else Or(flat)


def scoped(clauses: Sequence[Tree]) -> list[Tree]:
    """Clauses that stand side by side: beside `zone:K`, words without a field are words of K."""
    kinds = [c.text for c in clauses if isinstance(c, Value) and c.field == "zone"]
    fields = [ZONE_FIELDS[kind] for kind in kinds if kind in ZONE_FIELDS]
    return [_in_fields(clause, fields) for clause in clauses] if fields else list(clauses)


def _in_fields(tree: Tree, fields: Sequence[str]) -> Tree:
    match tree:
        case And(clauses):
            return And(tuple(_in_fields(clause, fields) for clause in clauses))
        case Or(clauses):
            return Or(tuple(_in_fields(clause, fields) for clause in clauses))
        case Not(clause):
            return negated(_in_fields(clause, fields))
        case Word(field=None) | Phrase(field=None) | Wildcard(field=None):
            return any_of(replace(tree, field=field) for field in fields)
        case _:
            return tree


def negated(clause: Tree) -> Tree:
    """NOT, where not-not cancels out."""
    return clause.clause if isinstance(clause, Not) else Not(clause)


def _flattened(clauses: Iterable[Tree], kind: type[And] | type[Or]) -> Iterator[Tree]:
    for clause in clauses:
        if isinstance(clause, kind):
            yield from clause.clauses
        else:
            yield clause


def leaves(tree: Tree, *, wanted: bool = False) -> Iterator[Tree]:
    """The clauses that are no combination, left to right; `wanted`: without the negated ones."""
    match tree:
        case And(clauses) | Or(clauses):
            for clause in clauses:
                yield from leaves(clause, wanted=wanted)
        case Not(clause):
            if not wanted:
                yield from leaves(clause)
        case _:
            yield tree
