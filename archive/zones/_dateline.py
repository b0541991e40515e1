"""The dateline: place, outlet and day with which a news text begins.

    JAKARTA, KOMPAS.com -               Jakarta (ANTARA News) -
    Liputan6.com, Jakarta -             KONTAN.CO.ID - JAKARTA.
    inNalar.com –                       BRATTLEBORO, Vermont, March 24 (Reuters) -

An outlet is recognised by its domain or its name, a place by standing beside an outlet or a day,
in capitals, or in the list of places (`places.txt`). It is at the very beginning, or behind what
scrapers leave above the text: a byline, a table of contents, the sentence under the headline.

    Laporan Sri\nKORAN.CO, SIGLI –           "… warga senang"Bogor (ANTARA) -
    Daftar Isi\nSyarat\nBogor\n-             Judul Sri - detikX Minggu, 17 Jul 2016 15:16 WIB Sigi -
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from archive.dates import MONTH, WEEKDAYS
from archive.zones._rule import Span, has_any

# No dateline is longer.
LONGEST = 120
# How far into a text one begins, and how long the lines above it are.
_REACH = 500
_LINE = 120
_ENDINGS = (
    "com|co|id|net|org|tv|news|info|asia|my|sg|uk|au|nz|ru|cn|jp|kr|ph|th|vn|io|eu"
    "|gov|go|ac|or|web|biz|me|fm"
)
_LABEL = r"\.[a-z0-9-]{2,30}"
DOMAIN = rf"[A-Za-z0-9][A-Za-z0-9-]{{1,30}}(?:{_LABEL}){{0,2}}?(?:\.(?i:{_ENDINGS}))+\b"
_NAMED = (
    r"(?:CNN|CNBC|BBC|VOA|IDN|Bloomberg)(?: (?:Indonesia|Times|News|Technoz))?"
    r"|ANTARA(?: News)?|Antara(?: News)?|VIVA(?:news)?|Reuters|REUTERS|AFP|AP|Xinhua|XINHUA|Bernama"
    r"|BERNAMA|Kyodo|UPI|dpa|MNC Media|detik[Cc]om|detik[A-Z]\w+|Metro TV|METRO TV|Rimanews"
    r"|POSMETRO(?: [A-Z]{3,})?+|POS-KUPANG(?!\.)"
)
_OUTLET = rf"(?:{DOMAIN}|(?:{_NAMED})(?![a-z]))"
# In parentheses behind a place: whatever looks like a name.
_ANY = r"[A-Z][\w. -]{2,30}"
_NAME = r"[A-Z][\w'’-]*\.?"
_PLACE = rf"{_NAME}(?:[ \xa0/](?:{_NAME}|de|del|la|of|di|D\.C\.)){{0,3}}"
_IN_CAPITALS = r"[A-Z](?:[A-Z'’.]|-(?=[A-Z]))+"
_CAPITALS = rf"{_IN_CAPITALS}(?:[ \xa0/]{_IN_CAPITALS}){{0,3}}"
_DASH = r"[ \xa0]*\n?(?:-{1,3}|[–—])(?:[ \xa0]*[-–—])?(?=[\s\"“'‘A-Z0-9(])"
_STATE = rf"(?:{_PLACE}|(?:[A-Z][A-Za-z]{{0,2}}\.[ ]?){{2}})"
_COMMA = r"[ \xa0]*\n?,[ \xa0]*"
# Behind the outlet, whoever it has the text or the picture from: "(ANTARA/Business Wire)".
_IN_BRACKETS = r"\(\s?(?P<outlet>{})(?:/[^()\n]{{2,40}})?\s?\)"
_MONTH = rf"(?:{MONTH})\b\.?"
_DAY = rf"(?i:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"

_FORMS = (
    # JAKARTA, KOMPAS.com -    Jakarta, CNN Indonesia - -    Jakarta (ANTARA) -
    rf"(?P<place>{_PLACE}){_COMMA}(?P<outlet>{_OUTLET}){_DASH}",
    rf"(?P<place>{_PLACE})(?:{_COMMA}{_PLACE})?[ \xa0]*(?:--[ ]?)?"
    rf"{_IN_BRACKETS.format(f'{_OUTLET}|{_ANY}')}{_DASH}",
    # Liputan6.com, Jakarta -    TEMPO.CO,Jakarta-    KONTAN.CO.ID - JAKARTA.    jpnn.com - SOLO –
    rf"(?P<outlet>{_OUTLET})(?:{_COMMA}|[ \xa0]*\|[ \xa0]*|[ \xa0]+)(?P<place>{_PLACE}){_DASH}",
    rf"(?P<outlet>{_OUTLET})[ \xa0]*[-–—,][ \xa0]*(?P<place>{_CAPITALS})(?:[.:](?=\s)|{_DASH})",
    # BRATTLEBORO, Vermont, March 24 (Reuters) -
    rf"(?P<place>{_PLACE})(?:{_COMMA}{_STATE}){{0,2}}{_COMMA}{_DAY}"
    rf"(?:[ \xa0]*\((?P<outlet>{_OUTLET}|{_ANY})\))?{_DASH}",
    rf"(?P<outlet>{_OUTLET}){_DASH}",
    rf"(?P<place>{_CAPITALS})(?:{_COMMA}{_CAPITALS})?{_DASH}",
)
# Bogor -    Bogor, Jawa Barat -    Bogor\n-\n
# Here only the list of places tells the place, but for a dash that has a line of its own.
_ALONE = rf"(?P<place>{_PLACE})(?:{_COMMA}{_PLACE})?(?:{_DASH}|\s*\n\s*[-–—](?=\s))"
_LAID_OUT = rf"(?P<place>{_PLACE})[ \xa0]*\n\s*[-–—][ \xa0]*\n"
_NO_DASH = rf"(?P<outlet>{_OUTLET}){_COMMA}(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}})"
_ANY_DASH = re.compile("[-–—]")
_DASH_BELOW = re.compile(r"\n\s*[-–—]")
_BEGINS = re.compile(r"[\s\u200b\ufeff]*(?:[-–—][ \xa0\n]+)?")
_REPORT = r"Laporan (?i:wartawan|reporter|kontributor)"
_BYLINE = rf"{_REPORT}[^\n]{{3,80}}?(?:\s*\n\s*|\s+(?=[A-Z][A-Z0-9-]+\.[A-Z]))"
# What a scraper glued to the sentence in front of it, and the head of a page in one line.
_GLUED = rf"[ \xa0]*{_IN_BRACKETS.format(_OUTLET)}{_DASH}"
_GLUED_HINTS = (") -", ") –", ") —", ")-", ")–", ")—")
_HEAD = (
    rf"(?<=[ \xa0][-–—][ \xa0])(?P<outlet>{_OUTLET})[ \xa0]+(?i:{'|'.join(WEEKDAYS)}), {_DAY}"
    rf"[ \xa0]+\d\d[:.]\d\d(?: WI[BT]A?)?(?P<credit>[^\n]{{1,160}}?){_DASH}"
)
_CAPITAL = re.compile(r"[A-Z][a-zé'’]+|[A-Z]{2,}(?![a-z])")
_AT_END = rf"(?P<place>{_PLACE})(?:{_COMMA}{_PLACE})?\Z"
# Two words without a blank between them are no place: "JakartaSetelah".
_INSIDE = re.compile("[a-z]{3}[A-Z]")
_REGIONS = ("kota", "kabupaten", "kab", "kab.")
# They stand like a place in front of a dash, and are none.
_NO_PLACES = frozenset(
    """
    VIDEO FOTO DAFTAR BREAKING BERITA OPINI KOLOM TERBARU HEADLINE EKSKLUSIF LIVE UPDATE POPULER
    INFO TIPS QUIZ JADWAL LINK PROFIL CEK FAKTA HOAKS NEWS ANALISIS REVIEW SINOPSIS RESEP
    """.split()
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dateline is, and where in it place and outlet are; offsets into the text."""

    start: int
    end: int
    place: Span | None
    outlet: Span | None


@cache
def _form(expression: str) -> re.Pattern[str]:
    """Compiled when first needed: all of them take 15 ms, most texts need two."""
    return re.compile(expression)


def dateline(text: str) -> Dateline | None:
    """The dateline of `text`, if it has one."""
    return _of_head(text[: 2 * _REACH])


@lru_cache(maxsize=128)  # asked for its zones, and then for its place and its sources
def _of_head(text: str) -> Dateline | None:
    begins = _BEGINS.match(text)
    start = begins.end() if begins else 0
    if text.startswith("Laporan ", start) and (byline := _form(_BYLINE).match(text, start)):
        start = byline.end()
    if found := _at(text, start) or _laid_out(text, start):
        return found
    for line in _lines_below(text, start):
        found = _at(text, line)
        if found and (found.outlet or (found.place and _is_known(text[slice(*found.place)]))):
            return found
    return _behind_head(text, start) or _glued(text, start)


def _at(text: str, start: int) -> Dateline | None:
    """The dateline that begins at `start`."""
    if _ANY_DASH.search(text, start, start + LONGEST):
        for form in _FORMS:
            match = _form(form).match(text, start, start + LONGEST)
            if match and _may_be(match):
                return _found(match)
        match = _form(_ALONE).match(text, start, start + LONGEST)
        if match and _is_known(match["place"]):
            return _found(match)
    return _without_dash(text, start)


def _laid_out(text: str, start: int) -> Dateline | None:
    if not _DASH_BELOW.search(text, start, start + LONGEST):
        return None
    match = _form(_LAID_OUT).match(text, start, start + LONGEST)
    return _found(match) if match and _may_be(match) else None


def _lines_below(text: str, start: int) -> Iterator[int]:
    """Where lines begin that only short ones stand above."""
    while 0 <= (end := text.find("\n", start, start + _LINE)) < _REACH:
        start = end + 1
        if text[start : start + 1].isupper():
            yield start


def _behind_head(text: str, start: int) -> Dateline | None:
    """A dateline behind title, author, outlet, day and picture credit, all in one line."""
    match = _form(_HEAD).search(text, start, start + _REACH) if " - " in text[:_REACH] else None
    place = _place_before(text, match.start("credit"), match.end("credit")) if match else None
    return Dateline(match.start(), match.end(), place, match.span("outlet")) if match else None


def _glued(text: str, start: int) -> Dateline | None:
    """A dateline behind a sentence that has no blank, or no full stop, behind it."""
    if not has_any(text[start : start + _REACH], _GLUED_HINTS):
        return None
    match = _form(_GLUED).search(text, start, start + _REACH)
    place = _place_before(text, start, match.start()) if match else None
    if not match or not place:
        return None
    return Dateline(place[0], match.end(), place, match.span("outlet"))


def _place_before(text: str, start: int, end: int) -> Span | None:
    """The longest known place that ends at `end`, or stands there with what it is a part of."""
    for capital in _CAPITAL.finditer(text, max(start, end - 60), end):
        match = _form(_AT_END).match(text, capital.start(), end)
        if match and _is_known(match["place"]):
            return match.span("place")
    return None


def _without_dash(text: str, start: int) -> Dateline | None:
    """A dateline that the scraper glued to the text: "Liputan6.com, JakartaSetelah"."""
    has_comma = text.find(",", start, start + LONGEST) >= 0
    match = _form(_NO_DASH).match(text, start, start + LONGEST) if has_comma else None
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
    return not place or not (
        _NO_PLACES.intersection(place.upper().split()) or _INSIDE.search(place)
    )


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
