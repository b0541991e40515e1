"""Omnivore, which ended in 2024, what its export holds: a list of pages, and a file of each.

    metadata_0_to_20.json       [{"id": "…", "slug": "a-b", "title": "…", "url": "…",
                                  "labels": ["…"], "savedAt": "…", "publishedAt": "…",
                                  "author": "…", "description": "…", "state": "Archived"}]
    content/a-b.html            the page
    highlights/a-b.md           what was marked in it, and notes

as importers of it read it (`parseOmnivoreBookmarkFile` of Karakeep). The file of a page is its
text, its highlights are a note; a page without a file is a bookmark. The original of an article is
its entry in JSON, before the bytes of the file if there is one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, markup, moved
from archive.ingest.objects import objects
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread, whole

SUFFIXES = ()
MEDIA_TYPE = "application/x-omnivore"

_ORIGIN = "omnivore"
_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')
_KEYS = re.compile(rb'"(slug|savedAt|labels|readingProgress)"\s*:')
_NAME = re.compile(r"[\w-]{1,250}$")


def sniff(head: bytes) -> bool:
    """Whether it begins with an entry that has three keys of Omnivore's."""
    is_list = bool(_OPENING.match(head)) and len(set(_KEYS.findall(head))) > 2
    return is_list or moved.is_captioned(head, _ORIGIN)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each page."""
    if moved.is_captioned(source.head(), _ORIGIN):
        yield whole(source, parse)
        return
    position = 0
    with source.open() as stream:
        for found in objects(stream, source.limit):
            position += 1
            place = Place(source.path, position)
            if isinstance(found, str):
                yield failed(place, found)
            else:
                yield _with_files(source, place, found)
    if not position:
        yield failed(Place(source.path), "an export without pages")


def _with_files(source: Source, place: Place, original: bytes) -> Unread | Outcome:
    """An entry with its highlights, behind it the file of the page."""
    read = declared.read_json(place, original)
    entry = read[0] if not isinstance(read, Outcome) and isinstance(read[0], dict) else {}
    slug = entry.get("slug")
    if not isinstance(slug, str) or not _NAME.match(slug):
        return Unread(place, original, parse)
    marked = moved.beside(source, f"highlights/{slug}.md")
    if marked:
        entry = {**entry, "highlights": marked.decode("utf-8", "replace")}
        original = json.dumps(entry).encode()
    name = f"content/{slug}.html"
    content = moved.beside(source, name)
    if not content:
        return Unread(place, original, parse)
    path = os.path.join(os.path.dirname(source.path), name)
    return Unread(Place(path), moved.captioned(_ORIGIN, entry, name, content), parse)


def parse(place: Place, original: bytes) -> Record | Outcome:
    """An entry as a record; failed if it has no title, address or description."""
    parts = moved.uncaptioned(original, _ORIGIN)
    entry: Any = parts[0] if parts else None
    if parts is None:
        read = declared.read_json(place, original)
        if isinstance(read, Outcome):
            return read
        entry = read[0]
    if not isinstance(entry, dict):
        return failed(place, "not a JSON object")
    try:
        bare = moved.record(place, original, MEDIA_TYPE, _ORIGIN, _page(entry))
    except ValueError as error:
        return failed(place, str(error))
    if parts is None or isinstance(bare, Outcome):
        return bare
    return moved.with_file(bare, *parts[1:], is_curated=True)


def _page(entry: dict[str, Any]) -> moved.Page:
    keys = {"title": "title", "url": "url", "author": "author"}
    days = {"published": "publishedAt", "saved": "savedAt"}
    description, state = entry.get("description"), entry.get("state")
    is_archived = isinstance(state, str) and state.lower() == "archived"
    return moved.Page(
        {field: (key, entry.get(key)) for field, key in (keys | days).items()},
        abstract=markup.plain(description) if isinstance(description, str) else "",
        tags=(*moved.names(entry.get("labels")), *(("archived",) if is_archived else ())),
        notes=moved.notes(entry.get("highlights")),
    )
