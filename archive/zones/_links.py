"""The titles that related links name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.zones._rule import Zone

_LEAD = re.compile(
    r"[\[(]?(?:(?i:baca|simak|lihat|tonton|cek|dengarkan|saksikan|read|also|see|related)[ \xa0]"
    r"(?i:juga|pula|also|more|read|story|article)|Pilihan [Ee]ditor|PILIHAN EDITOR)"
    r"(?:[ \xa0]*[Vv]ideo\b)?[ \xa0]*(?:[:：]|[-–—](?=[ \xa0]))?\s*"
)
_TAIL = re.compile(r"(?:[ \xa0]di sini)?[\])]?\s*:?\Z")
_QUOTES = "\"“”'‘’"


@dataclass(frozen=True, slots=True)
class Link:
    """A related link: the title that it names, and where this stands in the text."""

    title: str
    start: int
    end: int


def links(text: str, zones: Iterable[Zone]) -> list[Link]:
    """The related links of a text that name a title; the scraper loses the address, or both."""
    found = []
    for zone in zones:
        if zone.kind != "related":
            continue
        lead = _LEAD.match(text, zone.start, zone.end)
        start = lead.end() if lead else zone.start
        tail = _TAIL.search(text, start, zone.end)
        end = tail.start() if tail else zone.end
        while start < end and text[start] in _QUOTES and text[end - 1] in _QUOTES:
            start, end = start + 1, end - 1
        if lead and text[start:end].strip():
            found.append(Link(" ".join(text[start:end].split()), start, end))
    return found
