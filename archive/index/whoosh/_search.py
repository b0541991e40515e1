"""What a query tree means, computed on the arrays of all segments at once.

`Search.matches` gives for each segment its matching documents, ascending, and a way to score them,
for what an AND leaves out need not be scored. A word adds up, over the fields that it is looked for
in, BM25 of its written form and, at a lower weight, of its stem in each language of the index; a
phrase is scored like a word that is as rare as all of its words together. What only selects
(values, dates, negations) scores 0, a wildcard 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial, reduce

import numpy as np

from archive.analysis import stem
from archive.index._expand import expand
from archive.index._ranking import DECIMALS, K1, idf
from archive.index.whoosh._arrays import Array
from archive.index.whoosh._segment import NONE, Segment
from archive.query import And, Everything, Not, Or, Phrase, Range, Tree, Value, Wildcard, Word
from archive.schema import DEFAULT_FIELDS, FIELDS, STEM_WEIGHT, Kind

# All places of an array; or some of them.
ALL = slice(None)
Places = Array | slice
# Documents of one segment, ascending, and what gives the scores of those at some places.
Matches = tuple[Array, Callable[[Places], Array]]
# Documents of one segment, ascending, and how often something stands in each.
Counts = tuple[Array, Array]
# The terms of one segment that stand for a word, and the documents they are looked for in.
Forms = tuple[list[int], Array | None]
# A place of a word is document * _WIDTH + position: no text has more words.
_WIDTH = 1 << 32


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
                return [_unscored(np.flatnonzero(s.alive)) for s in self._segments]
            case And(clauses):
                return self._and(clauses)
            case Or(clauses):
                return self._either([self.matches(clause) for clause in clauses])
            case Not(clause):
                return self._not(self.matches(clause))
            case Word(text, field, exact):
                return self._forms((text,), field, exact)
            case Phrase(words, field, exact):
                return self._forms(words, field, exact)
            case Wildcard():
                return self._wildcard(tree)
            case Value(text, "id"):
                return [
                    _unscored(np.flatnonzero((s.ids == int(text)) & s.alive))
                    for s in self._segments
                ]
            case Value(text, field):
                return self._value(text, field)
            case Range():
                return [_unscored(_inside(s, tree)) for s in self._segments]
        raise AssertionError(f"not a query: {tree!r}")

    # -- combinations

    def _joined(
        self, join: Callable[[Segment, Matches, Matches], Matches], parts: Sequence[list[Matches]]
    ) -> list[Matches]:
        return [
            reduce(lambda one, other: join(segment, one, other), column)
            for segment, *column in zip(self._segments, *parts, strict=True)
        ]

    def _either(self, parts: Sequence[list[Matches]]) -> list[Matches]:
        return [
            either(segment, column) for segment, *column in zip(self._segments, *parts, strict=True)
        ]

    def _and(self, clauses: Sequence[Tree]) -> list[Matches]:
        wanted = [self.matches(clause) for clause in clauses if not isinstance(clause, Not)]
        unwanted = [self.matches(clause.clause) for clause in clauses if isinstance(clause, Not)]
        found = self._joined(both, wanted or [self.matches(Everything())])
        for part in unwanted:
            found = self._joined(without, [found, part])
        return found

    def _not(self, unwanted: list[Matches]) -> list[Matches]:
        return self._joined(without, [self.matches(Everything()), unwanted])

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
        return [(docs, partial(constant, docs, 1.0)) for docs, _ in found]

    def _value(self, text: str, field: str) -> list[Matches]:
        return self._documents(field, [s.find(field, _encoded(text)) for s in self._segments])

    def _documents(self, field: str, terms: Sequence[list[int]]) -> list[Matches]:
        """The documents that have any of the terms with these numbers in each segment, unscored."""
        return [
            _unscored(segment.documents(field, numbers) if numbers else NONE)
            for segment, numbers in zip(self._segments, terms, strict=True)
        ]


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _unscored(docs: Array) -> Matches:
    return docs, partial(constant, docs, 0.0)


def constant(docs: Array, points: float, at: Places) -> Array:
    """The same score for each document."""
    return np.full(len(docs[at]), points)


def scored(segment: Segment, field: str, counts: Counts, scale: float, mean: float) -> Matches:
    """Documents scored by BM25, when they are asked for."""
    docs, freqs = counts
    if not len(docs):
        return _unscored(NONE)

    def points(at: Places) -> Array:
        frequency = freqs[at].astype(np.float64)
        damped = segment.damped(field, mean)[docs[at]]
        damped += frequency
        frequency /= damped
        frequency *= scale
        return frequency

    return docs, points


def occurring(segment: Segment, field: str, terms: list[int], who: Array | None) -> Counts:
    """The documents with any of `terms`, and how often they stand there together."""
    if not terms:
        return NONE, NONE
    if len(terms) == 1:
        docs, freqs = segment.postings(field, terms[0])
    else:
        counts = np.zeros(segment.count, np.int64)
        for term in terms:
            docs, freqs = segment.postings(field, term)
            counts[docs] += freqs
        docs = np.flatnonzero(counts)
        freqs = counts[docs]
    if who is not None:
        spoken = who[docs]
        docs, freqs = docs[spoken], freqs[spoken]
    return docs, freqs


def adjacent(
    segment: Segment, field: str, words: Sequence[Forms], found: Sequence[Array]
) -> Counts:
    """The documents where the words stand side by side in order, and how often."""
    wanted = segment.alive.copy()
    for docs in found:
        has = np.zeros(segment.count, bool)
        has[docs] = True
        wanted &= has
    if not wanted.any():
        return NONE, NONE
    begins: Array | None = None
    for number, (terms, _) in enumerate(words):
        places = [segment.places(field, term, wanted) for term in terms]
        # Where a phrase would begin that has this word here; a little shifted, never below zero.
        keys = np.concatenate([docs * _WIDTH + at + (len(words) - number) for docs, at in places])
        keys = keys if len(places) == 1 else np.sort(keys)
        begins = keys if begins is None else common(begins, keys)
    assert begins is not None
    docs, counts = np.unique(begins // _WIDTH, return_counts=True)
    return docs, counts


def common(one: Array, other: Array) -> Array:
    """What two ascending arrays without repetitions have in common."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return one
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    shared: Array = one[other[at] == one]
    return shared


def both(segment: Segment, one: Matches, other: Matches) -> Matches:
    """The documents in both, their scores added up."""
    if len(one[0]) > len(other[0]):
        one, other = other, one
    (few, few_points), (many, many_points) = one, other
    if not len(few):
        return _unscored(NONE)
    has = np.zeros(segment.count, bool)
    has[many] = True
    in_few = np.flatnonzero(has[few])
    docs = few[in_few]
    in_many = np.searchsorted(many, docs)
    return docs, lambda at: few_points(in_few[at]) + many_points(in_many[at])


def either(segment: Segment, parts: Sequence[Matches]) -> Matches:
    """The documents in any of them, their scores added up."""
    parts = [part for part in parts if len(part[0])]
    if len(parts) < 2:
        return parts[0] if parts else _unscored(NONE)
    scores, has = np.zeros(segment.count), np.zeros(segment.count, bool)
    for docs, points in parts:
        has[docs] = True
        scores[docs] += points(ALL)
    docs = np.flatnonzero(has)
    return docs, lambda at: scores[docs[at]]


def without(segment: Segment, one: Matches, other: Matches) -> Matches:
    """The documents in the first and not in the second, their scores as they were."""
    kept = np.ones(segment.count, bool)
    kept[other[0]] = False
    left = np.flatnonzero(kept[one[0]])
    points = one[1]
    return one[0][left], lambda at: points(left[at])


def _inside(segment: Segment, tree: Range) -> Array:
    """Wholly inside: the first day not before the range, the last day not after it."""
    first, last = (segment.arrays[f"{tree.field}_{end}"] for end in ("first", "last"))
    inside = segment.alive & (first >= (tree.low.toordinal() if tree.low else 1))
    if tree.high:
        inside &= last <= tree.high.toordinal()
    return np.flatnonzero(inside)


def likeliest(scores: Array, count: int, least: float) -> Array:
    """The places of scores that can be among the `count` best, of which each is at least `least`.

    Those that differ from the last of them only below `DECIMALS` are among them.
    """
    margin = 2 * 10.0**-DECIMALS
    places = np.flatnonzero(scores >= least - margin)
    if count < len(places):
        found = scores[places]
        last = np.partition(found, len(found) - count)[len(found) - count]
        places = places[found >= last - margin]
    return places


def best(ids: Array, scores: Array, count: int) -> Array:
    """The places of the `count` best, the best first; of equals the lowest id first."""
    scores = np.round(scores, DECIMALS)
    places = np.arange(len(ids))
    if 0 < count < len(ids):
        last = np.partition(scores, len(ids) - count)[len(ids) - count]
        above, level = np.flatnonzero(scores > last), np.flatnonzero(scores == last)
        left = count - len(above)
        if left < len(level):  # of a word that all have, all score the same
            level = level[np.argpartition(ids[level], left)[:left]]
        places = np.concatenate([above, level])
    order = np.lexsort((ids[places], -scores[places]))
    return places[order[:count]]
