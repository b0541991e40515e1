"""What a page declares of its article: JSON-LD, OpenGraph, `meta`, `time`, `h1` and `title`.

Each table names the sources of one field in the order of trust; every value is a fact with the
rule `html: <source>`, the first three that differ are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from archive.article import Fact
from archive.ingest.clean import clean_text
from archive.ingest.declared import canonical_url
from archive.ingest.pages._dated import days
from archive.ingest.pages._heading import HEADINGS, heading
from archive.ingest.pages._linked import article_body
from archive.ingest.pages._page import KEPT, Page, Stated, facts_of, shown
from archive.ingest.pages._titles import by_agreement, folded, site_names, without_site

_AUTHORS = (
    "author article:author content_author dc.creator dcterms.creator parsely-author "
    "sailthru.author byl article:byline citation_author dable:author"
).split()
_PUBLISHERS = "og:site_name publisher dc.publisher application-name".split()
_CATEGORIES = (
    "article:section section parsely-section content_category cxenseparse:category".split()
)
_LANGUAGES = "inlanguage og:locale dc.language language content-language".split()

_BY = re.compile(r"^(?:by|oleh|von|par|por)\s*:?\s+(?=\S)", re.IGNORECASE)
_ROLE = re.compile(r"\s+/\s+\w+$")


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts of a page, its own address, and what else is known of the article.

    `titles` are all its titles, folded; `body` its text as JSON-LD has it; `is_front`: whether
    the page says that it is of a site, and no article; `is_article`: that it is one.
    """

    facts: tuple[Fact, ...]
    url: str | None
    titles: frozenset[str]
    body: str
    is_front: bool
    is_article: bool
    remark: str | None


def declared(root: Any, text: str, address: str | None = None) -> Declared:
    """What the page of `root`, written as `text`, says of its article.

    `address` is the URL that it was found at, if that is known.
    """
    page = Page(root, text, address)
    urls = facts_of("url", _urls(page))
    url = urls[0].value if urls else None
    publishers = facts_of("publisher", _publishers(page))
    titles, known = _titles(page, [fact.value for fact in publishers], url)
    published, remark = days(page)
    facts = (
        *facts_of("title", titles),
        *facts_of("author", _authors(page)),
        *published,
        *publishers,
        *facts_of("language", _languages(page)),
        *facts_of("category", _categories(page)),
        *urls,
    )
    return Declared(
        facts, url, known, article_body(page.nodes), page.is_front(), page.is_article(), remark
    )


def _titles(page: Page, publishers: list[str], url: str | None) -> tuple[Stated, frozenset[str]]:
    """The titles without the name of the site, the best first, and all of them folded."""
    site = site_names(publishers, urlsplit(url or "").hostname or "" if url else "")
    first, others = list(page.first_titles()), list(page.other_titles())
    heads = heading(page.root, _known((*first, *others)), site)
    raw = list(dict.fromkeys((*first, *heads, *others)))
    known = _known(raw)
    bare = [(rule, without_site(title, site, known - {folded(title)})) for rule, title in raw]
    head = next((folded(title) for rule, title in bare if rule in HEADINGS), "")
    ranked = by_agreement([one for one in bare if folded(one[1]) not in site], head)
    different: dict[str, tuple[str, str]] = {}
    for rule, title in ranked:
        different.setdefault(folded(title) or title, (rule, title))
    return iter(different.values()), known | frozenset(different)


def _known(titles: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(key for _, title in titles if len(key := folded(title)) > 8)


def _authors(page: Page) -> Stated:
    yield from ((rule, _author(value)) for rule, value in page.names_of("author"))
    for name in _AUTHORS:
        several = [_author(value) for value in page.meta.get(name, ())[:20]]
        rule = name if ":" in name else f"meta {name}"
        yield rule, ", ".join(dict.fromkeys(filter(None, several)))
    for element in page.root.xpath("//*[@itemprop='author' or @rel='author']")[:KEPT]:
        yield "author link", _author(shown(element))


def _author(value: str) -> str:
    """A name without "by" and the like; none if it is an address."""
    name = _ROLE.sub("", _BY.sub("", value))
    return "" if "://" in name or name.startswith("@") or len(name) > 300 else name


def _publishers(page: Page) -> Stated:
    yield from page.of_meta(_PUBLISHERS[:1])
    yield from page.names_of("publisher")
    yield from page.of_meta(_PUBLISHERS[1:])


def _categories(page: Page) -> Stated:
    yield from page.names_of("articleSection")
    yield from page.of_meta(_CATEGORIES)


def _languages(page: Page) -> Stated:
    """As "id". English is what templates say of pages in any language: it is left to the text."""
    stated = [
        *(("json-ld inLanguage", value) for value in page.of_nodes("inLanguage")),
        ("html lang", page.root.get("lang") or page.root.get("xml:lang") or ""),
        *page.of_meta(_LANGUAGES),
    ]
    for rule, value in stated:
        code = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", value) if isinstance(value, str) else None
        if code and code[1].lower() != "en":
            yield rule, {"in": "id", "iw": "he"}.get(code[1].lower(), code[1].lower())


def _urls(page: Page) -> Stated:
    links = (link for link in page.root.iter("link") if "canonical" in (link.get("rel") or ""))
    stated = [
        *(("link canonical", link.get("href") or "") for link in links),
        *page.of_meta(["og:url"]),
        *(("json-ld url", value) for value in page.of_nodes("url") if isinstance(value, str)),
        ("address of the page", page.address or ""),
    ]
    for rule, value in stated:
        if url := _address(value, page.address):
            yield rule, url


def _address(value: str, address: str | None) -> str:
    """A URL as it is compared; "" if it is none of an article: no URL, or that of a front page."""
    try:
        parts = urlsplit(urljoin(address or "", clean_text(value).strip()))
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    if parts.path in ("", "/") and not parts.query:
        return ""
    return canonical_url(urlunsplit(parts))
