"""Where paragraphs begin.

One ends at an empty line, or with a line that ends as sentences do: a text whose lines are broken
to some width is not cut at each of them, nor are headings cut from what they head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

_BREAK = re.compile(r"\n\s*")
_CLOSING = frozenset(".!?:;…。！？\"'”’»)]")


def paragraphs(text: str) -> Iterator[str]:
    """`text` cut where paragraphs end; nothing is lost, so that joined they are the text."""
    bounds = chain([0], _bounds(text), [len(text)])
    return (text[start:end] for start, end in pairwise(bounds) if start < end)


def _bounds(text: str) -> Iterator[int]:
    for found in _BREAK.finditer(text):
        last = found.start()
        while last and text[last - 1].isspace():
            last -= 1
        if "\n" in found.group()[1:] or text[last - 1 : last] in _CLOSING:
            yield found.end()
