"""The written forms that a wildcard stands for: the same rule for every engine."""

from __future__ import annotations

from collections.abc import Iterable

from archive.query import Wildcard, limits


def expand(tree: Wildcard, vocabulary: Iterable[str]) -> tuple[list[str], list[str]]:
    """The forms in `vocabulary` that `tree` matches, sorted, and a warning if they are too many.

    Of too many, the first in alphabetical order (of code points) are taken.
    """
    matches = tree.expression.fullmatch
    forms = sorted(form for form in vocabulary if matches(form))
    if len(forms) <= limits.EXPANSIONS:
        return forms, []
    warning = (
        f"{tree} stands for more than {limits.EXPANSIONS:,} words; only the first "
        f"{limits.EXPANSIONS:,} in alphabetical order were looked for"
    )
    return forms[: limits.EXPANSIONS], [warning]
