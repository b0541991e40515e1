"""Saved searches as Atom feeds (RFC 4287), for programs that people read news with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from archive.article import Article
from archive.database.saved import Saved
from archive.results.detail import stamp
from archive.results.page import Page

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
# What XML has no way to write: C0 but tab and line ends, and two that are no characters.
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


def feed(
    base: str, archive_id: str, search: Saved, page: Page, articles: Iterable[Article]
) -> bytes:
    """What `search` finds (`page`, of which `articles` are the articles), at the address `base`."""
    by_id = {article.id: article for article in articles}
    shown = [(result, by_id[result.id]) for result in page.results if result.id in by_id]
    dates = [article.added for _, article in shown if article.added]
    name = quote(search.name, safe="")
    root = Element("feed", xmlns=_ATOM)
    _text(root, "title", search.name)
    _text(root, "subtitle", search.query)
    _text(root, "id", f"tag:archive,2026:{archive_id}/saved/{search.id}")
    _text(root, "updated", stamp(max(dates, default=search.added or datetime.now(UTC))))
    SubElement(root, "link", rel="self", href=f"{base}saved/{name}.atom")
    SubElement(
        root, "link", rel="alternate", type="text/html", href=f"{base}?q={quote(search.query)}"
    )
    for result, article in shown:
        entry = SubElement(root, "entry")
        _text(entry, "title", result.title or "")
        _text(entry, "id", f"tag:archive,2026:{archive_id}/article/{result.id}")
        _text(entry, "updated", stamp(article.added or datetime.now(UTC)))
        author = SubElement(entry, "author")
        _text(author, "name", article.value("author") or result.publisher or "")
        _page(entry, f"{base}article/{result.id}")
        _text(entry, "summary", result.snippet)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(root, "unicode").encode()


def _page(parent: Element, address: str) -> None:
    SubElement(parent, "link", rel="alternate", type="text/html", href=address)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text.translate(_UNWRITABLE)
