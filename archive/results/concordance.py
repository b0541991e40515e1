"""Keyword in context: each match on a line of its own, between the words around it.

    …warga mengungsi karena | banjir | di Sigi belum surut…

The marks are the highlighter's, so that a line stands for what really matched.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from archive.analysis import words
from archive.article import Article
from archive.query import Tree
from archive.results.highlight import Mark, marks
from archive.results.page import zones_asked
from archive.zones import Zone, masked, zones_of

Side = Literal["left", "right"]
# Characters on each side that hold as many words as can be sorted by.
SORTED = 400
# Blank space that a squeezed character of context can stand for, at most.
_BLANK = 50
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A match in the article `id`, with what stands before and after it.

    `start` and `end` are offsets into the article's text; into its title where the title does not
    stand in the text. Runs of white space in `left`, `match` and `right` are one space.
    """

    id: int
    field: str
    start: int
    end: int
    left: str
    match: str
    right: str

    def as_json(self, width: int) -> dict[str, Any]:
        """The object that `concordance --json` has for a line, `width` characters on each side."""
        return {
            "id": self.id,
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "left": self.left[-width:] if width else "",
            "match": self.match,
            "right": self.right[:width],
        }


def lines(article: Article, tree: Tree, width: int) -> Iterator[Line]:
    """The matches of `tree` in `article` in order, its title first, unless the text has it too.

    `width`: characters that are kept on each side. What several clauses match is one line.
    """
    title, language = article.value("title") or "", article.value("language")
    asked = zones_asked(tree)
    zones = zones_of(article, but=frozenset({"attribution"} - asked.keys()))
    text = masked(article.text, zones, frozenset().union(*asked.values()))
    in_title = marks(title, tree, "title", language)
    spot = _title_in_text(article, zones)
    if spot is None:
        yield from (_line(article.id, "title", title, *span, width) for span in _spans(in_title))
    found: dict[tuple[int, int], str] = {}
    if spot is not None:
        headline = article.text[slice(*spot)]
        for start, end in _spans(marks(headline, tree, "title", language)):
            found[start + spot[0], end + spot[0]] = "title"
    for field, kinds in asked.items():
        for span in _spans(marks(masked(article.text, zones, kinds), tree, field, language)):
            found.setdefault(span, field)
    for span, field in sorted(found.items()):
        yield _line(article.id, field, text, *span, width)


def _spans(found: Iterable[Mark]) -> list[tuple[int, int]]:
    return sorted({(mark.start, mark.end) for mark in found})


def _title_in_text(article: Article, zones: Iterable[Zone]) -> tuple[int, int] | None:
    """Where in the text the title stands: as its headline, or where it was taken from."""
    for zone in zones:
        if zone.kind == "headline":
            return zone.start, zone.end
    fact = article.fact("title")
    if fact is None or fact.start is None or fact.end is None:
        return None
    return fact.start, fact.end


def _line(id: int, field: str, text: str, start: int, end: int, width: int) -> Line:
    before, after = _before(text, start, width), _after(text, end, width)
    return Line(id, field, start, end, before, _SPACE.sub(" ", text[start:end]), after)


def _before(text: str, end: int, width: int) -> str:
    """The last `width` characters before `end`, squeezed."""
    reach = width
    while True:
        start = max(0, end - reach)
        squeezed = _SPACE.sub(" ", text[start:end])
        if len(squeezed) > width or not start:
            return squeezed[-width:].lstrip() if width else ""
        reach = 2 * reach + _BLANK


def _after(text: str, start: int, width: int) -> str:
    """The first `width` characters after `start`, squeezed."""
    reach = width
    while True:
        squeezed = _SPACE.sub(" ", text[start : start + reach])
        if len(squeezed) > width or start + reach >= len(text):
            return squeezed[:width].rstrip()
        reach = 2 * reach + _BLANK


def sorted_by(found: Iterable[Line], side: Side, nth: int, limit: int | None) -> list[Line]:
    """Lines by their `nth` word to the left or right, and those beyond it; then by article.

    `found` must have `SORTED` characters on each side. Words are compared folded. With a `limit`
    no more than so many lines are in memory.
    """

    def key(line: Line) -> tuple[tuple[str, ...], int, int]:
        around = words(line.left)[::-1] if side == "left" else words(line.right)
        return around[nth - 1 :], line.id, line.start

    return sorted(found, key=key) if limit is None else heapq.nsmallest(limit, found, key=key)
