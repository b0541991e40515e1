"""From the text of a page to its elements, within bounds.

A page cannot be stopped while libxml2 reads it, nor while trafilatura looks for the article, so
what would take them long is told before. libxml2 reads 100 MB/s and, with `huge_tree`, stops at
2,048 elements inside each other (without it at 255, dropping the rest in silence); `html.parser`
takes 68 s for some 60 kB. What trafilatura takes more than seconds for, `is_costly` tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from lxml import etree
from lxml import html as lxml_html

DEEPEST = 2_048
# trafilatura takes 0.1 ms for an element, times more the deeper it is, and the square of the number
# of inline elements beside each other: 37 s for 20,000. News has 8,000 tags and is 60 deep at most.
MOST_ELEMENTS = 20_000
COSTLY_DEPTH = 256
MOST_BESIDE = 2_000
# Each table is gone through for those around it: 200 around 18,000 paragraphs take 32 s.
MOST_TABLES = 8

# News has 3 MB; so many elements take 100 MB, so many attributes 200.
LONGEST = 10_000_000
MOST_TAGS = 500_000
# The time for the attributes of an element grows with the square of their number: 40,000 take 2 s.
MOST_ATTRIBUTES = 500
UNCOUNTED = 20_000
PIECE = 32_000
# An image that a browser saved inside the page.
_IMAGE = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%]*")

# What XML, and so lxml, has no place for.
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_COUNT = etree.XPath("count(//*)")
_IS_DEEP = etree.XPath(f"boolean({'/*' * COSTLY_DEPTH})")
_IS_TABLED = etree.XPath(f"boolean(//table[count(ancestor::table) >= {MOST_TABLES}])")
_INLINE = "not(self::p or self::div or self::br or self::li or self::tr or self::td or self::a)"
_IS_BROAD = etree.XPath(f"boolean(//*[count(*[{_INLINE}]) > {MOST_BESIDE}])")


def tree(text: str) -> tuple[Any, str | None]:
    """The root of a page, and what is odd about it.

    None if it cannot be read: it has no element, or would take too much memory.
    """
    text = _IMAGE.sub("data:,", text) if "data:" in text else text
    if len(text) > LONGEST:
        return None, f"a page of more than {LONGEST:,} characters, images left out"
    if text.count("<") > MOST_TAGS:
        return None, f"a page with more than {MOST_TAGS:,} tags"
    content = _NO_XML.sub("", text).encode()
    if len(content) > UNCOUNTED and _has_many_attributes(content):
        return None, f"an element with more than {MOST_ATTRIBUTES} attributes"
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = lxml_html.document_fromstring(content, parser)
    except etree.ParserError:  # nothing in it
        return None, "empty"
    is_cut = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return root, f"nested more than {DEEPEST:,} deep, read as far as that" if is_cut else None


class _StopError(Exception):
    pass


class _Counting:
    """What libxml2 tells of a page that it makes no tree of, which takes it 2 ms."""

    def __init__(self) -> None:
        self.has_many = False
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self.has_many = len(attributes) > MOST_ATTRIBUTES
        # Without a tree the depth has no bound but this one, and the time grows with its square.
        if self.has_many or self._depth > DEEPEST:
            raise _StopError

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        pass


def _has_many_attributes(content: bytes) -> bool:
    """Whether an element has so many that hanging them into a tree would take for ever."""
    counting = _Counting()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=counting)
    with suppress(_StopError, etree.XMLSyntaxError):  # the latter: nothing in it, as will be seen
        for start in range(0, len(content), PIECE):  # what is raised stops it between pieces
            parser.feed(content[start : start + PIECE])
        parser.close()
    return counting.has_many


def is_costly(root: Any) -> bool:
    """Whether looking for the article in this page could take more than a few seconds."""
    return bool(
        _COUNT(root) > MOST_ELEMENTS or _IS_DEEP(root) or _IS_BROAD(root) or _IS_TABLED(root)
    )
