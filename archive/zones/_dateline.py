"""The dateline: place, outlet and day with which a news text begins.

    JAKARTA, KOMPAS.com -               Jakarta (ANTARA News) -
    Liputan6.com, Jakarta -             KONTAN.CO.ID - JAKARTA.
    inNalar.com –                       BRATTLEBORO, Vermont, March 24 (Reuters) -

An outlet is recognised by its domain or its name, a place by standing beside an outlet or a day,
in capitals, or in the list of places (`places.txt`). It is at the very beginning, or behind the
byline that some papers put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.dates import MONTH
from archive.zones._rule import Span

# No dateline is longer.
LONGEST = 120
_ENDINGS = "com|co|id|net|org|tv|news|info|asia|my|sg|uk|au|ru|cn|jp|gov|go|ac|or|web|biz|me|fm"
DOMAIN = rf"[A-Za-z0-9][A-Za-z0-9-]{{1,30}}(?:\.(?i:{_ENDINGS}))+\b"
_NAMED = (
    r"(?:CNN|CNBC|BBC|VOA|IDN|Bloomberg)(?: (?:Indonesia|Times|News|Technoz))?"
    r"|ANTARA(?: News)?|Antara(?: News)?|VIVA(?:news)?|Reuters|REUTERS|AFP|AP|Xinhua|XINHUA|Bernama"
    r"|BERNAMA|Kyodo|UPI|dpa|MNC Media|detik[Cc]om|detik[A-Z][a-z]+|Metro TV|METRO TV"
)
_OUTLET = rf"(?:{DOMAIN}|{_NAMED})"
# In parentheses behind a place: whatever looks like a name.
_ANY = r"[A-Z][\w. -]{2,30}"
_NAME = r"[A-Z][\w'’-]*\.?"
_PLACE = rf"{_NAME}(?:[ \xa0/](?:{_NAME}|de|del|la|of|di|D\.C\.)){{0,3}}"
_CAPITALS = r"[A-Z][A-Z'’.-]+(?:[ \xa0/][A-Z][A-Z'’.-]+){0,3}"
_DASH = r"[ \xa0]*\n?(?:-{1,3}|[–—])(?:[ \xa0]*[-–—])?(?=[\s\"“'‘A-Z0-9(])"
_STATE = rf"(?:{_PLACE}|(?:[A-Z][A-Za-z]{{0,2}}\.[ ]?){{2}})"
_COMMA = r"[ \xa0]*,[ \xa0]*"
_MONTH = rf"(?:{MONTH})\b\.?"
_DAY = rf"(?i:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"

_FORMS = (
    # JAKARTA, KOMPAS.com -    Jakarta, CNN Indonesia - -    Jakarta (ANTARA) -
    rf"(?P<place>{_PLACE}){_COMMA}(?P<outlet>{_OUTLET}){_DASH}",
    rf"(?P<place>{_PLACE})(?:{_COMMA}{_PLACE})?[ \xa0]*\((?P<outlet>{_OUTLET}|{_ANY})\){_DASH}",
    # Liputan6.com, Jakarta -    TEMPO.CO,Jakarta-    KONTAN.CO.ID - JAKARTA.
    rf"(?P<outlet>{_OUTLET})(?:{_COMMA}|[ \xa0]*\|[ \xa0]*|[ \xa0]+)(?P<place>{_PLACE}){_DASH}",
    rf"(?P<outlet>{_OUTLET})[ \xa0]*[-–—,][ \xa0]*(?P<place>{_CAPITALS})[.:](?=\s)",
    # BRATTLEBORO, Vermont, March 24 (Reuters) -
    rf"(?P<place>{_PLACE})(?:{_COMMA}{_STATE}){{0,2}}{_COMMA}{_DAY}"
    rf"(?:[ \xa0]*\((?P<outlet>{_OUTLET}|{_ANY})\))?{_DASH}",
    rf"(?P<outlet>{_OUTLET}){_DASH}",
    rf"(?P<place>{_CAPITALS})(?:{_COMMA}{_CAPITALS})?{_DASH}",
)
# Where only the list of places tells the place: alone, on a line of its own, glued to the text.
_ALONE = re.compile(rf"(?P<place>{_PLACE})(?:{_DASH}|\s*\n\s*[-–—](?=\s))")
_NO_DASH = re.compile(
    rf"(?P<outlet>{_OUTLET}){_COMMA}(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}})"
)
_ANY_DASH = re.compile("[-–—]")
_BEGINS = re.compile(r"[\s\u200b\ufeff]*(?:[-–—][ \xa0\n]+)?")
_REPORT = r"Laporan (?i:wartawan|reporter|kontributor)"
_BYLINE = re.compile(rf"{_REPORT}[^\n]{{3,80}}?(?:\s*\n\s*|\s+(?=[A-Z][A-Z0-9-]+\.[A-Z]))")
_REGIONS = ("kota", "kabupaten", "kab", "kab.")
# They stand like a place in front of a dash, and are none.
_NO_PLACES = frozenset(
    """
    VIDEO FOTO BREAKING BERITA OPINI KOLOM TERBARU HEADLINE EKSKLUSIF LIVE UPDATE POPULER INFO TIPS
    QUIZ POSMETRO JADWAL LINK PROFIL CEK FAKTA HOAKS NEWS ANALISIS REVIEW SINOPSIS RESEP
    """.split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dateline is, and where in it place and outlet are; offsets into the text."""

    start: int
    end: int
    place: Span | None
    outlet: Span | None


def dateline(text: str) -> Dateline | None:
    """The dateline of `text`, if it has one."""
    begins = _BEGINS.match(text)
    start = begins.end() if begins else 0
    if byline := _BYLINE.match(text, start):
        start = byline.end()
    for form in _FORMS if _ANY_DASH.search(text, start, start + LONGEST) else ():
        # Compiled when first needed: all of them take 8 ms.
        match = re.compile(form).match(text, start, start + LONGEST)
        if match and _may_be(match):
            return _found(match)
    match = _ALONE.match(text, start, start + LONGEST)
    if match and _is_known(match["place"]):
        return _found(match)
    return _without_dash(text, start)


def _without_dash(text: str, start: int) -> Dateline | None:
    """A dateline that the scraper glued to the text: "Liputan6.com, JakartaSetelah"."""
    match = _NO_DASH.match(text, start, start + LONGEST)
    words = match["place"].split() if match else []
    for count in range(len(words), 0, -1):
        assert match
        end = match.start("place") + len(" ".join(words[:count]))
        if _is_known(" ".join(words[:count])) and not text[end : end + 1].islower():
            return Dateline(match.start(), end, (match.start("place"), end), match.span("outlet"))
    return None


def _is_known(place: str) -> bool:
    words = place.casefold().split()
    return " ".join(words) in places() or (" ".join(words[1:]) in places() and words[0] in _REGIONS)


def find(text: str) -> Iterator[Span]:
    """The same as spans, for the rules."""
    if found := dateline(text):
        yield found.start, found.end


def _may_be(match: re.Match[str]) -> bool:
    place = match.groupdict().get("place")
    return not place or not _NO_PLACES.intersection(place.upper().split())


def _found(match: re.Match[str]) -> Dateline:
    named = match.groupdict()
    place, outlet = (match.span(n) if named.get(n) else None for n in ("place", "outlet"))
    return Dateline(match.start(), match.end(), place, outlet)


@cache
def place_names() -> tuple[str, ...]:
    """The places that are known by name, as papers write them."""
    lines = (Path(__file__).parent / "places.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line and line[0] != "#")


@cache
def places() -> frozenset[str]:
    """The same in small letters."""
    return frozenset(name.casefold() for name in place_names())
