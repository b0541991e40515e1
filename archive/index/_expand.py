"""The written forms that a clause stands for: the same rule for every engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from archive.index._contract import Document
from archive.query import First, Fuzzy, Or, Tree, Value, Wildcard, Word, WordRange, limits
from archive.schema import DEFAULT_FIELDS, FIELDS, Kind

Loose = Wildcard | Fuzzy | WordRange


class Form(NamedTuple):
    """A written form, and the points that an article gets for having it."""

    text: str
    points: float


def expand(tree: Loose, vocabulary: Iterable[str]) -> tuple[list[Form], list[str]]:
    """The forms in `vocabulary` that `tree` matches, and a warning if they are too many.

    In alphabetical order (of code points); of a word that may be misspelt, those with the fewest
    mistakes first. Of too many, the first are taken. A form has 1 point; one with mistakes half
    a point for one, a third for two.
    """
    forms = sorted(_matching(tree, vocabulary))
    chosen = [Form(form, 1 / (1 + mistakes)) for mistakes, form in forms[: limits.EXPANSIONS]]
    if len(forms) <= limits.EXPANSIONS:
        return chosen, []
    order = "with the fewest mistakes" if isinstance(tree, Fuzzy) else "in alphabetical order"
    warning = (
        f"{tree} stands for more than {limits.EXPANSIONS:,} words; only the first "
        f"{limits.EXPANSIONS:,} {order} were looked for"
    )
    return chosen, [warning]


def spelled_out(tree: Loose, forms: Callable[[str], Iterable[Form]]) -> Tree:
    """What finds the documents that have one of the `forms` in a field for which `tree` stands."""
    fields = (tree.field,) if tree.field else DEFAULT_FIELDS
    found = [having(form.text, field) for field in fields for form in forms(field)]
    if isinstance(tree, WordRange):
        return Or(tuple(First(1, one) if isinstance(one, Word) else one for one in found))
    return Or(tuple(found))


def within_document(tree: Loose, document: Document) -> Tree:
    """`tree` spelled out with the forms that one document has."""
    return spelled_out(tree, lambda field: expand(tree, set(terms(document, field)))[0])


def having(form: str, field: str) -> Value | Word:
    """What finds the documents with a written form in a field."""
    is_keyword = FIELDS[field].kind is Kind.KEYWORD
    return Value(form, field) if is_keyword else Word(form, field, exact=True)


def terms(document: Document, field: str) -> Collection[str]:
    """The words of a field, or its values, as they stand in a document."""
    is_keyword = field not in FIELDS or FIELDS[field].kind is Kind.KEYWORD  # of `WHOLE`
    return (document.keywords if is_keyword else document.words).get(field, ())


def _matching(tree: Loose, vocabulary: Iterable[str]) -> Iterable[tuple[int, str]]:
    """The forms that are meant, each behind the mistakes in it."""
    match tree:
        case Wildcard():
            matches = tree.expression.fullmatch
            return [(0, form) for form in vocabulary if matches(form)]
        case WordRange():
            return [(0, form) for form in vocabulary if tree.holds(form)]
        case Fuzzy():
            known = ((tree.mistakes(form), form) for form in vocabulary)
            return [(mistakes, form) for mistakes, form in known if mistakes is not None]
