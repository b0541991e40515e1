"""An article in full: its text with everything that is known about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archive.article import Article, Note, readable
from archive.schema import FACTS
from archive.zones import BODY, Link, attributions, links, text_of, zones_of


def as_json(article: Article) -> dict[str, Any]:
    """The object that `show --json` and `/api/article/ID` answer with."""
    zones = zones_of(article)
    return {
        "id": article.id,
        "title": article.value("title"),
        "body": text_of(article.text, zones, BODY),
        "text": article.text,
        "zones": [
            {
                "kind": zone.kind,
                "start": zone.start,
                "end": zone.end,
                "text": article.text[zone.start : zone.end],
                "rule": zone.rule,
            }
            for zone in zones
        ],
        "facts": {
            field: [
                {
                    "value": fact.value,
                    "basis": fact.basis,
                    "rule": fact.rule,
                    "start": fact.start,
                    "end": fact.end,
                    "confidence": fact.confidence,
                }
                for fact in article.candidates(field)
            ]
            for field in FACTS
            if article.candidates(field)
        },
        "links": [
            {"title": link.title, "url": None, "start": link.start, "end": link.end}
            for link in links(article.text, zones)
        ],
        "attributions": [
            {"source": one.name, "rule": one.rule, "start": one.start, "end": one.end}
            for one in attributions(article.text, zones)
        ],
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
        "notes": [note_as_json(note) for note in article.notes],
        "added": stamp(article.added) if article.added else None,
    }


def link_as_json(id: int, link: Link, target: int | None) -> dict[str, Any]:
    """A link in the article `id` as `links --json` lists it; `target`: where it leads to here."""
    where = {"start": link.start, "end": link.end}
    return {"id": id, "title": link.title, "target": target, **where}


def note_as_json(note: Note) -> dict[str, Any]:
    """A note as `show --json` and `note --json` answer with it."""
    return {
        "id": note.id,
        "text": note.text,
        "added": stamp(note.added),
        "changed": stamp(note.changed) if note.changed else None,
    }


def stamp(moment: datetime) -> str:
    """A moment in UTC as ISO 8601: 2026-11-22T08:30:00Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
