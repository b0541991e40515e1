"""The reference engine: what a query means, in plain Python over plain lists.

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
from archive.errors import IndexNotReadyError
from archive.index._contract import Document, Hit, Hits, Prepare, Sort, Watermark, unprepared
from archive.index._expand import expand
from archive.index._ranking import DECIMALS, K1, damping, idf
from archive.query import And, Everything, Not, Or, Phrase, Range, Tree, Value, Wildcard, Word
from archive.schema import DEFAULT_FIELDS, FIELDS, STEM_WEIGHT, WHOLE, Kind
from archive.seal import Checkpoint

FORMAT = 3


def create(folder: Path) -> MemoryIndex:
    """An empty index; `folder` is not touched."""
    return MemoryIndex()


def open(
    folder: Path, checkpoints: Sequence[Checkpoint], *, is_thorough: bool = False
) -> MemoryIndex:
    """Never there: what is kept in memory is gone with its process."""
    raise IndexNotReadyError("the memory engine keeps nothing between two runs")


def digest(document: Document) -> int:
    """The hash of what the engine keeps of `document`, which is the document."""
    keywords = {k: sorted(v) for k, v in document.keywords.items()}
    kept = (document.words, keywords, document.days, document.cluster)
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
        for gone in removed:
            self.documents.pop(gone, None)
        for document in documents:
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
    ) -> Hits:
        warnings: list[str] = []
        found = self._matching(tree, warnings)
        matching = [self.documents[id] for id in found if id not in without]
        scores = self._scores(tree) if sort == "relevance" else {}
        points = {d.id: round(scores.get(d.id, 0.0), DECIMALS) for d in matching}
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
        language, over its fields. A phrase is as rare as all of its words together.
        """
        match tree:
            case And(clauses) | Or(clauses):
                parts = [self._scores(clause) for clause in clauses]
                found = set(self._matching(tree, []))
                return {id: sum(part.get(id, 0.0) for part in parts) for id in found}
            case Word(text, field, exact):
                return self._bm25((text,), field, exact)
            case Phrase(words, field, exact):
                return self._bm25(words, field, exact)
            case Wildcard():
                return dict.fromkeys(self._matching(tree, []), 1.0)
            case _:
                return {}

    def _bm25(self, words: tuple[str, ...], field: str | None, exact: bool) -> dict[int, float]:
        points: dict[int, float] = defaultdict(float)
        for name in (field,) if field else DEFAULT_FIELDS:
            for language, weight in self._variants(name, exact):
                rarity = sum(
                    idf(len(self.documents), len(self._counts((word,), name, language)))
                    for word in words
                )
                mean = self._mean(name)
                for id, count in self._counts(words, name, language).items():
                    damped = damping(len(self.documents[id].words[name]), mean)
                    points[id] += weight * rarity * (K1 + 1) * count / (count + damped)
        return points

    def _variants(self, field: str, exact: bool) -> list[tuple[str | None, float]]:
        """None for the written form, or a language for its stems; what each weighs."""
        weight = FIELDS[field].weight
        written: list[tuple[str | None, float]] = [(None, weight)]
        if exact or FIELDS[field].kind is not Kind.TEXT:
            return written
        spoken = {d.language for d in self.documents.values() if stem("", d.language) is not None}
        return [*written, *((language, weight * STEM_WEIGHT) for language in sorted(spoken))]

    def _counts(self, words: tuple[str, ...], field: str, language: str | None) -> dict[int, int]:
        """How often the words stand side by side in each document that has them."""
        counts = {
            d.id: len(list(_places(d.words.get(field, ()), words, language)))
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
        return sorted(d.id for d in self.documents.values() if matches(expanded, d))

    def _expanded(self, tree: Tree, warnings: list[str]) -> Tree:
        """`tree` with each wildcard replaced by the values that it stands for."""
        match tree:
            case And(clauses):
                return And(tuple(self._expanded(clause, warnings) for clause in clauses))
            case Or(clauses):
                return Or(tuple(self._expanded(clause, warnings) for clause in clauses))
            case Not(clause):
                return Not(self._expanded(clause, warnings))
            case Wildcard():
                fields = (tree.field,) if tree.field else DEFAULT_FIELDS
                return Or(tuple(c for field in fields for c in self._forms(tree, field, warnings)))
            case _:
                return tree

    def _forms(self, tree: Wildcard, field: str, warnings: list[str]) -> list[Tree]:
        is_keyword = FIELDS[field].kind is Kind.KEYWORD
        values = {
            value
            for d in self.documents.values()
            for value in (d.keywords if is_keyword else d.words).get(field, ())
        }
        forms, warning = expand(tree, values)
        warnings.extend(warning)
        return [Value(f, field) if is_keyword else Word(f, field, exact=True) for f in forms]


def matches(tree: Tree, document: Document) -> bool:
    """Whether `document` is what `tree` asks for. Wildcards must have been expanded."""
    match tree:
        case Everything():
            return True
        case And(clauses):
            return all(matches(clause, document) for clause in clauses)
        case Or(clauses):
            return any(matches(clause, document) for clause in clauses)
        case Not(clause):
            return not matches(clause, document)
        case Word(text, field, exact):
            return _has_phrase(document, (text,), field, exact)
        case Phrase(words, field, exact):
            return _has_phrase(document, words, field, exact)
        case Value(text, "id"):
            return document.id == int(text)
        case Value(text, field):
            return text in document.keywords.get(WHOLE.get(field, field), ())
        case Range():
            return _is_inside(document, tree)
    raise AssertionError(f"not expanded: {tree!r}")


def _has_phrase(document: Document, words: tuple[str, ...], field: str | None, exact: bool) -> bool:
    """Whether `words` stand side by side in one field, each as written or by its stem."""
    for name in (field,) if field else DEFAULT_FIELDS:
        language = document.language if FIELDS[name].kind is Kind.TEXT and not exact else None
        if any(True for _ in _places(document.words.get(name, ()), words, language)):
            return True
    return False


def _places(text: Sequence[str], words: tuple[str, ...], language: str | None) -> Iterator[int]:
    """Where in `text` the words stand side by side, each as written or by its stem."""
    for at in range(len(text) - len(words) + 1):
        if all(_is_form(a, b, language) for a, b in zip(words, text[at:], strict=False)):
            yield at


def _is_form(asked: str, found: str, language: str | None) -> bool:
    if asked == found:
        return True
    stemmed = stem(found, language)
    return stemmed is not None and stemmed == stem(asked, language)


def _is_inside(document: Document, tree: Range) -> bool:
    days = document.days.get(tree.field)
    if days is None:
        return False
    low = tree.low.toordinal() if tree.low else days[0]
    high = tree.high.toordinal() if tree.high else days[1]
    return low <= days[0] and days[1] <= high


def _sort_key(document: Document, sort: Sort, score: float) -> tuple[float, ...]:
    first = document.days.get("published", (0, 0))[0]
    match sort:
        case "newest":
            return (first == 0, -first, -document.id)
        case "oldest":
            return (first == 0, first, document.id)
        case "added":
            return (-document.id,)
        case _:
            return (-score, document.id)
