"""Whether a document is what a query asks for: the specification that every engine is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.analysis import stem
from archive.index._contract import Document, ordinal
from archive.query import (
    And,
    Everything,
    First,
    Not,
    NumberRange,
    Or,
    Paragraph,
    Phrase,
    Range,
    Sought,
    Times,
    Tree,
    Value,
    Word,
    sought,
)
from archive.schema import DEFAULT_FIELDS, FIELDS, WHOLE, Kind


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
        case Word() | Phrase() | Paragraph() | First() | Times():
            return _stands(document, sought(tree))
        case Value(_, "id") | NumberRange(_, _, "id"):
            return is_number(document.id, tree)
        case Value(text, field):
            return text in document.keywords.get(WHOLE.get(field, field), ())
        case NumberRange():
            return (tree.low or 0) <= document.id and (
                tree.high is None or document.id <= tree.high
            )
        case Range():
            return _is_inside(document, tree)
    raise AssertionError(f"not expanded: {tree!r}")


def is_number(number: int, tree: Value | NumberRange) -> bool:
    """Whether it is the number, or in the range, that is asked for."""
    if isinstance(tree, Value):
        return number == int(tree.text)
    is_below = tree.low is not None and number < tree.low
    return not is_below and (tree.high is None or number <= tree.high)


def _stands(document: Document, sought: Sought) -> bool:
    """Whether the words stand as they are sought in one field, each as written or by its stem."""
    for name in (sought.field,) if sought.field else DEFAULT_FIELDS:
        is_stemmed = FIELDS[name].kind is Kind.TEXT and not sought.exact
        language = document.language if is_stemmed else None
        if places(document, name, sought, language) >= sought.times:
            return True
    return False


def places(document: Document, field: str, sought: Sought, language: str | None) -> int:
    """At how many places of a field the words stand, or in how many of its paragraphs.

    Each is the word as written or one with its stem in `language`.
    """
    text = document.words.get(field, ())
    if sought.is_together:
        bounds = [0, *(document.paragraphs if field == "body" else ()), len(text)]
        parts = [text[start:end] for start, end in pairwise(bounds)]
        return sum(all(_has(part, word, language) for word in sought.words) for part in parts)
    ends = _ends(text, sought.words, language, sought.slop)
    return sum(sought.first is None or end <= sought.first for end in ends)


def _has(text: Sequence[str], word: str, language: str | None) -> bool:
    return any(_is_form(word, found, language) for found in text)


def _ends(
    text: Sequence[str], words: tuple[str, ...], language: str | None, slop: int
) -> Iterator[int]:
    """Where in `text` words end that stand in this order, `slop` others at most between them.

    Looked for from the last to the first, each the nearest before the one behind; so where they
    end once, they are counted once.
    """
    *others, last = words
    for end in range(1, len(text) + 1):
        at: int | None = end - 1 if _is_form(last, text[end - 1], language) else None
        for word in reversed(others):
            if at is not None:
                room = range(at - 1, max(-1, end - len(words) - slop - 1), -1)
                at = next((n for n in room if _is_form(word, text[n], language)), None)
        if at is not None:
            yield end


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
