"""Cut a query into lexemes, each with its place, so that every error can point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.errors import QueryError
from archive.query import limits
from archive.schema import FACTS, FIELDS, Kind, kind_of

Sort = Literal[
    "(", ")", "AND", "OR", "NOT", "field", "operator", "=", "phrase", "~", "^", "word", "end"
]

QUOTES = '"“”„'
_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([A-Za-z_]+(?:\.basis)?):(?!//)", re.IGNORECASE)
_NAMED = re.compile(r"(first|times)\((?:\s*([^\s,()]*)\s*,)?", re.IGNORECASE)
_RUN = re.compile(rf"[^\s(){QUOTES}]+")
_CLOSING = re.compile(f"[{QUOTES}]")
_OPERATORS: dict[str, Sort] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
# What follows a phrase or a parenthesis at once.
_SUFFIX = re.compile(rf"~[^\s(){QUOTES}^]*|\^[^\s(){QUOTES}]*")
_SUFFIXED: dict[str, tuple[Sort, ...]] = {"~": ("phrase",), "^": ("phrase", "~", ")")}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: its sort, what it says, and its offsets."""

    sort: Sort
    text: str
    start: int
    end: int


def lexemes(query: str) -> Iterator[Lexeme]:
    """The lexemes of `query`, closed by one of sort "end".

    Raises
    ------
    QueryError
        A quotation mark that is not closed, a field that does not exist, too deep parentheses.
    """
    at = depth = 0
    last = None
    while at < len(query):
        if space := _SPACE.match(query, at):
            at = space.end()
            last = None
            continue
        lexeme = _next(query, at, last)
        if lexeme.sort == "(" and last and last.sort == "word":
            raise QueryError(
                "a parenthesis right after a word: put a space between them, or both in "
                "quotation marks",
                query,
                at,
                at + 1,
            )
        depth += {"(": 1, "operator": 1, ")": -1}.get(lexeme.sort, 0)
        if depth > limits.DEPTH:
            raise QueryError(
                f"parentheses are nested deeper than the limit of {limits.DEPTH}", query, at, at + 1
            )
        yield lexeme
        last = lexeme
        at = lexeme.end
    yield Lexeme("end", "", len(query), len(query))


def _next(query: str, at: int, last: Lexeme | None) -> Lexeme:
    """The lexeme at `at`; `last` is the one that it is glued to, if any."""
    first = query[at]
    field = last.text if last and last.sort == "field" else None
    if last and last.sort in _SUFFIXED.get(first, ()):
        suffix = _SUFFIX.match(query, at)
        assert suffix is not None
        return Lexeme("~" if first == "~" else "^", suffix.group()[1:], at, suffix.end())
    if first in "()":
        return Lexeme("(" if first == "(" else ")", first, at, at + 1)
    if first in QUOTES:
        return _phrase(query, at)
    if first == "=":
        return Lexeme("=", first, at, at + 1)
    if first == "-" and _is_glued(query, at + 1):
        if field and kind_of(field) is not Kind.DATE:
            raise QueryError(
                "a minus sign after a field: write it before the field, as -title:word",
                query,
                at,
                at + 1,
            )
        if not field:
            return Lexeme("NOT", first, at, at + 1)
    if not field and (named := _FIELD.match(query, at)):
        return _field(query, named)
    if operator := _NAMED.match(query, at):
        return _operator(query, operator)
    run = _RUN.match(query, at)
    assert run is not None
    word = run.group()
    joint = None if field else _OPERATORS.get(word)
    return Lexeme(joint or "word", word, at, run.end())


def _is_glued(query: str, at: int) -> bool:
    """Whether something that can be negated follows at once."""
    return at < len(query) and not query[at].isspace() and query[at] != ")"


def _phrase(query: str, at: int) -> Lexeme:
    closing = _CLOSING.search(query, at + 1)
    if not closing:
        raise QueryError("this quotation mark is not closed", query, at, at + 1)
    return Lexeme("phrase", query[at + 1 : closing.start()], at, closing.end())


def _operator(query: str, match: re.Match[str]) -> Lexeme:
    """The beginning of `first(50, ` as "first 50"."""
    name, number = match.group(1).lower(), match.group(2) or ""
    is_number = number.isascii() and number.isdigit() and len(number) <= 6
    if not is_number or not 1 <= int(number) <= limits.NUMBER:
        raise QueryError(
            f"{name}( needs a number from 1 to {limits.NUMBER:,} and a comma: "
            f"{name}(5, word). In quotation marks it is text",
            query,
            *match.span(),
        )
    return Lexeme("operator", f"{name} {int(number)}", *match.span())


def _field(query: str, match: re.Match[str]) -> Lexeme:
    name = match.group(1).lower()
    of = name.removesuffix(".basis")
    if of != name and of in FIELDS and of not in FACTS:
        raise QueryError(
            f"nothing is known of what {of}: rests on; it is known of {', '.join(FACTS)}",
            query,
            match.start(),
            match.end(1),
        )
    if of not in FIELDS:
        raise QueryError(
            f"there is no field {match.group(1)!r}; the fields are {', '.join(FIELDS)}. "
            "Words with a colon can be put in quotation marks",
            query,
            match.start(),
            match.end(1),
        )
    return Lexeme("field", name, match.start(), match.end())
