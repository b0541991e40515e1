"""wallabag, what its JSON export holds: an array of entries with the HTML of each page.

    [{"id": 7, "title": "…", "url": "…", "content": "<p>…</p>", "tags": ["…"], "is_starred": 0,
      "is_archived": 1, "published_at": "…", "published_by": ["…"], "language": "id_ID",
      "domain_name": "…", "annotations": [{"text": "…", "quote": "…"}]}]

The names are those that `src/Entity/Entry.php` and `src/Entity/Annotation.php` of wallabag
serialise for `EntriesExport::produceJson` (src/Helper/EntriesExport.php). The original of an
article is its entry, as it was. Where wallabag could not fetch a page it writes a sentence of its
own as `content` (`fetching_error_message` in its wallabag.yml): that is no text of the page. An
entry that was deleted has only a trace left, and is no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, markup, moved
from archive.ingest.objects import objects
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = ()
MEDIA_TYPE = "application/x-wallabag+json"

_OPENING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')
# Keys of an entry: two of them show one, if one of the two is among those that others lack.
_KEYS = re.compile(
    rb'"(is_archived|is_starred|given_url|hashed_url|hashed_given_url|origin_url|archived_at'
    rb'|starred_at|published_by|domain_name|reading_time|preview_picture)"\s*:'
)
_OWN = frozenset((b"is_archived", b"is_starred", b"given_url", b"hashed_url"))


def sniff(head: bytes) -> bool:
    """Whether it begins with an object, or an array of them, that has two keys of wallabag's."""
    if not _OPENING.match(head):
        return False
    keys = set(_KEYS.findall(head))
    return len(keys) > 1 and not _OWN.isdisjoint(keys)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each entry."""
    position = 0
    with source.open() as stream:
        for found in objects(stream, source.limit):
            position += 1
            place = Place(source.path, position)
            yield failed(place, found) if isinstance(found, str) else Unread(place, found, parse)
    if not position:
        yield failed(Place(source.path), "no article: it holds no entry")


def parse(place: Place, original: bytes) -> Record | Outcome:
    """An entry as a record; failed if it has no text, title or address, or was deleted."""
    read = declared.read_json(place, original)
    if isinstance(read, Outcome):
        return read
    entry, decoded = read
    if not isinstance(entry, dict):
        return failed(place, "not a JSON object")
    if entry.get("deleted_at"):
        return failed(place, "deleted in wallabag")
    try:
        page = _page(entry)
    except ValueError as error:
        return failed(place, str(error))
    return moved.record(place, original, MEDIA_TYPE, "wallabag", page, decoded)


def _page(entry: dict[str, Any]) -> moved.Page:
    content = entry.get("content")
    html = content if isinstance(content, str) and not moved.is_unfetched(content) else ""
    keys = {
        "title": "title",
        "url": "url",
        "publisher": "domain_name",
        "author": "published_by",
        "language": "language",
        "published": "published_at",
        "saved": "created_at",
    }
    states = {"starred": "is_starred", "archived": "is_archived"}
    return moved.Page(
        {field: (key, entry.get(key)) for field, key in keys.items()},
        text=markup.plain(html),
        tags=(
            *moved.names(entry.get("tags")),
            *(tag for tag, key in states.items() if entry.get(key) in (1, True, "1")),
        ),
        notes=moved.notes(*map(_note, _annotations(entry))),
    )


def _annotations(entry: dict[str, Any]) -> list[dict[str, Any]]:
    listed = entry.get("annotations")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _note(annotation: dict[str, Any]) -> str:
    """What was marked in the page, and below it what was written about it."""
    quote, text = annotation.get("quote"), annotation.get("text")
    marked = f"“{quote.strip()}”" if isinstance(quote, str) and quote.strip() else ""
    return "\n".join([*filter(None, [marked]), *moved.texts(text)])
