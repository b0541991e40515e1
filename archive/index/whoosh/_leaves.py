"""What one clause of a query means: the documents of each segment that have it, and their scores.

A word adds up, over the fields that it is looked for in, BM25 of its written form and that of its
stem in each language of the index: a relative counts less than the word itself, which has both. A
phrase is scored like a word that is as rare as all of its words together. What stands for several
forms gives the points of the best that is there. What only selects (values, dates) scores 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from archive.analysis import stem
from archive.deadline import check
from archive.index._contract import ordinal
from archive.index._expand import expand
from archive.index._ranking import K1, idf
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._fold import Clusters
from archive.index.whoosh._matches import (
    Counts,
    Forms,
    Matches,
    both,
    constant,
    either,
    occurring,
    scored,
    without,
)
from archive.index.whoosh._places import standing
from archive.index.whoosh._segment import NONE, Segment
from archive.query import Fuzzy, NumberRange, Range, Sought, Value, Wildcard, WordRange, limits
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


class Counted(NamedTuple):
    """Words as written (no language) or by their stems in one field: what they weigh there.

    `having`: how many documents have each. `counts`: in each segment, those that have them as they
    are sought, and at how many places.
    """

    field: str
    language: str | None
    weight: float
    having: tuple[int, ...]
    counts: list[Counts]


class Leaves:
    """The clauses of one query over the segments; `warnings` says what was left out."""

    def __init__(
        self, segments: Sequence[Segment], statistics: Statistics, clusters: Clusters
    ) -> None:
        self._segments = segments
        self._statistics = statistics
        self._clusters = clusters
        self.warnings: list[str] = []

    def words(self, sought: Sought) -> list[Matches]:
        """The words as they are sought in a field: as written, or by their stems in a language."""
        parts, often = [], []
        for counted in self.counted(sought):
            name, mean = counted.field, self._statistics.mean(counted.field)
            rarity = sum(idf(self._statistics.documents, having) for having in counted.having)
            scale = counted.weight * rarity * (K1 + 1)
            each = zip(self._segments, counted.counts, strict=True)
            parts.append([scored(segment, name, counts, scale, mean) for segment, counts in each])
            if sought.times > 1:
                often.append([Matches(docs[n >= sought.times]) for docs, n in counted.counts])
        found = self._either(parts)
        if not often:
            return found
        enough = self._either(often)
        return [both(*three) for three in zip(self._segments, found, enough, strict=True)]

    def counted(self, sought: Sought) -> Iterator[Counted]:
        """The words as written and by their stems in each language, in each of their fields."""
        for name in (sought.field,) if sought.field else DEFAULT_FIELDS:
            weight = FIELDS[name].weight
            written = list(self._written(name, sought.words))
            yield Counted(name, None, weight, *self._standing(name, written, sought))
            if FIELDS[name].kind is Kind.TEXT and not sought.exact:
                for language in self._statistics.languages:
                    stemmed = list(self._stemmed(name, sought.words, language))
                    standing = self._standing(name, stemmed, sought)
                    yield Counted(name, language, weight * STEM_WEIGHT, *standing)

    def _written(self, field: str, words: Iterable[str]) -> Iterator[list[Forms]]:
        """For each word, the term that it is in each segment."""
        for word in words:
            term = encoded(word)
            yield [(s.find(field, term), None) for s in self._segments]

    def _stemmed(self, field: str, words: Iterable[str], language: str) -> Iterator[list[Forms]]:
        """For each word, the terms with its stem in each segment, and who speaks the language."""
        spoken = [s.spoken(language) for s in self._segments]
        for word in words:
            stemmed = encoded(stem(word, language) or word)
            yield [
                (s.forms(field, stemmed, language), who)
                for s, who in zip(self._segments, spoken, strict=True)
            ]

    def _standing(
        self, field: str, words: list[list[Forms]], sought: Sought
    ) -> tuple[tuple[int, ...], list[Counts]]:
        """How many documents have each word, and at how many places all stand as they are sought.

        Those of one word are its postings.
        """
        found = []
        for word in words:
            check()
            each = zip(self._segments, word, strict=True)
            found.append([occurring(segment, field, *forms) for segment, forms in each])
        having = tuple(sum(len(docs) for docs, _ in word) for word in found)
        if len(words) == 1 and sought.first is None:
            return having, found[0]
        counted = []
        for n, segment in enumerate(self._segments):
            check()
            forms, docs = [word[n] for word in words], [word[n][0] for word in found]
            counted.append(standing(segment, field, forms, docs, sought))
        return having, counted

    def expanded(self, tree: Wildcard | Fuzzy) -> list[Matches]:
        """What has any of the forms that a clause stands for, with the points of the best."""
        levels: dict[float, list[list[Matches]]] = {}
        for field in (tree.field,) if tree.field else DEFAULT_FIELDS:
            check()
            listed = [_vocabulary(segment, field, tree) for segment in self._segments]
            forms, warnings = expand(tree, _decoded(listed))
            if warnings:  # what only deleted documents have takes no place
                each = zip(self._segments, listed, strict=True)
                listed = [segment.living_of(field, terms) for segment, terms in each]
                forms, warnings = expand(tree, _decoded(listed))
            self.warnings += warnings
            for points, level in groupby(forms, lambda form: form.points):
                wanted = [encoded(form.text) for form in level]
                found = self._documents(field, [[t[e] for e in wanted if e in t] for t in listed])
                levels.setdefault(points, []).append(found)
        return self._best(levels)

    def _best(self, levels: dict[float, list[list[Matches]]]) -> list[Matches]:
        """Each document with the points of the highest level that it is found at."""
        best = [Matches(NONE)] * len(self._segments)
        for points, parts in sorted(levels.items(), reverse=True):
            for n, found in enumerate(self._either(parts)):
                segment, known = self._segments[n], best[n].docs
                new = without(segment, found, known).docs if len(known) else found.docs
                best[n] = either(segment, [best[n], constant(new, points)])
        return best

    def between(self, tree: WordRange) -> list[Matches]:
        """What has a value, or of a field of names a first word, between two."""
        field, high = tree.field, None if tree.high is None else encoded(tree.high)
        low = encoded(tree.low or "")
        ranges = [segment.between(field, low, high) for segment in self._segments]
        # Of each segment no more can be among the first of all.
        listed = [
            segment.first_of(field, some, limits.EXPANSIONS + 1)
            for segment, some in zip(self._segments, ranges, strict=True)
        ]
        forms, warnings = expand(tree, _decoded(listed))
        self.warnings += warnings
        last = encoded(forms[-1].text) if forms else b""
        found = []
        for segment, some in zip(self._segments, ranges, strict=True):
            chosen = segment.until(field, some, last)
            if FIELDS[field].kind is Kind.NAME:
                found.append(Matches(segment.leading(field, chosen)))
            else:
                found.append(Matches(segment.documents(field, chosen) if chosen else NONE))
        return found

    def numbers(self, tree: NumberRange | Value) -> list[Matches]:
        """What has a number, or one in a range."""
        low, high = _ends(tree)
        columns = [s.ids for s in self._segments]
        if tree.field == "copies":
            columns = self._clusters.copies
        found = []
        for segment, column in zip(self._segments, columns, strict=True):
            inside = segment.alive & (column >= low)
            if high is not None:
                inside &= column <= high
            found.append(Matches(inside.nonzero()[0]))
        return found

    def value(self, tree: Value) -> list[Matches]:
        """What has a whole value, or a number."""
        if FIELDS[tree.field].kind is Kind.NUMBER:
            return self.numbers(tree)
        field, term = WHOLE.get(tree.field, tree.field), encoded(tree.text)
        return self._documents(field, [s.find(field, term) for s in self._segments])

    def _documents(self, field: str, terms: Sequence[list[int]]) -> list[Matches]:
        """The documents that have any of the terms with these numbers in each segment, unscored."""
        return [
            Matches(segment.documents(field, numbers) if numbers else NONE)
            for segment, numbers in zip(self._segments, terms, strict=True)
        ]

    def _either(self, parts: Sequence[list[Matches]]) -> list[Matches]:
        return [
            either(segment, column) for segment, *column in zip(self._segments, *parts, strict=True)
        ]


def _ends(tree: NumberRange | Value) -> tuple[int, int | None]:
    """The lowest and the highest number that is asked for."""
    if isinstance(tree, Value):
        return int(tree.text), int(tree.text)
    return tree.low or 0, tree.high


def _decoded(listed: Iterable[Iterable[bytes]]) -> set[str]:
    return {term.decode("utf-8", "surrogatepass") for terms in listed for term in terms}


def _vocabulary(segment: Segment, field: str, tree: Wildcard | Fuzzy) -> dict[bytes, int]:
    """The terms of a segment that `tree` may stand for, and some more, with their numbers."""
    if isinstance(tree, Fuzzy):
        first = encoded(tree.text[0])
        return segment.misspelt(field, encoded(tree.text), first, tree.edits)
    return segment.beginning(field, encoded(tree.fixed))


def encoded(term: str) -> bytes:
    """A term as segments hold it."""
    return term.encode("utf-8", "surrogatepass")


def inside(segment: Segment, tree: Range, docs: Array) -> Array:
    """Which are wholly inside: the first day not before the range, the last day not after it."""
    first, last = (segment.arrays[f"{tree.field}_{end}"] for end in ("first", "last"))
    if len(docs) < segment.count:
        first, last = first[docs], last[docs]
    inside: Array = first >= (ordinal(tree.low) or 1)
    if high := ordinal(tree.high):
        inside &= last <= high
    return inside
