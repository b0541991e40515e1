"""The text of the article in a page, a paragraph a line."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from lxml import etree

from archive.ingest.pages._scripted import scripted
from archive.ingest.pages._strangers import told_by
from archive.ingest.pages._titles import folded
from archive.ingest.pages._tree import is_costly, tree

# trafilatura says which page it gave up, which our outcomes say in words of their own.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)

# A text of fewer characters is looked for once more.
SHORT = 1_000
# Characters of all that a page shows, from which on it is none of the usual.
LARGE = 1_000_000
# How much longer the declared text has to be to be believed before the one that was found.
LONGER = 1.25

# Left out before anybody looks at them, which takes a third of the time.
_TEXTLESS = (
    "head script style noscript template svg math iframe object img picture source video audio "
    "canvas link meta input button select textarea"
).split()
_LENGTH = etree.XPath("string-length(/)")
_LINKED = etree.XPath("//a//text()")
_UNSEEN = frozenset(
    "script style noscript template svg math iframe object head title nav header footer aside form "
    "button select option textarea".split()
)
_BLOCKS = frozenset(
    "address article blockquote body br dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section table td th tr ul".split()
)


def body(root: Any, declared: str, titles: Collection[str]) -> tuple[str, str | None]:
    """The text of the article, "" if there is none, and a remark on how it was found.

    `declared` is the text that JSON-LD gives, taken where looking for it finds less; `titles`,
    folded, are left out at its beginning. Elements of `root` that hold no text are removed.
    """
    remark = None
    etree.strip_elements(root, *_TEXTLESS, with_tail=False)
    if is_costly(root):
        text, remark = plain(root), "too large or nested to look for the article, read as a whole"
    else:
        text = _found(root) or _unlinked(root)
    stated = lines(declared)
    if len(stated) > LONGER * len(text):
        text, remark = stated, None
    return _untitled(text, titles), remark


def drawn(scripts: Iterable[Any], titles: Collection[str]) -> str:
    """The text that scripts are to draw, "" if they hold none; `titles` as for `body`."""
    html = scripted(scripts)
    root, _ = tree(f"<html><body><article>{html}</article></body></html>") if html else (None, None)
    return body(root, "", titles)[0] if root is not None else ""


def _found(root: Any) -> str:
    """What trafilatura finds; where that is little, what it finds in comparison with others.

    The comparison takes as long again, and changed nothing in 80 pages but one, in which nothing
    had been found.
    """
    text = _extracted(root, fast=True)
    if len(text) < SHORT:
        text = _extracted(root, fast=False) or text
    if _LENGTH(root) > LARGE:
        # It remembers a thousand lines, which may have 10 MB each.
        from trafilatura.meta import reset_caches

        reset_caches()
    return text


def _extracted(root: Any, *, fast: bool) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    extract = partial(bare_extraction, fast=fast, favor_precision=True, include_comments=False)
    page = told_by("trafilatura", lambda: extract(root))
    return lines(page.text or "") if isinstance(page, Document) else ""


def _unlinked(root: Any) -> str:
    """All text of a page too small for trafilatura; "" if more than half of it are links."""
    text = plain(root)
    linked = sum(len(link) for link in _LINKED(root))
    return text if 2 * linked <= len(text) else ""


def plain(root: Any) -> str:
    """All text of the article's element, or of the page, without navigation and forms."""
    articles = root.findall(".//article")
    top = articles[0] if len(articles) == 1 else next(root.iter("main"), root)
    pieces: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(top, events=("start", "end")):
        hidden, block = element.tag in _UNSEEN, element.tag in _BLOCKS
        if event == "start":
            unseen += hidden
            pieces += [
                "\n" if block else "",
                "" if unseen else " ".join((element.text or "").splitlines()),
            ]
        else:
            unseen -= hidden
            tail = "" if unseen or element is top else " ".join((element.tail or "").splitlines())
            pieces += ["\n" if block else "", tail]
    return lines("".join(pieces))


def lines(text: str) -> str:
    """`text` with one blank between words, and no empty lines."""
    squeezed = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in squeezed if line)


def _untitled(text: str, titles: Collection[str]) -> str:
    first, _, rest = text.partition("\n")
    return rest if rest and len(first) < 1_000 and folded(first) in titles else text
