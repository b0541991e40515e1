"""How much each publisher has in the archive from when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive import dates
from archive.results.spellings import folded, shown
from archive.results.timeline import By, begin


@dataclass(frozen=True, slots=True)
class Volume:
    """A publisher's articles: `total`, and by the first day of the period that they are from."""

    publisher: str
    total: int
    counts: Mapping[date, int]


def volumes(
    publishers: Mapping[int, Sequence[str]], published: Mapping[int, Sequence[str]], by: By
) -> list[Volume]:
    """The publishers of most articles first. A date too coarse for a period counts in none.

    Parameters
    ----------
    publishers, published:
        What is stated of each article, the most trusted first. Names that differ only in case or
        accents are one.
    """
    forms = shown(Counter(names[0] for names in publishers.values()))
    totals: Counter[str] = Counter()
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    firsts: dict[str, date | None] = {}
    for id, names in publishers.items():
        name = folded(names[0])
        totals[name] += 1
        for stated in published.get(id, ())[:1]:
            if stated not in firsts:
                firsts[stated] = _first(stated, by)
            if first := firsts[stated]:
                counts[name][first] += 1
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    return [Volume(forms[name], totals[name], counts[name]) for name in ranked]


def _first(stated: str, by: By) -> date | None:
    """The first day of the period that a date lies in; None if it may lie in several."""
    first, last = dates.span(stated)
    return begin(first, by) if begin(first, by) == begin(last, by) else None
