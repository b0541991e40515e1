"""The day of publication: in the address of the page, above the text, or in the dateline.

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
# How many lines from the top a day can stand, how long such a line can be, and those above it.
_LINES = 4
_LONGEST = 60
_LONGEST_ABOVE = 180
_SENTENCE = re.compile(r"[.!?][\"”’')\]]*\s*$")
# Words that stand beside the day of publication; with any other it is that of something else.
_SMALL = re.compile(r"(?<![\w.])[a-z]{2,}\b")
_BESIDE = frozenset("oleh by pukul pada on at diterbitkan dipublikasikan published posted".split())


def extract(article: Article, zones: Sequence[Zone]) -> list[Fact]:
    """What the address says, then a line above the text, then the dateline."""
    dateline = next((zone for zone in zones if zone.kind == "dateline"), None)
    # The text begins behind the dateline, which may be all there is in its line: "Koran.com -".
    above = article.text.find("\n", dateline.end) if dateline else -1
    return [
        *_of_url(article.value("url") or ""),
        *_of_line(article.text if above < 0 else article.text[:above]),
        *(_of_dateline(article.text, dateline) if dateline else ()),
    ]


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
        if 8 <= len(stated) <= _LONGEST and _is_only_a_day(stated):
            begins = start + line.index(stated)
            yield from _day(stated, begins, "line above the text")
            return
        if len(stated) > _LONGEST_ABOVE or _SENTENCE.search(stated):
            return  # the text has begun
        start += len(line) + 1


def _is_only_a_day(line: str) -> bool:
    reading = dates.read_date(line)
    others = _SMALL.findall(line) if reading else ()
    return reading is not None and all(w in _BESIDE or w in dates.MONTHS for w in others)


def _of_dateline(text: str, dateline: Zone) -> Iterator[Fact]:
    yield from _day(text[dateline.start : dateline.end], dateline.start, "dateline")


def _day(stated: str, start: int, rule: str) -> Iterator[Fact]:
    """The day that `stated` names, if it does; a month or a year is none."""
    reading = dates.read_date(stated)
    if reading and len(reading.value) == len("2023-07-15"):
        rule = f"{rule}, {reading.rule}"
        yield Fact("published", reading.value, "extracted", rule, start, start + len(stated))
