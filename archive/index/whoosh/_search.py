"""What a query tree means, computed on the arrays of all segments at once.

`Search.matches` gives for each segment its matching documents, ascending, and a way to score them,
for what an AND leaves out need not be scored. A word adds up, over the fields that it is looked for
in, BM25 of its written form and that of its stem in each language of the index: a relative counts
less than the word itself, which has both. A phrase is scored like a word that is as rare as all of
its words together. What only selects (values, dates, negations) scores 0, a wildcard 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce

import numpy as np

from archive.analysis import stem
from archive.index._expand import expand
from archive.index._ranking import K1, idf
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._matches import (
    Forms,
    Matches,
    adjacent,
    both,
    constant,
    either,
    occurring,
    scored,
    where,
    without,
)
from archive.index.whoosh._segment import NONE, Segment
from archive.query import And, Everything, Not, Or, Phrase, Range, Tree, Value, Wildcard, Word
from archive.schema import DEFAULT_FIELDS, FIELDS, STEM_WEIGHT, WHOLE, Kind


class Statistics:
    """What BM25 must know of all documents together."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.documents = sum(segment.live for segment in segments)
        self._segments = segments
        self._means: dict[str, float] = {}

    def mean(self, field: str) -> float:
        """How many words `field` has on the average, where it has any."""
        if field not in self._means:
            counts = [segment.lengths(field) for segment in self._segments]
            having = sum(count for _, count in counts)
            self._means[field] = sum(total for total, _ in counts) / having if having else 1.0
        return self._means[field]

    @cached_property
    def languages(self) -> list[str]:
        """The languages with stems that any document has."""
        found = {name for segment in self._segments for name in segment.languages}
        return sorted(name for name in found if stem("", name) is not None)


class Search:
    """One query over the segments; `warnings` says what was left out."""

    def __init__(self, segments: Sequence[Segment], statistics: Statistics) -> None:
        self._segments = segments
        self._statistics = statistics
        self._warnings: list[str] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._warnings))

    def matches(self, tree: Tree) -> list[Matches]:
        """The matches in each segment."""
        match tree:
            case Everything():
                return [Matches(s.living) for s in self._segments]
            case And(clauses):
                return self._and(clauses)
            case Or(clauses):
                return self._either([self.matches(clause) for clause in clauses])
            case Word(text, field, exact):
                return self._forms((text,), field, exact)
            case Phrase(words, field, exact):
                return self._forms(words, field, exact)
            case Wildcard():
                return self._wildcard(tree)
            case Value(text, "id"):
                return [
                    Matches(np.flatnonzero((s.ids == int(text)) & s.alive)) for s in self._segments
                ]
            case Value(text, field):
                return self._value(text, field)
            case Not() | Range():
                return self._and((tree,))
        raise AssertionError(f"not a query: {tree!r}")

    # -- combinations

    def _either(self, parts: Sequence[list[Matches]]) -> list[Matches]:
        return [
            either(segment, column) for segment, *column in zip(self._segments, *parts, strict=True)
        ]

    def _and(self, clauses: Sequence[Tree]) -> list[Matches]:
        """The rarest first; days are looked at only where all others were found."""
        ranges = [clause for clause in clauses if isinstance(clause, Range)]
        unwanted = [self.matches(clause.clause) for clause in clauses if isinstance(clause, Not)]
        others = [clause for clause in clauses if not isinstance(clause, Range | Not)]
        wanted = [self.matches(clause) for clause in others or [Everything()]]
        found = []
        for n, segment in enumerate(self._segments):
            column = sorted((part[n] for part in wanted), key=lambda one: len(one.docs))
            left = reduce(lambda one, other: both(segment, one, other), column)
            for range_ in ranges:
                left = where(left, _inside(segment, range_, left.docs))
            for part in unwanted:
                left = without(segment, left, part[n].docs)
            found.append(left)
        return found

    # -- leaves

    def _forms(self, words: tuple[str, ...], field: str | None, exact: bool) -> list[Matches]:
        """The words side by side in one field: as written, or by their stems in one language."""
        parts = []
        for name in (field,) if field else DEFAULT_FIELDS:
            weight = FIELDS[name].weight
            parts.append(self._side_by_side(name, list(self._written(name, words)), weight))
            if FIELDS[name].kind is Kind.TEXT and not exact:
                for language in self._statistics.languages:
                    stemmed = list(self._stemmed(name, words, language))
                    parts.append(self._side_by_side(name, stemmed, weight * STEM_WEIGHT))
        return self._either(parts)

    def _written(self, field: str, words: Iterable[str]) -> Iterator[list[Forms]]:
        """For each word, the term that it is in each segment."""
        for word in words:
            term = _encoded(word)
            yield [(s.find(field, term), None) for s in self._segments]

    def _stemmed(self, field: str, words: Iterable[str], language: str) -> Iterator[list[Forms]]:
        """For each word, the terms with its stem in each segment, and who speaks the language."""
        spoken = [s.spoken(language) for s in self._segments]
        for word in words:
            stemmed = _encoded(stem(word, language) or word)
            yield [
                (s.forms(field, stemmed, language), who)
                for s, who in zip(self._segments, spoken, strict=True)
            ]

    def _side_by_side(self, field: str, words: list[list[Forms]], weight: float) -> list[Matches]:
        """Scored matches of words side by side; of one word, of its postings."""
        found = [
            [
                occurring(segment, field, *forms)
                for segment, forms in zip(self._segments, word, strict=True)
            ]
            for word in words
        ]
        rarity = sum(
            idf(self._statistics.documents, sum(len(docs) for docs, _ in word)) for word in found
        )
        if len(words) == 1:
            counted = found[0]
        else:
            counted = [
                adjacent(
                    segment, field, [word[n] for word in words], [word[n][0] for word in found]
                )
                for n, segment in enumerate(self._segments)
            ]
        mean, scale = self._statistics.mean(field), weight * rarity * (K1 + 1)
        return [
            scored(segment, field, count, scale, mean)
            for segment, count in zip(self._segments, counted, strict=True)
        ]

    def _wildcard(self, tree: Wildcard) -> list[Matches]:
        parts = []
        for field in (tree.field,) if tree.field else DEFAULT_FIELDS:
            listed = [s.beginning(field, _encoded(tree.fixed)) for s in self._segments]
            vocabulary = {
                term.decode("utf-8", "surrogatepass") for terms in listed for term in terms
            }
            forms, warnings = expand(tree, vocabulary)
            self._warnings += warnings
            encoded = [_encoded(form) for form in forms]
            parts.append(
                self._documents(field, [[t[e] for e in encoded if e in t] for t in listed])
            )
        found = self._either(parts)
        return [constant(part.docs, 1.0) for part in found]

    def _value(self, text: str, field: str) -> list[Matches]:
        field = WHOLE.get(field, field)
        return self._documents(field, [s.find(field, _encoded(text)) for s in self._segments])

    def _documents(self, field: str, terms: Sequence[list[int]]) -> list[Matches]:
        """The documents that have any of the terms with these numbers in each segment, unscored."""
        return [
            Matches(segment.documents(field, numbers) if numbers else NONE)
            for segment, numbers in zip(self._segments, terms, strict=True)
        ]


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _inside(segment: Segment, tree: Range, docs: Array) -> Array:
    """Which are wholly inside: the first day not before the range, the last day not after it."""
    first, last = (segment.arrays[f"{tree.field}_{end}"] for end in ("first", "last"))
    if len(docs) < segment.count:
        first, last = first[docs], last[docs]
    inside: Array = first >= (tree.low.toordinal() if tree.low else 1)
    if tree.high:
        inside &= last <= tree.high.toordinal()
    return inside
