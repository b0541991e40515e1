"""HTML: one saved page, one article, also as MHTML, the page of which is a part of a message.

What the page declares of it (title, author, day, publisher, address, …) is taken from JSON-LD,
OpenGraph, `meta` and the like; menus, teasers and comments around the text are left out
(`archive.ingest.pages`). A page is known again by the address that it declares.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from archive.article import Place, Record
from archive.ingest import pages
from archive.ingest.outcome import Outcome, failed
from archive.ingest.pages.mhtml import saved_page
from archive.ingest.source import HEAD, Source, file_key
from archive.ingest.unread import Unread, whole

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")
MEDIA_TYPE = pages.MEDIA_TYPE
MHTML = "multipart/related"

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Comments are taken whole: tried in other lengths, so many in a row would take for ever.
_PAGE = re.compile(
    rb"(?>(?:\s|<!--(?>.*?-->)|<\?xml\b[^>]*>)*+)<(?:!doctype\s+html|html|head|title|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF|urlset)\b", re.IGNORECASE)
# A browser says that it saved the page; a message of somebody is left to the reader of mail.
_HEADERS = re.compile(rb"[\w-]+:[^\n]*\n(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*+", re.IGNORECASE)
_SAVED = re.compile(rb"^(?:From:\s*<Saved by |Snapshot-Content-Location:)", re.I | re.M)


def sniff(head: bytes) -> bool:
    """Whether it begins as a page, or as a message in which a browser saved one."""
    if head.startswith(_UTF16):
        head = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode()
    return bool(_PAGE.match(head.removeprefix(codecs.BOM_UTF8))) or _is_mhtml(head)


def _is_mhtml(head: bytes) -> bool:
    headers = _HEADERS.match(head)
    return headers is not None and bool(_SAVED.search(headers[0])) and MHTML.encode() in headers[0]


def read(source: Source) -> Iterator[Unread | Outcome]:
    """The file as one record that is yet to be understood; failed if it is too large."""
    yield whole(source, parse)


def parse(place: Place, content: bytes) -> Record | Outcome:
    """A page as a record; failed if there is no article in it."""
    if not content.strip(b"\0 \t\r\n"):
        return failed(place, "empty")
    key = file_key(place)
    if _is_mhtml(content[:HEAD]) or _is_named_mhtml(place, content):
        return _parse_mhtml(place, content, key)
    if _XML.match(content) and not _PAGE.match(content):
        return failed(place, "XML, not HTML")
    return pages.record(place, content, content, key=key)


def _is_named_mhtml(place: Place, content: bytes) -> bool:
    return place.path.lower().endswith((".mht", ".mhtml")) and bool(_HEADERS.match(content))


def _parse_mhtml(place: Place, content: bytes, key: str | None) -> Record | Outcome:
    saved = saved_page(content)
    if saved is None:
        return failed(place, "MHTML without a page")
    return pages.record(
        place,
        content,
        saved.html,
        media_type=MHTML,
        charset=saved.charset,
        address=saved.address,
        key=key,
    )
