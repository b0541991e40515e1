"""Who is quoted, by how many articles, and by whom or when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

By = Literal["publisher", "month"]
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Source:
    """A source, how many articles name it, and how many of these each group has, most first."""

    name: str
    articles: int
    groups: tuple[tuple[str, int], ...] = ()


def ranked(
    cited: Mapping[int, Sequence[str]], groups: Mapping[int, str] | None = None
) -> list[Source]:
    """The sources that most articles name first; of equals in alphabetical order.

    Parameters
    ----------
    cited:
        The sources that each article names. Names that differ only in case are one.
    groups:
        The group of each article by its id, as a publisher or a month; None: no groups.
    """
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    grouped: dict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter()
    for id, names in cited.items():
        for folded in dict.fromkeys(name.casefold() for name in names):
            counts[folded] += 1
            grouped[folded][(groups or {}).get(id) or UNKNOWN] += 1
        for name in names:
            spelled[name.casefold()][name] += 1
    sources = [
        Source(
            spelled[folded].most_common(1)[0][0],
            count,
            tuple(_most(grouped[folded])) if groups is not None else (),
        )
        for folded, count in counts.items()
    ]
    return sorted(sources, key=lambda source: (-source.articles, source.name.casefold()))


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
