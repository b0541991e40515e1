"""What a page declares of its article: JSON-LD, OpenGraph, `meta`, `time`, `h1` and `title`.

Each table names the sources of one field in the order of trust; every value is a fact with the
rule `html: <source>`, the first three that differ are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from archive import dates
from archive.article import Basis, Fact
from archive.ingest.clean import clean_text
from archive.ingest.declared import canonical_url
from archive.ingest.pages._linked import article_body, articles, linked, names, plain
from archive.ingest.pages._strangers import told_by
from archive.ingest.pages._titles import folded, site_names, without_site
from archive.ingest.pages._tree import is_costly

KEPT = 3
LONGEST = 1_000

_TITLES = "twitter:title dc.title dcterms.title parsely-title title".split()
_AUTHORS = (
    "author article:author content_author dc.creator dcterms.creator parsely-author "
    "sailthru.author byl article:byline citation_author dable:author"
).split()
_PUBLISHERS = "og:site_name publisher dc.publisher application-name".split()
_CATEGORIES = (
    "article:section section parsely-section content_category cxenseparse:category".split()
)
_LANGUAGES = "inlanguage og:locale dc.language language content-language".split()
_DAYS = (
    "article:published_time datepublished og:published_time og:article:published_time "
    "content_publisheddate publisheddate published_date published_time publication_date "
    "publishdate publish-date publish_date pubdate parsely-pub-date sailthru.date dc.date.issued "
    "dcterms.created dc.date.created dc.date dcterms.date citation_publication_date "
    "cxenseparse:recs:publishtime date originalpublicationdate article.published "
    "dable:published_time article:publication_date"
).split()
_CHANGES = "article:modified_time og:updated_time datemodified lastmod last-modified".split()

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->")
_BY = re.compile(r"^(?:by|oleh|von|par|por)\s*:?\s+(?=\S)", re.IGNORECASE)
_ROLE = re.compile(r"\s+/\s+\w+$")
_TIME_CLASS = re.compile(
    r"publi|posted|entry-date|dateline|timestamp|article-?date|date-?time", re.I
)
# Days of clocks that were never set.
_UNSET = ("0001", "1970-01-01", "1969-12-31")


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts of a page, its own address, and what else is known of the article.

    `titles` are all its titles, folded; `body` its text as JSON-LD has it; `is_front`: whether
    the page says that it is of a site, and no article.
    """

    facts: tuple[Fact, ...]
    url: str | None
    titles: frozenset[str]
    body: str
    is_front: bool
    remark: str | None


Stated = Iterator[tuple[str, str]]


class _Page:
    """A page's declarations, gathered once: `meta` by name, nodes of JSON-LD."""

    def __init__(self, root: Any, text: str, address: str | None) -> None:
        self.root = root
        self.nodes, self.known = linked(root)
        self.meta: dict[str, list[str]] = defaultdict(list)
        for element in root.iter("meta"):
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                name, content = element.get(attribute), plain(element.get("content"))[:LONGEST]
                if name and content:
                    self.meta[name.strip().lower()].append(content)
        saved = _SAVED_FROM.search(text[:4_096])
        self.address = address or (saved[1] if saved else None)

    def of_meta(self, wanted: Iterable[str]) -> Stated:
        for name in wanted:
            for content in self.meta.get(name, ())[:KEPT]:
                yield name if ":" in name else f"meta {name}", content

    def of_nodes(self, key: str) -> Iterator[Any]:
        return (node[key] for node in self.nodes if node.get(key))

    def names_of(self, key: str) -> Stated:
        for value in self.of_nodes(key):
            yield f"json-ld {key}", ", ".join(dict.fromkeys(names(value, self.known)))

    def is_front(self) -> bool:
        return "website" in self.meta.get("og:type", ()) and not articles(self.nodes)


def declared(root: Any, text: str, address: str | None = None) -> Declared:
    """What the page of `root`, written as `text`, says of its article.

    `address` is the URL that it was found at, if that is known.
    """
    page = _Page(root, text, address)
    urls = _facts("url", _urls(page))
    url = urls[0].value if urls else None
    publishers = _facts("publisher", _publishers(page))
    titles, known = _titles(page, [fact.value for fact in publishers], url)
    days, remark = _days(page)
    facts = (
        *_facts("title", titles),
        *_facts("author", _authors(page)),
        *days,
        *publishers,
        *_facts("language", _languages(page)),
        *_facts("category", _categories(page)),
        *urls,
    )
    return Declared(facts, url, known, article_body(page.nodes), page.is_front(), remark)


def _facts(field: str, stated: Stated, basis: Basis = "declared") -> list[Fact]:
    """The first values that differ, cleaned so that they can be stored."""
    facts: dict[str, Fact] = {}
    for rule, value in stated:
        cleaned = clean_text(value[:LONGEST]).strip()
        if cleaned and len(facts) < KEPT:
            facts.setdefault(cleaned, Fact(field, cleaned, basis, f"html: {rule}"))
    return list(facts.values())


def _titles(page: _Page, publishers: list[str], url: str | None) -> tuple[Stated, frozenset[str]]:
    """The titles without the name of the site, and all of them folded."""
    raw = list(dict.fromkeys(_raw_titles(page)))
    site = site_names(publishers, urlsplit(url or "").hostname or "" if url else "")
    known = frozenset(key for _, title in raw if len(key := folded(title)) > 8)
    bare = ((rule, without_site(title, site, known - {folded(title)})) for rule, title in raw)
    cleaned = [(rule, title) for rule, title in bare if folded(title) not in site]
    return iter(cleaned), known | {folded(title) for _, title in cleaned}


def _raw_titles(page: _Page) -> Stated:
    yield from page.of_meta(["og:title"])
    yield from (("json-ld headline", plain(title)) for title in page.of_nodes("headline"))
    heads = [head for element in islice(page.root.iter("h1"), 3) if (head := _shown(element))]
    yield from (("h1", head) for head in heads if len(heads) == 1)
    yield from page.of_meta(_TITLES)
    yield from (("title element", _shown(title)) for title in islice(page.root.iter("title"), 1))


def _shown(element: Any) -> str:
    """What an element shows, if that is short: elements may hold the whole page."""
    return plain("".join(islice(element.itertext(), 30)))


def _authors(page: _Page) -> Stated:
    yield from ((rule, _author(value)) for rule, value in page.names_of("author"))
    for name in _AUTHORS:
        several = [_author(value) for value in page.meta.get(name, ())[:20]]
        rule = name if ":" in name else f"meta {name}"
        yield rule, ", ".join(dict.fromkeys(filter(None, several)))
    for element in page.root.xpath("//*[@itemprop='author' or @rel='author']")[:KEPT]:
        yield "author link", _author(_shown(element))


def _author(value: str) -> str:
    """A name without "by" and the like; none if it is an address."""
    name = _ROLE.sub("", _BY.sub("", value))
    return "" if "://" in name or name.startswith("@") or len(name) > 300 else name


def _publishers(page: _Page) -> Stated:
    yield from page.of_meta(_PUBLISHERS[:1])
    yield from page.names_of("publisher")
    yield from page.of_meta(_PUBLISHERS[1:])


def _categories(page: _Page) -> Stated:
    yield from page.names_of("articleSection")
    yield from page.of_meta(_CATEGORIES)


def _languages(page: _Page) -> Stated:
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


def _urls(page: _Page) -> Stated:
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


def _days(page: _Page) -> tuple[list[Fact], str | None]:
    """The days of publication; those of the last change are only guesses at it."""
    published, remark = _read(_stated_days(page))
    if published:
        return _facts("published", iter(published)), None
    modified = (("json-ld dateModified", str(day)) for day in page.of_nodes("dateModified"))
    changed, _ = _read((*modified, *page.of_meta(_CHANGES)))
    guesses = [(f"{rule}, day of the last change", day) for rule, day in changed]
    facts = _facts("published", iter([*_guessed(page), *guesses]), "inferred")[:1]
    return facts, None if facts else remark


def _guessed(page: _Page) -> Stated:
    """What htmldate tells from the addresses and classes of a page that declares no day."""
    from htmldate import find_date

    if is_costly(page.root):
        return
    find = partial(find_date, extensive_search=False, original_date=True)
    if day := told_by("htmldate", lambda: find(page.root)):
        yield "htmldate", day


def _read(stated: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], str | None]:
    """The days that can be read, and a remark on the first that cannot."""
    days, remark = [], None
    for rule, value in stated:
        reading = dates.read_date(value)
        if reading is None:
            remark = remark or f"no date in {rule}: {value[:60]!r}"
        elif not reading.value.startswith(_UNSET):
            days.append((f"{rule}, {reading.rule}", reading.value))
    return days, remark


def _stated_days(page: _Page) -> Stated:
    yield from (("json-ld datePublished", str(day)) for day in page.of_nodes("datePublished"))
    yield from page.of_meta(_DAYS)
    yield from (("json-ld dateCreated", str(day)) for day in page.of_nodes("dateCreated"))
    times = list(islice(page.root.iter("time", "abbr"), 50))
    marked = [time for time in times if _is_of_publication(time)]
    for time in marked or times[:1]:
        value = time.get("datetime") or time.get("content") or _shown(time)
        if value:
            yield "time datetime", value


def _is_of_publication(element: Any) -> bool:
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return True
    return bool(_TIME_CLASS.search(element.get("class") or ""))
