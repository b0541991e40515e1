"""The declarations of a page, gathered once: `meta` by name, the nodes of JSON-LD, its titles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from archive.article import Basis, Fact
from archive.ingest.clean import clean_text
from archive.ingest.pages._linked import articles, linked, names, plain

KEPT = 3
LONGEST = 1_000

_TITLES = "headline twitter:title dc.title dcterms.title parsely-title title".split()
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->")

# What is said, each behind its source.
Stated = Iterator[tuple[str, str]]


class Page:
    """The page of `root`, written as `text`, that was found at `address` if that is known."""

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

    def first_titles(self) -> Stated:
        """Those that go before what is shown."""
        yield from self.of_meta(["og:title"])
        yield from (("json-ld headline", plain(title)) for title in self.of_nodes("headline"))

    def other_titles(self) -> Stated:
        yield from self.of_meta(_TITLES)
        yield from (("title element", shown(one)) for one in islice(self.root.iter("title"), 1))

    def is_front(self) -> bool:
        return "website" in self.meta.get("og:type", ()) and not articles(self.nodes)

    def is_article(self) -> bool:
        return "article" in self.meta.get("og:type", ()) or bool(articles(self.nodes))


def shown(element: Any) -> str:
    """What an element shows, if that is short: elements may hold the whole page."""
    return plain("".join(islice(element.itertext(), 30)))


def facts_of(field: str, stated: Stated, basis: Basis = "declared") -> list[Fact]:
    """The first values that differ, cleaned so that they can be stored."""
    facts: dict[str, Fact] = {}
    for rule, value in stated:
        cleaned = clean_text(value[:LONGEST]).strip()
        if cleaned and len(facts) < KEPT:
            facts.setdefault(cleaned, Fact(field, cleaned, basis, f"html: {rule}"))
    return list(facts.values())
