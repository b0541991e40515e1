"""BibTeX (UTF-8), for LaTeX and reference managers: an entry for each article.

With a publisher it is an @article in its journal, else @misc. The key is `article` and the id,
which is never given twice. `date` has the precision that the article's has; `year` and `month` say
the same for styles that do not know it. `urldate` is the day on which the article came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from archive.article import Article
from archive.export._export import Export, Heading
from archive.export._text import as_bytes, date_parts, one_line

MEDIA_TYPE = "application/x-bibtex; charset=utf-8"

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# BibTeX counts braces also behind a backslash, so there must be none.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {sign: f"\\{sign}" for sign in "#$%&_"}
_SPECIALS = re.compile(r"[\\{}~^#$%&_]")
# What BibTeX would take a name apart by.
_JOINED = re.compile(r",|\band\b", re.IGNORECASE)


def render(export: Export) -> Iterator[bytes]:
    """What the export is in comments, then the entries."""
    yield as_bytes("".join(f"% {line}\n" for line in _comments(export.heading)))
    for article in export.articles():
        yield as_bytes(_entry(article))


def _comments(heading: Heading) -> Iterator[str]:
    # An @ begins an entry even there.
    yield one_line(str(heading)).replace("@", "(at)")
    yield f"archive {heading.archive_id}, {heading.made:%Y-%m-%dT%H:%M:%SZ}"


def _entry(article: Article) -> str:
    kind = "article" if article.value("publisher") else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(article))
    return f"\n@{kind}{{article{article.id},\n{fields}}}\n"


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    known = article.values()
    # In braces of its own, for a style must not change the case of names.
    yield "title", f"{{{{{_escaped(known.get('title') or '(no title)')}}}}}"
    if author := known.get("author"):
        escaped = _escaped(author)
        yield "author", f"{{{{{escaped}}}}}" if _JOINED.search(author) else f"{{{escaped}}}"
    for name, field in (("journal", "publisher"), ("location", "place")):
        if value := known.get(field):
            yield name, f"{{{_escaped(value)}}}"
    if published := known.get("published"):
        yield from _date(published)
    if url := known.get("url"):
        yield "url", f"{{{_address(url)}}}"
        if article.added:
            yield "urldate", f"{{{article.added:%Y-%m-%d}}}"
    if language := known.get("language"):
        yield "language", f"{{{_escaped(language)}}}"
    if article.tags:
        yield "keywords", f"{{{_escaped(', '.join(article.tags))}}}"


def _date(published: str) -> Iterator[tuple[str, str]]:
    year, *rest = date_parts(published)
    yield "date", f"{{{'-'.join([year, *rest])}}}"
    yield "year", f"{{{year}}}"
    if rest:
        yield "month", _MONTHS[int(rest[0]) - 1]


def _escaped(text: str) -> str:
    return _SPECIALS.sub(lambda match: _SPECIAL[match[0]], one_line(text))


def _address(url: str) -> str:
    """`url`, which is read to the letter, without what would end the field or the line."""
    return re.sub(r"[\\{}\s\x00-\x1f]", lambda match: quote(match[0]), url)
