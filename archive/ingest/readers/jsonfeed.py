"""JSON Feed: an article for each that the feed tells of.

As of other feeds, the original of an article is a feed that tells of nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, markup
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = ()
MEDIA_TYPE = "application/feed+json"

_OWN = ("version", "title", "language")
# Characters that a feed may have in each of these: they stand in the original of each article.
_MOST = 1_000


def sniff(head: bytes) -> bool:
    """Whether it is an object that names the format near its beginning."""
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return beginning.startswith(b"{") and b"jsonfeed.org/version" in head


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each article of the feed; a failed outcome if it is none."""
    whole = Place(source.path)
    read = declared.read_whole(source)
    if isinstance(read, Outcome):
        yield read
        return
    feed = read[0] if isinstance(read[0], dict) else {}
    stories = _stories(feed)
    own = {key: feed[key][:_MOST] for key in _OWN if isinstance(feed.get(key), str)}
    for position, story in enumerate(stories, start=1):
        alone = json.dumps({**own, "items": [story]}).encode()
        yield Unread(Place(source.path, position), alone, parse)
    if not stories:
        yield failed(whole, "a feed without articles")


def _stories(feed: dict[str, Any]) -> list[Any]:
    stories = feed.get("items")
    return stories if isinstance(stories, list) else []


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A feed with one article as a record; failed if it has neither a text nor a title."""
    read = declared.read_json(place, original)
    if isinstance(read, Outcome):
        return read
    feed = read[0] if isinstance(read[0], dict) else {}
    story = next((one for one in _stories(feed) if isinstance(one, dict)), None)
    if story is None:
        return failed(place, "a feed without articles")
    try:
        stated = _stated(feed, story)
    except ValueError as error:
        return failed(place, str(error))
    record = declared.record(place, original, MEDIA_TYPE, stated, "feed")
    is_whole = story.get("content_text") or story.get("content_html")
    if isinstance(record, Outcome) or not record.key or is_whole:
        return record
    return replace(record, key=f"feed:{record.key}")  # no version of the page that it leads to


def _stated(feed: dict[str, Any], story: dict[str, Any]) -> dict[str, Any]:
    """What the feed says of its article, by the names of `declared`."""
    html, summary = story.get("content_html"), story.get("summary")
    text = story.get("content_text") or (markup.plain(html) if isinstance(html, str) else "")
    language = story.get("language") or feed.get("language")
    return {
        "title": story.get("title"),
        "link": story.get("url") or story.get("external_url"),
        "text": text or summary,
        "published": story.get("date_published"),
        "updated": story.get("date_modified"),
        "author": _names(story.get("authors")) or _names([story.get("author")]),
        "category": story.get("tags"),
        "publisher": feed.get("title"),
        "language": language.split("-")[0].lower() if isinstance(language, str) else None,
    }


def _names(authors: Any) -> list[Any]:
    listed = authors if isinstance(authors, list) else []
    return [one["name"] for one in listed if isinstance(one, dict) and one.get("name")]
