"""Lines that stand in many stories of one publisher: most of them belong to its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from archive.analysis import fold_value
from archive.article import Article
from archive.zones import BODY, squeezed, zones_of

# In the first round lines are counted together that have the same last 22 bits of their hash: what
# may be frequent enough is then counted for itself. So memory does not grow with the archive.
_BUCKETS = 1 << 22
_FULL = 255

Read = Callable[[], Iterable[Article]]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A line of the body that repeats: in `stories` of the `of` that a publisher has here."""

    publisher: str
    line: str
    stories: int
    of: int


def repeated(read: Read, at_least: int, share: float) -> list[Repeated]:
    """The lines that stand in at least so many stories of a publisher, and this share of them.

    The most frequent first. Copies are one story: only the first of them counts.

    Parameters
    ----------
    read:
        Gives all articles, as often as it is called: twice.
    """
    buckets, of = _roughly(read)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for publisher, article in _stories(read()):
        least = min(_FULL, max(at_least, share * of[publisher]))
        lines = {
            line for line in _lines(article.text) if buckets[_bucket(publisher, line)] >= least
        }
        for line in lines & _in_body(article) if lines else ():
            counts[publisher, line] += 1
    found = [
        Repeated(publisher, line, count, of[publisher])
        for (publisher, line), count in counts.items()
        if count >= max(at_least, share * of[publisher])
    ]
    return sorted(found, key=lambda one: (-one.stories, one.publisher, one.line))


def _roughly(read: Read) -> tuple[bytearray, dict[str, int]]:
    """In each bucket how many stories have a line, `_FULL` at most; the stories of a publisher."""
    buckets, of = bytearray(_BUCKETS), dict[str, int]()
    for publisher, article in _stories(read()):
        of[publisher] = of.get(publisher, 0) + 1
        for line in set(_lines(article.text)):
            bucket = _bucket(publisher, line)
            buckets[bucket] = min(_FULL, buckets[bucket] + 1)
    return buckets, of


def _bucket(publisher: str, line: str) -> int:
    return hash((publisher, line)) % _BUCKETS


def _stories(articles: Iterable[Article]) -> Iterator[tuple[str, Article]]:
    """The articles of a publisher, with its folded name, but for copies."""
    for article in articles:
        publisher = fold_value(article.value("publisher") or "")
        if publisher and article.cluster in (None, article.id):
            yield publisher, article


def _lines(text: str) -> Iterator[str]:
    return (line for piece in text.split("\n") if (line := squeezed(piece)))


def _in_body(article: Article) -> set[str]:
    """The lines of an article that are read as body."""
    text = article.text
    zones = (zone for zone in zones_of(article) if zone.kind in BODY)
    return {line for zone in zones for line in _lines(text[zone.start : zone.end])}
