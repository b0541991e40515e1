"""Who is quoted, by how many articles, and by whom or when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.results.spellings import folded, shown

By = Literal["publisher", "month"]
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Source:
    """A source, how many articles name it, and how many of these each group has, most first."""

    name: str
    articles: int
    groups: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `sources --json` has for it."""
        groups = [{"value": value, "count": count} for value, count in self.groups]
        return {"source": self.name, "articles": self.articles, "by": groups}


def ranked(
    cited: Mapping[int, Sequence[str]], groups: Mapping[int, str] | None = None
) -> list[Source]:
    """The sources that most articles name first; of equals in alphabetical order.

    Parameters
    ----------
    cited:
        The sources that each article names. Names that differ only in case or accents are one.
    groups:
        The group of each article by its id, as a publisher or a month; None: no groups.
    """
    forms = shown(Counter(name for names in cited.values() for name in names))
    known = groups or {}
    group_forms = shown(Counter(known.values()))
    grouped: dict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    for id, names in cited.items():
        for source in dict.fromkeys(map(folded, names)):
            counts[source] += 1
            group = group_forms[folded(known[id])] if known.get(id) else UNKNOWN
            grouped[source][group] += 1
    sources = [
        Source(
            forms[source],
            count,
            tuple(_most(grouped[source])) if groups is not None else (),
        )
        for source, count in counts.items()
    ]
    return sorted(sources, key=lambda source: (-source.articles, source.name.casefold()))


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
