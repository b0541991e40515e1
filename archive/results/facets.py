"""How many of the articles that matched have each value of a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.results.page import Bucket


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among `total` articles, the most frequent first.

    `without`: how many of them have no value. Of a field with several values, as tags, an article
    counts for each.
    """

    field: str
    understood: str
    total: int
    without: int
    buckets: tuple[Bucket, ...]

    def as_json(self, limit: int | None = None) -> dict[str, Any]:
        """The object that `facets --json` answers with, the first `limit` values in it."""
        return {
            "field": self.field,
            "understood": self.understood,
            "total": self.total,
            "without": self.without,
            "values": len(self.buckets),
            "buckets": [{"value": b.value, "count": b.count} for b in self.buckets[:limit]],
        }


def facet(field: str, understood: str, total: int, having: int, counts: Mapping[str, int]) -> Facet:
    """The facet of `total` articles, `having` of which have a value."""
    ordered = sorted(counts.items(), key=lambda bucket: (-bucket[1], bucket[0]))
    buckets = tuple(Bucket(value, count) for value, count in ordered)
    return Facet(field, understood, total, total - having, buckets)
