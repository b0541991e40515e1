"""An article in full: its text with everything that is known about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archive.article import Article, readable
from archive.schema import FACTS


def as_json(article: Article) -> dict[str, Any]:
    """The object that `show --json` and `/api/article/ID` answer with.

    The whole text is one zone, the body, until zones are told apart.
    """
    body = {"kind": "body", "start": 0, "end": len(article.text), "text": article.text}
    return {
        "id": article.id,
        "title": article.value("title"),
        "body": article.text,
        "text": article.text,
        "zones": [body] if article.text else [],
        "facts": {
            field: [
                {
                    "value": fact.value,
                    "basis": fact.basis,
                    "rule": fact.rule,
                    "start": fact.start,
                    "end": fact.end,
                }
                for fact in article.candidates(field)
            ]
            for field in FACTS
            if article.candidates(field)
        },
        "links": [],
        "attributions": [],
        "sightings": [
            {
                "path": readable(sighting.path),
                "position": sighting.position,
                "sha256": sighting.sha256,
                "seen": stamp(sighting.seen),
            }
            for sighting in article.sightings
        ],
        "versions": [
            {
                "number": version.number,
                "sha256": version.sha256,
                "media_type": version.media_type,
                "encoding": version.encoding,
                "replaced": version.replaced,
                "seen": stamp(version.seen),
                "is_current": version.is_current,
            }
            for version in article.versions
        ],
        "tags": list(article.tags),
        "notes": [],
        "added": stamp(article.added) if article.added else None,
    }


def stamp(moment: datetime) -> str:
    """A moment in UTC as ISO 8601: 2026-11-22T08:30:00Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
