"""The written forms that a wildcard stands for: the same rule for every engine."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.query import Wildcard, limits

_SIGNS = {"*": ".*", "?": "."}


def expand(tree: Wildcard, vocabulary: Iterable[str]) -> tuple[list[str], list[str]]:
    """The forms in `vocabulary` that `tree` matches, sorted, and a warning if they are too many.

    Of too many, the first in alphabetical order (of code points) are taken.
    """
    pattern = re.compile("".join(_SIGNS.get(c) or re.escape(c) for c in tree.pattern), re.DOTALL)
    forms = sorted(form for form in vocabulary if pattern.fullmatch(form))
    if len(forms) <= limits.EXPANSIONS:
        return forms, []
    warning = (
        f"{tree} stands for more than {limits.EXPANSIONS:,} words; only the first "
        f"{limits.EXPANSIONS:,} in alphabetical order were looked for"
    )
    return forms[: limits.EXPANSIONS], [warning]
