"""The heading that a page shows above its article.

The first `h1` is often another one: the name of the site at the top of the page, the last crumb of
the way to the article (what is shown above the text is an `h2` then), or that of a teaser.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import Any

from lxml import etree

from archive.ingest.pages._linked import plain
from archive.ingest.pages._titles import alike, folded

# Headings of a page that are looked at, and parts of each: one may hold the whole page.
MOST = 30
HEADINGS = ("h1", "h2")
_ASIDE = frozenset("nav aside footer form button dialog ol ul".split())
_ARTICLE = frozenset(("article", "main"))


def heading(root: Any, titles: Collection[str], site: Collection[str]) -> Iterator[tuple[str, str]]:
    """The element's name and the text of the heading; nothing if none can be told from others.

    `titles` are what the page declares as its titles, `site` the names of its site, all folded.
    """
    heads = [(text, inside) for text, inside in _shown(root, "h1") if folded(text) not in site]
    declared = (text for text, _ in heads if any(alike(folded(text), t) for t in titles))
    inside = (text for text, inside in heads if inside)
    single = [text for text, _ in heads] if len({folded(text) for text, _ in heads}) == 1 else []
    yield from (("h1", text) for text in islice(chain(declared, inside, single), 1))
    if not heads:
        seconds = (text for text, inside in _shown(root, "h2") if inside)
        # Under a title stand many others: only one that repeats it is taken for it.
        named = (text for text in seconds if any(t in folded(text) for t in titles))
        yield from (("h2", text) for text in islice(named, 1))


def _shown(root: Any, tag: str) -> Iterator[tuple[str, bool]]:
    """What the first headings outside of menus show, and whether they are in an article."""
    for element in islice(root.iter(tag), MOST):
        around = {parent.tag for parent in element.iterancestors()}
        text = _text(element)
        if text and not around & _ASIDE:
            yield text, bool(around & _ARTICLE)


def _text(element: Any) -> str:
    """The text of a heading, without the links in it unless it is one; parts are kept apart."""
    own: list[str] = []
    linked: list[str] = []
    links = 0
    for event, part in islice(etree.iterwalk(element, events=("start", "end")), MOST):
        if event == "start":
            links += part.tag == "a"
            text = part.text or ""
        else:
            links -= part.tag == "a"
            text = "" if part is element else part.tail or " "
        (linked if links else own).append(text)
    return plain("".join(own)) or plain("".join(linked))
