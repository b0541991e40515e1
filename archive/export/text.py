"""Plain text: the text of each article as it was kept, below its title unless that stands in it.

In a stream a form feed stands between two articles, as between the pages of other texts. There is
no place for the query; in a folder it is in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.article import Article
from archive.export._export import Export
from archive.export._text import as_bytes, one_line

MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = ".txt"
IS_FOLDER = True


def render(export: Export) -> Iterator[bytes]:
    """The articles, each but the first behind a form feed."""
    for number, article in enumerate(export.articles()):
        yield b"\f" + one(article) if number else one(article)


def one(article: Article) -> bytes:
    """The text of an article."""
    text = article.text.strip("\n")
    title = article.fact("title")
    if title and title.basis != "inferred" and not _begins_with(text, title.value):
        text = f"{one_line(title.value)}\n\n{text}".rstrip()
    return as_bytes(f"{text}\n")


def _begins_with(text: str, title: str) -> bool:
    beginning, sought = one_line(text[: 200 + 2 * len(title)]), one_line(title)
    return sought.casefold() in beginning.casefold()
