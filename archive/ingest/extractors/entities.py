"""The people, places and organisations that the body names: guesses, each with its confidence.

They are inferred, not extracted: the name stands where the fact says, but what it is the name of
is told by the words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.article import Article, Fact
from archive.ingest.entities import FIELDS, REACH, entities
from archive.zones import Zone, masked

__all__ = ["FIELDS", "extract"]


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """What the body names; nothing in links, captions, datelines, clauses that name a source."""
    near = [zone for zone in zones if zone.start < REACH]
    body = masked(article.text[:REACH], near, ["body"])
    return [
        Fact(one.field, one.value, "inferred", one.rule, one.start, one.end, one.confidence)
        for one in entities(body)
    ]
