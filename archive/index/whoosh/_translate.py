"""From the query tree to Whoosh's queries."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import query as whoosh
from whoosh.matching import ListMatcher, NullMatcher

from archive.index._expand import expand
from archive.index.whoosh._fields import SCHEMA, stem_field, word_stem
from archive.query import And, Not, Or, Phrase, Range, Tree, Value, Wildcard, Word
from archive.schema import DEFAULT_FIELDS, FIELDS, STEM_WEIGHT, Kind


class Translator:
    """Translates for one searcher; `warnings` says what was left out while doing so."""

    def __init__(self, searcher: Any) -> None:
        self._reader = searcher.reader()
        self._languages = [term.decode() for term in self._reader.lexicon("stemmed")]
        self._warnings: list[str] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._warnings))

    def query(self, tree: Tree) -> Any:
        """The Whoosh query that matches what `tree` means."""
        match tree:
            case And(clauses):
                return whoosh.And([self.query(clause) for clause in clauses])
            case Or(clauses):
                return whoosh.Or([self.query(clause) for clause in clauses])
            case Not(clause):
                return Complement(self.query(clause))
            case Word(text, field, exact):
                return self._forms((text,), field, exact)
            case Phrase(words, field, exact):
                return self._forms(words, field, exact)
            case Wildcard():
                return self._wildcard(tree)
            case Value(text, "id"):
                return Documents([("id", SCHEMA["id"].to_bytes(int(text)))], 0.0)
            case Value(text, field):
                return Documents([(field, text.encode())], 0.0)
            case Range():
                return self._range(tree)
        raise AssertionError(f"not a query: {tree!r}")

    def _forms(self, words: tuple[str, ...], field: str | None, exact: bool) -> Any:
        """The words side by side in one field: as written, or by their stems in one language."""
        queries = []
        for name in (field,) if field else DEFAULT_FIELDS:
            weight = FIELDS[name].weight
            queries.append(self._side_by_side(name, words, weight))
            if FIELDS[name].kind is Kind.TEXT and not exact:
                queries += [
                    self._side_by_side(stem_field(name), stemmed, weight * STEM_WEIGHT)
                    for stemmed in self._stemmed(words)
                ]
        return whoosh.Or(queries)

    def _stemmed(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The stems of `words` in each language of the index: a query has none of its own."""
        for language in self._languages:
            yield tuple(word_stem(word, language) for word in words)

    def _side_by_side(self, field: str, terms: tuple[str, ...], weight: float) -> Any:
        if len(terms) == 1:
            return whoosh.Term(field, terms[0], boost=weight)
        return whoosh.Phrase(field, list(terms), boost=weight)

    def _wildcard(self, tree: Wildcard) -> Any:
        terms = []
        for field in (tree.field,) if tree.field else DEFAULT_FIELDS:
            forms, warnings = expand(tree, self._vocabulary(field, tree.fixed))
            self._warnings += warnings
            terms += [(field, form.encode()) for form in forms]
        return Documents(terms, 1.0)

    def _vocabulary(self, field: str, prefix: str) -> Iterator[str]:
        start = prefix.encode()
        for name, term in self._reader.terms_from(field, start):
            if name != field or not term.startswith(start):
                return
            yield term.decode()

    def _range(self, tree: Range) -> Any:
        """Wholly inside: the first day not before the range, the last day not after it."""
        low = tree.low.toordinal() if tree.low else 1
        high = tree.high.toordinal() if tree.high else None
        first = whoosh.NumericRange(f"{tree.field}_first", low, None)
        last = whoosh.NumericRange(f"{tree.field}_last", None, high)
        return Filter(whoosh.And([first, last] if high else [first]))


class Documents(whoosh.Query):  # type: ignore[misc]  # Whoosh has no types
    """The documents that have any of some terms, each with the same score.

    Whoosh turns a wildcard into an OR of a matcher per term and takes minutes for a thousand;
    this joins their ids.
    """

    def __init__(self, terms: Iterable[tuple[str, bytes]], score: float) -> None:
        self.terms_wanted = list(terms)
        self.score = score

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        reader = searcher.reader()
        ids: set[int] = set()
        for field, term in self.terms_wanted:
            if (field, term) in reader:
                ids.update(reader.postings(field, term).all_ids())
        return _listed(ids, self.score)

    def estimate_size(self, reader: Any) -> int:
        return sum(reader.doc_frequency(field, term) for field, term in self.terms_wanted)


class Filter(whoosh.Query):  # type: ignore[misc]  # Whoosh has no types
    """The documents of another query, with a score of 0: it selects and does not rank.

    Whoosh's own ConstantScoreQuery still scores when the collector asks for scores.
    """

    def __init__(self, query: Any) -> None:
        self.query = query

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return _listed(self.query.matcher(searcher, context).all_ids(), 0.0)

    def estimate_size(self, reader: Any) -> int:
        return int(self.query.estimate_size(reader))


class Complement(Filter):
    """The documents that another query does not match, with a score of 0.

    Whoosh's own Not brings deleted documents back where it stands alone or in an OR.
    """

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        unwanted = set(self.query.matcher(searcher, context).all_ids())
        return _listed(set(searcher.reader().all_doc_ids()) - unwanted, 0.0)

    def estimate_size(self, reader: Any) -> int:
        return int(reader.doc_count())


def _listed(ids: Iterable[int], score: float) -> Any:
    ordered = sorted(ids)
    return ListMatcher(array("I", ordered), all_weights=score) if ordered else NullMatcher()
