"""The titles that related links name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.zones._rule import Zone
from archive.zones._zones import rule_of


@dataclass(frozen=True, slots=True)
class Link:
    """A related link: the title that it names, and where this stands in the text."""

    title: str
    start: int
    end: int


def links(text: str, zones: Iterable[Zone]) -> list[Link]:
    """The related links of a text that name a title; the scraper loses the address, or both."""
    spans = [
        rule_of(zone).title(text, zone.start, zone.end) for zone in zones if zone.kind == "related"
    ]
    return [Link(" ".join(text[slice(*span)].split()), *span) for span in spans if span]
