"""How well the article in a page is found: its text, title, day and authors, beside other readers.

    python benchmarks/quality/pages.py ../shared/data/html

The folder holds pages (gzipped) and `index.jsonl`, a line per page: `file`, `gold` (which of the
following are known) and `title`, `authors`, `date`, `text` as people who wrote readers for that
outlet had them. Printed are

text      F1 of the words of the text, the mean over the pages (a page that failed has 0)
title     the share whose title is the gold one, signs, blanks and case aside: the "soft matching"
          by which GROBID's evaluation counts titles
words     F1 of the words of the title (as answers are counted in SQuAD), the mean
titles    the share of which one of the titles that are kept is the gold one, counted as `title`
date      the share whose day is the gold one
wrong     the share whose day is another one (the rest has none)
authors   the share in which each gold author is named
pages/s   pages per second of CPU time on one core, all of this included

Gold titles are a choice. Of the readers in fundus 0.5.7, which are the gold of most pages, 79 take
`og:title` and 68 the headline of JSON-LD; newspaper4k takes `title`. Where an outlet writes these
differently nothing in the page tells which was taken: `titles` says that it is kept, and `title`
has a bound well below it. Rules were made on half of the pages (`half 0`, by a hash of the file's
name) and are printed for both.

The others are run if they are installed (`pip install readability-lxml newspaper4k`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import isnan
from pathlib import Path
from statistics import fmean
from typing import Any

from archive.article import Article, Place, Record
from archive.ingest.pages._decoding import decode_page
from archive.ingest.readers.html import parse

_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"[\W_]+")
SHARES = ("text", "title", "words", "titles", "date", "wrong", "authors")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a page; None: what the reader does not look for."""

    text: str | None = ""
    titles: tuple[str, ...] | None = ("",)
    day: str | None = ""
    authors: str | None = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How good that is, by the names in SHARES; seconds of CPU time that it took."""

    half: int
    shares: dict[str, float]
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all pages in which each is known (nan: none), and pages per second of CPU time."""

    text: float
    title: float
    words: float
    titles: float
    date: float
    wrong: float
    authors: float
    speed: float

    def __str__(self) -> str:
        shares = (getattr(self, name) for name in SHARES)
        written = "".join(f"{'' if isnan(share) else f'{share:.3f}':>8}" for share in shares)
        return f"{written}{self.speed:10.1f}"


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


def htmldate(content: bytes) -> Found:
    """The day as htmldate tells it."""
    from htmldate import find_date

    day = find_date(_text(content), original_date=True, extensive_search=True)
    return Found(None, None, day or "", None)


def readability(content: bytes) -> Found:
    """Text and title of readability-lxml."""
    from lxml import html
    from readability import Document

    page = Document(_text(content))
    text = html.fromstring(page.summary()).text_content()
    return Found(text, (page.short_title() or "",), None, None)


def newspaper(content: bytes) -> Found:
    """As newspaper4k has it."""
    from newspaper import Article as Page

    page = Page("https://example.org/")
    page.download(input_html=_text(content))
    page.parse()
    day = page.publish_date.date().isoformat() if page.publish_date else ""
    return Found(page.text, (page.title,), day, ", ".join(page.authors))


def _text(content: bytes) -> str:
    decoded = decode_page(content)
    return decoded.text if decoded else ""


def measure(folder: Path, find: Callable[[bytes], Found]) -> Figures:
    """What `find` makes of each page, on the whole."""
    return figures(scores(folder, find))


def scores(folder: Path, find: Callable[[bytes], Found]) -> list[Score]:
    """What `find` makes of each page."""
    pages = [json.loads(line) for line in (folder / "index.jsonl").open(encoding="utf-8")]
    _found(find, b"<html><body><p>alfa</p></body></html>")  # what is loaded once is no page's time
    return [_score(page, (folder / page["file"]).read_bytes(), find) for page in pages]


def figures(scores: Sequence[Score]) -> Figures:
    """The means of `scores`."""
    means = {}
    for name in SHARES:
        known = [score.shares[name] for score in scores if name in score.shares]
        means[name] = fmean(known) if known else float("nan")
    return Figures(**means, speed=len(scores) / sum(score.seconds for score in scores))


def _score(page: dict[str, Any], packed: bytes, find: Callable[[bytes], Found]) -> Score:
    content = gzip.decompress(packed)
    began = time.process_time()
    found = _found(find, content)
    taken = time.process_time() - began
    half = hashlib.sha256(page["file"].encode()).digest()[0] % 2
    return Score(half, _compared(found, page), taken)


def _found(find: Callable[[bytes], Found], content: bytes) -> Found:
    if find is ours:
        return ours(content)
    try:
        return find(content)
    except Exception:  # what others raise at a page is that they found nothing in it
        return Found()


def _compared(found: Found, page: dict[str, Any]) -> dict[str, float]:
    gold = page["gold"]
    right: dict[str, float] = {}
    if "text" in gold and found.text is not None:
        right["text"] = _f1(found.text, page["text"])
    if "title" in gold and found.titles is not None:
        titles = [_folded(title) for title in found.titles]
        right["title"] = titles[0] == _folded(page["title"])
        right["titles"] = _folded(page["title"]) in titles
        right["words"] = _f1(found.titles[0], page["title"])
    if "date" in gold and found.day is not None:
        right["date"] = found.day == page["date"][:10]
        right["wrong"] = bool(found.day) and not right["date"]
    if "authors" in gold and page["authors"] and found.authors is not None:
        named = _folded(found.authors)
        right["authors"] = all(_folded(author) in named for author in page["authors"])
    return right


def _f1(found: str, gold: str) -> float:
    words, wanted = (Counter(_WORD.findall(text.casefold())) for text in (found, gold))
    both = (words & wanted).total()
    return 2 * both / (words.total() + wanted.total()) if both else 0.0


def _folded(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def main(folder: str) -> None:
    """Print ours, both halves of it, and what others make of the same pages."""
    print(f"{'':14}{''.join(f'{name:>8}' for name in SHARES)}{'pages/s':>10}")
    every = scores(Path(folder), ours)
    print(f"{'ours':14}{figures(every)}")
    for half in (0, 1):
        print(f"{f'  half {half}':14}{figures([score for score in every if score.half == half])}")
    for find, package in PEERS.items():
        missing = find_spec(package) is None
        print(f"{package:14}{'  not installed' if missing else measure(Path(folder), find)}")


PEERS = {
    trafilatura: "trafilatura",
    htmldate: "htmldate",
    readability: "readability",
    newspaper: "newspaper",
}


if __name__ == "__main__":
    main(*sys.argv[1:])
