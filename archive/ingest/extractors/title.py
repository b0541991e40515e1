"""A title for an article that came without: its first sentence, marked as inferred."""

from __future__ import annotations

import re

from archive.article import Article, Fact

FIELD = "title"
LONGEST = 120

_LINE = re.compile(r"\S[^\n]*")
# A full stop, question or exclamation mark and what closes a quotation, before a new sentence.
_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z0-9])")
# Where sentences do not end: titles, initials and abbreviations before a name or a number.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Dr|Drs|Prof|Ir|H|Hj|Tn|Ny|St|Mr|Mrs|Ms|No|Jl|Rp|Co|Inc)\.)$"
)


def extract(article: Article) -> Fact | None:
    """The first sentence of the first line, cut at a word if it is long."""
    line = _LINE.search(article.text)
    if not line:
        return None
    start = line.start()
    end = min(_sentence_end(article.text, start, line.end()), start + LONGEST)
    if end == start + LONGEST and not article.text[end : end + 1].isspace():
        end = max(article.text.rfind(" ", start, end), start + LONGEST // 2)
    end = start + len(article.text[start:end].rstrip())
    return Fact(FIELD, article.text[start:end], "inferred", "first sentence", start, end)


def _sentence_end(text: str, start: int, line_end: int) -> int:
    for match in _END.finditer(text, start, line_end):
        if not _ABBREVIATED.search(text, start, match.end()):
            return match.end()
    return line_end
