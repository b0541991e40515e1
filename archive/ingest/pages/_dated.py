"""The day that a page was published, as it declares or shows it.

Declared are JSON-LD, `meta`, `time` and the end of a title. Where there is none of them, a day that
stands by itself between the heading and the text is taken for it. htmldate, asked instead, was
wrong in a quarter of its answers (28 right, 11 wrong on 78 pages of news without what they
declare; this: 31 right, 1 wrong): the day it finds may be that of a teaser, an image or today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from archive import dates
from archive.article import Fact
from archive.ingest.declared import UPDATED
from archive.ingest.pages._page import Page, Stated, facts_of, shown
from archive.ingest.pages._tree import is_costly

_DAYS = (
    "article:published_time datepublished og:published_time og:article:published_time "
    "content_publisheddate publisheddate published_date published_time publication_date "
    "publishdate publish-date publish_date pubdate parsely-pub-date sailthru.date dc.date.issued "
    "dcterms.created dc.date.created dc.date dcterms.date citation_publication_date "
    "cxenseparse:recs:publishtime date originalpublicationdate article.published "
    "dable:published_time article:publication_date"
).split()
_CHANGES = "article:modified_time og:updated_time datemodified lastmod last-modified".split()

_TIME_CLASS = re.compile(
    r"publi|posted|entry-date|dateline|timestamp|article-?date|date-?time", re.I
)
# Days that can be read in one way: 20230715T043000+0700, 2023/7/15, 2023.07.15 and 15.07.2023.
_COMPACT = re.compile(r"^\s*([12]\d{3})([01]\d)([0-3]\d)(?=T\d|\s*$)")
_YEAR_FIRST = re.compile(
    r"(?<![\d./])([12]\d{3})\s?[./年년]\s?(\d{1,2})\s?[./月월]\s?(\d{1,2})(?![\d/])"
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.([12]\d{3})(?!\d)")
# "15. April 2023", in the languages whose names of that month are read.
_ORDINAL = re.compile(r"(?<![\d.])(\d{1,2})\.\s{1,3}(?=[^\W\d_]{3,12}\s{1,3}[12]\d{3})")
# The last part of a title, behind the site's name: "… | Koran | 15.07.2023".
_LAST = re.compile(r"[|,·–—-]\s*([^|,·–—]{8,30})$")
# Days of clocks that were never set.
_UNSET = ("0001", "1970-01-01", "1969-12-31")

# What is shown around an article with a day that is not its own.
_ELSEWHERE = frozenset("nav aside footer form figure figcaption".split())
_LETTER = re.compile(r"[^\W\d_]")
# How long it is with the day of the week, the time and words like "published", and how many
# letters these have; how long a paragraph is with which the text begins.
_LONGEST = 60
_BESIDE = 24
_PARAGRAPH = 200
# Characters that are looked at: elements inside each other each show the same ones.
_MOST = 200_000


def days(page: Page) -> tuple[list[Fact], str | None]:
    """The days of publication, and a remark if what is declared of it cannot be read.

    That shown beside the text and those of the last change are only guesses at it.
    """
    published, remark = _read(_stated(page))
    if published:
        return facts_of("published", iter(published)), None
    modified = (("json-ld dateModified", str(day)) for day in page.of_nodes("dateModified"))
    changed, _ = _read((*modified, *page.of_meta(_CHANGES)))
    seen, _ = _read(_shown_days(page.root))
    guesses = [*seen, *((f"{rule}, day of the last change", day) for rule, day in changed)]
    facts = facts_of("published", iter(guesses), "inferred")[:1]
    return facts, None if facts else remark


def _read(stated: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], str | None]:
    """The days that can be read, and a remark on the first that cannot."""
    found, remark = [], None
    for rule, value in stated:
        reading = dates.read_date(_iso(value))
        if reading is None:
            remark = remark or f"no date in {rule}: {value[:60]!r}"
        elif not reading.value.startswith(_UNSET):
            found.append((f"{rule}, {reading.rule}", reading.value))
    return found, remark


def _iso(value: str) -> str:
    """`value` with a day that stands in it as 2023-07-15."""
    if compact := _COMPACT.match(value):
        return "-".join(compact.groups())
    if found := _YEAR_FIRST.search(value):
        year, month, day = found.groups()
    elif found := _DOTTED.search(value):
        day, month, year = found.groups()
    else:
        return _ORDINAL.sub(r"\1 ", value)
    return f"{value[: found.start()]}{year}-{month:0>2}-{day:0>2} {value[found.end() :]}"


def _stated(page: Page) -> Stated:
    yield from (("json-ld datePublished", str(day)) for day in page.of_nodes("datePublished"))
    yield from page.of_meta(_DAYS)
    yield from (("json-ld dateCreated", str(day)) for day in page.of_nodes("dateCreated"))
    times = list(islice(page.root.iter("time", "abbr"), 50))
    marked = [time for time in times if _is_of_publication(time)]
    for time in marked or times[:1]:
        value = time.get("datetime") or time.get("content") or shown(time)
        if value:
            yield "time datetime", value
    yield from _ends_of_titles(page)


def _is_of_publication(element: Any) -> bool:
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return True
    return bool(_TIME_CLASS.search(element.get("class") or ""))


def _ends_of_titles(page: Page) -> Stated:
    """The days that stand by themselves at the end of a title."""
    for rule, title in (*page.first_titles(), *page.other_titles()):
        last = _LAST.search(title)
        stated = _iso(last[1]).strip() if last else ""
        reading = dates.read_date(stated)
        if reading and reading.end - reading.start == len(stated):
            yield f"end of {rule}", stated


def _shown_days(root: Any) -> Stated:
    """The first day that is all that an element below the heading says, above the text."""
    if is_costly(root):
        return
    is_below, seen = False, 0
    for element in root.iter():
        is_below = is_below or element.tag == "h1"
        text = shown(element) if is_below else ""
        seen += len(text)
        if seen > _MOST or (element.tag == "p" and len(text) > _PARAGRAPH):
            return
        if 8 <= len(text) <= _LONGEST and _is_a_day(text) and not _is_elsewhere(element):
            yield "shown below the heading", text
            return


def _is_a_day(text: str) -> bool:
    stated = _iso(text)
    reading = dates.read_date(stated)
    if reading is None or len(reading.value) != len("2023-07-15") or UPDATED.search(text):
        return False
    beside = stated[: reading.start] + stated[reading.end :]
    return len(_LETTER.findall(beside)) <= _BESIDE


def _is_elsewhere(element: Any) -> bool:
    """Whether it is in, or holds, what shows other days; it is short, and so has few parts."""
    around = chain(islice(element.iter(), 30), element.iterancestors())
    return any(part.tag in _ELSEWHERE for part in around)
