"""Values that differ only as queries ignore it, in case or accents, are one value.

It is shown as most write it; of two that are as frequent, the first in the order of their letters.

    merged({"Koran.com": 5, "KORAN.com": 2, "Radio": 1})  -> {"Koran.com": 7, "Radio": 1}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from archive.analysis.folding import fold_whole


def folded(value: str) -> str:
    """What values that are one have in common; a value of nothing but marks is itself."""
    return fold_whole(value) or value


def shown(counts: Mapping[str, int]) -> dict[str, str]:
    """How each value is shown, by its folded form; `counts` says how often each form is written."""
    forms: dict[str, str] = {}
    for value in sorted(counts, key=lambda value: (-counts[value], value)):
        forms.setdefault(folded(value), value)
    return forms


def merged(counts: Mapping[str, int]) -> dict[str, int]:
    """`counts` with one entry for the forms of each value."""
    forms = shown(counts)
    total: Counter[str] = Counter()
    for value, count in counts.items():
        total[forms[folded(value)]] += count
    return dict(total)
