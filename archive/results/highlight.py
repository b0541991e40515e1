"""Where in a text a query matched: through the same analysis, so a mark is always a match."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Literal

from archive.analysis import Token, analyse, stem
from archive.query import Phrase, Tree, Wildcard, Word, leaves
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

Through = Literal["written form", "stem", "wildcard"]

# Where marks stop being looked for; a page shows a snippet, not a book.
SCANNED = 1_000_000

# A folded word → how it matches, or None.
_Test = Callable[[str], Through | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that a clause of the query matched, and through what."""

    start: int
    end: int
    clause: str
    through: Through


def marks(text: str, tree: Tree, field: str, language: str | None) -> list[Mark]:
    """The stretches of `text` (the value of `field`) that the wanted clauses of `tree` match.

    Sorted; overlapping ones are kept, one for each clause.
    """
    clauses = [
        (str(clause), tests)
        for clause in dict.fromkeys(leaves(tree, wanted=True))
        if (tests := _tests(clause, field, language))
    ]
    if not clauses:
        return []
    return sorted(_found(text, clauses), key=lambda mark: (mark.start, -mark.end))


def _found(text: str, clauses: Iterable[tuple[str, tuple[_Test, ...]]]) -> Iterator[Mark]:
    """Slide over the words once; at each, ask every clause whether it ends here."""
    clauses = list(clauses)
    recent: deque[Token] = deque(maxlen=max(len(tests) for _, tests in clauses))
    for token in takewhile(lambda token: token.end <= SCANNED, analyse(text)):
        recent.append(token)
        for clause, tests in clauses:
            through = _through(tests, recent)
            if through:
                yield Mark(recent[-len(tests)].start, token.end, clause, through)


def _through(tests: tuple[_Test, ...], recent: deque[Token]) -> Through | None:
    """How the last words match, one test each; the weakest way counts."""
    if len(recent) < len(tests):
        return None
    weakest: Through = "written form"
    for back in range(1, len(tests) + 1):
        through = tests[-back](recent[-back].word)
        if through is None:
            return None
        if through != "written form":
            weakest = through
    return weakest


def _tests(clause: Tree, field: str, language: str | None) -> tuple[_Test, ...]:
    """A test for each word of a clause; none if it does not look into `field`."""
    match clause:
        case Word(text, asked, exact) if _looks_into(asked, field):
            return (_form(text, field, None if exact else language),)
        case Phrase(words, asked, exact) if _looks_into(asked, field):
            return tuple(_form(word, field, None if exact else language) for word in words)
        case Wildcard(_, asked) if _looks_into(asked, field):
            return (_wildcard(clause),)
        case _:
            return ()


def _looks_into(asked: str | None, field: str) -> bool:
    return asked == field or (asked is None and field in DEFAULT_FIELDS)


def _form(asked: str, field: str, language: str | None) -> _Test:
    language = language if FIELDS[field].kind is Kind.TEXT else None
    asked_stem = stem(asked, language)

    @cache
    def test(word: str) -> Through | None:
        if word == asked:
            return "written form"
        return "stem" if asked_stem is not None and stem(word, language) == asked_stem else None

    return test


def _wildcard(clause: Wildcard) -> _Test:
    matches = clause.expression.fullmatch
    return lambda word: "wildcard" if matches(word) else None
