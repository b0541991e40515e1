"""From lexemes to the query tree, by recursive descent; the grammar stands in the package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from archive.errors import QueryError
from archive.query import limits
from archive.query.lexer import Lexeme, Sort, lexemes
from archive.query.tree import Not, Tree, all_of, any_of, leaves, negated, scoped
from archive.query.values import value, whole_value

Match = Literal["all", "any"]


def parse(query: str, match: Match = "all") -> Tree:
    """Understand `query`.

    Parameters
    ----------
    match:
        What words that stand side by side mean: all of them, or any.

    Raises
    ------
    QueryError
        With the place, if the query has no meaning or is beyond a limit.
    """
    limits.check_text(query)
    parser = _Parser(query, match)
    tree = parser.either(None)
    parser.expect("end")
    clauses = sum(1 for _ in leaves(tree))
    if clauses > limits.CLAUSES:
        raise QueryError(
            f"the query has {clauses} clauses, the limit is {limits.CLAUSES}", query, 0, len(query)
        )
    return tree


class _Parser:
    """Holds the place in the lexemes; each method reads one rule of the grammar."""

    def __init__(self, query: str, match: Match) -> None:
        self.query = query
        self.match = match
        self.lexemes = list(lexemes(query))
        self.at = 0

    @property
    def here(self) -> Lexeme:
        return self.lexemes[self.at]

    def error(self, message: str, lexeme: Lexeme | None = None) -> QueryError:
        lexeme = lexeme or self.here
        return QueryError(message, self.query, lexeme.start, lexeme.end)

    def take(self, *sorts: Sort) -> Lexeme | None:
        if self.here.sort not in sorts:
            return None
        taken = self.here
        self.at += 1
        return taken

    def expect(self, sort: Sort) -> None:
        if self.take(sort):
            return
        if self.here.sort == ")":
            raise self.error("this parenthesis closes nothing")
        raise self.error("a parenthesis is not closed before here")

    def either(self, field: str | None) -> Tree:
        clauses = [self.together(field)]
        while self.take("OR"):
            clauses.append(self.together(field))
        return any_of(clauses)

    def together(self, field: str | None) -> Tree:
        clauses = [self.both(field)]
        while self.here.sort not in ("OR", ")", "end"):
            clauses.append(self.both(field))
        clauses = scoped(clauses)
        return all_of(clauses) if self.match == "all" else _any_without(clauses)

    def both(self, field: str | None) -> Tree:
        clauses = [self.negated(field)]
        while self.take("AND"):
            clauses.append(self.negated(field))
        return all_of(clauses)

    def negated(self, field: str | None) -> Tree:
        is_negated = False
        while self.take("NOT"):
            is_negated = not is_negated
        clause = self.clause(field)
        return negated(clause) if is_negated else clause

    def clause(self, field: str | None) -> Tree:
        if named := self.take("field"):
            if field:
                raise self.error(f"a field inside {field}:(…)", named)
            field = named.text
            if self.here.start != named.end or self.here.sort in (")", "end"):
                raise self.error(f"{field}: needs a value right after it", named)
        if opened := self.take("("):
            return self.group(opened, field)
        equals = self.take("=")
        if equals and self.here.start != equals.end:
            raise self.error("= needs a word right after it", equals)
        whole = self.take("=") if equals else None
        if whole and self.here.start != whole.end:
            raise self.error("== needs a value right after it", whole)
        lexeme = self.take("word", "phrase")
        if not lexeme:
            raise self.error(self.nothing_here())
        if whole:
            return whole_value(self.query, lexeme, field)
        return value(self.query, lexeme, field, is_exact=equals is not None)

    def group(self, opened: Lexeme, field: str | None) -> Tree:
        if self.here.sort == ")":
            raise self.error("there is nothing between these parentheses", opened)
        tree = self.either(field)
        if not self.take(")"):
            raise self.error("this parenthesis is not closed", opened)
        return tree

    def nothing_here(self) -> str:
        match self.here.sort:
            case "end" if self.at == 0:
                return "the query is empty"
            case "end":
                return "something to search for is missing at the end"
            case ")":
                return "something to search for is missing before this parenthesis"
            case _:
                return f"something to search for is missing before {self.here.text}"


def _any_without(clauses: Iterable[Tree]) -> Tree:
    """Any of the clauses, but none of the negated ones: what `--match any` means."""
    kept = list(clauses)
    excluded = [clause for clause in kept if isinstance(clause, Not)]
    wanted = [clause for clause in kept if not isinstance(clause, Not)]
    return all_of([any_of(wanted), *excluded] if wanted else excluded)
