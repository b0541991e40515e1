"""Where in a text a query matched: through the same analysis, so a mark is always a match."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Literal, NamedTuple

from archive.analysis import Token, analyse, stem
from archive.query import Fuzzy, Phrase, Tree, Wildcard, Word, leaves
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

Through = Literal["written form", "stem", "wildcard", "similar spelling"]

# Where marks stop being looked for; a page shows a snippet, not a book.
SCANNED = 1_000_000


class Way(NamedTuple):
    """How something matched; `stem` is the one it shares with what was asked, if by that."""

    through: Through
    stem: str | None = None


# A folded word → how it matches, or None.
_Test = Callable[[str], Way | None]
_AS_WRITTEN, _BY_WILDCARD = Way("written form"), Way("wildcard")
_BY_SPELLING = Way("similar spelling")


class _Sought(NamedTuple):
    """What a clause looks for: a test for each word, with at most `slop` others between them."""

    clause: str
    tests: tuple[_Test, ...]
    slop: int = 0


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
    clauses = dict.fromkeys(leaves(tree, wanted=True))
    sought = [found for clause in clauses if (found := _sought(clause, field, language))]
    if not sought:
        return []
    return sorted(_found(text, sought), key=lambda mark: (mark.start, -mark.end))


def _found(text: str, sought: Sequence[_Sought]) -> Iterator[Mark]:
    """Slide over the words once; at each, ask every clause whether it ends here."""
    recent: deque[Token] = deque(maxlen=max(len(one.tests) + one.slop for one in sought))
    for token in takewhile(lambda token: token.end <= SCANNED, analyse(text)):
        recent.append(token)
        for one in sought:
            if ended := _ended(one, recent):
                start, way = ended
                yield Mark(start, token.end, one.clause, *way)


def _ended(sought: _Sought, recent: deque[Token]) -> tuple[int, Way] | None:
    """Where what ends at the last word begins, and how it matches; the weakest way counts."""
    weakest, stems, back = _AS_WRITTEN, deque[str](), 0
    for count, test in enumerate(reversed(sought.tests), 1):
        reach = min(len(recent), count + (sought.slop if count > 1 else 0))
        way = None
        while way is None and back < reach:
            back += 1
            way = test(recent[-back].word)
        if way is None:
            return None
        if way is not _AS_WRITTEN:
            weakest = way
        if way.stem is not None:
            stems.appendleft(way.stem)
    return recent[-back].start, Way(weakest.through, " ".join(stems) or None)


def _sought(clause: Tree, field: str, language: str | None) -> _Sought | None:
    """What a clause looks for in `field`; None if it does not look into it."""
    if not isinstance(clause, Word | Phrase | Wildcard | Fuzzy):
        return None
    if clause.field != field and (clause.field or field not in DEFAULT_FIELDS):
        return None
    match clause:
        case Word(text, _, exact):
            return _Sought(str(clause), (_form(text, field, None if exact else language),))
        case Phrase(words, _, exact, slop):
            tests = tuple(_form(word, field, None if exact else language) for word in words)
            return _Sought(str(clause), tests, slop)
        case Wildcard():
            return _Sought(str(clause), (_wildcard(clause),))
        case Fuzzy():
            return _Sought(str(clause), (_spelling(clause),))


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


def _spelling(clause: Fuzzy) -> _Test:
    @cache
    def test(word: str) -> Way | None:
        mistakes = clause.mistakes(word)
        if mistakes is None:
            return None
        return _BY_SPELLING if mistakes else _AS_WRITTEN

    return test
