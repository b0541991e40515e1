"""Markdown (CommonMark): one document, or a file with front matter for each article.

The front matter is YAML whose values are written as JSON. A line of the text is a paragraph; what
is no body (related links, captions, residue) is a quotation that begins with its kind. Nothing that
an article says is markup: what would be is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Article
from archive.export._export import Export
from archive.export._text import as_bytes, as_json, one_line, paragraphs
from archive.schema import FACTS, MANY

MEDIA_TYPE = "text/markdown; charset=utf-8"
SUFFIX = ".md"
IS_FOLDER = False

_MARKUP = re.compile(r"[\\`*_\[\]<>&~|$]")
_ADDRESS = re.compile(r"https?://[!-;=?-~\u00a1-\uffff]+")
# What makes a list, a heading or a rule of a line where it begins so.
_OPENING = re.compile(r"^([#+=:-]|\d+(?=[.)]))")


def render(export: Export) -> Iterator[bytes]:
    """What the export is as front matter, then the articles, each below a heading."""
    yield as_bytes(_front(export.heading.as_json()))
    for article in export.articles():
        about = "".join(f"- {name}: {_linked(value)}\n" for name, value in _about(article))
        yield as_bytes(f"\n{_heading(article)}\n{about}{_body(article)}")


def one(article: Article) -> bytes:
    """The file of an article."""
    stated: dict[str, Any] = {"id": article.id, "title": article.value("title")}
    for name, value in _about(article):
        if name == "tag" or name in MANY:
            stated.setdefault(name, []).append(value)
        else:
            stated[name] = value
    return as_bytes(f"{_front(stated)}\n{_heading(article)}{_body(article)}")


def _front(stated: Mapping[str, Any]) -> str:
    lines = (f"{name}: {as_json(value)}\n" for name, value in stated.items())
    return f"---\n{''.join(lines)}---\n"


def _heading(article: Article) -> str:
    return f"# {_escaped(article.value('title') or '(no title)')}\n"


def _about(article: Article) -> Iterator[tuple[str, str]]:
    """(field, value) of what is known, but for the title."""
    for field in FACTS:
        for fact in article.believed(field)[: None if field in MANY else 1]:
            if field != "title" and fact.value:
                yield field, fact.value
    yield from (("tag", tag) for tag in article.tags)
    if article.added:
        yield "added", article.added.strftime("%Y-%m-%dT%H:%M:%SZ")


def _body(article: Article) -> str:
    lines = []
    for kind, line in paragraphs(article):
        if line:
            lines.append(_plain(line) if kind is None else f"> **{kind}** {_escaped(line)}")
    return "".join(f"\n{line}\n" for line in lines)


def _plain(text: str) -> str:
    """`text` as a line of its own that is no markup."""
    return _OPENING.sub(_protected, _escaped(text))


def _linked(value: str) -> str:
    """`value` as a link if it is a web address, else as text."""
    return f"<{value}>" if _ADDRESS.fullmatch(value) else _plain(value)


def _protected(match: re.Match[str]) -> str:
    opening = match[0]
    return f"{opening}\\" if opening.isdigit() else f"\\{opening}"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", one_line(text))
