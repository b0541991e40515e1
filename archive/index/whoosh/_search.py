"""What a query tree means, computed on the arrays of all segments at once.

`Search.matches` gives for each segment its matching documents, ascending, and a way to score them,
for what an AND leaves out need not be scored. What a single clause means stands in `_leaves`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from archive.deadline import check
from archive.index.whoosh._fold import Clusters
from archive.index.whoosh._leaves import Leaves, Statistics, inside
from archive.index.whoosh._matches import Matches, boosted, both, either, where, without
from archive.index.whoosh._segment import Segment
from archive.query import (
    And,
    Boost,
    Everything,
    First,
    Fuzzy,
    Not,
    NumberRange,
    Or,
    Paragraph,
    Phrase,
    Range,
    Times,
    Tree,
    Value,
    Wildcard,
    Word,
    WordRange,
    sought,
)


class Search:
    """One query over the segments; `warnings` says what was left out."""

    def __init__(
        self, segments: Sequence[Segment], statistics: Statistics, clusters: Clusters
    ) -> None:
        self._segments = segments
        self._leaves = Leaves(segments, statistics, clusters)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._leaves.warnings))

    def matches(self, tree: Tree) -> list[Matches]:
        """The matches in each segment."""
        check()
        match tree:
            case Everything():
                return [Matches(s.living) for s in self._segments]
            case And(clauses):
                return self._and(clauses)
            case Or(clauses):
                return self._either([self.matches(clause) for clause in clauses])
            case Boost(clause, factor):
                return [boosted(found, factor) for found in self.matches(clause)]
            case Word() | Phrase() | Paragraph() | First() | Times():
                return self._leaves.words(sought(tree))
            case Wildcard() | Fuzzy():
                return self._leaves.expanded(tree)
            case NumberRange():
                return self._leaves.numbers(tree)
            case WordRange():
                return self._leaves.between(tree)
            case Value():
                return self._leaves.value(tree)
            case Not() | Range():
                return self._and((tree,))
        raise AssertionError(f"not a query: {tree!r}")

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
                left = where(left, inside(segment, range_, left.docs))
            for part in unwanted:
                left = without(segment, left, part[n].docs)
            found.append(left)
        return found
