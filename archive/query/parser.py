"""From lexemes to the query tree, by recursive descent; the grammar stands in the package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from archive.analysis import questions
from archive.errors import QueryError
from archive.query import limits
from archive.query.lexer import Lexeme, Sort, lexemes
from archive.query.numbers import factor
from archive.query.tree import And, Boost, First, Not, Or, Phrase, Times, Tree, Word
from archive.query.values import value, whole_value
from archive.query.walk import all_of, any_of, factors, leaves, negated, scoped

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
    if match == "any":
        tree = _asked(tree)
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
        tree = self.unweighted(field)
        sign = self.take("^")
        return self.boosted(tree, sign) if sign else tree

    def boosted(self, tree: Tree, sign: Lexeme) -> Tree:
        try:
            made = Boost(tree, factor(sign.text))
            limits.check_factors(factors(made))
        except ValueError as error:
            raise self.error(str(error), sign) from None
        return made

    def unweighted(self, field: str | None) -> Tree:
        if named := self.take("field"):
            if field:
                raise self.error(f"a field inside {field}:(…)", named)
            field = named.text
            if self.here.start != named.end or self.here.sort in (")", "end"):
                raise self.error(f"{field}: needs a value right after it", named)
        if opened := self.take("("):
            return self.group(opened, field)
        if named := self.take("operator"):
            return self.operator(named, field)
        signs = self.equals()
        lexeme = self.take("word", "phrase")
        if not lexeme:
            raise self.error(self.nothing_here())
        near = self.take("~") if lexeme.sort == "phrase" else None
        if signs == 2:
            return whole_value(self.query, lexeme, field, near)
        return value(self.query, lexeme, field, is_exact=signs == 1, near=near)

    def equals(self) -> int:
        """How many equals signs are before a value: 1, as it is written, 2, the whole of it."""
        signs = 0
        while signs < 2 and (sign := self.take("=")):
            signs += 1
            if self.here.start != sign.end:
                raise self.error(f"{'=' * signs} needs a word right after it", sign)
        return signs

    def operator(self, named: Lexeme, field: str | None) -> Tree:
        name, number = named.text.split()
        inside = self.here
        clause = self.unweighted(field)
        if not isinstance(clause, Word | Phrase) or self.here.sort not in (")", "end"):
            raise self.error(f"{name}(…) takes one word or one phrase", inside)
        if not self.take(")"):
            raise self.error("this parenthesis is not closed", named)
        return First(int(number), clause) if name == "first" else Times(int(number), clause)

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


def _asked(tree: Tree) -> Tree:
    """A question: beside other words, those that it begins with hardly count for the order.

    Answers do not hold them, so that they are rare, and would count for more than the others.
    """
    match tree:
        case And((Or() as wanted, *others)) if all(isinstance(c, Not) for c in others):
            return And((_asked(wanted), *others))
        case Or(clauses):
            kept = [c for c in clauses if not _begins_question(c)]
            if not kept:
                return tree
            return Or(tuple(c if c in kept else Boost(c, limits.LEAST_FACTOR) for c in clauses))
        case _:
            return tree


def _begins_question(clause: Tree) -> bool:
    return (
        isinstance(clause, Word)
        and clause.text in questions()
        and not (clause.field or clause.exact)
    )


def _any_without(clauses: Iterable[Tree]) -> Tree:
    """Any of the clauses, but none of the negated ones: what `--match any` means."""
    kept = list(clauses)
    excluded = [clause for clause in kept if isinstance(clause, Not)]
    wanted = [clause for clause in kept if not isinstance(clause, Not)]
    return all_of([any_of(wanted), *excluded] if wanted else excluded)
