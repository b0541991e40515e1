"""How well the article in a page is found: its text, title, day and authors, beside trafilatura.

    python benchmarks/quality/pages.py ../shared/data/html

The folder holds pages (gzipped) and `index.jsonl`, a line per page: `file`, `gold` (which of the
following are known) and `title`, `authors`, `date`, `text` as people who wrote readers for that
outlet had them. Printed are

text      F1 of the words of the text, the mean over the pages (a page that failed has 0)
title     the share whose title is the gold one, signs and case aside
titles    the share of which one of the titles that are kept is
date      the share whose day is the gold one
authors   the share in which each gold author is named
pages/s   pages per second of CPU time on one core, all of this included

A page often has several titles (that of the page, of social media, of search engines), and which is
the gold one depends on the outlet; so `title` cannot be much better than it is, `titles` can.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from archive.article import Article, Place, Record
from archive.ingest.readers.html import parse

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a page."""

    text: str = ""
    titles: tuple[str, ...] = ("",)
    day: str = ""
    authors: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all pages in which each is known, and pages per second of CPU time."""

    text: float
    title: float
    titles: float
    date: float
    authors: float
    speed: float

    def __str__(self) -> str:
        shares = (f"{getattr(self, name):8.3f}" for name in SHARES)
        return f"{''.join(shares)}{self.speed:10.1f}"


SHARES = ("text", "title", "titles", "date", "authors")


def ours(content: bytes) -> Found:
    """As the reader of HTML has it."""
    record = parse(Place("page.html"), content)
    if not isinstance(record, Record):
        return Found()
    article = Article(record.text, record.facts)
    titles = tuple(fact.value for fact in article.candidates("title")) or ("",)
    return Found(
        record.text, titles, article.value("published") or "", article.value("author") or ""
    )


def trafilatura(content: bytes) -> Found:
    """As trafilatura has it by itself, its metadata included."""
    from trafilatura import bare_extraction

    page = bare_extraction(
        content, favor_precision=True, include_comments=False, with_metadata=True
    )
    if page is None:
        return Found()
    return Found(page.text or "", (page.title or "",), page.date or "", page.author or "")


def measure(folder: Path, find: Callable[[bytes], Found]) -> Figures:
    """What `find` makes of each page."""
    right: dict[str, list[float]] = {name: [] for name in SHARES}
    pages = [json.loads(line) for line in (folder / "index.jsonl").open(encoding="utf-8")]
    find(b"<p>alfa")  # what is loaded once is no part of the time of a page
    taken = 0.0
    for page in pages:
        content = gzip.decompress((folder / page["file"]).read_bytes())
        began = time.process_time()
        found = find(content)
        taken += time.process_time() - began
        _compare(found, page, right)
    return Figures(**{name: fmean(right[name]) for name in SHARES}, speed=len(pages) / taken)


def _compare(found: Found, page: dict[str, Any], right: dict[str, list[float]]) -> None:
    gold = page["gold"]
    if "text" in gold:
        right["text"].append(_f1(found.text, page["text"]))
    if "title" in gold:
        titles = [_folded(title) for title in found.titles]
        right["title"].append(titles[0] == _folded(page["title"]))
        right["titles"].append(_folded(page["title"]) in titles)
    if "date" in gold:
        right["date"].append(found.day == page["date"][:10])
    if "authors" in gold and page["authors"]:
        named = _folded(found.authors)
        right["authors"].append(all(_folded(author) in named for author in page["authors"]))


def _f1(found: str, gold: str) -> float:
    words, wanted = (Counter(_WORD.findall(text.casefold())) for text in (found, gold))
    both = (words & wanted).total()
    return 2 * both / (words.total() + wanted.total()) if both else 0.0


def _folded(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def main(folder: str) -> None:
    """Print ours beside trafilatura alone."""
    print(f"{'':14}{''.join(f'{name:>8}' for name in SHARES)}{'pages/s':>10}")
    for name, find in (("ours", ours), ("trafilatura", trafilatura)):
        print(f"{name:14}{measure(Path(folder), find)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
