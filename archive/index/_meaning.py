"""Whether a document is what a query asks for: the specification that every engine is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.analysis import stem
from archive.index._contract import Document, ordinal
from archive.query import And, Everything, Not, NumberRange, Or, Phrase, Range, Tree, Value, Word
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind


def matches(tree: Tree, document: Document) -> bool:
    """Whether `document` is what `tree` asks for, which must have been expanded."""
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
        case Phrase(words, field, exact, slop):
            return _has_phrase(document, words, field, exact, slop)
        case Value(text, "id"):
            return document.id == int(text)
        case Value(text, field):
            return text in document.keywords.get(field, ())
        case NumberRange():
            return (tree.low or 0) <= document.id and (
                tree.high is None or document.id <= tree.high
            )
        case Range():
            return _is_inside(document, tree)
    raise AssertionError(f"not expanded: {tree!r}")


def _is_between(number: int, tree: NumberRange) -> bool:
    is_below = tree.low is not None and number < tree.low
    return not is_below and (tree.high is None or number <= tree.high)


def _has_phrase(
    document: Document, words: tuple[str, ...], field: str | None, exact: bool, slop: int = 0
) -> bool:
    """Whether `words` stand in this order in one field, each as written or by its stem."""
    for name in (field,) if field else DEFAULT_FIELDS:
        language = document.language if FIELDS[name].kind is Kind.TEXT and not exact else None
        if any(True for _ in places(document.words.get(name, ()), words, language, slop)):
            return True
    return False


def places(
    text: Sequence[str], words: tuple[str, ...], language: str | None, slop: int = 0
) -> Iterator[int]:
    """Where in `text` the words begin that stand in this order, `slop` others at most between.

    Each is the next one behind the one before, as written or by its stem; so where they begin
    once, they are counted once.
    """
    first, *others = words
    for start in range(len(text)):
        at: int | None = start if _is_form(first, text[start], language) else None
        for word in others:
            if at is not None:
                room = range(at + 1, min(len(text), start + len(words) + slop))
                at = next((n for n in room if _is_form(word, text[n], language)), None)
        if at is not None and at - start < len(words) + slop:
            yield start


def _is_form(asked: str, found: str, language: str | None) -> bool:
    if asked == found:
        return True
    stemmed = stem(found, language)
    return stemmed is not None and stemmed == stem(asked, language)


def _is_inside(document: Document, tree: Range) -> bool:
    days = document.days.get(tree.field)
    if days is None:
        return False
    low, high = ordinal(tree.low) or days[0], ordinal(tree.high) or days[1]
    return low <= days[0] and days[1] <= high
