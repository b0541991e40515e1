"""Where in a text a query matched: through the same analysis, so a mark is always a match."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from archive.analysis import Token, analyse, paragraphs, stem
from archive.deadline import check
from archive.index import Through
from archive.query import Fuzzy, Tree, Wildcard, Words, leaves, sought
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

# Where marks stop being looked for; a page shows a snippet, not a book.
SCANNED = 1_000_000
# After so many words it is looked whether there is time left.
_CHECKED = 1_000


class Way(NamedTuple):
    """How something matched; `stem` is the one it shares with what was asked, if by that."""

    through: Through
    stem: str | None = None


# A folded word → how it matches, or None.
_Test = Callable[[str], Way | None]
_AS_WRITTEN, _BY_WILDCARD = Way("written form"), Way("wildcard")
_BY_SPELLING = Way("similar spelling")


class _Clause(NamedTuple):
    """A test for each word of a clause, and how they must stand to each other (`Sought`)."""

    name: str
    tests: tuple[_Test, ...]
    slop: int = 0
    first: int | None = None
    times: int = 1
    is_together: bool = False


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


def marks(
    text: str, tree: Tree, field: str, language: str | None, *, most: int | None = None
) -> list[Mark]:
    """The stretches of `text` (the value of `field`) that the wanted clauses of `tree` match.

    Sorted; overlapping ones are kept, one for each clause. `most`: no more are looked for than so
    many.
    """
    wanted = dict.fromkeys(leaves(tree, wanted=True))
    clauses = [clause for one in wanted if (clause := _clause(one, field, language))]
    loose = [clause for clause in clauses if not clause.is_together]
    marks = _enough(islice(_found(text, loose), most), loose) if loose else []
    for clause in clauses:
        if clause.is_together:
            marks += islice(_together(text, clause, field), most)
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _found(text: str, clauses: Sequence[_Clause]) -> Iterator[Mark]:
    """Slide over the words once; at each, ask every clause whether it ends here."""
    recent: deque[Token] = deque(maxlen=max(len(one.tests) + one.slop for one in clauses))
    for token in takewhile(lambda token: token.end <= SCANNED, analyse(text)):
        recent.append(token)
        if token.position % _CHECKED == 0:
            check()
        for one in clauses:
            if one.tests[-1](token.word) is None:
                continue  # of most words no more need be asked
            if one.first is not None and token.position >= one.first:
                continue
            if ended := _ended(one, recent):
                start, way = ended
                yield Mark(start, token.end, one.name, *way)


def _enough(found: Iterable[Mark], clauses: Sequence[_Clause]) -> list[Mark]:
    """The marks of what stands at as many places as it must."""
    marks = list(found)
    counts = Counter(mark.clause for mark in marks)
    rare = {one.name for one in clauses if counts[one.name] < one.times}
    return [mark for mark in marks if mark.clause not in rare] if rare else marks


def _together(text: str, clause: _Clause, field: str) -> Iterator[Mark]:
    """Each word of a clause in the paragraphs that have all of them."""
    start = 0
    for part in paragraphs(text[:SCANNED]) if field == "body" else [text[:SCANNED]]:
        marks: list[Mark] = []
        met = set()
        for token in analyse(part):
            for number, test in enumerate(clause.tests):
                if way := test(token.word):
                    met.add(number)
                    marks.append(Mark(start + token.start, start + token.end, clause.name, *way))
        if len(met) == len(clause.tests):
            yield from dict.fromkeys(marks)
        start += len(part)


def _ended(clause: _Clause, recent: deque[Token]) -> tuple[int, Way] | None:
    """Where what ends at the last word begins, and how it matches; the weakest way counts."""
    weakest, stems, back = _AS_WRITTEN, deque[str](), 0
    for count, test in enumerate(reversed(clause.tests), 1):
        reach = min(len(recent), count + (clause.slop if count > 1 else 0))
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


def _clause(tree: Tree, field: str, language: str | None) -> _Clause | None:
    """What a clause looks for in `field`; None if it does not look into it."""
    if not isinstance(tree, Words):
        return None
    if tree.field != field and (tree.field or field not in DEFAULT_FIELDS):
        return None
    if isinstance(tree, Wildcard):
        return _Clause(str(tree), (_wildcard(tree),))
    if isinstance(tree, Fuzzy):
        return _Clause(str(tree), (_spelling(tree),))
    wanted = sought(tree)
    spoken = None if wanted.exact else language
    tests = tuple(_form(word, field, spoken) for word in wanted.words)
    return _Clause(str(tree), tests, wanted.slop, wanted.first, wanted.times, wanted.is_together)


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
