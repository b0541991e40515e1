"""Of what the score of a hit is the sum: part by part, from the counts of the index that answered.

Every engine gives the same parts, for they are worked out here, by the formula of `_ranking`, from
what `Index.evidence` says. They add up to the score; where age counts, to the score before that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.deadline import check
from archive.index._contract import Index
from archive.index._ranking import Evidence
from archive.query import (
    And,
    Boost,
    First,
    Fuzzy,
    Or,
    Paragraph,
    Phrase,
    Times,
    Tree,
    Value,
    Wildcard,
    Word,
    all_of,
    any_of,
    sought,
)

Through = Literal["written form", "stem", "wildcard", "similar spelling"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one clause adds to the score of an article, in one field and through one kind of match.

    Parameters
    ----------
    boost:
        What the clause counts by the query: all weights around it together.
    field:
        None: the clause gives its points once, wherever it is found.
    score:
        `boost` x `points`, or `boost` x `weight` x `rarity` x `saturation`.
    points:
        Of a clause that stands for several forms: those of the best that is there.
    evidence:
        Of words: what was counted. With the `times` that they stand in the field, whose `length`
        is in words.
    """

    clause: str
    field: str | None
    through: Through
    boost: float
    score: float
    points: float | None = None
    evidence: Evidence | None = None
    times: int = 0
    length: int = 0
    saturation: float = 0.0

    @property
    def language(self) -> str | None:
        """Whose stems were compared; None: none."""
        return self.evidence.language if self.evidence else None

    def as_json(self) -> dict[str, Any]:
        """As in `search --explain --json`."""
        stated = {
            "clause": self.clause,
            "field": self.field,
            "through": self.through,
            "language": self.language,
            "score": round(self.score, 6),
            "boost": self.boost,
        }
        if not self.evidence:
            return {**stated, "points": self.points}
        return {
            **stated,
            "weight": self.evidence.weight,
            "rarity": round(self.evidence.rarity, 6),
            "saturation": round(self.saturation, 6),
            "times": self.times,
            "length": self.length,
            "mean": round(self.evidence.mean, 3),
            "having": list(self.evidence.having),
            "documents": self.evidence.documents,
        }


def explain(index: Index, tree: Tree, ids: Collection[int]) -> Mapping[int, tuple[Part, ...]]:
    """The parts of the scores of the articles `ids`, which `tree` (resolved) matches."""
    found: dict[int, list[Part]] = {id: [] for id in ids}
    for id, part in _parts(index, tree, found.keys(), 1.0):
        found[id].append(part)
    return {id: tuple(parts) for id, parts in found.items()}


def _parts(
    index: Index, tree: Tree, ids: Collection[int], boost: float
) -> Iterator[tuple[int, Part]]:
    """Of each of the articles `ids`, all of which `tree` matches, what it adds to the score."""
    check()
    match tree:
        case _ if not ids:
            return
        case And(clauses):
            for clause in clauses:
                yield from _parts(index, clause, ids, boost)
        case Or(clauses):
            for clause in clauses:
                yield from _parts(index, clause, index.ids(_among(ids, clause)), boost)
        case Boost(clause, factor):
            yield from _parts(index, clause, ids, boost * factor)
        case Word() | Phrase() | Paragraph() | First() | Times():
            for evidence in index.evidence(sought(tree), ids):
                for id in evidence.places:
                    yield id, _of_words(str(tree), evidence, id, boost)
        case Wildcard() | Fuzzy():
            for hit in index.search(_among(ids, tree), limit=len(ids)).hits:
                yield hit.id, _of_forms(tree, hit.score, boost)


def _among(ids: Collection[int], tree: Tree) -> Tree:
    """What finds those of the articles `ids` that `tree` matches, scored by it alone."""
    return all_of([any_of(Value(str(id), "id") for id in ids), tree])


def _of_words(clause: str, evidence: Evidence, id: int, boost: float) -> Part:
    times, length = evidence.places[id]
    return Part(
        clause=clause,
        field=evidence.field,
        through="stem" if evidence.language else "written form",
        boost=boost,
        score=boost * evidence.score(id),
        evidence=evidence,
        times=times,
        length=length,
        saturation=evidence.saturation(id),
    )


def _of_forms(tree: Wildcard | Fuzzy, score: float, boost: float) -> Part:
    # One point for the form itself, and less for each mistake; not what is left after rounding.
    points = 1 / round(1 / score)
    through: Through = "wildcard" if isinstance(tree, Wildcard) else "similar spelling"
    return Part(str(tree), tree.field, through, boost, boost * points, points=points)
