"""The written forms that a clause stands for: the same rule for every engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive.query import Fuzzy, Wildcard, WordRange, limits


class Form(NamedTuple):
    """A written form, and the points that an article gets for having it."""

    text: str
    points: float


def expand(
    tree: Wildcard | Fuzzy | WordRange, vocabulary: Iterable[str]
) -> tuple[list[Form], list[str]]:
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


def _matching(
    tree: Wildcard | Fuzzy | WordRange, vocabulary: Iterable[str]
) -> Iterable[tuple[int, str]]:
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
