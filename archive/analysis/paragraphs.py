"""Where paragraphs begin.

One ends at an empty line, or with a line that ends as sentences do: a text whose lines are broken
to some width is not cut at each of them, nor are headings cut from what they head.
"""

from __future__ import annotations

import re
from itertools import pairwise

_END = re.compile(
    r"""(?<=[.!?:;…。！？"'”’»)\]])[^\S\n]*\n\s*|\n[^\S\n]*\n\s*"""  # a sentence; an empty line
)


def paragraphs(text: str) -> list[str]:
    """`text` cut where paragraphs end; nothing is lost, so that joined they are the text."""
    bounds = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(bounds) if start < end]
