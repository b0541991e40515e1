"""What a page declares of its article as linked data: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

# More than this is no description of one article.
LONGEST = 2_000_000
LONGEST_NAME = 4_000
MOST_NODES = 5_000
MOST_SCRIPTS = 50
MOST_NAMES = 50

# What scripts are wrapped in so that old browsers pass them over.
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[", "/*<![CDATA[*/")
_CLOSINGS = ("//-->", "-->", "//]]>", "// ]]>", "]]>", "/*]]>*/")
_COMMA = re.compile(r",(?=\s*[}\]])")
_TAG = re.compile(r"<[^<>]*>")
# Where a node stands that is about the page, not about what it links to.
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_PAGES = frozenset(("WebPage", "ItemPage", "ClaimReview", "Report", "NewsItem", "CreativeWork"))

Node = dict[str, Any]


def linked(root: Any) -> tuple[list[Node], dict[str, Node]]:
    """The nodes about the article, the most telling first, and all nodes that have an `@id`.

    Articles come before pages; of several articles the first is the one, the others are those that
    the page links to.
    """
    nodes = list(_nodes(root))
    known: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node.get("@id"), str) and len(node) > 1:
            known.setdefault(node["@id"], node)
    pages = [node for node in nodes if _PAGES.intersection(_types(node))]
    return articles(nodes)[:1] + pages[:1], known


def articles(nodes: list[Node]) -> list[Node]:
    """Those of `nodes` that say they are articles."""
    return [node for node in nodes if any(map(_is_article, _types(node)))]


def _nodes(root: Any) -> Iterator[Node]:
    left = MOST_NODES
    for value in _values(root):
        waiting = [value]
        while waiting and left:
            left -= 1
            one = waiting.pop()
            if isinstance(one, list):
                waiting.extend(reversed(one[:MOST_NODES]))
            elif isinstance(one, dict):
                yield one
                waiting.extend(one[key] for key in reversed(_INSIDE) if key in one)


def _values(root: Any) -> Iterator[Any]:
    scripts = (s for s in root.iter("script") if "ld+json" in (s.get("type") or "").lower())
    for script, _ in zip(scripts, range(MOST_SCRIPTS), strict=False):
        written = script.text or ""
        if len(written) <= LONGEST and (value := _loaded(written)) is not None:
            yield value


def _loaded(written: str) -> Any:
    """The value of a script, line feeds in strings and commas too many forgiven; None if broken."""
    written = written.strip()
    for opening in _OPENINGS:
        written = written.removeprefix(opening)
    for closing in _CLOSINGS:
        written = written.removesuffix(closing)
    written = written.rstrip("; \t\r\n")
    for attempt in (written, _COMMA.sub("", written)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: Node) -> list[str]:
    stated = node.get("@type")
    return [one for one in (stated if isinstance(stated, list) else [stated]) if type(one) is str]


def _is_article(type: str) -> bool:
    return type.endswith(("Article", "Posting"))


def names(value: Any, known: dict[str, Node]) -> list[str]:
    """The names in a value: a text, something with a `name`, a reference to that, or several."""
    found: list[Any] = []
    for one in value if isinstance(value, list) else [value]:
        node = one
        if isinstance(node, dict) and "name" not in node:
            node = known.get(str(node.get("@id")), node)
        name = node.get("name") if isinstance(node, dict) else node
        found += name if isinstance(name, list) else [name]
    return [name for name in map(plain, found[:MOST_NAMES]) if name]


def plain(value: Any) -> str:
    """A text as a reader sees it: entities and tags that were left in it resolved; "" if none."""
    if not isinstance(value, str):
        return ""
    text = value[:LONGEST_NAME]
    text = unescape(text) if "&" in text else text
    return " ".join((_TAG.sub("", text) if "<" in text else text).split())


def article_body(nodes: list[Node]) -> str:
    """The text of the article that its node gives; "" if it gives none."""
    bodies = (node.get("articleBody") for node in nodes)
    body = next((body for body in bodies if isinstance(body, str)), "")
    text = unescape(body) if "&" in body else body
    return _TAG.sub("\n", text) if "</" in text else text
