"""The reference engine: what a query means, in plain Python over plain lists (`_meaning`).

It is the specification that every other engine is held to, so it looks at each document for
each clause and takes no short cut. It lives in memory only: opening it always fails, which
makes the archive fill it anew from the database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

from archive.analysis import stem
from archive.deadline import check
from archive.errors import IndexNotReadyError
from archive.index._contract import (
    Document,
    Hit,
    Hits,
    Prepare,
    Sort,
    Watermark,
    unprepared,
)
from archive.index._expand import Form, Loose, expand, having, spelled_out, terms
from archive.index._meaning import is_number, matches, places
from archive.index._ranking import DECIMALS, Evidence, Recency
from archive.query import (
    And,
    Boost,
    First,
    Fuzzy,
    Not,
    NumberRange,
    Or,
    Paragraph,
    Phrase,
    Sought,
    Times,
    Tree,
    Value,
    Wildcard,
    Word,
    WordRange,
    sought,
)
from archive.query.spelling import distance
from archive.schema import DEFAULT_FIELDS, FIELDS, STEM_WEIGHT, Kind
from archive.seal import Checkpoint

FORMAT = 4


def create(folder: Path) -> MemoryIndex:
    """An empty index; `folder` is not touched."""
    return MemoryIndex()


def open(
    folder: Path, checkpoints: Sequence[Checkpoint], *, is_thorough: bool = False
) -> MemoryIndex:
    """Never there: what is kept in memory is gone with its process."""
    raise IndexNotReadyError("the memory engine keeps nothing between two runs")


def build(documents: Iterable[Document]) -> list[Document]:
    """What `MemoryIndex.take` takes: there is nothing to be made of them."""
    return list(documents)


def digest(document: Document) -> int:
    """The hash of what the engine keeps of `document`, which is the document."""
    keywords = {k: sorted(v) for k, v in document.keywords.items()}
    d = document
    kept = (d.words, keywords, d.days, d.cluster, d.files, d.paragraphs)
    return crc32(repr(kept).encode())


class MemoryIndex:
    """Documents by id."""

    def __init__(self) -> None:
        self.documents: dict[int, Document] = {}
        self.watermark: Watermark | None = None

    def apply(
        self,
        documents: Iterable[Document],
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = unprepared,
    ) -> None:
        self.take(build(documents), removed, watermark, prepare)

    def take(
        self,
        built: list[Document],
        removed: Iterable[int],
        watermark: Watermark,
        prepare: Prepare = unprepared,
    ) -> None:
        for gone in removed:
            self.documents.pop(gone, None)
        for document in built:
            self.documents[document.id] = document
        self.watermark = watermark

    def search(
        self,
        tree: Tree,
        *,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        without: Collection[int] = (),
        is_folded: bool = False,
        recency: Recency | None = None,
    ) -> Hits:
        warnings: list[str] = []
        found = self._matching(tree, warnings)
        matching = [self.documents[id] for id in found if id not in without]
        scores = self._scores(tree) if sort == "relevance" else {}
        aged = {d.id: recency.factor(_first(d)) if recency else 1.0 for d in matching}
        points = {id: round(scores.get(id, 0.0) * factor, DECIMALS) for id, factor in aged.items()}
        ordered = sorted(matching, key=lambda d: _sort_key(d, sort, points[d.id]))
        if is_folded:
            # Of each cluster the first; who has none is a story by itself.
            stories: dict[int, Document] = {}
            for d in ordered:
                stories.setdefault(d.cluster or -d.id, d)
            ordered = list(stories.values())
        hits = tuple(Hit(d.id, points[d.id]) for d in ordered[offset : offset + limit])
        return Hits(len(matching), len(ordered), hits, tuple(dict.fromkeys(warnings)))

    # -- scores

    def _scores(self, tree: Tree) -> dict[int, float]:
        """The score of each document that `tree` matches; 0 where it is missing.

        A word adds up BM25 of its written form and, at `STEM_WEIGHT`, of its stem in each
        language, over its fields. Several words are as rare as all of them together, and their
        places count where they stand as they are sought. What stands for several forms gives the
        points of the best that is there.
        """
        match tree:
            case And(clauses) | Or(clauses):
                parts = [self._scores(clause) for clause in clauses]
                found = set(self._matching(tree, []))
                return {id: sum(part.get(id, 0.0) for part in parts) for id in found}
            case Boost(clause, factor):
                return {id: factor * score for id, score in self._scores(clause).items()}
            case Word() | Phrase() | Paragraph() | First() | Times():
                scores = self._bm25(sought(tree))
                return {id: scores[id] for id in self._matching(tree, [])}
            case Wildcard() | Fuzzy():
                return self._points(tree)
            case _:
                return {}

    def _points(self, tree: Wildcard | Fuzzy) -> dict[int, float]:
        """The points of the best of the forms that each document has."""
        points: dict[int, float] = defaultdict(float)
        for field in (tree.field,) if tree.field else DEFAULT_FIELDS:
            for form in self._forms(tree, field, []):
                for id in self._matching(having(form.text, field), []):
                    points[id] = max(points[id], form.points)
        return points

    def _bm25(self, sought: Sought) -> dict[int, float]:
        points: dict[int, float] = defaultdict(float)
        for evidence in self.evidence(sought, self.documents):
            for id in evidence.places:
                points[id] += evidence.score(id)
        return points

    def evidence(self, sought: Sought, ids: Collection[int]) -> list[Evidence]:
        fields = (sought.field,) if sought.field else DEFAULT_FIELDS
        return [evidence for name in fields for evidence in self._evidence(name, sought, ids)]

    def _evidence(self, field: str, sought: Sought, ids: Collection[int]) -> Iterator[Evidence]:
        words = [Sought((word,), field, sought.exact) for word in sought.words]
        for language, weight in self._variants(field, sought.exact):
            counts = self._counts(sought, field, language)
            yield Evidence(
                field=field,
                language=language,
                weight=weight,
                documents=len(self.documents),
                having=tuple(len(self._counts(word, field, language)) for word in words),
                mean=self._mean(field),
                places={
                    id: (count, len(self.documents[id].words[field]))
                    for id, count in counts.items()
                    if id in ids
                },
            )

    def _variants(self, field: str, exact: bool) -> list[tuple[str | None, float]]:
        """None for the written form, or a language for its stems; what each weighs."""
        weight = FIELDS[field].weight
        written: list[tuple[str | None, float]] = [(None, weight)]
        if exact or FIELDS[field].kind is not Kind.TEXT:
            return written
        spoken = {d.language for d in self.documents.values() if stem("", d.language) is not None}
        return [*written, *((language, weight * STEM_WEIGHT) for language in sorted(spoken))]

    def _counts(self, sought: Sought, field: str, language: str | None) -> dict[int, int]:
        """At how many places the words stand as they are sought, in each document with any."""
        counts = {
            d.id: places(d, field, sought, language)
            for d in self.documents.values()
            if language is None or d.language == language
        }
        return {id: count for id, count in counts.items() if count}

    def _mean(self, field: str) -> float:
        """How many words `field` has on the average, where it has any."""
        lengths = [len(d.words[field]) for d in self.documents.values() if d.words.get(field)]
        return sum(lengths) / len(lengths) if lengths else 1.0

    # -- matches

    def ids(self, tree: Tree, *, without: Collection[int] = ()) -> list[int]:
        return [id for id in self._matching(tree, []) if id not in without]

    def has(self, word: str, field: str) -> bool:
        return any(word in d.words.get(field, ()) for d in self.documents.values())

    def like(self, word: str, field: str) -> dict[str, int]:
        found = Counter(w for d in self.documents.values() for w in set(d.words.get(field, ())))
        return {form: n for form, n in found.items() if distance(word, form, 2) is not None}

    def beginning(self, prefix: str, fields: Sequence[str], count: int) -> list[tuple[str, int]]:
        found = Counter[str]()
        for document in self.documents.values():
            values = (v for f in fields for v in terms(document, f))
            found.update({value for value in values if value.startswith(prefix)})
        return sorted(found.items(), key=lambda both: (-both[1], both[0]))[:count]

    def frequencies(
        self, field: str, ids: Collection[int] | None = None
    ) -> dict[str, tuple[int, int]]:
        times, documents = Counter[str](), Counter[str]()
        for id, document in self.documents.items():
            if ids is None or id in ids:
                times.update(document.words.get(field, ()))
                documents.update(set(document.words.get(field, ())))
        return {word: (count, documents[word]) for word, count in times.items()}

    def digests(self) -> dict[int, int]:
        return {id: digest(document) for id, document in self.documents.items()}

    def is_touched(self) -> bool:
        return False

    def close(self) -> None:
        self.documents = {}

    def _matching(self, tree: Tree, warnings: list[str]) -> list[int]:
        expanded = self._expanded(tree, warnings)
        found = []
        for document in self.documents.values():
            check()
            if matches(expanded, document):
                found.append(document.id)
        return sorted(found)

    def _expanded(self, tree: Tree, warnings: list[str]) -> Tree:
        """`tree` without weights, and each clause that stands for values replaced by them."""
        match tree:
            case And(clauses):
                return And(tuple(self._expanded(clause, warnings) for clause in clauses))
            case Or(clauses):
                return Or(tuple(self._expanded(clause, warnings) for clause in clauses))
            case Not(clause):
                return Not(self._expanded(clause, warnings))
            case Boost(clause):
                return self._expanded(clause, warnings)
            case Wildcard() | Fuzzy() | WordRange():
                return spelled_out(tree, lambda field: self._forms(tree, field, warnings))
            case Value(_, "copies") | NumberRange(_, _, "copies"):
                found = [id for id, copies in self._copies().items() if is_number(copies, tree)]
                return Or(tuple(Value(str(id), "id") for id in found))
            case _:
                return tree

    def _copies(self) -> dict[int, int]:
        """How many other articles are copies of each, and in how many other files it was seen."""
        sizes = Counter(d.cluster for d in self.documents.values())
        return {
            d.id: d.files + (sizes[d.cluster] - 1 if d.cluster else 0)
            for d in self.documents.values()
        }

    def _forms(self, tree: Loose, field: str, warnings: list[str]) -> list[Form]:
        values = {value for d in self.documents.values() for value in terms(d, field)}
        forms, warning = expand(tree, values)
        warnings.extend(warning)
        return forms


def _first(document: Document) -> int:
    """The first day that the published date can mean; 0: there is none."""
    return document.days.get("published", (0, 0))[0]


def _sort_key(document: Document, sort: Sort, score: float) -> tuple[float, ...]:
    first = _first(document)
    match sort:
        case "newest":
            return (first == 0, -first, -document.id)
        case "oldest":
            return (first == 0, first, document.id)
        case "added":
            return (-document.id,)
        case _:
            return (-score, document.id)
