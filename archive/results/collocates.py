"""The words that stand near the matches of a query more often than by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.analysis import words
from archive.article import Article
from archive.query import Tree
from archive.results.association import MEASURES, Counts, Name, score
from archive.results.highlight import marks
from archive.zones import BODY, masked, zones_of


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word: `count` times near a match, `frequency` times in all bodies of the archive."""

    word: str
    count: int
    frequency: int
    score: float


@dataclass(frozen=True, slots=True)
class Collocates:
    """The words near `matches` matches in the bodies of `articles` articles, the strongest first.

    `total`: how many there are; `collocates` may be fewer of them.
    """

    understood: str
    window: int
    measure: Name
    matches: int
    articles: int
    total: int
    collocates: tuple[Collocate, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `collocates --json` answers with."""
        measure = MEASURES[self.measure]
        return {
            "understood": self.understood,
            "window": self.window,
            "measure": measure.name,
            "formula": measure.formula,
            "source": measure.source,
            "matches": self.matches,
            "articles": self.articles,
            "total": self.total,
            "collocates": [
                {
                    "word": one.word,
                    "count": one.count,
                    "frequency": one.frequency,
                    "score": round(one.score, 4),
                }
                for one in self.collocates
            ],
        }


class Around:
    """What stands in and near the matches of articles, added up; no article is kept."""

    def __init__(self, tree: Tree, window: int) -> None:
        self.near: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        self.matches = 0
        self.articles = 0
        self._tree = tree
        self._window = window

    def add(self, article: Article) -> None:
        """Add the matches in the body of `article`."""
        text = masked(article.text, zones_of(article), BODY)
        found = marks(text, self._tree, "body", article.value("language"))
        nodes = list(_apart((mark.start, mark.end) for mark in found))
        if nodes:
            self.matches += len(nodes)
            self.articles += 1
            self._count(text, nodes)

    def _count(self, text: str, nodes: Sequence[tuple[int, int]]) -> None:
        """Of each stretch between two nodes, the words that are near one of them."""
        for start, end in nodes:
            self.inside.update(words(text[start:end]))
        edges = [0, *(edge for node in nodes for edge in node), len(text)]
        between = list(pairwise(edges))[::2]
        for start, end in between:
            there = words(text[start:end])
            after = self._window if start else 0
            before = self._window if end < len(text) else 0
            self.near.update(there[:after])
            self.near.update(there[max(after, len(there) - before) :])


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans, sorted by where they begin, with those that overlap made one."""
    known: tuple[int, int] | None = None
    for start, end in spans:
        if known and start < known[1]:
            known = known[0], max(known[1], end)
        else:
            if known:
                yield known
            known = start, end
    if known:
        yield known


def collocates(
    around: Around,
    frequencies: Mapping[str, tuple[int, int]],
    *,
    understood: str,
    window: int,
    measure: Name,
    at_least: int,
    limit: int | None,
) -> Collocates:
    """The words that are drawn to the matches, and stand near them `at_least` so often.

    `frequencies`: of each word of all bodies how often it stands there, and in how many.
    """
    near = around.near.total()
    n = max(near, sum(times for times, _ in frequencies.values()) - around.inside.total())
    found = []
    for word, count in around.near.items():
        frequency, _ = frequencies.get(word, (0, 0))
        # The index can be behind the texts; the user was warned then.
        f_y = max(count, frequency - around.inside[word])
        counts = Counts(count, near, around.matches, f_y, n)
        if count >= at_least and count > counts.expected:
            found.append(Collocate(word, count, frequency, score(measure, counts)))
    found.sort(key=lambda one: (-one.score, one.word))
    return Collocates(
        understood,
        window,
        measure,
        around.matches,
        around.articles,
        len(found),
        tuple(found[:limit]),
    )
