"""Sitemaps of news, in which a publisher tells search engines what it has published.

    <url><loc>https://…</loc><news:news>
        <news:publication><news:name>…</news:name><news:language>id</news:language>
        </news:publication>
        <news:publication_date>2025-06-18T04:30:00+07:00</news:publication_date>
        <news:title>…</news:title><news:keywords>…, …</news:keywords></news:news></url>

(developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). Each such page is an
article without a text, and no version of the page that it leads to, as in feeds. The original of an
article is a sitemap that tells of nothing else. Pages without a title are counted, not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from archive.article import Place, Record
from archive.ingest import declared, markup
from archive.ingest.outcome import Outcome, failed
from archive.ingest.source import Source
from archive.ingest.unread import Unread, content_of

SUFFIXES = ()
MEDIA_TYPE = "application/xml"

_LIST, _INDEX = "urlset", "sitemapindex"
# Names of elements, by those of `declared`.
_NAMES = {
    "loc": "url",
    "lastmod": "updated",
    "title": "title",
    "publication_date": "published",
    "name": "publisher",
    "language": "language",
    "keywords": "category",
}
_MOST = 10_000  # characters of each of them
# Bytes that a sitemap may say of itself: all of them stand in the original of each of its articles.
_MOST_OWN = 65_536


def sniff(head: bytes) -> bool:
    """Whether the first element is that of a sitemap, or of a list of them."""
    return markup.first_name(head) in (_LIST, _INDEX)


def read(source: Source) -> Iterator[Unread | Outcome]:
    """A record for each page with a title; failed outcomes for what is no sitemap, or cut short."""
    content = content_of(source)
    if isinstance(content, Outcome):
        yield content
        return
    whole = Place(source.path)
    root = _root(content)
    if isinstance(root, str):
        yield failed(whole, root)
        return
    yield from _told(whole, root, is_cut=not content.rstrip(b"\0 \t\r\n").endswith((b">", b">\0")))


def _root(content: bytes) -> Any | str:
    """The outermost element, or why there is none of a sitemap."""
    decoded = markup.decoded_xml(content)
    if decoded is None or not decoded.text.strip():
        return "empty" if decoded else "binary, not XML"
    try:
        root = markup.elements(decoded.text)
    except ValueError as error:
        return str(error)
    match _name(root):
        case "urlset":
            return root
        case "sitemapindex":
            return f"a list of {len(root):,} other sitemaps, which are to be fetched first"
    return f"XML, but no sitemap: it begins with <{_name(root)[:40]}>"


def _told(whole: Place, root: Any, *, is_cut: bool) -> Iterator[Unread | Outcome]:
    pages = [one for one in root if _name(one) == "url"]
    frame = deepcopy(root)
    del frame[:]
    if len(_bytes(frame)) > _MOST_OWN:
        yield failed(whole, f"the sitemap says more than {_MOST_OWN:,} bytes of itself")
        return
    untold = 0
    for position, page in enumerate(pages, start=1):
        place = Place(whole.path, position)
        if is_cut and page is pages[-1]:
            yield failed(place, "the sitemap is cut short here")
        elif not _stated(page).get("title"):
            untold += 1
        else:
            yield Unread(place, _alone(frame, page), parse)
    if untold or not pages:
        yield failed(whole, f"{untold:,} of {len(pages):,} pages have no title, only an address")


def _alone(frame: Any, page: Any) -> bytes:
    """The sitemap with this page only, as bytes."""
    alone = deepcopy(frame)
    copied = deepcopy(page)
    copied.tail = None
    alone.append(copied)
    return _bytes(alone)


def _bytes(sitemap: Any) -> bytes:
    from lxml import etree  # 20 ms that only markup needs

    return bytes(etree.tostring(sitemap, encoding="utf-8", xml_declaration=True))


def parse(place: Place, original: bytes) -> Record | Outcome:
    """A sitemap with one page as a record; failed if it has no title."""
    root = _root(original)
    if isinstance(root, str):
        return failed(place, root)
    page = next((one for one in root if _name(one) == "url"), None)
    stated = {} if page is None else _stated(page)
    record = declared.record(place, original, MEDIA_TYPE, stated, "sitemap")
    if isinstance(record, Outcome) or not record.key:
        return record
    return replace(record, key=f"feed:{record.key}")


def _stated(page: Any) -> dict[str, str]:
    """What is said of a page, by the names of `declared`."""
    found: dict[str, str] = {}
    for element in page.iter():
        key = _NAMES.get(_name(element))
        parent = element.getparent()
        is_news = _name(parent) in {"news", "publication"} if parent is not None else False
        if key and (is_news or (parent is page and key in {"url", "updated"})):
            found.setdefault(key, " ".join("".join(element.itertext())[:_MOST].split()))
    language = found.get("language", "")
    return {**found, "language": language.partition("-")[0].lower()}


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
