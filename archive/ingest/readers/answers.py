"""JSON as APIs and search engines answer: articles in a list, which stands somewhere in it.

    {"articles": […]}, {"results": […]}, {"response": {"docs": […]}}, {"hits": {"hits": […]}}, …

as NewsAPI, GDELT, the Guardian, the New York Times, Media Cloud, Event Registry, webz.io, Solr and
Elasticsearch do (where the lists stand: `archive.ingest.wrapping`), also many answers one behind
the other, the posts of WordPress, and what libraries make of feeds. The names of facts are theirs.
What has only a summary, or a text that was cut, is no version of the page that it leads to, as in
feeds. The original of an article is an answer that holds nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, markup, wrapping
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread

SUFFIXES = ()
MEDIA_TYPE = "application/x-answer+json"

# Elasticsearch, an object a line.
_HIT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"_index"\s*:')
# WordPress, a post or several in a list.
_POSTS = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{.*"(?:title|content)"\s*:\s*\{\s*"rendered"', re.DOTALL
)
# In what of an object its facts stand, if not in itself.
_INNER = ("_source", "attributes", "fields", "article", "story", "thread")

_TEXTS = (
    *("text", "body", "content", "isi", "bodyText", "articleBody", "full_text", "fulltext"),
    *("maintext", "plain_text", "cleaned_text"),
)
_SUMMARIES = (
    *("description", "summary", "abstract", "lead_paragraph", "excerpt", "snippet", "trailText"),
    *("standfirst", "ringkasan"),
)
_FACTS = {
    "title": ("title", "headline", "webTitle", "judul", "name"),
    "url": ("url", "link", "web_url", "webUrl", "permalink", "canonical_url", "links"),
    "publisher": (
        *("source", "publisher", "media_name", "source_name", "sourceName", "site", "site_full"),
        *("domain", "clean_url", "source_domain", "outlet", "penerbit"),
    ),
    "author": ("author", "authors", "byline", "creator", "penulis"),
    "category": (
        *("category", "categories", "section", "sectionName", "section_name", "topic", "kategori"),
        "tags",
    ),
    "language": ("language", "lang"),
    "published": (
        *("publishedAt", "published_at", "published", "publish_date", "pub_date", "pubDate"),
        *("publication_date", "published_date", "publishedDate", "webPublicationDate"),
        *("date_publish", "datePublished", "seendate", "date", "dateTime", "tanggal"),
    ),
    "updated": ("updated", "updatedAt", "updated_at", "modified", "dateModified"),
}
# What an object that stands for a value says it under.
_SAYS = (
    *("rendered", "name", "title", "main", "original", "value", "label", "term"),
    *("content", "body", "text", "href"),
)
_LANGUAGES = {"english": "en", "eng": "en", "indonesian": "id", "ind": "id", "malay": "ms"}

_MARKUP = re.compile(
    r"<(?:p|br|div|h\d|a|ul|span|figure)\b[^>]*>|&(?:#\d{1,7}|[a-z]{2,8});", re.IGNORECASE
)
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?=T\d)")
# Seconds since 1970 of a day in 1973, and of one in 2286, which is more than milliseconds of 1973.
_FIRST_SECOND, _LAST_SECOND = 10**8, 10**10


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of an article, and whether it is all of it."""

    value: str = ""
    is_whole: bool = False


def sniff(head: bytes) -> bool:
    """Whether it begins with an answer that shows a list of objects, with a hit, or with a post."""
    is_known = _HIT.match(head) or _POSTS.match(head)
    return bool(is_known) or wrapping.path_of(head) is not None


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record, or a failed outcome, for each object in a list."""
    position = 0
    with source.open() as stream:
        for path, found in wrapping.listed(stream, source.limit):
            position += 1
            place = Place(source.path, position)
            if isinstance(found, str):
                yield failed(place, found)
            else:
                yield Unread(place, wrapping.wrapped(path, found) if path else found, parse)
    if not position:
        yield failed(Place(source.path), "an answer without articles")


def parse(place: Place, original: bytes) -> Record | Outcome:
    """An answer with one article as a record; failed if that has neither a text nor a title."""
    read = declared.read_json(place, original)
    if isinstance(read, Outcome):
        return read
    value, decoded = read
    story = _flat(_alone(value))
    try:
        text = _text(story)
    except ValueError as error:
        return failed(place, str(error))
    facts, remark = declared.facts(_stated(story), "json")
    if not text.value.strip() and not any(fact.field == "title" for fact in facts):
        return failed(place, "neither a text nor a title under a name that is known")
    url = next((fact.value for fact in facts if fact.field == "url"), None)
    return Record(
        place=place,
        original=original,
        media_type=MEDIA_TYPE,
        text=text.value,
        encoding=decoded.encoding,
        replaced=decoded.replaced,
        facts=facts,
        key=f"{'' if text.is_whole else 'feed:'}url:{url}" if url else None,
        remark=remark,
    )


def _alone(value: Any) -> dict[str, Any]:
    """The one object that an answer holds, below its keys; itself if there is no list."""
    inner = value
    while isinstance(inner, dict) and len(inner) == 1:
        inner = next(iter(inner.values()))
    if isinstance(inner, list):
        value = next(iter(inner), None)
    return value if isinstance(value, dict) else {}


def _flat(story: dict[str, Any]) -> dict[str, Any]:
    """What an object and those in it say; what it says itself comes first."""
    flat: dict[str, Any] = {}
    for inner in (story, *(story[name] for name in _INNER if isinstance(story.get(name), dict))):
        flat = {**inner, **{key: value for key, value in flat.items() if value}}
    return flat


def _text(story: Mapping[str, Any]) -> _Text:
    """The longest text, which may be cut; else a summary.

    Raises
    ------
    ValueError
        If it is markup of more elements than the memory may be asked to hold.
    """
    whole = max((_plain(story.get(name)) for name in _TEXTS), key=len)
    if whole.strip():
        cut = _CUT.sub("", whole)
        return _Text(cut, is_whole=cut == whole)
    summaries = (_plain(story.get(name)) for name in _SUMMARIES)
    return _Text(next((text for text in summaries if text.strip()), ""))


def _plain(value: Any) -> str:
    said = _said(value)
    return markup.plain(said) if _MARKUP.search(said) else said


def _said(value: Any) -> str:
    """What a value says: a text, the name of an object, or several of them; numbers say nothing."""
    match value:
        case str():
            return value
        case dict():
            return next((text for name in _SAYS if (text := _said(value.get(name)))), "")
        case list():
            return ", ".join(text for one in value if (text := _said(one)))
    return ""


def _stated(story: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Field, name and value of each fact."""
    for field, names in _FACTS.items():
        is_day = field in {"published", "updated"}
        say = _day if is_day else _said
        name = next((name for name in names if say(story.get(name)).strip()), None)
        if name is None:
            continue
        value = say(story[name]).strip()
        if field == "url":
            value = value.partition(", ")[0]  # the first of several
        elif field == "language":
            value = _language(value)
        elif not is_day:
            value = " ".join(_plain(value).split())
        # What is changed is a day of the last change by this name.
        name = "updated" if field == "updated" else name
        yield "published" if is_day else field, name, value


def _language(value: str) -> str:
    """A code of two letters; empty if it is none that is known."""
    lower = value.lower()
    code = _LANGUAGES.get(lower, lower.partition("-")[0].partition("_")[0])
    return code if len(code) == 2 else ""


def _day(value: Any) -> str:
    """A moment as others write it: GDELT without signs, some as (milli)seconds since 1970."""
    if isinstance(value, int | float):
        seconds = value if value < _LAST_SECOND else value / 1000
        is_likely = _FIRST_SECOND < seconds < _LAST_SECOND
        return datetime.fromtimestamp(seconds, UTC).isoformat() if is_likely else ""
    return _DAY.sub(r"\1-\2-\3", _said(value), count=1)
