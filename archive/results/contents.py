"""What is in an archive: how much there is, and of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Contents:
    """How many there are of everything, and of articles by value of publisher, language and tag.

    `counts` has them by year too. Each the most frequent first.
    """

    totals: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]]

    def as_json(self, home: str) -> dict[str, Any]:
        """The object that `stats --json` answers with."""
        counts = {field: dict(values) for field, values in self.counts.items()}
        return {"home": home, **self.totals, "counts": counts}


def contents(
    totals: Mapping[str, int], counts: Mapping[str, Mapping[str, int]], days: Mapping[str, int]
) -> Contents:
    """What is there, of counts by value and by day of publication."""
    years: Counter[str] = Counter()
    for day, count in days.items():
        years[day[:4]] += count
    every = {**counts, "year": years}
    return Contents(totals, {field: _most(values) for field, values in every.items()})


def _most(values: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
