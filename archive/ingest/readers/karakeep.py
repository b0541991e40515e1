"""Karakeep, once Hoarder, what its JSON export holds: bookmarks, and notes of one's own.

    {"bookmarks": [{"createdAt": 1700000000, "title": "…", "tags": ["…"], "lists": ["id"],
                    "content": {"type": "link", "url": "…"}, "note": "…", "archived": false},
                   {…, "content": {"type": "text", "text": "…"}}],
     "lists": [{"id": "…", "name": "…", "parentId": null}]}

The shape is that of `zExportSchema` in `packages/shared/import-export/exporters.ts` of Karakeep.
It holds no text of any page, and neither highlights, summaries nor pictures: a link becomes a
bookmark, and content that is null (pictures, PDF files) one with a title only. Lists that a
bookmark is in become its tags. The original of an article is an export of it alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, moved
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = ()
MEDIA_TYPE = "application/x-karakeep+json"

_OPENING = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:bookmarks"\s*:\s*\[\s*(?:\{|\]\s*[,}])|lists"\s*:\s*\[)'
)
_KEYS = re.compile(rb'"(createdAt|content|bookmarks|archived|parentId)"\s*:')
_MOST_LISTS = 50


def sniff(head: bytes) -> bool:
    """Whether it is an object that begins with bookmarks as Karakeep writes them."""
    return bool(_OPENING.match(head)) and len(set(_KEYS.findall(head))) > 1


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each bookmark; a failed outcome if there is none."""
    whole = Place(source.path)
    read = declared.read_whole(source)
    if isinstance(read, Outcome):
        yield read
        return
    bookmarks, lists = _listed(read[0], "bookmarks"), _lists(read[0])
    for position, bookmark in enumerate(bookmarks, start=1):
        alone = {"bookmarks": [bookmark], "lists": _own(bookmark, lists)}
        yield Unread(Place(source.path, position), json.dumps(alone).encode(), parse)
    if not bookmarks:
        yield failed(whole, "an export without bookmarks")


def _listed(export: Any, key: str) -> list[Any]:
    value = export.get(key) if isinstance(export, dict) else None
    return value if isinstance(value, list) else []


def _lists(export: Any) -> dict[str, dict[str, Any]]:
    """The lists of an export by their ids; those that are searches hold nothing by themselves."""
    found = (one for one in _listed(export, "lists") if isinstance(one, dict))
    named = {one["id"]: one for one in found if isinstance(one.get("id"), str)}
    return {id: one for id, one in named.items() if one.get("type") != "smart"}


def _own(bookmark: Any, lists: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The lists that a bookmark is in."""
    ids = (one for one in _listed(bookmark, "lists")[:_MOST_LISTS] if isinstance(one, str))
    return [
        {key: lists[id].get(key) for key in ("id", "name", "type")} for id in ids if id in lists
    ]


def parse(place: Place, original: bytes) -> Record | Outcome:
    """An export of one bookmark as a record; failed if there is nothing to know it by."""
    read = declared.read_json(place, original)
    if isinstance(read, Outcome):
        return read
    bookmark = next((one for one in _listed(read[0], "bookmarks") if isinstance(one, dict)), None)
    if bookmark is None:
        return failed(place, "not a bookmark")
    page = _page(bookmark, _lists(read[0]))
    return moved.record(place, original, MEDIA_TYPE, "karakeep", page)


def _page(bookmark: dict[str, Any], lists: dict[str, dict[str, Any]]) -> moved.Page:
    content = bookmark.get("content")
    content = content if isinstance(content, dict) else {}
    text = content.get("text")
    return moved.Page(
        {
            "title": ("title", bookmark.get("title")),
            "url": ("content.url", content.get("url")),
            "saved": ("createdAt", moved.day(bookmark.get("createdAt"))),
        },
        text=text if isinstance(text, str) else "",
        tags=(
            *moved.names(bookmark.get("tags")),
            *moved.names([one.get("name") for one in lists.values()]),
            *(("archived",) if bookmark.get("archived") is True else ()),
        ),
        notes=moved.notes(bookmark.get("note")),
    )
