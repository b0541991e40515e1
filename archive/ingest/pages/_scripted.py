"""The text of an article that a page holds for its scripts alone.

Pages that a browser is to draw (Next.js and the like) have no text in their elements: the HTML of
the article stands in a string of their data. No script is run: its strings are read as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

PARAGRAPHS = 3
# A string shorter than this is no article; a script longer than that is a program.
SHORT = 400
LONGEST = 2_000_000
MOST_SCRIPTS = 200
MOST_STRINGS = 2_000
# Texts of data stand in strings of data that is itself in a string.
DEEPEST = 3

# One that is not closed is taken to the end of its line: begun again at each quotation mark in it,
# it would take for ever.
_STRING = re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"?')
_PARAGRAPH = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)


def scripted(scripts: Iterable[Any]) -> str:
    """The longest HTML of several paragraphs in one string of `scripts`; "" if there is none."""
    texts = (script.text or "" for script in islice(scripts, MOST_SCRIPTS))
    short = (text for text in texts if SHORT < len(text) <= LONGEST)
    found = (html for text in short for html in _markup(text, DEEPEST))
    return max(islice(found, MOST_STRINGS), key=len, default="")


def _markup(text: str, deepest: int) -> Iterator[str]:
    """The strings in `text` that are HTML with paragraphs."""
    for match in _STRING.finditer(text):
        if len(match[0]) < SHORT:
            continue
        try:
            value = json.loads(match[0], strict=False)
        except ValueError:  # not closed, or a string of JavaScript that is none of JSON
            continue
        if value.lstrip().startswith("<"):
            if len(_PARAGRAPH.findall(value)) >= PARAGRAPHS:
                yield value
        elif deepest > 1:
            yield from _markup(value, deepest - 1)
