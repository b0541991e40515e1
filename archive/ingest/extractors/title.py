"""A title for an article that came without: its first sentence, marked as inferred."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.article import Article, Fact
from archive.zones import Zone

FIELDS = ("title",)
LONGEST = 120
# What a title that was cut does not end with.
_LOOSE = " \t\xa0,;:–—-"

_LINE = re.compile(r"\S[^\n]*")
# A full stop, question or exclamation mark and what closes a quotation, before a new sentence.
_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z0-9])")
# Where sentences do not end: titles, initials and abbreviations before a name or a number.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Dr|Drs|Prof|Ir|H|Hj|Tn|Ny|St|Mr|Mrs|Ms|No|Jl|Rp|Co|Inc)\.)$"
)


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """Unless there is one: the first sentence of the body's first line, cut at a word."""
    body = next((zone for zone in zones if zone.kind == "body"), None)
    if article.fact("title") or not body:
        return []
    line = _LINE.search(article.text, body.start, body.end)
    if not line:
        return []
    start = line.start()
    end = min(_sentence_end(article.text, start, line.end()), start + LONGEST)
    if end == start + LONGEST and not article.text[end : end + 1].isspace():
        end = max(article.text.rfind(" ", start, end), start + LONGEST // 2)
    end = start + len(article.text[start:end].rstrip(_LOOSE))
    return [Fact("title", article.text[start:end], "inferred", "first sentence", start, end)]


def _sentence_end(text: str, start: int, line_end: int) -> int:
    for match in _END.finditer(text, start, line_end):
        if not _ABBREVIATED.search(text, start, match.end()):
            return match.end()
    return line_end
