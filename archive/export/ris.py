"""RIS, for reference managers: a record of type NEWS for each article.

Dates have the precision that the article's has: `2023/07//` is a month. RIS has no comments, so
each record has a note that says which query it was found by.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.article import Article
from archive.export._export import Export, Heading
from archive.export._text import as_bytes, date_parts, one_line

MEDIA_TYPE = "application/x-research-info-systems"

_TAGS = {
    "title": "TI", "author": "AU", "publisher": "T2", "place": "CY", "category": "SE",
    "language": "LA", "url": "UR",
}  # fmt: skip


def render(export: Export) -> Iterator[bytes]:
    """The records; lines end as the format asks for."""
    note = _note(export.heading)
    for article in export.articles():
        lines = [
            ("TY", "NEWS"),
            ("ID", f"article{article.id}"),
            *_fields(article),
            ("N1", note),
            ("ER", ""),
        ]
        yield as_bytes("".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines) + "\r\n")


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    known = article.values()
    yield from ((tag, known[field]) for field, tag in _TAGS.items() if field in known)
    if published := known.get("published"):
        year, month, day = [*date_parts(published), "", ""][:3]
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    if article.added and "url" in known:
        yield "Y2", f"{article.added:%Y/%m/%d}/"
    yield from (("KW", tag) for tag in article.tags)


def _note(heading: Heading) -> str:
    return f"{heading} in archive {heading.archive_id}, {heading.made:%Y-%m-%dT%H:%M:%SZ}"
