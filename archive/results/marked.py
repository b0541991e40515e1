"""The text of an article zone by zone, what a query matches in it marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.article import Article
from archive.query import Tree
from archive.results.highlight import marks
from archive.results.page import zones_asked
from archive.results.snippet import Spans, merged
from archive.zones import Zone, masked, zones_of


@dataclass(frozen=True, slots=True)
class Stretch:
    """A zone with its text; `spans` are the offsets into `text` of what the query matches."""

    kind: str
    rule: str
    start: int
    text: str
    spans: Spans = ()


def stretches(article: Article, tree: Tree | None) -> list[Stretch]:
    """The zones of `article` in order; without a tree nothing is marked."""
    zones = zones_of(article)
    spans = merged(_spans(article, zones, tree)) if tree is not None else ()
    return [
        Stretch(
            zone.kind,
            zone.rule,
            zone.start,
            article.text[zone.start : zone.end],
            tuple(_inside(spans, zone)),
        )
        for zone in zones
    ]


def _spans(article: Article, zones: Iterable[Zone], tree: Tree) -> Iterator[tuple[int, int]]:
    """Where the tree matches, in the zones that it looks into; the headline is the title's."""
    language = article.value("language")
    asked = zones_asked(tree)
    # An attribution is read as body, unless it is asked for.
    read = zones_of(article, but=frozenset({"attribution"} - asked.keys()))
    for field, kinds in {**asked, "title": frozenset({"headline"})}.items():
        text = masked(article.text, zones if field == "title" else read, kinds)
        yield from ((mark.start, mark.end) for mark in marks(text, tree, field, language))


def _inside(spans: Iterable[tuple[int, int]], zone: Zone) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        if start < zone.end and end > zone.start:
            yield max(start, zone.start) - zone.start, min(end, zone.end) - zone.start
