"""Where in a text a query matched: through the same analysis, so a mark is always a match."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Literal, NamedTuple

from archive.analysis import Token, analyse, stem
from archive.query import Phrase, Tree, Wildcard, Word, leaves
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

Through = Literal["written form", "stem", "wildcard"]

# Where marks stop being looked for; a page shows a snippet, not a book.
SCANNED = 1_000_000


class Way(NamedTuple):
    """How something matched; `stem` is the one it shares with what was asked, if by that."""

    through: Through
    stem: str | None = None


# A folded word → how it matches, or None.
_Test = Callable[[str], Way | None]
_AS_WRITTEN, _BY_WILDCARD = Way("written form"), Way("wildcard")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that a clause of the query matched, and through what.

    `stem` has the stems of the words that matched by theirs, joined by spaces; None if none did.
    """

    start: int
    end: int
    clause: str
    through: Through
    stem: str | None = None


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
            way = _way(tests, recent)
            if way:
                yield Mark(recent[-len(tests)].start, token.end, clause, *way)


def _way(tests: tuple[_Test, ...], recent: deque[Token]) -> Way | None:
    """How the last words match, one test each; the weakest way counts."""
    if len(recent) < len(tests):
        return None
    weakest, stems = _AS_WRITTEN, deque[str]()
    for back in range(1, len(tests) + 1):
        way = tests[-back](recent[-back].word)
        if way is None:
            return None
        if way is not _AS_WRITTEN:
            weakest = way
        if way.stem is not None:
            stems.appendleft(way.stem)
    return Way(weakest.through, " ".join(stems) or None)


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
    def test(word: str) -> Way | None:
        if word == asked:
            return _AS_WRITTEN
        is_related = asked_stem is not None and stem(word, language) == asked_stem
        return Way("stem", asked_stem) if is_related else None

    return test


def _wildcard(clause: Wildcard) -> _Test:
    matches = clause.expression.fullmatch
    return lambda word: _BY_WILDCARD if matches(word) else None
