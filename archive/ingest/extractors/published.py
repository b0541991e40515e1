"""The day of publication: in the address of the page, or in a line of its own above the text.

Days in sentences are not asked: they are those of what happened. Nothing is guessed from today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from archive import dates
from archive.article import Article, Fact
from archive.zones import Zone

FIELDS = ("published",)
_IN_URL = re.compile(
    r"[/-](?P<year>(?:19|20)\d\d)(?P<sign>[/-]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)(?=\D)"
)
# How many lines from the top a day can stand, and how long such a line can be.
_LINES = 4
_LONGEST = 60


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """What the address says, then what a line above the text says."""
    return [*_of_url(article.value("url") or ""), *_of_line(article.text)]


def _of_url(url: str) -> Iterator[Fact]:
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    for found in _IN_URL.finditer(f"/{path}/"):
        try:
            day = date(*(int(found[part]) for part in ("year", "month", "day")))
        except ValueError:
            continue
        yield Fact("published", day.isoformat(), "extracted", "url")
        return


def _of_line(text: str) -> Iterator[Fact]:
    start = 0
    for line in text.split("\n", _LINES)[:_LINES]:
        stated = line.strip()
        reading = dates.read_date(stated) if 8 <= len(stated) <= _LONGEST else None
        if reading and len(reading.value) == len("2023-07-15"):
            begins = start + line.index(stated)
            rule = f"line above the text, {reading.rule}"
            yield Fact("published", reading.value, "extracted", rule, begins, begins + len(stated))
            return
        start += len(line) + 1
